"""Telegram's limits on what a bot does: 30 messages and changes a second, and in a chat one message a second."""

from collections import defaultdict, deque

OVERALL = 30
IN_A_CHAT = 1
SECOND = 1.0


class Rate:
    """Counts what was let through; `refused` is how often nothing was. Times are seconds of the loop."""

    def __init__(self) -> None:
        self._all: deque[float] = deque()
        self._chats: dict[int, deque[float]] = defaultdict(deque)
        self.refused = 0

    def lets_through(self, now: float, chat: int, *, message: bool) -> bool:
        """Whether a message to this chat, or a change of one, is within the limits; if so it is counted."""
        theirs = self._chats[chat]
        for times in (self._all, theirs):
            while times and times[0] <= now - SECOND:
                times.popleft()
        if len(self._all) >= OVERALL or (message and len(theirs) >= IN_A_CHAT):
            self.refused += 1
            return False
        self._all.append(now)
        if message:
            theirs.append(now)
        return True
