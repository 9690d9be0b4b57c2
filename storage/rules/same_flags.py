"""Which flags are one: endless flags of one worry may hide no other, and no young person's flag may go in another's."""

from datetime import datetime, timedelta

WITHIN = timedelta(minutes=10)
"""How long after a flag the same words, from someone without a session again, are counted with it."""


def since(at: datetime) -> datetime:
    """When a flag has to have been raised for one of the same words at this time to be counted with it."""
    return at - WITHIN
