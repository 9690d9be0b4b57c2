"""The terminal door: the same turn, line by line."""

import asyncio
import re
from collections.abc import Callable, Sequence
from typing import Protocol

from rich.columns import Columns
from rich.console import Console
from rich.text import Text

from bot.turns.arrived import Arrived, NotKeptError
from conversations.asking.door import Door
from conversations.asking.events import Did
from conversations.asking.question_types.long_lists import LONG
from conversations.asking.replies import Button, Expects, Place, Reply, Says
from storage.turns import Taken

TERMINAL = Door(
    name="terminal",
    in_figures="door_web",  # "or with a worker", who has it on a computer of theirs
    longest=4096,  # as long as elsewhere: an answer that was begun here may be gone on with in a chat
    under_16s=True,
    asks_first=True,
    whole_forms=False,
    one_consultation=False,
    page_for_words=False,
)
"""What this door can do: it asks at once, and everything is typed, a line at a time."""


class TakesTurns(Protocol):
    """What the terminal needs of bot.turns.turn_taker.TurnTaker."""

    async def take(self, arrived: Arrived) -> Taken: ...


async def chat(
    turn_taker: TakesTurns,
    consultation: str,
    *,
    address: str,
    console: Console,
    read: Callable[[], str | None],
) -> None:
    """Talks until the input ends. `read` gives one line without its line break, or None at the end; it may block, so it
    is called in a thread."""
    count = 0

    async def take(did: Did, text: str | None) -> tuple[Reply, ...]:
        try:
            taken = await turn_taker.take(
                Arrived(
                    id=f"line:{count}",
                    door=TERMINAL,
                    address=address,
                    consultation=consultation,
                    did=did,
                    text=text,
                    message=str(count),
                )
            )
        except NotKeptError as not_kept:
            return not_kept.replies
        return taken.replies

    show(console, await take(Did.START, None))
    while (text := await asyncio.to_thread(read)) is not None:
        count += 1
        show(console, await take(Did.TEXT, text))


def show(console: Console, replies: Sequence[Reply]) -> None:
    """Prints replies; options are numbered in the order shown."""
    for reply in replies:
        if reply.says is Says.YOU:
            continue
        if reply.progress:
            console.print(f"[dim]{reply.progress}[/dim]")
        console.print(reply.text, markup=False, style="bold" if reply.says is Says.HELP else None)
        if reply.beside:
            console.print(f"\n{reply.beside.said}\n{reply.beside.text}", markup=False)
        options = [button for button in reply.buttons if button.place is Place.OPTION]
        listed = [f"  {_option(reply, button, number)}" for number, button in enumerate(options, 1)]
        if len(listed) > LONG:
            console.print(Columns([Text(one) for one in listed], column_first=True, padding=(0, 2)))
        else:
            for one in listed:
                console.print(one, markup=False)
        if reply.hint:
            console.print(reply.hint, style="dim", markup=False)
        if controls := [button.label for button in reply.buttons if button.place is Place.CONTROL]:
            console.print(" | ".join(controls), style="dim", markup=False)
        console.print()


def _option(reply: Reply, button: Button, number: int) -> str:
    """An option with its number; some of a long list bring their own."""
    label = button.label if re.match(r"\d+\. ", button.label) else f"{number}. {button.label}"
    marks = {Expects.MANY: f"[{'x' if button.picked else ' '}] {label}", Expects.ONE: label}
    return marks.get(reply.expects, f"- {button.label}")
