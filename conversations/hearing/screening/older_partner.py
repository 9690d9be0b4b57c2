"""A partner who is grown up, of somebody who is not: "my boyfriend is 34", at 14. Each half is harmless by itself, and
they may be told in answers far apart."""

import re
from collections.abc import Iterator

from conversations.hearing.values import Risk

GROWN_UP = {"under_13": 16, "13_15": 18, "16_17": 22}
"""From this age on a partner is a worry, by the age band of whoever has one."""

_PARTNER = re.compile(
    r"\b(?:my (?:bf|gf|boyf|man|fella|lad|girl|guy)|boyfriend|girlfriend|boyf|my partner|bf|gf"
    r"|we(?:['’]| a)?re (?:together|a couple|dating)|(?:going out|seeing|dating|sleeping|been) with (?:him|her|this)"
    r"|(?:talking to|seeing|dating|going out with) (?:this|a) (?:guy|man|lad|bloke|boy|woman|girl))\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?:\b(?:he|she|they|who|bf|gf|boyfriend|girlfriend|boyf|man|partner)(?:['’]?s|['’]?re| is| are| was)?"
    r"|\b(?:is|turned|turning|aged|age|only|about|like|nearly|actually)|^|[,.;(]\s*)\s*"
    r"(?:is |are |only |about |like |nearly |actually |just |turned |aged |got ){0,3}"
    r"(?P<age>[1-6]\d)(?=\s*(?:$|[,.;!)]|years?|yrs?|yo\b|and|but|tho|so|he|lol|now|n\b|btw))",
    re.IGNORECASE | re.MULTILINE,
)
_OF_ANOTHER = re.compile(
    r"\b(?:my|his|her|their|our)\s+(?:mum|dad|mam|nan|gran\w*|brother|sister|bro|sis|cousin|uncle|aunt\w*|carer|teacher|"
    r"(?:social |key)?worker|pa|son|daughter|mate|friend|dog|house|room|phone)\b[^.!?]{0,12}$",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:i|i['’]?m|im|me)\s*(?:am|was|turn(?:ed)?|only|just|nearly|about)*\s*$", re.IGNORECASE)


def older_partner(text: str, age_band: str) -> tuple[Risk, tuple[tuple[int, int], ...]]:
    """How worrying it is, and where the partner and the age stand; NONE where there is nothing."""
    least = GROWN_UP.get(age_band)
    if least is None or not (partner := _PARTNER.search(text)):
        return Risk.NONE, ()
    for start, end, age in _ages(text):
        if age >= least and (start > partner.start() - 60):
            return Risk.URGENT if age_band != "16_17" else Risk.CONCERN, (partner.span(), (start, end))
    return Risk.NONE, ()


def _ages(text: str) -> Iterator[tuple[int, int, int]]:
    """Ages that are nobody else's."""
    for match in _AGE.finditer(text):
        before = text[max(0, match.start("age") - 40) : match.start("age")]
        if not _OF_ANOTHER.search(before) and not _OWN.search(before):
            yield match.start("age"), match.end("age"), int(match["age"])
