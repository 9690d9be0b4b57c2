"""What a respondent did, as a door hands it to the turn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from conversations.asking.answer import Answer
from conversations.asking.door import Door
from conversations.asking.left_out import WhyLeftOut
from conversations.hearing.values import Heard


class Media(StrEnum):
    """What arrived where words were expected."""

    VOICE = "voice"
    PHOTO = "photo"
    STICKER = "sticker"
    FILE = "file"
    CONTACT = "contact"
    LOCATION = "location"
    TOO_LONG = "too_long"  # than a message of its door may be
    OTHER = "other"


class Did(StrEnum):
    """What kind of event it is."""

    START = "start"  # /start, or the chat page opened for the first time
    TEXT = "text"
    TAP = "tap"  # one button; or a whole form of ticked boxes and its button
    EDIT = "edit"  # an earlier message changed
    MEDIA = "media"
    LOOK = "look"  # the page opened again: show where they are, change nothing
    BRING_BACK = "bring_back"  # receipt words were sent


class Became(StrEnum):
    """What became of an answer."""

    COUNTED = "counted"  # it was ticked: nobody has to read it
    WAITING = "waiting"  # nobody has read it yet
    UNREAD = "unread"  # it is in another language, and nobody has read it yet
    NOT_READ = "not_read"  # and by now nobody can
    APPROVED = "approved"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer. `reason`: why it was left out. `quoted`: the day of the newest file that has its
    words."""

    became: Became
    reason: WhyLeftOut = ""
    quoted: date | None = None


class Refusal(StrEnum):
    """Why receipt words were not looked for."""

    TRIES = "tries"  # too many others with the same first words, within an hour
    BUSY = "busy"  # too many of everybody's, within a minute


@dataclass(frozen=True, slots=True)
class Returned:
    """A response that receipt words found. `outcomes` are by question; `counted` is the day of the newest file that has
    it in its figures."""

    consultation: str
    response: bytes
    version: int
    age_band: str
    answers: Mapping[str, Answer]
    quoting: bool | None
    finished: bool
    receipt: tuple[str, ...] = field(repr=False)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    counted: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that a respondent did.

    `at` has the offset of where people are, so that its day is theirs. `heard` comes with TEXT and EDIT (and with
    MEDIA that had words). A TEXT with `media` stood below something that is not kept. `taps` are the opaque values of
    the buttons pressed: one; or, from a web form, every ticked box and then the button; a TEXT may bring the value of
    its Done button, so that writing and finishing is one event. `message` tells one message from another within a
    session, so that an edit finds its own. `chance` is 32 random bytes: all the randomness that a turn may use.
    `receipt` is a set of words made ready for this turn, if there is one: a turn that gives words and has none raises
    ReceiptNeededError and is taken again with words. BRING_BACK comes with `returned`, or with `refused` where nothing
    was looked for; `withdraws`: the words came with the wish to delete everything.
    """

    did: Did
    door: Door
    at: datetime
    chance: bytes = field(repr=False)
    heard: Heard | None = None
    taps: tuple[str, ...] = ()
    message: str = ""
    forwarded: bool = False
    media: Media | None = None
    receipt: tuple[str, ...] | None = field(default=None, repr=False)
    returned: Returned | None = None
    refused: Refusal | None = None
    withdraws: bool = False


class ReceiptNeededError(Exception):
    """The turn gives receipt words and the event brought none."""
