"""Personal data that its form gives away: contacts, numbers, dates, postcodes, addresses, named schools. UK rules.

Every pattern works on text in which what is hidden already is replaced by MASK (tokens.py), and none can match MASK.
"""

import re
from collections.abc import Iterator

from conversations.hearing.values import Kind, Span

_I = re.IGNORECASE
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th))?"
_ORDINAL = (
    r"(?:(?:twenty|thirty)[\s-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
)
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d(?!\d))"
_YEAR_IN_WORDS = (
    r"(?:two thousand(?: and)? \w+|twenty[\s-](?:oh[\s-])?(?:ten|eleven|twelve|\w+teen|twenty|one|two"
    r"|three|four|five|six|seven|eight|nine))"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[\s,]+(?:the\s+)?)?"
_DAY_MONTH = (
    rf"(?:{_WEEKDAY}(?:{_DAY}|{_ORDINAL})\s*(?:of\s+)?{_MONTH}|{_WEEKDAY}{_MONTH}\s+(?:the\s+)?(?:{_DAY}|{_ORDINAL}))"
)
_NUMERIC = r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:19|20)?\d\d"
_FULL_DATE = rf"(?:{_NUMERIC}|(?:19|20)\d\d-\d\d-\d\d|{_DAY_MONTH},?\s+(?:{_YEAR}|{_YEAR_IN_WORDS}))"
_BORN = (
    r"(?:born|d\.?o\.?b\.?|date\s+(?:of\s+)?birth|b(?:i|u)rth\s?day|birth\s?date|bday|b-day|im|i'm|i am)"
    r"(?:\s+(?:is|was|on|in|the|as|down|me|him|her|it)|\s*[:=(-]|'s|s)*\s*"
)

_DIGIT_WORD = (
    r"(?:oh|o|zero|nought|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two|three|four|five|six"
    r"|seven|eight|nine))?|hundred|double|triple|treble|plus|\d)"
)

_AREA = (
    r"(?:A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE"
    r"|K[ATWY]|L[ADELNSU]?"
    r"|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
)
_SHORT_POSTCODE = rf"(?!s(?:17|2[0-5]|31|47)\b)(?!ps\d|cv\d\b)(?:{_AREA}\d\d|(?=[a-z]{{2}}){_AREA}\d)"
"""The first half of a postcode; not "m8" and "b4", and no section of the Children Act."""

_TLD = (
    r"(?:com|co\.uk|org\.uk|gov\.uk|ac\.uk|sch\.uk|nhs\.uk|org|net|uk|io|me|tv|gg|info|edu|example|test"
    r"|invalid|app|xyz|dev|club|eu|ie|ly|ee|be|co|link|page|site|online)"
)

