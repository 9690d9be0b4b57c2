"""Commands that work at every step, typed with or without a slash."""

import re
from enum import StrEnum
from functools import cache

from conversations.asking.locales import ENGLISH, catalogue


class Command(StrEnum):
    START = "start"
    SKIP = "skip"
    BACK = "back"
    STOP = "stop"
    HELP = "help"
    DELETE = "delete"
    PRIVACY = "privacy"
    LANGUAGE = "language"
    DONE = "done"


def command_of(text: str) -> Command | None:
    """The command that this text is, as "/start payload" and "/stop@bot" are too; None where it is anything else."""
    words = text.strip().lower()
    if words.startswith("/"):
        words = words[1:].split()[0].split("@")[0] if len(words) > 1 and not words[1:2].isspace() else ""
        return Command(words) if words in set(Command) else _said(ENGLISH).get(words)
    return _said(ENGLISH).get(words.strip(" .!?"))


def is_command(text: str) -> bool:
    """Whether this is written as a command, known or not: a slash with a word right behind it."""
    return _WRITTEN.match(text) is not None


def agrees(text: str) -> bool:
    """Whether this is a word for going on, where there is just one button to do that."""
    return text.strip().lower().strip(" .!?") in {words.strip() for words in catalogue(ENGLISH)["say_yes"].split(";")}


_WRITTEN = re.compile(r"\s*/\w")


@cache
def _said(language: str) -> dict[str, Command]:
    """What people say for each command, from the catalogue's lines say_skip and so on."""
    return {
        words.strip(): command
        for command in Command
        if f"say_{command}" in catalogue(language)
        for words in catalogue(language)[f"say_{command}"].split(";")
    }
