"""Telegram's limits on sending: 30 messages a second for a bot, and one a second in a chat.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. Changes to a message count towards the
bot's limit only, since the chat's is on messages sent. What Telegram still refuses is sent when it says. Each span is a
little longer than Telegram's, as two calls may take different times to get there.
"""

from collections import deque
from datetime import datetime, timedelta

from bot.telegram.backoff import Clock, Sleep

OVERALL = (30, 1.05)
IN_A_CHAT = (1, 1.05)
TOGETHER = 4
"""So many calls may go out at one moment, and no more: what is on its way when the process is killed is sent twice."""

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
        self._forget(now)
        if len(self._times) < self._count:
            return 0.0
        return (self._times[len(self._times) - self._count] + self._length - now).total_seconds()

    def used(self, now: datetime) -> int:
        """How many there were in the window that ends now."""
        self._forget(now)
        return len(self._times)

    def note(self, now: datetime) -> None:
        self._times.append(now)

    def note_again(self, now: datetime) -> None:
        """The last one was as late as now."""
        if self._times:
            self._times[-1] = now

    def idle(self, now: datetime) -> bool:
        return not self._times or now - self._times[-1] > self._length

    def _forget(self, now: datetime) -> None:
        while self._times and not now - self._length < self._times[0] <= now:
            self._times.popleft()


class Even:
    """Spreads a window's calls over it: a few at one moment, then one after the other. Who comes late catches up."""

    def __init__(self, count: int, seconds: float, together: int) -> None:
        self._apart = timedelta(seconds=seconds / count)
        self._ahead = self._apart * (together - 1)
        self._due: datetime | None = None

    def wait(self, now: datetime) -> float:
        if self._due is None or self._due - now > self._ahead + self._apart:  # a clock that was set back
            return 0.0
        return max(0.0, (self._due - self._ahead - now).total_seconds())

    def note(self, now: datetime) -> None:
        on_time = self._due is not None and now <= self._due <= now + self._ahead + self._apart
        self._due = (self._due if on_time and self._due else now) + self._apart


class Pace:
    """Lets calls through one by one, within all limits."""

    def __init__(self, clock: Clock, sleep: Sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._overall = Window(*OVERALL)
        self._even = Even(*OVERALL, TOGETHER)
        self._chats: dict[int, Window] = {}

    def wait(self, now: datetime) -> float:
        """Seconds until any call may be made."""
        return max(self._overall.wait(now), self._even.wait(now))

    def wait_in(self, chat: int, now: datetime) -> float:
        """Seconds until this chat may have another message."""
        window = self._chats.get(chat)
        return window.wait(now) if window else 0.0

    def used(self, now: datetime) -> int:
        """Calls of the last second."""
        return self._overall.used(now)

    def note(self, now: datetime, chat: int | None = None) -> None:
        """Counts a call that is made now; with `chat`, a message to it."""
        self._overall.note(now)
        self._even.note(now)
        if chat is not None:
            self._chat(chat).note(now)

    def there(self, now: datetime, chat: int) -> None:
        """Notes that the message counted last for this chat has got there by now: the next may be faster on its way."""
        self._chat(chat).note_again(now)

    async def message(self, chat: int) -> None:
        """Returns when a message may be sent to this chat, and counts it."""
        while (seconds := max(self.wait(now := self._clock()), self.wait_in(chat, now))) > 0:
            await self._sleep(seconds)
        self.note(now, chat)

    async def change(self) -> None:
        """Returns when a message may be changed, and counts it."""
        while (seconds := self.wait(now := self._clock())) > 0:
            await self._sleep(seconds)
        self.note(now)

    def _chat(self, chat: int) -> Window:
        if chat not in self._chats and len(self._chats) >= MOST_CHATS:
            now = self._clock()
            self._chats = {one: window for one, window in self._chats.items() if not window.idle(now)}
        return self._chats.setdefault(chat, Window(*IN_A_CHAT))
