"""What is said in the log about trouble with Telegram: once for each kind, and never with anything of a call."""

from dataclasses import dataclass

import structlog
from telegram.error import Conflict, InvalidToken, NetworkError, TimedOut

from bot.telegram import TELEGRAM
from bot.telegram.backoff import Backoff, Chance
from bot.telegram.transport import SlowDownError, UnreachableError

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of trouble: what the log says, with what to do, and the least seconds before the next try."""

    line: str
    least: float = 0.0


TOKEN = Kind("telegram refuses the token: check EARSHOT_TELEGRAM_TOKEN and start again", 10.0)
ANOTHER = Kind("another process receives with this token: stop it, or give this one its own", 5.0)
SLOW_DOWN = Kind("telegram asks to wait: waiting as long as it asks")
UNREACHABLE = Kind("telegram not reached, trying again: check the network and EARSHOT_TELEGRAM_API")
FAILING = Kind("telegram answers with an error, trying again")
UNREADABLE = Kind("telegram answers with something unreadable, trying again: check EARSHOT_TELEGRAM_API")


def kind_of(error: Exception) -> Kind:
    """What kind of trouble an error is."""
    match error:
        case SlowDownError():
            return SLOW_DOWN
        case InvalidToken():
            return TOKEN
        case Conflict():
            return ANOTHER
        case UnreachableError() | TimedOut():
            return UNREACHABLE
        case NetworkError():
            return FAILING
        case _:
            return UNREADABLE


class Trouble:
    """Keeps count of trouble in a row: the log hears of each kind once, and once when it is over."""

    def __init__(self, chance: Chance) -> None:
        self._backoff = Backoff(chance)
        self.kind: Kind | None = None

    def met(self, error: Exception) -> float:
        """Logs it, if it is new; gives the seconds to wait."""
        kind = kind_of(error)
        wait = max(kind.least, self._backoff.next())
        if isinstance(error, SlowDownError):
            wait = error.seconds
        if kind is not self.kind:
            reason = str(error) if isinstance(error, UnreachableError) else type(error).__name__
            log.warning(kind.line, door=TELEGRAM.name, reason=reason, seconds=round(wait, 1))
        self.kind = kind
        return wait

    def over(self) -> None:
        """A call went well."""
        if self.kind is not None:
            log.info("telegram reached again", door=TELEGRAM.name)
        self.kind = None
        self._backoff.reset()
