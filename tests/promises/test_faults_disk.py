"""Promise 3: nothing lost, nothing twice. The database is locked, or its disk is full, and comes back."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.app import Service, web_app
from bot.inference.background_coding import BackgroundCoding
from bot.inference.listener import Listener
from bot.inference.open_hearing import open_hearing
from bot.metrics import Metrics
from bot.settings import Settings
from conversations.asking.locales import line
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.sqlite.database import LOCK_WAIT
from tests.bot.telegram.conftest import DAY, WORRY, Place
from tests.bot_api import BotApi, Person
from tests.bot_api.whole_way_respondent import Respondent
from tests.by_words import by_words
from tests.promises.many import CONSULTATION, answers_of, each_answer_is_there_once, was_never_reset
from tests.storage.stored import CHEAP

LOCKED_FOR = 10.0
"""Seconds of the door's time."""


class Scene:
    """The Telegram door and the pages, before one store."""

    def __init__(self, place: Place, store: SqliteStore, path: Path) -> None:
        self.place = place
        self.store = store
        self.path = path
        settings = Settings(data_dir=path.parent, _env_file=None)
        coding = BackgroundCoding(store, by_words, clock=lambda: datetime.now(UTC))
        listener = Listener(open_hearing)
        app = web_app(Service(settings, store, place.turn_taker, listener, "http://earshot.test", Metrics(), coding))
        self.pages = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://earshot.test")

    async def health(self) -> int:
        return (await self.pages.get("/healthz")).status_code

    async def to_first_question(self, person: Person) -> None:
        await person.say("/start")
        for label in ("16 to 17", line("welcome_next"), line("agree_yes")):
            await person.next_with(label)
            await person.tap(label)
        await person.next_saying("Question 1 of 9")

    async def limit(self, pages: int) -> None:
        await self.store._database.write(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchall())

    async def size(self) -> int:
        [(pages,)] = await self.store._database.rows("PRAGMA page_count")
        return int(pages)


@pytest.fixture
def lock_wait() -> float:
    return 0.02


@pytest.fixture
async def scene(tmp_path: Path, lock_wait: float, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    monkeypatch.setattr("bot.health.GOOD_FOR", timedelta())  # here each who asks is told how it is now
    path = tmp_path / "data" / "earshot.db"
    store = SqliteStore(path, Keys(tmp_path / "keys"), hasher=CHEAP, lock_wait=lock_wait)
    await store.start()
    try:
        await store.consultations.add(CONSULTATION)
        await store.consultations.open(CONSULTATION.id, DAY, DAY + timedelta(days=30), trial=True, by="test")
        async with BotApi() as api:
            scene = Scene(Place(api, store), store, path)
            async with scene.pages, scene.place.open():
                yield scene
    finally:
        await store.close()


async def test_locked_for_ten_seconds_everybody_is_told_and_nothing_is_lost(scene: Scene) -> None:
    api = scene.place.api
    respondents = [Respondent(api.person(5_000_001 + number), CONSULTATION, answers_of(number)) for number in range(4)]
    worried = api.person(6_000_001)
    await scene.to_first_question(worried)
    assert await scene.health() == 200
    with closing(sqlite3.connect(scene.path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        began = scene.place.time.clock()
        going = asyncio.gather(*(one.go_all_the_way() for one in respondents))
        await worried.say(WORRY)
        assert "Childline" in (await worried.next()).text, "help comes all the same, and first"
        assert (await worried.next()).text == line("telegram_held_up")
        for respondent in respondents:
            # Looked at past the respondent, who does nothing with it.
            await api.until(lambda one=respondent: line("telegram_held_up") in _texts(one.person))  # type: ignore[misc]
        while scene.place.time.clock() - began < timedelta(seconds=LOCKED_FOR):
            assert await scene.health() == 503
        assert api.unconfirmed == len(respondents) + 1, "nothing that is not kept is acknowledged"
        holder.execute("ROLLBACK")
    assert await scene.health() == 200
    await going
    assert "Childline" in (await worried.next()).text, "and then the turn is taken"
    await api.until(lambda: api.unconfirmed == 0)
    for respondent in respondents:
        was_never_reset(respondent)
    [flag] = await scene.store.flags.raised(CONSULTATION.id)
    assert flag.words == WORRY
    await worried.say("/delete")
    await worried.next_with(line("delete_yes"))
    await worried.tap(line("delete_yes"))
    await api.until(lambda: api.unconfirmed == 0)
    await each_answer_is_there_once(scene.store, len(respondents))


def _texts(person: Person) -> list[str]:
    return [message.text for message in person.chat.seen]


@pytest.mark.parametrize("lock_wait", [LOCK_WAIT])
async def test_health_is_red_while_the_store_still_waits_and_well_at_the_first_asking_after(scene: Scene) -> None:
    """In seconds this is what `make recovery` prints; here it is a matter of who answers first."""
    with closing(sqlite3.connect(scene.path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        waiting = asyncio.ensure_future(scene.store.turns.dead_letter("telegram", "Test", scene.place.time.clock()))
        assert await scene.health() == 503
        assert not waiting.done(), "the store waits on"
        holder.execute("ROLLBACK")
    assert await scene.health() == 200
    await waiting


@pytest.mark.parametrize("lock_wait", [LOCK_WAIT])
async def test_locked_for_a_moment_nobody_notices(scene: Scene) -> None:
    person = scene.place.api.person()
    await scene.to_first_question(person)
    holder = sqlite3.connect(scene.path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    try:
        await person.tap("3 or more")
        asked = asyncio.ensure_future(scene.health())
        threading.Timer(0.7, holder.execute, ["ROLLBACK"]).start()
        assert await asked == 200
        assert (await person.next()).text.endswith("3 or more")
        assert "Question 2 of 9" in (await person.next()).text
        assert line("telegram_held_up") not in _texts(person)
    finally:
        holder.close()


async def test_on_a_full_disk_everybody_is_told_and_with_room_again_it_goes_on(scene: Scene) -> None:
    api = scene.place.api
    respondents = [Respondent(api.person(5_000_001 + number), CONSULTATION, answers_of(number)) for number in range(4)]
    # Room for a few turns. Nobody asks for its health before: what that writes and deletes again would be room too.
    await scene.limit(await scene.size() + 2)
    going = asyncio.gather(*(one.go_all_the_way() for one in respondents))
    for respondent in respondents:
        await api.until(lambda one=respondent: line("telegram_held_up") in _texts(one.person), 30)  # type: ignore[misc]
    assert await scene.health() == 503
    assert not going.done()
    began = scene.place.time.clock()
    await scene.limit(1_000_000)
    while await scene.health() != 200:
        assert scene.place.time.clock() - began < timedelta(seconds=5)
    await going
    await api.until(lambda: api.unconfirmed == 0)
    for respondent in respondents:
        was_never_reset(respondent)
    await each_answer_is_there_once(scene.store, len(respondents))
