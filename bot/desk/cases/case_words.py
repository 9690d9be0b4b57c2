"""Worries in the words that safeguarding leads use."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from conversations.asking.locales.dates import plain_day
from conversations.hearing.values import Risk
from storage.worries.cases import CaseState, Move, Outcome
from storage.worries.flags import BY_PERSON

KINDS = {
    "self_harm": "Self-harm",
    "suicide": "Suicide",
    "abuse": "Abuse",
    "neglect": "Neglect",
    "exploitation": "Exploitation",
    "missing": "Going missing",
    "violence": "Violence",
    "bullying": "Bullying",
    "distress": "Distress",
    "online": "Harm online",
}

LEVELS = {Risk.URGENT: "Urgent", Risk.CONCERN: "Concern", Risk.NONE: "Low"}
"""How urgent a case is; nothing that screening raises is low, but a lead may find it so."""

LEVEL_NAMES = {"urgent": Risk.URGENT, "concern": Risk.CONCERN, "low": Risk.NONE}
"""As in an address or a form."""

STATES = {
    CaseState.WAITING: "Waiting",
    CaseState.OPENED: "Opened",
    CaseState.IN_HAND: "In hand",
    CaseState.CLOSED: "Closed",
}

OUTCOMES = {
    Outcome.ACTED_ON: "Acted on",
    Outcome.NO_ACTION: "No action needed",
    Outcome.FALSE_ALARM: "False alarm",
    Outcome.WORRY: "It was a worry",
}

DONE = {
    Move.OPENED: "Opened",
    Move.TAKEN: "Taken in hand",
    Move.HANDED_OVER: "Handed over",
    Move.NOTED: "Note",
    Move.LEVEL: "Level changed",
    Move.CLOSED: "Closed",
    Move.REOPENED: "Reopened",
    Move.UNDONE: "Undone: the last change",
    Move.JOINED: "One more worry came from the same person",
}
"""What was done, as its history says it."""

_RAISED = {"phrase": "words", "seed": "likeness", "learned": "learned", "together": "answers read together"}


def kinds_in_words(kinds: Iterable[str]) -> str:
    """As in: Abuse, Going missing."""
    return ", ".join(KINDS.get(kind, kind.replace("_", " ").capitalize()) for kind in kinds) or "A worry"


def age_in_words(band: str) -> str:
    """As in: 13 to 15."""
    return band.replace("under_", "under ").replace("_", " to ")


def raised_in_words(raised_by: Sequence[str]) -> str:
    """What raised it, as in: words, likeness. Or who did by hand; empty where that was not kept."""
    found = []
    for one in raised_by:
        what, _, which = one.partition(":")
        said = f"{which}, by hand" if one.startswith(BY_PERSON) else _RAISED.get(what, "words")
        if said not in found:
            found.append(said)
    return ", ".join(found)


def local_time(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """In the organisation's time zone, as in: today, 14:05; 6 February, 14:05; 6 February 2023, 14:05."""
    here, today = at.astimezone(zone), now.astimezone(zone)
    if here.date() == today.date():
        return f"today, {here:%H:%M}"
    day = f"{here.day} {here:%B}" if here.year == today.year else plain_day(here)
    return f"{day}, {here:%H:%M}"
