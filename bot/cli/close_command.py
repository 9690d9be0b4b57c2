"""What the command `consultation close` asks, does and says."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from rich.console import Console

from bot.plain_errors import StartError
from storage.consultations import HeldConsultation
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
        say(_before(held, at.date(), retention))
        if not held.trial and (unread := await store.reviewing.unread(held.id)):
            say(
                f"Answers in another language that nobody has redacted yet: {unread}. Their words are destroyed with "
                "the key, and only that they were given is kept. Have them read at the desk first."
            )
        say(f"To close it, type its id ({held.id}):")
        if (await asyncio.to_thread(read) or "").strip() != held.id:
            raise StartError(f"{held.id} stays open: that was not its id (scripts say --yes)")
    lost = 0 if held.trial else await store.reviewing.unread(held.id)
    if await store.consultations.close(identifier, by=by, at=at):
        say(f"The closing of {held.id} was begun before, and did not come to its end. What was left to do is done now.")
    say(f"{held.id} is closed. Its key is destroyed, and what led from answers to who gave them is overwritten.")
    say(
        f"If you keep copies of KEYS_DIR, remove consultation-{held.id}.key from each of them: while one copy is left, "
        "its answers are not anonymous."
    )
    left, _ = await store.flags.count(identifier)
    if left:
        say(f"Flags that are open, to be read at the desk: {left}")
    if lost:
        say(f"Answers in another language that were not read in time, and have no words any more: {lost}")
    if held.trial:
        say(f"Its answers are deleted. To open it for real: consultation open {held.id}")


def _before(held: HeldConsultation, today: date, retention: Retention) -> str:
    words = [
        f"Closing {held.id} cannot be undone. Nobody's place in it is found again; replies that wait are not sent."
    ]
    if held.trial:
        words.append("It is a trial: its answers, its receipt words and the flags that are closed are deleted.")
    else:
        until = retention.receipts_until(held.stated or today)
        words.append(f"Its answers stay. Receipt words work until {until}, as young people were told.")
        if held.closes and today <= held.closes:
            words.append(f"It was to take answers until {held.closes}: people in the middle cannot finish.")
    return "\n".join(words)
