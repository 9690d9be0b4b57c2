"""What the command `consultation close` asks, does and says."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console

from bot.consultations.closing_words import after_closing, before_closing
from bot.plain_errors import StartError
from storage.rules.retention import Retention

if TYPE_CHECKING:
    from storage.store import Store


async def close(
    store: "Store",
    identifier: str,
    *,
    yes: bool,
    by: str,
    at: datetime,
    retention: Retention,
    console: Console,
    read: Callable[[], str | None],
) -> None:
    """Asks once more (unless `yes`), closes, and says what is left to do. Raises StartError where the id was not typed
    again, and StoreError."""
    held = await store.consultations.get(identifier)

    def say(words: str) -> None:
        console.print(words, markup=False, soft_wrap=True)

    if held.status == "open" and not yes:
        unread = 0 if held.trial else await store.reviewing.unread(held.id)
        say("\n".join(before_closing(held, at.date(), retention, unread)))
        say(f"To close it, type its id ({held.id}):")
        if (await asyncio.to_thread(read) or "").strip() != held.id:
            raise StartError(f"{held.id} stays open: that was not its id (scripts say --yes)")
    lost = 0 if held.trial else await store.reviewing.unread(held.id)
    if await store.consultations.close(identifier, by=by, at=at):
        say(f"The closing of {held.id} was begun before, and did not come to its end. What was left to do is done now.")
    left, _ = await store.flags.count(identifier)
    say("\n".join(after_closing(held.id, flags=left, lost=lost)))
    if held.trial:
        say(f"Its answers are deleted. To open it for real: consultation open {held.id}")
