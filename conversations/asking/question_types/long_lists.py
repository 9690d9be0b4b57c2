"""Long lists of options, as all the councils of a country: shown a page at a time where a door holds few buttons, and
found by typing a part of a name. What is ticked is always in sight: on top, where it is not among those shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from conversations.asking.buttons import action_of, controls, numbered
from conversations.asking.door import Door
from conversations.asking.locales import line
from conversations.asking.question_types import ticking
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.replies import Button, Place, Reply
from conversations.asking.session import Session

if TYPE_CHECKING:
    from conversations.asking.consultation.model import Question
    from conversations.asking.turn_builder import TurnBuilder

LONG = 20
"""A list of more options than this is long: a part of a name finds them."""


def shown(reply: Reply, state: Session, door: Door) -> Reply:
    """What a door shows of a question: all its options, or one page of them, each with the number that it has among
    all; only those that were looked for, where somebody typed a part of a name. What is ticked elsewhere comes first:
    a form of a page holds all ticks, and nobody takes one away without seeing it."""
    options = [button for button in reply.buttons if button.place is Place.OPTION]
    pages = bool(door.most_options) and len(options) > door.most_options
    if not pages and not (state.found and len(options) > LONG):
        return reply
    every = [replace(button, label=_numbered(at, button.label)) for at, button in enumerate(options, 1)]
    some = [button for button in every if _place(state, button) in state.found] if state.found else every
    size = door.most_options or len(some)
    page = min(state.page, max(len(some) - 1, 0) // size)
    here = some[page * size : (page + 1) * size]
    ticked = [button for button in every if button.picked and button not in here]
    on_top = ticked[: door.most_options or len(ticked)]
    ways = []
    if page:
        ways.append("list_before")
    if (page + 1) * size < len(some):
        ways.append("list_more")
    if state.found:
        ways.append("list_all")
    others = [button for button in reply.buttons if button.place is not Place.OPTION]
    hints = [line("list_hint", count=len(options)), reply.hint]
    if more := len(ticked) - len(on_top):
        hints.insert(0, line("list_ticked", count=more))
    return replace(
        reply,
        buttons=(*on_top, *here, *controls(state, *ways), *others),
        hint="\n".join(hints).strip(),
        replaces=reply.replaces and not more,  # a message that is changed in place keeps its hint of before
    )


def turned(builder: TurnBuilder, question: Question, actions: Sequence[str]) -> bool:
    """Another page of the list, or all of it again; False for another button. A form's boxes come before its button."""
    state = builder.state
    match actions[-1]:
        case "list_more":
            builder.change(page=state.page + 1)
        case "list_before":
            builder.change(page=max(state.page - 1, 0))
        case "list_all":
            builder.change(page=0, found=())
        case _:
            return False
    if type_of(question).takes_several:
        ticking.take_boxes(builder, question)
    # Where a label is too long for its button, the words above the buttons have it, and they are others now.
    labels = (_numbered(len(question.options), option.text) for option in question.options)
    builder.show(replaces=all(len(label) <= builder.event.door.whole_label for label in labels))
    return True


def looked_for(builder: TurnBuilder, raw: str) -> bool:
    """A part of a name: takes the one option that has it, or shows those that do. False where none does."""
    question = builder.question
    if question is None or builder.state.aside or len(question.options) <= LONG:
        return False
    found = having(raw, [option.text for option in question.options])
    if len(found) == 1:
        return type_of(question).tap(builder, question, (f"o{found[0]}",))
    if not found:
        return False
    builder.change(found=found, page=0)
    builder.say("list_found", count=len(found))
    builder.show()
    return True


def having(typed: str, names: Sequence[str]) -> tuple[int, ...]:
    """The places of the names in which every typed word begins a word."""
    words = _words(typed)
    if not words or all(word.isdecimal() for word in words):
        return ()
    return tuple(
        at for at, name in enumerate(names) if all(any(own.startswith(word) for own in _words(name)) for word in words)
    )


def _words(text: str) -> list[str]:
    """Without upper case and accents: "Ynys Môn" is found by "mon"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(one for one in plain if not unicodedata.combining(one)).replace("'", ""))


def _numbered(number: int, label: str) -> str:
    return f"{number}. {label}"


def _place(state: Session, button: Button) -> int | None:
    """Which option of the question a button stands for, whatever the order in which they are shown."""
    return numbered(action_of(state, button.value) or "", "o")
