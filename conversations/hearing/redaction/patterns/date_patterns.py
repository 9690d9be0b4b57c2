"""Dates that say when: of birth, or with a day and a month."""

import re

from conversations.hearing.redaction.patterns.pattern_rule import PatternRule
from conversations.hearing.values import Kind

_I = re.IGNORECASE

_MONTH = (
    r"(?:jan(?:uary|urary|uray)?|feb(?:r?uary|ury|uray)?|mar(?:ch)?|apr(?:i?l)?|may|june?|july?|aug(?:u?st)?|agust"
    r"|sept?(?:em?b[er]{1,2})?|oct(?:o?b[er]{1,2})?|nov(?:em?b[er]{1,2})?|dec(?:em?b[er]{1,2})?)"
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
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[\s,]++(?:the\s++)?)?"
_DAY_MONTH = (
    rf"(?:{_WEEKDAY}(?:{_DAY}|{_ORDINAL})\s*(?:of\s++)?{_MONTH}"
    rf"|{_WEEKDAY}{_MONTH}\s++(?:the\s++)?(?:{_DAY}|{_ORDINAL}))"
)
_NUMERIC = r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:19|20)?\d\d"
_FULL_DATE = rf"(?:{_NUMERIC}|(?:19|20)\d\d-\d\d-\d\d|{_DAY_MONTH},?\s++(?:{_YEAR}|{_YEAR_IN_WORDS}))"
_BORN = (
    r"(?:born|d\.?o\.?b\.?|date\s++(?:of\s++)?birth|b(?:i|u)rth\s?day|birth\s?date|bday|b-day|im|i'm|i am)"
    r"(?:\s++(?:is|was|on|in|the|as|down|me|him|her|it)|\s*[:=(-]|'s|s)*\s*"
)

_FOREIGN_MONTH = (
    r"(?:stycze[nń]|stycznia|luty|lutego|marzec|marca|kwiecie[nń]|kwietnia|maja?|czerwiec|czerwca|lipiec|lipca|sierpie[nń]"
    r"|sierpnia|wrzesie[nń]|wrze[sś]nia|pa[zź]dziernika?|listopada?|grudzie[nń]|grudnia"  # Polish
    r"|ianuarie|februarie|martie|aprilie|mai|iunie|iulie|septembrie|octombrie|noiembrie|decembrie"  # Romanian
    r"|ionawr|chwefror|mawrth|ebrill|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr"  # Welsh
    r"|janvier|f[eé]vrier|mars(?!\s++bar)|avril|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[eé]cembre"  # French
    r"|enero|febrero|marzo|abril|(?<=de )mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"  # Spanish
    r"|janeiro|fevereiro|mar[cç]o|maio|junho|julho|setembro|outubro|novembro|dezembro"  # Portuguese
    r"|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"  # Italian
    r"|januar|februar|m[aä]rz|juni|juli|oktober|dezember"  # German
    r"|janar|shkurt|prill|qershor|korrik|gusht|shtator|tetor|n[eë]ntor|dhjetor"  # Albanian
    r"|ocak|[sş]ubat|nisan|may[iı]s|haziran|temmuz|a[gğ]ustos|eyl[uü]l|ekim|kas[iı]m|aral[iı]k"  # Turkish
    r"|sausio|vasario|kovo|baland[zž]io|gegu[zž][eė]s|bir[zž]elio|liepos|rugpj[uū][cč]io|rugs[eė]jo|spalio|lapkri[cč]io"
    r"|gruod[zž]io|janu[aá]r|febru[aá]r|m[aá]rcius|[aá]prilis|m[aá]jus|j[uú]nius|j[uú]lius"  # Lithuanian, Hungarian
    r"|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"  # Ukrainian
    r"|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"  # Russian
    r"|يناير|فبراير|مارس|أبريل|ابريل|مايو|يونيو|يوليو|أغسطس|اغسطس|سبتمبر|أكتوبر|اكتوبر|نوفمبر|ديسمبر"  # Arabic
    r"|جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر"  # Urdu
    r"|فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند)"  # Persian
)
_FOREIGN_DATE = (
    rf"(?:{_DAY}|1er)\.?\s*+(?:d[eio]\s++|o\s++)?(?:{_FOREIGN_MONTH}\b|th[aá]ng\s++\d{{1,2}}\b)"
    rf"(?:,?\s++(?:de\s++)?(?:19|20)\d\d\b)?"
)

BIRTH_DATES = (
    PatternRule(Kind.ID, re.compile(rf"\b{_BORN}({_FULL_DATE}|\d{{6}}(?:\d\d)?\b|\d\d?\s\d\d\s\d\d(?:\d\d)?)", _I), 1),
)
"""What follows "born" and its like; a date of birth is as good as a number."""

DATES = (
    PatternRule(Kind.ID, re.compile(rf"\b({_FULL_DATE})(?=,?\s++(?:birth|d\.?o\.?b)\b)", _I), 1),
    PatternRule(Kind.DATE, re.compile(rf"(?<![\d/.-])(?:{_FULL_DATE})(?![\d/])", _I)),
    PatternRule(Kind.DATE, re.compile(rf"(?<![\w/.£$-]){_FOREIGN_DATE}", _I)),
    PatternRule(
        Kind.DATE,
        re.compile(
            r"(?<![\d/.-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?=,?\s++(?:at|@)\s++(?:quarter|half|\d|noon|midday))",
            _I,
        ),
    ),
    PatternRule(Kind.DATE, re.compile(r"^(?!24/7)(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])(?![\d/])")),
    PatternRule(
        Kind.DATE,
        re.compile(
            r"\b(?:on|since|until|til|till|born)\s++((?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2]))(?![\d.%]"
            r"|\s?(?:per|k\b|m\b|grand|hours?|hrs|stars?|out|miles?|mil|kg|stone|pounds?|quid|points?))",
            _I,
        ),
        1,
    ),
    PatternRule(Kind.DATE, re.compile(rf"(?<![\d/.£$-])(?:{_DAY_MONTH})\b(?:,?\s++(?:19|20)\d\d\b)?", _I)),
    PatternRule(
        Kind.DATE, re.compile(r"\b(?:was|is|its|it's)\s++((?:0[1-9]|[12]\d|3[01])/(?:0[1-9]|1[12]))(?![\d/])", _I), 1
    ),
    PatternRule(
        Kind.DATE,
        re.compile(
            r"\b(?:on|since|from|until|til|till|by|date|dated|before|after)\s++((?:0?[1-9]|[12]\d"
            r"|3[01])/(?:0?[1-9]|1[0-2]))(?![\d/])",
            _I,
        ),
        1,
    ),
)
