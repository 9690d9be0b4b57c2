"""Hearing for tests of what is not hearing: by rules, at once, so that a better model changes no conversation."""

from dataclasses import replace

from conversations.hearing.hear import BY_RULES
from conversations.hearing.heard import Heard


def heard(text: str, before: str = "") -> Heard:
    """What the rules hear, marked as if an encoder had been there and found the same."""
    return replace(BY_RULES.redact_and_screen(text, before), by_rules=False)


async def hear(text: str, before: str = "") -> Heard:
    """The same for a TurnTaker."""
    return heard(text, before)
