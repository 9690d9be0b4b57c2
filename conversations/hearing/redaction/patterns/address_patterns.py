"""Where somebody lives, by its form: streets, postcodes, estates and councils. UK rules."""

import re

from conversations.hearing.redaction.patterns.pattern_rule import PatternRule
from conversations.hearing.redaction.patterns.pattern_words import NO_NAME, PROPER
from conversations.hearing.values import Kind

_I = re.IGNORECASE

_AREA = (
    r"(?:A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE"
    r"|K[ATWY]|L[ADELNSU]?"
    r"|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
)
_SHORT_POSTCODE = rf"(?!s(?:17|2[0-5]|31|47)\b)(?!ps\d|cv\d\b)(?:{_AREA}\d\d|(?=[a-z]{{2}}){_AREA}\d)"
"""The first half of a postcode; not "m8" and "b4", and no section of the Children Act."""

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

ADDRESSES = (
    PatternRule(
        Kind.LOCATION,
        re.compile(
            rf"\b(?:flat|apt|apartment|room|unit|block)\s?\d+\w?,?\s++(?:\d+\w?\s++)?(?:[\w'’-]+\s++){{1,3}}?{_STREET}\b"
            rf"|\bflat\s?\d+\w?\s++above\s++the\s++[\w'’]+(?:\s++on\s++(?:[\w'’-]+\s++){{1,2}}{_STREET})?\b",
            _I,
        ),
    ),
    PatternRule(
        Kind.LOCATION,
        re.compile(
            rf"(?<![£$\d.])\b\d{{1,4}}[a-d]?,?\s++(?!(?:{NO_NAME}|years?|months?|weeks?|days?|mins?"
            rf"|hours?|miles?)\s)(?:[A-Za-z][\w'’-]*\s++){{1,2}}?{_SURE_STREET}\b(?!')",
            _I,
        ),
    ),
    PatternRule(
        Kind.LOCATION, re.compile(rf"(?<![£$\d.])\b\d{{1,4}}[a-d]?,?\s++(?:{PROPER}\s++){{1,3}}?(?i:{_STREET})\b")
    ),
    PatternRule(
        Kind.LOCATION,
        re.compile(
            rf"\b(?!{NO_NAME}\b)(?:{PROPER}\s++){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive"
            rf"|Crescent|Gardens|Grove|Terrace|Row|Brow"
            r"|Way|Court|Rise|[Ee]state|Walk|Mews)\b(?!\s++(?:[A-Z]\w+\s++)?(?:School|Primary|ABC|Youth"
            r"|Boxing|College|Academy))"
        ),
    ),
    PatternRule(
        Kind.LOCATION,
        re.compile(
            rf"\b(?:on|at|to|from|in|near|down|off|past|up|of|live|house)\s++((?!{NO_NAME}\s)[a-z][\w'’-]+\s++"
            r"(?:(?!"
            + NO_NAME
            + r"\s)[a-z][\w'’-]+\s++)?(?:street|road|rd|avenue|ave|lane|crescent|gardens|grove|terrace|estate|brow))\b",
            _I,
        ),
        1,
    ),
)
"""A street, with or without a number."""

POSTCODES = (
    PatternRule(Kind.LOCATION, re.compile(rf"\b{_AREA}\d[\dA-Z]?\s?\d[ABD-HJLNP-UW-Z]{{2}}\b", _I)),
    PatternRule(Kind.LOCATION, re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b")),
    PatternRule(
        Kind.LOCATION,
        re.compile(rf"\bpost\s?code(?:\s++(?:is|was|its|it's|of))*[\s:=]+({_AREA}\d\d?)\b", _I),
        1,
    ),
    PatternRule(
        Kind.LOCATION,
        re.compile(rf"\b(?:liv(?:e|es|ed|ing)\s++in|from|moved\s++to|near|round)\s++({_SHORT_POSTCODE})\b", _I),
        1,
    ),
    PatternRule(
        Kind.LOCATION,
        re.compile(
            rf"\b({_SHORT_POSTCODE})\s++(?:kids|lads|girls|boys|youth|youts|mandem|ends|estate|area|postcode|gang)\b",
            _I,
        ),
        1,
    ),
)
"""Whole ones, and first halves where a word beside them says what they are."""

SEEMING_ADDRESSES = (
    PatternRule(
        Kind.LOCATION,
        re.compile(
            rf"\b(?:end|bottom|top|corner|side)\s++(?:of|o|ae)\s++((?!{NO_NAME}\s)[a-z][\w'’-]+\s++"
            r"(?:drove|drive|close|way|hill|walk|row|green|court|grove|view|rise|place|rd|st))\b",
            _I,
        ),
        1,
    ),
    PatternRule(
        Kind.LOCATION,
        re.compile(
            rf"(?:^|[.!?\n]\s{{0,3}}+|\b(?:or|is\s++it|its|in)\s++)((?=[a-z]{{2}}){_AREA}\d\d?)"
            r"(?=\s++(?:side|ends|area|way|i\s++think|ish|postcode|innit)\b|\s*+$)",
            _I,
        ),
        1,
    ),
    PatternRule(
        Kind.LOCATION,
        re.compile(
            rf"\b(?:at|to|from|in|outside|near|is|address)\s++(\d{{1,4}}[a-d]?,?\s++(?!(?:{NO_NAME}|years?|months?|weeks?"
            r"|days?|min(?:ute)?s?|hours?|miles?|bed(?:room)?s?|times?)\s)(?:[a-z][\w'’-]*\s++){1,2}?"
            r"(?:way|court|walk|hill|view|house|mill|green|bank|place|park|wharf|quay|croft|row|gate))\b",
            _I,
        ),
        1,
    ),
    PatternRule(
        Kind.LOCATION,
        re.compile(
            rf"\bthe\s++(?!(?:{NO_NAME}|council|housing|real|rough|industrial)\s)([a-z][\w'’-]+\s++estate)\b", _I
        ),
        1,
    ),
    PatternRule(
        Kind.LOCATION,
        re.compile(
            r"\b(?:on|in|round|around|postcode|area|walking|is|im)\s++((?-i:(?!PS\d|CV\d|SW\d\b"
            r"|Y\d)[A-Z]{1,2}\d{1,2}))\b(?!\s?\d)",
            _I,
        ),
        1,
    ),
)
"""What only its neighbours make a place: a number before a word that could be a street, an estate, "round LS6"."""

COUNCILS = (
    PatternRule(
        Kind.LOCATION,
        re.compile(
            rf"\b(?!(?:The|My|Our|Your|Youth|Children|County|City|Local|Town|Every|This|That|School"
            rf"|Student|If|Tell|And)\b)"
            rf"(?:{PROPER}\s++){{1,3}}?(?:(?:[Cc]ounty|[Cc]ity|[Bb]orough|[Dd]istrict"
            rf"|[Mm]etropolitan)\s++)?(?:[Cc]ouncil|CC|MBC)\b"
        ),
    ),
)
