"""Telegram's limits on sending: 30 messages a second for a bot, and about one a second in a chat.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this says that a chat may have short bursts;
one turn's few replies are such a burst, so a chat may have 5 messages in any 5 seconds. Changes to a message count
towards the bot's limit only, since the chat's is on messages sent. What Telegram still refuses is sent when it says.
"""

from collections import deque
from datetime import datetime, timedelta

from bot.telegram.backoff import Clock, Sleep

OVERALL = (30, 1.0)
IN_A_CHAT = (5, 5.0)
MOST_CHATS = 1000
"""Above so many chats, those that are quiet are forgotten."""


class Window:
    """At most `count` in any `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._length = timedelta(seconds=seconds)
        self._times: deque[datetime] = deque()

    def wait(self, now: datetime) -> float:
        """Seconds until there is room; 0 where there is. Never more than the window's length, whatever a clock that
        was set back says."""
        while self._times and not now - self._length < self._times[0] <= now:
            self._times.popleft()
        if len(self._times) < self._count:
            return 0.0
        return (self._times[len(self._times) - self._count] + self._length - now).total_seconds()

    def note(self, now: datetime) -> None:
        self._times.append(now)

    def idle(self, now: datetime) -> bool:
        return not self._times or now - self._times[-1] > self._length


class Pace:
    """Lets calls through one by one, within both limits."""

    def __init__(self, clock: Clock, sleep: Sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._overall = Window(*OVERALL)
        self._chats: dict[int, Window] = {}

    async def message(self, chat: int, *, first: bool = False) -> None:
        """Returns when a message may be sent to this chat. With `first` (a help card) at once, but counted."""
        await self._let_through((self._chat(chat), self._overall), first=first)

    async def change(self) -> None:
        """Returns when a message may be changed."""
        await self._let_through((self._overall,))

    async def _let_through(self, windows: tuple[Window, ...], *, first: bool = False) -> None:
        while not first and (seconds := max(window.wait(self._clock()) for window in windows)) > 0:
            await self._sleep(seconds)
        now = self._clock()
        for window in windows:
            window.note(now)

    def _chat(self, chat: int) -> Window:
        if chat not in self._chats and len(self._chats) >= MOST_CHATS:
            now = self._clock()
            self._chats = {one: window for one, window in self._chats.items() if not window.idle(now)}
        return self._chats.setdefault(chat, Window(*IN_A_CHAT))
