"""What this process remembers of chats: what stands at their end, and what is still to be tidied there.

In memory only, and of a bounded number of chats. Where it is forgotten, a question may be put once more, or old buttons
may stay until someone taps them; nothing else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST = 20_000
"""Chats, and messages to be tidied."""

SETTLES = timedelta(seconds=1.2)
"""So long after the last message of someone who writes, they are thought to be done."""

LONGEST_FLOOD = timedelta(seconds=10)
"""A reply to someone who goes on writing waits no longer than this."""

CARD_STANDS = timedelta(seconds=10)
"""So long one more tap on Help brings no second card: the first is still what they see."""


@dataclass(slots=True)
class ChatState:
    """`live`: the message whose buttons can be tapped; `asked`: the anchor of its question; `shown`: what it looks
    like, as a number; `last`: nothing came after it. `bare`: the message that lost its buttons last. `card`: when the
    help card was sent last. `writes_until`: whoever writes here may not be done before."""

    live: int | None = None
    asked: str = ""
    shown: int = 0
    last: bool = False
    bare: int | None = None
    card: datetime | None = None
    writes_until: datetime | None = None

    def card_stands(self, now: datetime) -> bool:
        return self.card is not None and timedelta() <= now - self.card < CARD_STANDS

    def writes(self, now: datetime) -> float:
        """Seconds until they are thought to be done."""
        if self.writes_until is None:
            return 0.0
        return min(SETTLES, max(timedelta(), self.writes_until - now)).total_seconds()


class Chats:
    """By chat; and the messages that are to lose their buttons, oldest first."""

    def __init__(self) -> None:
        self._states: dict[int, ChatState] = {}
        self._untidy: dict[tuple[int, int], datetime] = {}

    def of(self, chat: int) -> ChatState:
        """A chat's state, to be changed in place."""
        state = self._states.pop(chat, None) or ChatState()
        self._states[chat] = state  # the newest at the end
        if len(self._states) > MOST:
            del self._states[next(iter(self._states))]
        return state

    def to_tidy(self, chat: int, message: int | None, now: datetime) -> None:
        """This message is to lose its buttons, unless it is the live one or has none."""
        state = self.of(chat)
        if message not in (None, state.live, state.bare) and len(self._untidy) < MOST:
            self._untidy.setdefault((chat, message), now)

    def tidied(self, chat: int, message: int) -> None:
        self._untidy.pop((chat, message), None)
        self.of(chat).bare = message

    def next_untidy(self, oldest: datetime) -> tuple[int, int] | None:
        """The next chat and message to tidy; those since before `oldest` are given up."""
        while self._untidy:
            (chat, message), since = next(iter(self._untidy.items()))
            if since >= oldest:
                return chat, message
            del self._untidy[chat, message]
        return None
