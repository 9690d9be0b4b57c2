"""How a consultation is closed, step by step, and how that goes on after a crash.

What leads from an answer to who gave it is destroyed, for good. Only the first step has to be whole or not at all: the
mark that it leaves stays until the last one, so whoever comes next knows where to go on, and each step between may be
done any number of times.
"""

from enum import Enum, StrEnum, auto

from storage.errors import StoreError


class Step(Enum):
    MARK = auto()
    """In one transaction, all that people notice: it is closed and marked, what `deleted` says is gone, and what was
    deleted is noted to be overwritten."""
    DESTROY_KEY = auto()
    """Also what a crash left of making or destroying it."""
    OVERWRITE = auto()
    """Nothing of what was deleted stays in any file, and nothing that is left shows in which order it came. May have to
    wait for somebody who reads."""
    UNMARK = auto()
    """The mark goes, with the audit row that says that all of it was done."""


_ORDER = tuple(Step)


def next_step(done: Step) -> Step | None:
    """What comes after a step; None after the last."""
    following = _ORDER.index(done) + 1
    return _ORDER[following] if following < len(_ORDER) else None


def last_known(*, marked: bool) -> Step:
    """The last step that is known to be done of a consultation that was closed: what comes after the mark is done
    again, as a crash may have come before or after any of it."""
    return Step.MARK if marked else Step.UNMARK


class Goes(StrEnum):
    """What is deleted by closing."""

    SESSIONS = "sessions"
    EVENTS = "known events"
    REPLIES = "replies that wait"
    CLOSED_FLAGS = "closed flags"
    RESPONSES = "responses with their answers, codings and receipts"
    CODERS = "coders"


def deleted(*, trial: bool) -> tuple[Goes, ...]:
    """What tells of respondents goes; with a trial all that they said too. Flags that nobody has closed stay, as they
    may be real, and code frames, which are staff's own work. Coders learned from the answers."""
    of_respondents = (Goes.SESSIONS, Goes.EVENTS, Goes.REPLIES)
    return (*of_respondents, Goes.CLOSED_FLAGS, Goes.RESPONSES, Goes.CODERS) if trial else of_respondents


def check_closing(identifier: str, status: str) -> None:
    """Raises StoreError where it is not open."""
    if status != "open":
        raise StoreError(f"{identifier} is {'not open yet' if status == 'draft' else f'{status} already'}")


class Care(Enum):
    """What a process that looks at a consultation now and then has to do about its closing."""

    NOTHING = auto()
    LEARN_CHECK = auto()
    """It was opened before keys had something to be known again by."""
    CLOSE_AGAIN = auto()
    """Its key was destroyed: this is a backup from before it was closed."""
    GO_ON = auto()
    """A crash, or somebody who read, came between two steps."""


def care(status: str, *, marked: bool, check: bytes | None, destroyed: bool) -> Care:
    """`check`: what its key is known again by; `destroyed`: that key is noted to be destroyed."""
    if status == "open":
        if check is None:
            return Care.LEARN_CHECK
        return Care.CLOSE_AGAIN if destroyed else Care.NOTHING
    return Care.GO_ON if marked else Care.NOTHING


def is_stale(held: bytes, status: str, check: bytes | None) -> bool:
    """Whether a key that this process holds (by its check) has to be dropped: another process has closed the
    consultation, or closed it and opened it anew."""
    return status != "open" or held != check
