"""The terminal door: the same turn, line by line."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from rich.console import Console

from bot.turns.arrived import Arrived, NotKeptError
from conversations.asking.door import Door
from conversations.asking.events import Did
from conversations.asking.replies import Expects, Place, Reply, Says
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
        options = [button for button in reply.buttons if button.place is Place.OPTION]
        for number, button in enumerate(options, 1):
            marks = {Expects.MANY: f"[{'x' if button.picked else ' '}] {number}.", Expects.ONE: f"{number}."}
            console.print(f"  {marks.get(reply.expects, '-')} {button.label}", markup=False)
        if reply.hint:
            console.print(reply.hint, style="dim", markup=False)
        if controls := [button.label for button in reply.buttons if button.place is Place.CONTROL]:
            console.print(" | ".join(controls), style="dim", markup=False)
        console.print()
