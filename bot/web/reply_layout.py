"""Replies as a page shows them: words cut into a heading, what stands around it, and lines; buttons by what they do."""

import re
from dataclasses import dataclass

from conversations.asking.replies import Beside, Button, Expects, Place, Reply, Says

_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_NUMBERS = re.compile(r"\d+")

Paragraph = tuple[str, ...]
"""Lines that belong together."""


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """A text cut at its empty lines, each part cut into its lines."""
    parts = (part.strip() for part in _PARAGRAPHS.split(text))
    return tuple(tuple(line.strip() for line in part.split("\n") if line.strip()) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Said:
    """One bubble. `kind` is line, help, you or asked; `beside` are lines in another language below the others."""

    kind: str
    paragraphs: tuple[Paragraph, ...]
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that waits. `heading` is the line that asks; `before` and `after` are the rest of its words.

    `number` of `count` draws the progress bar; both are 0 where there is none.
    """

    heading: str
    before: tuple[Paragraph, ...]
    after: tuple[Paragraph, ...]
    progress: str
    number: int
    count: int
    hint: tuple[Paragraph, ...]
    expects: Expects
    options: tuple[Button, ...]
    controls: tuple[Button, ...]
    done: Button | None
    most: int
    anchor: str
    sends: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that one turn said. `asked` is None where nothing waits."""

    said: tuple[Said, ...]
    asked: Asked | None


def drawn(replies: tuple[Reply, ...], *, without: str = "") -> Drawn:
    """Replies as a page shows them. `without`: a line that the page shows elsewhere already."""
    said = []
    asked = None
    for reply in replies:
        if reply.says is Says.QUESTION:
            asked = _asked(reply, without)
        else:
            said.append(Said(reply.says.value, paragraphs(reply.text), reply.beside))
    return Drawn(tuple(said), asked)


def _asked(reply: Reply, without: str) -> Asked:
    words = tuple(kept for part in paragraphs(reply.text) if (kept := tuple(line for line in part if line != without)))
    before, heading, after = _heading(words)
    numbers = [int(found) for found in _NUMBERS.findall(reply.progress)]
    number, count = numbers if len(numbers) == 2 else (0, 0)
    options = tuple(button for button in reply.buttons if button.place is Place.OPTION)
    controls = tuple(button for button in reply.buttons if button.place is Place.CONTROL)
    done = next((button for button in controls if button.value.endswith(".done")), None)
    return Asked(
        heading=heading,
        before=before,
        after=after,
        progress=reply.progress,
        number=number,
        count=count,
        hint=paragraphs(reply.hint),
        expects=reply.expects,
        options=options,
        controls=tuple(button for button in controls if button is not done),
        done=done,
        most=reply.most,
        anchor=reply.anchor,
        sends=reply.done,
    )


def _heading(
    words: tuple[Paragraph, ...],
) -> tuple[tuple[Paragraph, ...], str, tuple[Paragraph, ...]]:
    """The line that asks: the first if it does, else the last if it does, else the first all the same."""
    if not words:
        return (), "", ()
    first, last = words[0][0], words[-1][-1]
    if "?" in last and "?" not in first:
        rest = words[-1][:-1]
        return (*words[:-1], *((rest,) if rest else ())), last, ()
    rest = words[0][1:]
    return (), first, (*((rest,) if rest else ()), *words[1:])
