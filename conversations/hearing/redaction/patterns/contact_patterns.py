"""Contacts by their form: addresses and names online, and phone numbers, in figures or spelt out."""

import re

from conversations.hearing.redaction.patterns.pattern_rule import PatternRule
from conversations.hearing.values import Kind

_I = re.IGNORECASE

_TLD = (
    r"(?:com|co\.uk|org\.uk|gov\.uk|ac\.uk|sch\.uk|nhs\.uk|org|net|uk|io|me|tv|gg|info|edu|example|test"
    r"|invalid|app|xyz|dev|club|eu|ie|ly|ee|be|co|link|page|site|online)"
)
_APP = (
    r"(?:snap(?:chat)?|sc|insta(?:gram)?|tik\s?tok|discord|twitter|facebook|fb|whatsapp|telegram|twitch"
    r"|youtube|xbox(?:\s++live)?|psn"
    r"|playstation|ps[45]|roblox|minecraft|fortnite|steam|switch|yubo|bereal|wink|omegle|kik|threads)"
)
_DIGIT_WORD = (
    r"(?:oh|o\b|zero|nought|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two|three|four|five|six"
    r"|seven|eight|nine))?|hundred|double|triple|treble|plus|\d{1,6})"
)

ONLINE_CONTACTS = (
    PatternRule(Kind.CONTACT, re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*")),
    PatternRule(
        Kind.CONTACT,
        re.compile(
            r"(?<![\w+-])[\w+-]+(?:\s++(?:dot|underscore|dash)\s++\w+){0,6}\s++at\s++\w+(?:\s++dot\s++\w+)+\b", _I
        ),
    ),
    PatternRule(
        Kind.CONTACT, re.compile(r"(?<![\w.+-])[\w.+-]+\s?[(\[]at[)\]]\s?[\w-]+(?:\s?(?:\.|[(\[]dot[)\]])\s?\w+)+", _I)
    ),
    PatternRule(
        Kind.CONTACT,
        re.compile(
            r"(?<![\w.+-])[\w.+-]+\s++at\s++(?:g(?:oogle)?mail|hotmail|outlook|yahoo|icloud|live|aol|proton(?:mail)?|btinternet)"
            r"(?:\s?(?:\.|\bdot\b)\s?\w+)*",
            _I,
        ),
    ),
    PatternRule(
        Kind.CONTACT,
        re.compile(
            rf"\bhttps?://\S*[\w/]|\bwww\.\S*[\w/]|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.{_TLD}\b(?:/[^\s,)]*[\w/])?", _I
        ),
    ),
    PatternRule(Kind.CONTACT, re.compile(r"(?<![\w.@])@+_?[A-Za-z0-9](?:[\w.@]*\w)?_?")),
    PatternRule(Kind.CONTACT, re.compile(r"\b\w{2,30}#\d{3,5}\b")),
    PatternRule(Kind.CONTACT, re.compile(r"\b[A-Za-z](?:[A-Za-z\d]*\.){0,20}[A-Za-z\d]*_[\w.]*[A-Za-z\d]\b")),
    PatternRule(
        Kind.CONTACT,
        re.compile(
            rf"(?:@(?=\s)|\b(?:{_APP}|user\s?name|user|handle|gamer\s?tag|screen\s?name|add(?:\s++me)?|dm(?:\s++me)?"
            rf"|follow(?:\s++me)?)\b)"
            rf"(?:\s++(?:is|its|it's|name|tag|me|on|user|username|handle|acc(?:ount)?|at|my|id|under"
            rf"|called|{_APP})){{0,8}}\s*+(?:['’]s)?+[:=@-]*+\s*+"
            r"(?-i:((?=[\w.]*(?:[._]\w|\d|[a-z][A-Z]|[xX]{2}))[\w][\w.]{2,}\w_?))",
            _I,
        ),
        1,
    ),
    PatternRule(Kind.CONTACT, re.compile(r"\b[xX]{1,2}_?[A-Z]\w+_?[xX]{1,2}\b|\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\d{2,}\b")),
)
"""Addresses of mail and pages, and what somebody is called on an app."""

_FIGURES = r"(?:[oOIl\s.()-]{0,9}\d){5}"
"""Letters O may stand for noughts, and I for ones, but not for all of a number."""

PHONE_NUMBERS = (
    PatternRule(Kind.CONTACT, re.compile(r"(?<![\d/.-])(?:\+\s?44|0044)(?:[\s.()-]*\d){9,11}(?!\d)")),
    PatternRule(
        Kind.CONTACT, re.compile(rf"(?<![\w/.-])(?={_FIGURES})\(?[0oO](?:[\s.()-]{{0,2}}[\doOIl]){{9,10}}(?!\w)")
    ),
    PatternRule(
        Kind.CONTACT,
        re.compile(rf"(?<![\w/.-])(?:0|oh?)\d{{2,5}}(?:(?:[\s.,-]{{1,3}}|\s++then\s++){_DIGIT_WORD}){{2,}}+\b", _I),
    ),
    PatternRule(Kind.CONTACT, re.compile(rf"\b(?:oh|o|zero|plus|double\s++oh)(?:[\s,-]++{_DIGIT_WORD}){{4,}}\b", _I)),
    PatternRule(
        Kind.CONTACT,
        re.compile(
            r"\b(?:one|two|three|four|five|six|seven|eight|nine|zero|oh|double)\b"
            r"(?:[\s,-]++(?:one|two|three|four|five|six|seven|eight|nine|zero|oh|double)\b){7,}+",
            _I,
        ),
    ),
)
