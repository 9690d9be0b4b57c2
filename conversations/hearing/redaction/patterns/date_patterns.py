"""Dates that say when: of birth, or with a day and a month."""

import re

from conversations.hearing.redaction.patterns.pattern_rule import PatternRule
from conversations.hearing.values import Kind

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

BIRTH_DATES = (
    PatternRule(Kind.ID, re.compile(rf"\b{_BORN}({_FULL_DATE}|\d{{6}}(?:\d\d)?\b|\d\d?\s\d\d\s\d\d(?:\d\d)?)", _I), 1),
)
"""What follows "born" and its like; a date of birth is as good as a number."""

DATES = (
    PatternRule(Kind.ID, re.compile(rf"\b({_FULL_DATE})(?=,?\s++(?:birth|d\.?o\.?b)\b)", _I), 1),
    PatternRule(Kind.DATE, re.compile(rf"(?<![\d/.-])(?:{_FULL_DATE})(?![\d/])", _I)),
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
