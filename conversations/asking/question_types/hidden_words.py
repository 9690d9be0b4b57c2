"""What redaction hid in an answer: its author is told of what kind it was, and may bring back what was not personal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from conversations.asking.buttons import numbered, value
from conversations.asking.locales import line
from conversations.asking.question_types import draft
from conversations.asking.replies import Button, Place
from conversations.asking.session import Session
from conversations.hearing.redaction.placeholders import PLACEHOLDER
from conversations.hearing.values import LABELS, Heard, Kind

if TYPE_CHECKING:
    from conversations.asking.consultation.model import Question
    from conversations.asking.turn_builder import TurnBuilder

BACK = frozenset({Kind.PERSON, Kind.SCHOOL_ORG, Kind.LOCATION, Kind.DATE})
"""The kinds that may not have been personal after all; a phone number always is."""

_KINDS = {label: kind for kind, label in LABELS.items()}

MOST_ASIDE = 8
"""How many hidden things get a button to bring them back."""

LONGEST_WORD = 60
"""Characters of a hidden word that is sent again."""


def tell_hidden(builder: TurnBuilder, heard: Heard) -> None:
    """Says what kind of thing was hidden, never what."""
    if not heard.hidden:
        return
    words = line("hidden_one", things=hidden_things(heard.hidden))
    if any(kind in BACK for kind in heard.hidden):
        words += f" {line('hidden_again')}"
    builder.tell(words)


def hidden_kinds(text: str) -> tuple[Kind, ...]:
    """The kind of each thing that is hidden in a redacted text, in order."""
    return tuple(_KINDS[place["label"]] for place in PLACEHOLDER.finditer(text))


def hidden_things(kinds: Sequence[Kind]) -> str:
    """As in: a name, a place and a number."""
    names = [line(f"hidden_{LABELS[kind].split()[0]}") for kind in dict.fromkeys(kinds)]
    return line("and", first=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else names[0]


def buttons_back(state: Session) -> Iterator[Button]:
    """A button for each hidden thing of the newest message that its author may bring back."""
    places = list(PLACEHOLDER.finditer(state.draft[-1].text))
    back = BACK.intersection(state.draft[-1].hidden)
    for at, found in enumerate(places[:MOST_ASIDE]):
        if _KINDS[found["label"]] in back:
            label = line("hidden_again_button", thing=found[0])
            yield Button(label, value(state, f"again{at}"), Place.OPTION)


def ask_again(builder: TurnBuilder, action: str) -> bool:
    """Someone wants to bring back a hidden thing of their newest message; False where the button is another."""
    at = numbered(action, "again")
    if at is None or not builder.state.draft:
        return False
    builder.step_aside("again", again=at)
    builder.show()
    return True


def bring_back(builder: TurnBuilder, question: Question, heard: Heard) -> None:
    """Puts a hidden word back as its author sent it again. Only here do raw words become kept words."""
    word = " ".join(heard.raw.split())
    if not builder.state.draft:  # a break came in between
        builder.step_aside("")
    elif len(word) > LONGEST_WORD or not word:
        builder.say("again_too_long")
    elif builder.state.again >= len(_places(builder)) or _private(heard):
        builder.say("again_private")
        builder.step_aside("")
    else:
        _put_back(builder, question, word, heard)
        builder.step_aside("")
        builder.you(builder.state.draft[-1].text)
        builder.say("again_done")
    builder.show()


def _put_back(builder: TurnBuilder, question: Question, word: str, heard: Heard) -> None:
    part, at = builder.state.draft[-1], builder.state.again
    found = _places(builder)[at]
    text = part.text[: found[0]] + word + part.text[found[1] :]
    marks = (*part.marks[:at], *part.marks[at + 1 :])
    risk = max(part.risk, heard.level)
    changed = replace(part, text=text, hidden=hidden_kinds(text), sent_again=True, risk=risk, marks=marks)
    builder.change(draft=(*builder.state.draft[:-1], changed))
    draft.keep(builder, question)


def _places(builder: TurnBuilder) -> list[tuple[int, int]]:
    """Where something is hidden in the newest message."""
    return [found.span() for found in PLACEHOLDER.finditer(builder.state.draft[-1].text)]


def _private(heard: Heard) -> bool:
    """Whether what was sent again says who or where someone is, whatever its author thinks."""
    return any(
        span.kind in (Kind.CONTACT, Kind.ID)
        or (span.kind is Kind.LOCATION and any(letter.isdigit() for letter in heard.raw[span.start : span.end]))
        for span in heard.spans
    )
