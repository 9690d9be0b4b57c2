"""What the bot says back, as the turn hands it to a door."""

from enum import StrEnum

import msgspec


class Says(StrEnum):
    """What kind of reply it is."""

    LINE = "line"  # words only
    QUESTION = "question"  # waits for an answer; always the last reply of a turn that waits
    HELP = "help"  # the help card: goes first, and is sent even when the store fails
    YOU = "you"  # what the respondent chose or wrote, as kept; a door with an own transcript shows it


class Expects(StrEnum):
    """What a question waits for."""

    NOTHING = "nothing"
    ONE = "one"  # one of the buttons
    MANY = "many"  # several options, then Done
    WORDS = "words"


class Place(StrEnum):
    """What a button is for; a door may lay the two out apart."""

    OPTION = "option"
    CONTROL = "control"


# Structs of msgspec, and no dataclasses: every turn writes some, which takes a fifth of the time.
class Button(msgspec.Struct, frozen=True, omit_defaults=True):
    """`value` is opaque, begins with v1: and is at most 64 bytes."""

    label: str
    value: str
    place: Place = Place.OPTION
    picked: bool = False


class Beside(msgspec.Struct, frozen=True, omit_defaults=True):
    """Lines in another language than English, `language` by its code; `said` tells in English what they are.
    `direction`: ltr or rtl."""

    said: str
    text: str
    language: str
    direction: str = "ltr"


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message. `text` is plain text, at most 4,096 characters; lines are broken by line breaks.

    `progress` stands above a question ("Question 3 of 9"), `hint` below it. `most` is how many options may be picked
    where `expects` is MANY (0: no limit). `replaces`: the same question as shown before, with other options picked, so
    a door that can change a message in place does that. `anchor`: a form sends it as its tap with
    what was typed, so that words typed for an earlier question never answer a later one. `done`: sent in its place, the
    words are added and that was all (empty where words are not an answer to a question).

    `toast`: where a tap can be answered by words that pass, these do for the whole reply. `again`: nothing has changed,
    so a question that is still the last thing in a chat need not be put again.

    `beside`: the gist of the text in another language, to be shown below it, and never without it.
    """

    says: Says
    text: str
    buttons: tuple[Button, ...] = ()
    expects: Expects = Expects.NOTHING
    progress: str = ""
    hint: str = ""
    most: int = 0
    replaces: bool = False
    anchor: str = ""
    done: str = ""
    toast: str = ""
    again: bool = False
    beside: Beside | None = None
