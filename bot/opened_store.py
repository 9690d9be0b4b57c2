"""The store as the settings name it, opened for a command or for the service, and what a fresh one begins with."""

import contextlib
from collections.abc import AsyncIterator
from datetime import date

from bot.consultations.opening import LASTS
from bot.plain_errors import StartError
from bot.settings import Settings
from conversations.asking.consultation.file import bundled, bundled_versions
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.store import Store

OPENED_FIRST = "stable_homes"
"""The bundled consultation that a fresh installation opens in trial."""


def open_store(settings: Settings) -> Store:
    """The store that the settings name, not yet started. Raises StartError for a database that we cannot use."""
    if settings.database_url and not settings.database_url.startswith("sqlite:///"):
        raise StartError("DATABASE_URL: only SQLite is there so far; leave it empty, or write sqlite:///path/to/file")
    path = settings.database_path
    return SqliteStore(path, Keys(settings.keys_dir), retention=settings.retention)


@contextlib.asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[Store]:
    """Opens the store, and closes it at the end. The bundled consultations are there from the first start."""
    store = open_store(settings)
    await store.start()
    try:
        held = [await store.consultations.keeps(*version) for version in bundled_versions()]
        for text in bundled() if not all(held) else ():
            await store.consultations.add(text)
        yield store
    finally:
        await store.close()


async def open_first_trial(store: Store, today: date) -> None:
    """Opens the bundled consultation in trial where nothing was ever opened."""
    if all(held.status == "draft" for held in await store.consultations.all()):
        await store.consultations.open(OPENED_FIRST, today, today + LASTS, trial=True, by="start-up")
