"""What a door brings to a turn, and what it is told where the turn could not be kept."""

from dataclasses import dataclass, field

from bot.limits import LimitedError, Whose
from conversations.asking.door import Door
from conversations.asking.events import Did, Media
from conversations.asking.help.help_in_language import first_help
from conversations.asking.locales import line
from conversations.asking.replies import Reply, Says
from conversations.hearing.values import Heard
from storage.turns import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What a door has of one event, before anything is heard.

    `id` is the door's own id for it: the same event again has the same id. `address` is who it came from, with the door
    before it ("telegram:123", "web:SECRET"). `text` is raw. With `deliver` the replies also wait in the outbox.
    """

    id: str
    door: Door
    address: str = field(repr=False)
    consultation: str
    did: Did
    text: str | None = field(default=None, repr=False)
    taps: tuple[str, ...] = ()
    message: str = ""
    forwarded: bool = False
    media: Media | None = None
    deliver: Delivery | None = field(default=None, repr=False)


class NotKeptError(Exception):
    """The turn could not be kept. `replies` are to be shown all the same: the help card, if any, and what to do."""

    def __init__(self, replies: tuple[Reply, ...]) -> None:
        super().__init__("the turn could not be kept")
        self.replies = replies


class TooFastError(NotKeptError):
    """The turn was not taken: the session, or everybody together, is over a limit. Never raised for a worry."""

    def __init__(self, limited: LimitedError) -> None:
        super().__init__((Reply(Says.LINE, line("too_fast" if limited.whose is Whose.SESSION else "too_busy")),))
        self.limited = limited


def unkept_replies(heard: Heard | None, *, unchecked_help: bool = False) -> tuple[Reply, ...]:
    """What someone is shown whose message could not be kept: help first, if there may be a worry."""
    return (*first_help(heard, unchecked=unchecked_help), Reply(Says.LINE, line("not_kept")))
