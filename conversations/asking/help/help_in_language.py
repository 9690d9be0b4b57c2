"""A few lines of help in the language that someone writes in, beside the English ones."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from conversations.asking.help.helplines import emergency_number, help_card, help_lines
from conversations.asking.locales import line
from conversations.asking.replies import Beside, Reply, Says
from conversations.hearing.text.language_names import NOT_READ, language_name
from conversations.hearing.values import Heard
from conversations.yaml_loader import read

LANGUAGES = ("ar", "cy", "fa", "pl", "ro", "so", "uk", "ur")
"""Those that there are such lines in: in_languages/CODE.yaml."""

NOBODY = "nobody yet"
"""Stands where no speaker has signed for the lines."""

_LEFT_TO_RIGHT = "\u2066{}\u2069"
"""Keeps "0800 1111" from being shown as "1111 0800" among letters that run from right to left."""


class Lines(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    checked_by_a_speaker: str
    direction: Literal["ltr", "rtl"]
    lines: Annotated[tuple[str, ...], Field(min_length=4, max_length=4)]


def help_reply(language: str = "", *, unchecked: bool = False) -> Reply:
    """The help card, and beside it a few lines in this language (a code), if there are any. `unchecked`: also where no
    speaker has signed for them."""
    return Reply(Says.HELP, help_card(), beside=_beside(language, unchecked=unchecked))


def first_help(heard: Heard | None, *, unchecked: bool = False) -> tuple[Reply, ...]:
    """What someone is shown before all else whose words no turn could take: help, if there is a worry or nobody can
    tell; and then that no computer can."""
    if heard is None or not heard.needs_help:
        return ()
    card = help_reply(heard.language, unchecked=unchecked)
    return (card, Reply(Says.LINE, unread_line(heard.language))) if heard.language else (card,)


def unread_line(language: str, *, again: bool = False) -> str:
    """Says in English that no computer could read it, that nobody reads it live, and whom to call. `again`: they were
    told before."""
    if language == NOT_READ:
        key = "not_read_again" if again else "not_read"
    else:
        key = "other_language_again" if again else "other_language"
    return line(key, number=emergency_number())


def lines_in(language: str) -> Lines:
    """The lines of one of LANGUAGES."""
    return _read()[language]


def _beside(language: str, *, unchecked: bool) -> Beside | None:
    if language not in LANGUAGES:
        return None
    found = lines_in(language)
    signed = found.checked_by_a_speaker != NOBODY
    if not signed and not unchecked:
        return None
    talk = next(one for one in help_lines()[1:] if one.card and "call" in one.reach)
    isolated = _LEFT_TO_RIGHT if found.direction == "rtl" else "{}"
    values = {
        "emergency": isolated.format(emergency_number()),
        "name": isolated.format(talk.name),
        "number": isolated.format(talk.number),
    }
    said = line("help_beside" if signed else "help_beside_unchecked", language=language_name(language))
    return Beside(said, "\n".join(one.format(**values) for one in found.lines), language, found.direction)


@cache
def _read() -> dict[str, Lines]:
    folder = files(__package__) / "in_languages"
    return {
        code: Lines.model_validate(read((folder / f"{code}.yaml").read_text(encoding="utf-8"))) for code in LANGUAGES
    }
