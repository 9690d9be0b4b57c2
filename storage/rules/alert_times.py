"""When somebody is told that something waits: of what is new, and not too often."""

from datetime import datetime, timedelta

APART = timedelta(minutes=15)
"""Between one message to a person and the next."""

AGAIN = timedelta(minutes=1)
"""After a message that could not be sent."""

CODE_FOR = timedelta(minutes=30)
"""So long a code that links a chat is good."""


def is_due(*, newest: int, told_newest: int, late: int, told_late: int, told_at: datetime | None, at: datetime) -> bool:
    """`newest`: the number of the newest flag that waits, 0 where none does; `late`: how many are overdue. Each beside
    what they were told last."""
    new = newest > told_newest or late > told_late
    return new and (told_at is None or at - told_at >= APART)


def retry_as(at: datetime) -> datetime:
    """When somebody counts as told last to whom a message could not be sent at this time."""
    return at - APART + AGAIN
