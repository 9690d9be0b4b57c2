"""Numbers that stand for one person: of the state, of files, of cards."""

import re

from conversations.hearing.redaction.patterns.pattern_rule import PatternRule
from conversations.hearing.values import Kind

_I = re.IGNORECASE

NATIONAL_INSURANCE = (
    PatternRule(
        Kind.ID, re.compile(r"\b[A-CEGHJ-PQR-TW-Z][A-CEGHJ-NP-TW-Z][\s-]?\d\d[\s-]?\d\d[\s-]?\d\d[\s-]?[A-D]\b", _I)
    ),
)
"""Its letters are fixed, so that it is surer than any phone number."""

REFERENCE_NUMBERS = (
    PatternRule(Kind.ID, re.compile(r"(?<![\d/.-])[A-Za-z]?\d{3}[\s-]?\d{3}[\s-]?\d{4}(?![\d])")),
    PatternRule(
        Kind.ID,
        re.compile(
            r"\b(?:nhs|hospital|complaint|application|booking|member(?:ship)?|pupil|student|patient|passport"
            r"|home office|crime|police log|case|file"
            r"|council|cas|arc|court|claim|card|account|ni|upn)"
            r"(?:\s++(?:number|no|num|ref(?:erence)?|id|log|code)\b\.?)?(?:'?s)?"
            r"(?:\s++(?:is|was|it's|its|on|my|card|it|number|no|under)\b)*[\s:#,(]*"
            r"((?=[A-Za-z/\s-]{0,8}\d)(?!\d{1,2}\b(?![/-]))[A-Za-z]{0,4}[-/\s]?\d{3,}[\w]*(?:[-/ ]\d+\w*"
            r"|[-/]\w+|\s[A-Z]\b)*)",
            _I,
        ),
        1,
    ),
    PatternRule(
        Kind.ID,
        re.compile(
            r"\b(?:ref(?:erence)?(?:\s++(?:number|no))?|log|quote|case)(?:\s++(?:is|was|no|number))*[\s:#,(]*"
            r"([A-Za-z]{0,5}[-/\s]?\d[\w]*(?:[-/]\w+|\s\d+|\s(?-i:[A-Z])\b)*)",
            _I,
        ),
        1,
    ),
    PatternRule(
        Kind.ID,
        re.compile(
            r"\b[A-Z]{2,4}[-/ ]?\d{2,}(?:[-/ ]\d+)*(?:[-/ ]?[A-Za-z])?\b(?<!\b[A-Z]{2}\d)(?<!GCSE)"
            r"|\b\d{4,}[-/][A-Za-z]\b"
        ),
    ),
    PatternRule(Kind.ID, re.compile(r"\b[A-Z]{1,3}\d{5,}\b|\b[A-Z]\d{4}-\d{2}\b")),
    PatternRule(Kind.ID, re.compile(r"(?<![\d/.-])\d{7,}(?!\d)")),
)