_APP = (
    r"(?:snap(?:chat)?|sc|insta(?:gram)?|tik\s?tok|discord|twitter|facebook|fb|whatsapp|telegram|twitch"
    r"|youtube|xbox(?:\s+live)?|psn"
    r"|playstation|ps[45]|roblox|minecraft|fortnite|steam|switch|yubo|bereal|wink|omegle|kik|threads)"
)
_STREET = (
    r"(?:street|st|road|rd|avenue|ave|av|lane|ln|close|cl|drive|dr|way|court|ct|crescent|cres|place|pl"
    r"|gardens|gdns|grove|gr|terrace"
    r"|terr|hill|walk|mews|square|sq|rise|view|row|yard|point|mill|park|fields?|green|parade|wharf|quay"
    r"|vale|drove|brow|bank|croft"
    r"|gate|heights|house|towers?|buildings|mansions|chambers|lodge|hall|path|passage|alley|estate|circus|mount)"
)
_SURE_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|close|drive|crescent|cres|gardens|gdns|grove|terrace|mews"
    r"|square|rise|row|brow|estate)"
)
_PROPER = r"[A-Z][\w'’-]*"
_SCHOOL = (
    r"(?:primary|infants?|juniors?|nursery|pre-?school|secondary|high|grammar|academy|college"
    r"|uni(?:versity)?|school|sixth(?:\s+form)?"
    r"|comp(?:rehensive)?|tech|girls'?|boys'?|pru|house|lodge|grange|manor|hall|court|centre|hub|hut"
    r"|project|fostering|care"
    r"|advocacy|voices|care\s+home|children'?s\s+home|youth\s+(?:club|centre|hub|project|theatre)"
    r"|boxing\s+club|abc|fc|afc|rfc|utd"
    r"|united|rovers|rangers|colts|athletic|cadets|scouts|brownies|guides|stables|theatre|clinic|surgery"
    r"|hospice|hospital|ward"
    r"|unit|staffing|therapeutic|family\s+centre|children\s+in\s+care\s+council|cicc|church|mosque"
    r"|community\s+centre|short\s+breaks)"
)
_SURE_SCHOOL = (
    r"(?:(?:(?:catholic|c of e|cofe|community|girls'?|boys'?|park|church|infant|junior|free|beauty|boxing)\s+)*"
    r"(?:primary|infants|juniors|nursery|academy|college|grammar|high\s+school|high|school|sixth\s+form"
    r"|uni(?:versity)?|comp|tech"
    r"|lodge|grange|youth\s+(?:club|centre|hub|project|theatre)|boxing\s+club|family\s+centre|fostering"
    r"|house|unit|ward|hospital)"
    r"(?:\s+(?:school|academy|college|for\s+girls|for\s+boys|sixth\s+form))*)"
)
_NO_NAME = (
    r"(?:my|your|our|his|her|their|the|a|an|at|in|to|of|for|from|and|or|but|with|by|on|is|was|were|are|as"
    r"|be|been|am|i|im|me|we|us|it|its"
    r"|u|ur|this|that|these|those|same|new|old|other|another|different|any|some|every|each|no|not|all"
    r"|after|before|during|outside|inside"
    r"|near|local|special|boarding|mainstream|whole|art|drama|high|primary|secondary|junior|infant|middle"
    r"|good|bad|big|small|little|nice|own"
    r"|proper|first|last|next|best|worst|private|public|state|free|go|goes|going|went|gone|get|gets|got"
    r"|getting|start|started|finish|finished|left|leave"
    r"|leaving|move|moved|attend|attended|visit|into|about|like|love|hate|miss|missed|because|cos|when"
    r"|where|if|than|so|then|just|still"
    r"|at|have|has|had|having|do|does|did|dont|doing|can|cant|could|would|should|will|wont|make|makes"
    r"|made|need|needs|want|wants|tell|told"
    r"|say|says|said|see|saw|think|know|one|two|three|four|five|who|what|which|why|how|there|their|theyre"
    r"|they|he|she|him|them|you|up|down|out"
    r"|off|over|through|thru|till|til|until|since|only|even|also|too|very|really|more|most|less|least"
    r"|many|much|few|lots|half|both|children'?s"
    r"|kids?|care|foster|group|safe|open|day|night|week|year|term|time|council|crown|magistrates?|family"
    r"|care|youth|open|around|round|between|"
    r"without|within|behind|beside|against|per|via|onto|w|n|2|4|b4|being|home|work|bus|train|real|normal"
    r"|quiet|nearest|right|wrong|clear)"
)

