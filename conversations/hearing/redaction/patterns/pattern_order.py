"""Personal data that its form gives away: contacts, numbers, dates, postcodes, addresses, named schools. UK rules.

Every pattern works on text in which what is hidden already is replaced by MASK (tokens.py), and none can match MASK.
"""

import re
from collections.abc import Iterator

from conversations.hearing.redaction.patterns.address_patterns import ADDRESSES, COUNCILS, POSTCODES, SEEMING_ADDRESSES
from conversations.hearing.redaction.patterns.contact_patterns import ONLINE_CONTACTS, PHONE_NUMBERS
from conversations.hearing.redaction.patterns.date_patterns import BIRTH_DATES, DATES
from conversations.hearing.redaction.patterns.identity_number_patterns import NATIONAL_INSURANCE, REFERENCE_NUMBERS
from conversations.hearing.redaction.patterns.international_numbers import international_numbers
from conversations.hearing.redaction.patterns.pattern_rule import PatternRule
from conversations.hearing.redaction.patterns.school_patterns import SCHOOLS
from conversations.hearing.values import Kind, Span

_SUREST_FIRST: tuple[PatternRule, ...] = (
    *BIRTH_DATES,
    *ONLINE_CONTACTS,
    *NATIONAL_INSURANCE,
    *PHONE_NUMBERS,
    *REFERENCE_NUMBERS,
    *DATES,
    *ADDRESSES,
    *POSTCODES,
    *SEEMING_ADDRESSES,
    *COUNCILS,
    *SCHOOLS,
)
"""The order decides: where two rules find something in the same place, it is of the kind of the first."""

_DATED = re.compile(r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
"""Without a figure or a month there is no number and no date."""


def found_by_form(text: str) -> Iterator[Span]:
    """What stands out by its form; spans may overlap, the surest first."""
    yield from international_numbers(text)
    dated = _DATED.search(text) is not None
    for rule in _SUREST_FIRST:
        if dated or rule.kind not in (Kind.ID, Kind.DATE):
            yield from rule.found(text)
