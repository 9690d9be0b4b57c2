"""Opening a consultation between two days, and what stands in the way of it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.plain_errors import StartError
from conversations.asking.help.helplines import checked_too_long_ago

if TYPE_CHECKING:
    from storage.store import Store

LASTS = timedelta(weeks=12)
"""From the first day to the last, where nothing is said."""


async def open_between(
    store: "Store", identifier: str, opens: date | None, closes: date | None, *, today: date, trial: bool, by: str
) -> tuple[date, date]:
    """Opens it from one day to another, both included, or changes the days of an open one; gives back the days.
    Raises StartError that says what to do, and StoreError."""
    first = opens or today
    last = closes or first + LASTS
    if last < first:
        raise StartError(f"it would close ({last}) before it opens ({first}): give a later last day")
    if checked_too_long_ago(today):
        raise StartError(
            "the help lines were last checked more than 12 months ago: look each one up, and set its day in "
            "conversations/asking/help/helplines.yaml"
        )
    held = await store.consultations.get(identifier)
    if held.trial and not trial and held.status == "open":
        raise StartError(
            f"{identifier} is open in trial, and a trial's answers must not be mixed with real ones. Close it first, "
            f"which deletes them: on its page at the desk, or with  consultation close {identifier}"
        )
    await store.consultations.open(identifier, first, last, trial=trial, by=by)
    return first, last
