"""What a door can do, as far as the conversation has to ask."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A way in for young people, as a value that the door itself brings. There is no list of them here: what is meant
    never depends on which door it is, only on what it can do. How a reply looks (buttons, messages that change in
    place) is the door's own.

    `name` is what responses, waiting replies, dead letters and logs know it by; it stands in databases, so it never
    changes. `in_figures` is the line of telling's catalogue that is its row in figures: doors with one line are one
    row. `longest`: characters of one message, above which it is not heard as an answer.

    `under_16s`: they may answer here; else they are shown the way to the chat page. `asks_first`: the first question is
    shown before anyone can type. `whole_forms`: ticked boxes come all at once with their button; else each is an event.
    `one_consultation`: whoever is here is in the one consultation that an event names; in a chat, receipt words may be
    of another one too. `page_for_words`: receipt words have a page of their own; else they are sent like any message.
    `most_options`: of one question that are shown at once, as a message holds so many buttons (0: all of them).
    `whole_label`: characters of a button's label that are seen (0: all).
    `patience`: seconds that a text may wait to be heard well, before rules alone hear it at once; 0 where somebody
    waits before a page.
    """

    name: str
    in_figures: str
    longest: int
    under_16s: bool
    asks_first: bool
    whole_forms: bool
    one_consultation: bool
    page_for_words: bool
    most_options: int = 0
    whole_label: int = 0
    patience: float = 0.0
