"""The doors of this installation: a new one is added to this list."""

from collections.abc import Mapping

from bot.telegram import TELEGRAM
from bot.terminal import TERMINAL
from bot.web import WEB
from conversations.telling.lines import line

DOORS = (TELEGRAM, WEB, TERMINAL)


def rows_in_figures() -> Mapping[str, str]:
    """The words of each door's row in figures, by its name, in the order of the rows."""
    return {door.name: line(door.in_figures) for door in DOORS}
