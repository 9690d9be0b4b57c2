"""Who young people can turn to: the data, with the day each was checked, and the help card."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from conversations.asking.locales import line
from conversations.yaml_loader import read

MONTHS = 12
"""A check older than this is too old to open a consultation with."""


class Helpline(BaseModel):
    """One service. `who` says whom it is for, `hours` when it answers (empty: not known), `checked` is a day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    number: str
    reach: Annotated[tuple[Literal["call", "text"], ...], Field(min_length=1)]
    who: str = Field("", alias="for")
    hours: str = ""
    card: bool = False
    checked: date


@cache
def help_lines() -> tuple[Helpline, ...]:
    """All services, in the order to show them: the emergency number first."""
    loaded = read((files(__package__) / "helplines.yaml").read_text(encoding="utf-8"))
    return tuple(Helpline.model_validate(one) for one in loaded["lines"])


def emergency_number() -> str:
    """The number to call where somebody is in danger."""
    return help_lines()[0].number


def help_card() -> str:
    """What someone sees at once when something may be wrong: plain text, for one screen of a phone."""
    emergency, *others = (one for one in help_lines() if one.card)
    return "\n".join(
        (
            line("help_card_ok"),
            line("help_card_emergency", number=emergency.number),
            line("help_card_talk"),
            *(_on_card(one) for one in others),
            line("help_card_live"),
            line("help_card_tell"),
        )
    )


def _on_card(service: Helpline) -> str:
    key = "_or_".join(service.reach)
    return line(f"help_card_{key}", name=service.name, number=service.number)


def checked_too_long_ago(today: date) -> bool:
    """Whether any service was last checked more than 12 months before this day."""
    return any(_months(one.checked, today) > (MONTHS, one.checked.day) for one in help_lines())


def _months(since: date, today: date) -> tuple[int, int]:
    return (today.year - since.year) * 12 + today.month - since.month, today.day
