"""The store as a command or the service finds it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.consultations.opening import LASTS
from bot.opened_store import OPENED_FIRST, open_first_trial, opened_store
from bot.plain_errors import StartError
from bot.settings import Settings
from conversations.asking.consultation.model import Consultation


def settings(folder: Path, database: str = "") -> Settings:
    return Settings(data_dir=folder / "data", keys_dir=folder / "keys", database_url=database, _env_file=None)


async def test_a_fresh_store_has_what_is_bundled_as_drafts(tmp_path: Path) -> None:
    async with opened_store(settings(tmp_path)) as store:
        assert {held.id: held.status for held in await store.consultations.all()} == {
            "stable_homes": "draft",
            "advocacy": "draft",
        }


async def test_what_is_kept_already_is_not_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async with opened_store(settings(tmp_path)):
        pass

    def unread() -> tuple[Consultation, ...]:
        raise AssertionError("read again")

    monkeypatch.setattr("bot.opened_store.bundled", unread)
    async with opened_store(settings(tmp_path)) as store:
        assert await store.consultations.keeps("stable_homes", 2)
        assert not await store.consultations.keeps("stable_homes", 3)
        assert not await store.consultations.keeps("other", 1)


async def test_the_first_trial_opens_where_nothing_ever_was_and_only_there(tmp_path: Path) -> None:
    async with opened_store(settings(tmp_path)) as store:
        today = utc_now().date()
        await open_first_trial(store, utc_now().date())
        held = await store.consultations.get(OPENED_FIRST)
        assert held.trial
        assert held.closes is not None
        assert abs(held.closes - today - LASTS) <= timedelta(days=1)
        await store.consultations.close(OPENED_FIRST, by="test", at=utc_now())
        await open_first_trial(store, utc_now().date())
        assert (await store.consultations.get(OPENED_FIRST)).status == "closed"


async def test_a_database_that_is_not_there_yet_is_said(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="only SQLite"):
        async with opened_store(settings(tmp_path, "postgresql://x")):
            pass
