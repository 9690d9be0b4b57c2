"""Named schools, homes, clubs and services, by the words that such names end in."""

import re

from conversations.hearing.redaction.patterns.pattern_rule import PatternRule
from conversations.hearing.redaction.patterns.pattern_words import NO_NAME, PROPER
from conversations.hearing.values import Kind

_I = re.IGNORECASE

_SCHOOL = (
    r"(?:primary|infants?|juniors?|nursery|pre-?school|secondary|high|grammar|academy|college"
    r"|uni(?:versity)?|school|sixth(?:\s++form)?"
    r"|comp(?:rehensive)?|tech|girls'?|boys'?|pru|house|lodge|grange|manor|hall|court|centre|hub|hut"
    r"|project|fostering|care"
    r"|advocacy|voices|care\s++home|children'?s\s++home|youth\s++(?:club|centre|hub|project|theatre)"
    r"|boxing\s++club|abc|fc|afc|rfc|utd"
    r"|united|rovers|rangers|colts|athletic|cadets|scouts|brownies|guides|stables|theatre|clinic|surgery"
    r"|hospice|hospital|ward"
    r"|unit|staffing|therapeutic|family\s++centre|children\s++in\s++care\s++council|cicc|church|mosque"
    r"|community\s++centre|short\s++breaks)"
)
_SURE_SCHOOL = (
    r"(?:(?:(?:catholic|c of e|cofe|community|girls'?|boys'?|park|church|infant|junior|free|beauty|boxing)\s++)*"
    r"(?:primary|infants|juniors|nursery|academy|college|grammar|high\s++school|high|school|sixth\s++form"
    r"|uni(?:versity)?|comp|tech"
    r"|lodge|grange|youth\s++(?:club|centre|hub|project|theatre)|boxing\s++club|family\s++centre|fostering"
    r"|house|unit|ward|hospital)"
    r"(?:\s++(?:school|academy|college|for\s++girls|for\s++boys|sixth\s++form))*)"
)

SCHOOLS = (
    PatternRule(
        Kind.SCHOOL_ORG,
        re.compile(
            rf"\b(?:(?:[Tt]he|[Ss]aint|[Ss]t\.?)\s++)?(?!(?:{NO_NAME.replace('(?:', '(?i:', 1)}|Year|Yr"
            rf"|My|The|If|And|But|When|Every|Year|Help)\s)"
            rf"(?:(?!{_SCHOOL.replace('(?:', '(?i:', 1)}\s){PROPER}\s++){{1,3}}(?i:{_SCHOOL})\b(?:'?s)?"
            rf"(?:\s++(?:[Ff]or\s++(?:[Gg]irls|[Bb]oys)|[Ss]chool|[Ff]orm|[Cc]ollege|[Aa]cademy|[Cc]lub|[Cc]entre|FC)\b)*"
        ),
    ),
    PatternRule(
        Kind.SCHOOL_ORG,
        re.compile(
            rf"\b(?:at|to|from|go|went|attend|attended|called|outside|near|left|my school|leave|of)\s++"
            rf"((?:(?:st|saint)\.?\s++)?(?!{NO_NAME}\s)[a-z][\w'’-]+\s++(?:(?!(?:{NO_NAME})"
            rf"\s)[a-z][\w'’-]+\s++)??{_SURE_SCHOOL})\b",
            _I,
        ),
        1,
    ),
    PatternRule(
        Kind.SCHOOL_ORG,
        re.compile(
            r"\b(?:st|saint)\.?\s++(?!(?:helens|albans|andrews|austell|ives|neots|davids"
            r"|john ambulance)\b)[a-z]{3,}(?:'s|’s|s)\b(?:\s++(?:high|primary|school|college|rc|academy"
            r"|catholic|girls|boys))*",
            _I,
        ),
    ),
)