_RULES: tuple[tuple[Kind, re.Pattern[str], int], ...] = (
    (Kind.ID, re.compile(rf"\b{_BORN}({_FULL_DATE}|\d{{6}}(?:\d\d)?\b|\d\d?\s\d\d\s\d\d(?:\d\d)?)", _I), 1),
    (Kind.CONTACT, re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*"), 0),
    (
        Kind.CONTACT,
        re.compile(r"(?<![\w+-])[\w+-]+(?:\s+(?:dot|underscore|dash)\s+\w+)*\s+at\s+\w+(?:\s+dot\s+\w+)+\b", _I),
        0,
    ),
    (
        Kind.CONTACT,
        re.compile(r"(?<![\w.+-])[\w.+-]+\s?[(\[]at[)\]]\s?[\w-]+(?:\s?(?:\.|[(\[]dot[)\]])\s?\w+)+", _I),
        0,
    ),
    (
        Kind.CONTACT,
        re.compile(
            r"(?<![\w.+-])[\w.+-]+\s+at\s+(?:g(?:oogle)?mail|hotmail|outlook|yahoo|icloud|live|aol|proton(?:mail)?|btinternet)"
            r"(?:\s?(?:\.|\bdot\b)\s?\w+)*",
            _I,
        ),
        0,
    ),
    (
        Kind.CONTACT,
        re.compile(
            rf"\bhttps?://\S*[\w/]|\bwww\.\S*[\w/]|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.{_TLD}\b(?:/[^\s,)]*[\w/])?", _I
        ),
        0,
    ),
    (Kind.CONTACT, re.compile(r"(?<![\w.@])@+_?[A-Za-z0-9](?:[\w.@]*\w)?_?"), 0),
    (Kind.CONTACT, re.compile(r"\b\w{2,30}#\d{3,5}\b"), 0),
    (Kind.CONTACT, re.compile(r"\b[A-Za-z][A-Za-z\d.]*_[\w.]*[A-Za-z\d]\b"), 0),
    (
        Kind.CONTACT,
        re.compile(
            rf"\b(?:{_APP}|user\s?name|user|handle|gamer\s?tag|screen\s?name|add(?:\s+me)?|dm(?:\s+me)?"
            rf"|follow(?:\s+me)?|@)\b"
            rf"(?:\s+(?:is|its|it's|name|tag|me|on|user|username|handle|acc(?:ount)?|at|my|id|under"
            rf"|called|{_APP}))*\s*(?:['’]s)?[:=@-]*\s*"
            r"(?-i:((?=[\w.]*(?:[._]\w|\d|[a-z][A-Z]|[xX]{2}))[\w][\w.]{2,}\w_?))",
            _I,
        ),
        1,
    ),
    (Kind.CONTACT, re.compile(r"\b[xX]{1,2}_?[A-Z]\w+_?[xX]{1,2}\b|\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\d{2,}\b"), 0),
    (
        Kind.ID,
        re.compile(r"\b[A-CEGHJ-PQR-TW-Z][A-CEGHJ-NP-TW-Z][\s-]?\d\d[\s-]?\d\d[\s-]?\d\d[\s-]?[A-D]\b", _I),
        0,
    ),
    (Kind.CONTACT, re.compile(r"(?<![\d/.-])(?:\+\s?44|0044)(?:[\s.()-]*\d){9,11}(?!\d)"), 0),
    (Kind.CONTACT, re.compile(r"(?<![\w/.-])\(?[0oO](?:[\s.()-]{0,2}\d){9,10}(?![\d])"), 0),
    (
        Kind.CONTACT,
        re.compile(rf"(?<![\w/.-])0\d{{2,5}}(?:[\s.-]+(?:\d{{1,6}}|{_DIGIT_WORD})){{2,}}\b", _I),
        0,
    ),
    (Kind.CONTACT, re.compile(rf"\b(?:oh|o|zero|plus|double\s+oh)(?:[\s,-]+{_DIGIT_WORD}){{5,}}\b", _I), 0),
    (
        Kind.CONTACT,
        re.compile(
            r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|zero|oh|double)[\s,-]+){7,}"
            r"(?:one|two|three|four|five|six|seven|eight|nine|zero|oh)\b",
            _I,
        ),
        0,
    ),
    (Kind.ID, re.compile(r"(?<![\d/.-])[A-Za-z]?\d{3}[\s-]?\d{3}[\s-]?\d{4}(?![\d])"), 0),
    (
        Kind.ID,
        re.compile(
            r"\b(?:nhs|hospital|complaint|application|booking|member(?:ship)?|pupil|student|patient|passport"
            r"|home office|crime|police log|case|file"
            r"|council|cas|arc|court|claim|card|account|ni|upn)"
            r"(?:\s+(?:number|no|num|ref(?:erence)?|id|log|code)\b\.?)?(?:'?s)?"
            r"(?:\s+(?:is|was|it's|its|on|my|card|it|number|no|under)\b)*[\s:#,(]*"
            r"((?=[A-Za-z/\s-]{0,8}\d)(?!\d{1,2}\b(?![/-]))[A-Za-z]{0,4}[-/\s]?\d{3,}[\w]*(?:[-/ ]\d+\w*"
            r"|[-/]\w+|\s[A-Z]\b)*)",
            _I,
        ),
        1,
    ),
    (
        Kind.ID,
        re.compile(
            r"\b(?:ref(?:erence)?(?:\s+(?:number|no))?|log|quote|case)(?:\s+(?:is|was|no|number))*[\s:#,(]*"
            r"([A-Za-z]{0,5}[-/\s]?\d[\w]*(?:[-/]\w+|\s\d+|\s(?-i:[A-Z])\b)*)",
            _I,
        ),
        1,
    ),
    (
        Kind.ID,
        re.compile(
            r"\b[A-Z]{2,4}[-/ ]?\d{2,}(?:[-/ ]\d+)*(?:[-/ ]?[A-Za-z])?\b(?<!\b[A-Z]{2}\d)(?<!GCSE)"
            r"|\b\d{4,}[-/][A-Za-z]\b"
        ),
        0,
    ),
    (Kind.ID, re.compile(r"\b[A-Z]{1,3}\d{5,}\b|\b[A-Z]\d{4}-\d{2}\b"), 0),
    (Kind.ID, re.compile(r"(?<![\d/.-])\d{7,}(?!\d)"), 0),
    (Kind.ID, re.compile(rf"\b({_FULL_DATE})(?=,?\s+(?:birth|d\.?o\.?b)\b)", _I), 1),
    (Kind.DATE, re.compile(rf"(?<![\d/.-])(?:{_FULL_DATE})(?![\d/])", _I), 0),
    (Kind.DATE, re.compile(rf"(?<![\d/.£$-])(?:{_DAY_MONTH})\b(?:,?\s+(?:19|20)\d\d\b)?", _I), 0),
    (Kind.DATE, re.compile(r"\b(?:was|is|its|it's)\s+((?:0[1-9]|[12]\d|3[01])/(?:0[1-9]|1[12]))(?![\d/])", _I), 1),
    (
        Kind.DATE,
        re.compile(
            r"\b(?:on|since|from|until|til|till|by|date|dated|before|after)\s+((?:0?[1-9]|[12]\d"
            r"|3[01])/(?:0?[1-9]|1[0-2]))(?![\d/])",
            _I,
        ),
        1,
    ),
    (
        Kind.LOCATION,
        re.compile(
            rf"\b(?:flat|apt|apartment|room|unit|block)\s?\d+\w?,?\s+(?:\d+\w?\s+)?(?:[\w'’-]+\s+){{1,3}}?{_STREET}\b"
            rf"|\bflat\s?\d+\w?\s+above\s+the\s+[\w'’]+(?:\s+on\s+(?:[\w'’-]+\s+){{1,2}}{_STREET})?\b",
            _I,
        ),
        0,
    ),
    (
        Kind.LOCATION,
        re.compile(
            rf"(?<![£$\d.])\b\d{{1,4}}[a-d]?,?\s+(?!(?:{_NO_NAME}|years?|months?|weeks?|days?|mins?"
            rf"|hours?|miles?)\s)(?:[A-Za-z][\w'’-]*\s+){{1,2}}?{_SURE_STREET}\b(?!')",
            _I,
        ),
        0,
    ),
    (Kind.LOCATION, re.compile(rf"(?<![£$\d.])\b\d{{1,4}}[a-d]?,?\s+(?:{_PROPER}\s+){{1,3}}?(?i:{_STREET})\b"), 0),
    (
        Kind.LOCATION,
        re.compile(
            rf"\b(?!{_NO_NAME}\b)(?:{_PROPER}\s+){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive"
            rf"|Crescent|Gardens|Grove|Terrace|Row|Brow"
            r"|Way|Court|Rise|[Ee]state|Walk|Mews)\b(?!\s+(?:[A-Z]\w+\s+)?(?:School|Primary|ABC|Youth"
            r"|Boxing|College|Academy))"
        ),
        0,
    ),
    (
        Kind.LOCATION,
        re.compile(
            rf"\b(?:on|at|to|from|in|near|down|off|past|up|of|live|house)\s+((?!{_NO_NAME}\s)[a-z][\w'’-]+\s+"
            r"(?:(?!"
            + _NO_NAME
            + r"\s)[a-z][\w'’-]+\s+)?(?:street|road|rd|avenue|ave|lane|crescent|gardens|grove|terrace|estate|brow))\b",
            _I,
        ),
        1,
    ),
    (Kind.LOCATION, re.compile(rf"\b{_AREA}\d[\dA-Z]?\s?\d[ABD-HJLNP-UW-Z]{{2}}\b", _I), 0),
    (Kind.LOCATION, re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b"), 0),
    (
        Kind.LOCATION,
        re.compile(rf"\bpost\s?code(?:\s+(?:is|was|its|it's|of))*[\s:=]+({_AREA}\d\d?)\b", _I),
        1,
    ),
    (
        Kind.LOCATION,
        re.compile(rf"\b(?:liv(?:e|es|ed|ing)\s+in|from|moved\s+to|near|round)\s+({_SHORT_POSTCODE})\b", _I),
        1,
    ),
    (
        Kind.LOCATION,
        re.compile(
            rf"\b({_SHORT_POSTCODE})\s+(?:kids|lads|girls|boys|youth|youts|mandem|ends|estate|area|postcode|gang)\b", _I
        ),
        1,
    ),
    (
        Kind.LOCATION,
        re.compile(
            rf"\b(?:at|to|from|in|outside|near|is|address)\s+(\d{{1,4}}[a-d]?,?\s+(?!(?:{_NO_NAME}|years?|months?|weeks?"
            r"|days?|min(?:ute)?s?|hours?|miles?|bed(?:room)?s?|times?)\s)(?:[a-z][\w'’-]*\s+){1,2}?"
            r"(?:way|court|walk|hill|view|house|mill|green|bank|place|park|wharf|quay|croft|row|gate))\b",
            _I,
        ),
        1,
    ),
    (
        Kind.LOCATION,
        re.compile(
            rf"\bthe\s+(?!(?:{_NO_NAME}|council|housing|real|rough|industrial)\s)([a-z][\w'’-]+\s+estate)\b", _I
        ),
        1,
    ),
    (
        Kind.LOCATION,
        re.compile(
            r"\b(?:on|in|round|around|postcode|area|walking|is|im)\s+((?-i:(?!PS\d|CV\d|SW\d\b"
            r"|Y\d)[A-Z]{1,2}\d{1,2}))\b(?!\s?\d)",
            _I,
        ),
        1,
    ),
    (
        Kind.LOCATION,
        re.compile(
            rf"\b(?!(?:The|My|Our|Your|Youth|Children|County|City|Local|Town|Every|This|That|School"
            rf"|Student|If|Tell|And)\b)"
            rf"(?:{_PROPER}\s+){{1,3}}?(?:(?:[Cc]ounty|[Cc]ity|[Bb]orough|[Dd]istrict"
            rf"|[Mm]etropolitan)\s+)?(?:[Cc]ouncil|CC|MBC)\b"
        ),
        0,
    ),
    (
        Kind.LOCATION,
        re.compile(
            rf"\b(?!(?:{_NO_NAME}|youth|parish|student|school|city|local|town|whole|stupid"
            rf"|bloody)\s)[a-z][\w'’-]{{2,}}\s+(?:county\s+|city\s+|borough\s+)?council\b"
        ),
        0,
    ),
    (
        Kind.SCHOOL_ORG,
        re.compile(
            rf"\b(?:(?:[Tt]he|[Ss]aint|[Ss]t\.?)\s+)?(?!(?:{_NO_NAME.replace('(?:', '(?i:', 1)}|Year|Yr"
            rf"|My|The|If|And|But|When|Every|Year|Help)\s)"
            rf"(?:(?!{_SCHOOL.replace('(?:', '(?i:', 1)}\s){_PROPER}\s+){{1,3}}(?i:{_SCHOOL})\b(?:'?s)?"
            rf"(?:\s+(?:[Ff]or\s+(?:[Gg]irls|[Bb]oys)|[Ss]chool|[Ff]orm|[Cc]ollege|[Aa]cademy|[Cc]lub|[Cc]entre|FC)\b)*"
        ),
        0,
    ),
    (
        Kind.SCHOOL_ORG,
        re.compile(
            rf"\b(?:at|to|from|go|went|attend|attended|called|outside|near|left|my school|leave|of)\s+"
            rf"((?:(?:st|saint)\.?\s+)?(?!{_NO_NAME}\s)[a-z][\w'’-]+\s+(?:(?!(?:{_NO_NAME})"
            rf"\s)[a-z][\w'’-]+\s+)??{_SURE_SCHOOL})\b",
            _I,
        ),
        1,
    ),
    (
        Kind.SCHOOL_ORG,
        re.compile(
            r"\b(?:st|saint)\.?\s+(?!(?:helens|albans|andrews|austell|ives|neots|davids"
            r"|john ambulance)\b)[a-z]{3,}(?:'s|’s|s)\b(?:\s+(?:high|primary|school|college|rc|academy"
            r"|catholic|girls|boys))*",
            _I,
        ),
        0,
    ),
)


_DATED = re.compile(r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", _I)
"""Without a figure or a month there is no number and no date."""


def found(text: str) -> Iterator[Span]:
    """What stands out by its form; spans may overlap, the surest first."""
    dated = _DATED.search(text) is not None
    for kind, pattern, group in _RULES:
        if not dated and kind in (Kind.ID, Kind.DATE):
            continue
        for match in pattern.finditer(text):
            start, end = match.span(group)
            while end > start and text[end - 1] in " \t\n.,;:(-":
                end -= 1
            if end > start:
                yield Span(start, end, kind)
