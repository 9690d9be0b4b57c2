"""Promise 1: anonymous. Once a consultation is closed, nothing leads from an answer to who gave it: no session, no
pseudonym, no key, in no byte of any file, in no process; and nobody can be written to."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.telegram import TELEGRAM
from bot.turns.arrived import Arrived
from bot.turns.turn_taker import TurnTaker
from conversations.asking.consultation.file import bundled
from conversations.asking.events import Did
from conversations.asking.records import ReceiptGiven
from conversations.asking.replies import Says
from storage.sqlite import SqliteStore
from storage.turns import Delivery
from tests.bot_api import BotApi
from tests.bot_api.running import RunningBot
from tests.leaks import Leaks
from tests.listening import hear
from tests.promises.under_load import store_in
from tests.storage.stored import NOW, WORDS, Takes, begun, kept, opened, response

PEOPLE = 120
TURNS = 4
KILLS = (1, 2, 5, 9, 14, 20, 33, 46)
"""Steps of closing: of about fifty, among them the commit, each file of a key, and the overwriting."""

WORRY = "i want to kill myself"
STABLE_HOMES = next(text for text in bundled() if text.id == "stable_homes")


def chat(number: int) -> str:
    return str(7_312_000_000 + number)


async def busy(store: SqliteStore) -> None:
    """Many people in the middle of two consultations, with replies that wait; one of them with receipt words."""
    await opened(store)
    await opened(store, "moves")
    receipt = await store.receipts.prepare(WORDS)
    first = Takes(begun(), ReceiptGiven(response(), WORDS), kept("my dog"))
    await store.turns.turn("care", f"telegram:{chat(1)}", "first", first, at=NOW, receipt=receipt)
    for turn in range(TURNS):
        for consultation, shift in (("care", 1), ("moves", 1_000)):
            await asyncio.gather(
                *[
                    store.turns.turn(
                        consultation,
                        f"telegram:{chat(number)}",
                        f"event {turn}",
                        Takes(
                            begun(number + shift),
                            kept(f"{number} says {turn}", number=number + shift),
                            number=number + shift,
                            says="Thanks " * (1 + number % 50),
                        ),
                        at=NOW,
                        deliver=Delivery("telegram", chat(number)),
                    )
                    for number in range(2, PEOPLE)
                ]
            )


def pseudonyms(folder: Path, consultation: str = "care") -> dict[str, bytes]:
    """Everything in the database and the keys that tells respondents of this consultation apart, or opens what is
    sealed for them."""
    found: dict[str, bytes] = {}
    columns = (
        ("session", ("id", "link", "state")),
        ("event", ("id", "replies")),
        ("outbox", ("lane", "sealed")),
    )
    with closing(sqlite3.connect(folder / "data" / "earshot.db")) as db:
        for table, names in columns:
            for name in names:
                rows = db.execute(f"SELECT {name} FROM {table} WHERE consultation = ?", (consultation,)).fetchall()
                assert rows, f"nothing in {table}.{name}"
                for number, (value,) in enumerate(rows):
                    if name != "lane" and value:
                        found[f"{table}.{name} {number}"] = value[:16]
                        found[f"end of {table}.{name} {number}"] = value[-16:]
    key = (folder / "keys" / f"consultation-{consultation}.key").read_bytes()
    return {**found, "key": key, "first half of the key": key[:16], "second half of the key": key[16:]}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = store_in(tmp_path)
    await made.start()
    await busy(made)
    yield made
    await made.close()


async def test_no_pseudonym_sealed_row_or_key_is_in_any_byte_of_any_file(store: SqliteStore, tmp_path: Path) -> None:
    gone, others = pseudonyms(tmp_path), pseudonyms(tmp_path, "moves")
    assert len(Leaks(gone).below(tmp_path)) >= len(set(gone.values()))
    await store.consultations.close("care", by="ada", at=NOW)
    assert Leaks(gone).below(tmp_path) == []
    assert len(Leaks(others).below(tmp_path)) >= len(set(others.values()))  # and the search finds what is there
    await store.close()
    assert Leaks(gone).below(tmp_path) == []
    assert Leaks.of(chat(number) for number in range(1, PEOPLE)).below(tmp_path) == []


@pytest.mark.parametrize("forgotten", ["overwriting", "key"])
async def test_the_search_finds_what_closing_forgets(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    gone = pseudonyms(tmp_path)
    if forgotten == "overwriting":
        monkeypatch.setattr("storage.sqlite.database.wipe", lambda *_: True)
    else:
        monkeypatch.setattr(store._keys, "destroy", lambda *_: None)
    await store.consultations.close("care", by="ada", at=NOW)
    assert Leaks(gone).below(tmp_path)


async def test_nobody_is_written_to_and_only_receipt_words_find_an_answer(store: SqliteStore) -> None:
    await store.consultations.close("care", by="ada", at=NOW)
    consultations = await store._database.rows("SELECT DISTINCT consultation FROM outbox")
    assert consultations == [("moves",)]
    returned = await store.receipts.find("care", WORDS)
    assert returned is not None
    assert returned.answers["home"].text == "my dog"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as above, as a folder to copy."""
    folder = tmp_path_factory.mktemp("prepared")

    async def prepare() -> None:
        store = store_in(folder)
        await store.start()
        await busy(store)
        await store.close()

    asyncio.run(prepare())
    return folder


@pytest.mark.parametrize("step", KILLS)
def test_killed_while_it_closes_it_is_finished_at_the_next_start(prepared: Path, tmp_path: Path, step: int) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    gone = pseudonyms(tmp_path)
    command = [sys.executable, "-m", "tests.promises.closing_killed", str(tmp_path), str(step)]
    killed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert killed.returncode == -9, killed.stderr

    async def go_on() -> str:
        store = store_in(tmp_path)
        await store.start()
        try:
            status = (await store.consultations.get("care")).status
            if status == "open":  # killed before anything was done
                assert await store.turns.last("care", f"telegram:{chat(1)}") is not None
                await store.consultations.close("care", by="ada", at=NOW)
            assert len(await store.gathering.responses("care")) == PEOPLE - 1
            assert await store.turns.last("moves", f"telegram:{chat(2)}") is not None
            assert await store._database.rows("PRAGMA integrity_check") == [("ok",)]
            assert Leaks(gone).below(tmp_path) == []
        finally:
            await store.close()
        return status

    status = asyncio.run(go_on())
    assert (status == "open") == (step == 1)
    assert Leaks(gone).below(tmp_path) == []


# Who writes afterwards


class Doors:
    """Takes turns of one person in a consultation of the store."""

    def __init__(self, store: SqliteStore, consultation: str) -> None:
        self.now = NOW
        self.count = 0
        self.consultation = consultation
        self.taker = TurnTaker(
            store, clock=lambda: self.now, chance=self._chance, web_address="https://example.org", hear=hear
        )

    def _chance(self, size: int) -> bytes:
        self.count += 1
        return self.count.to_bytes(4, "big") * (size // 4)

    async def say(self, text: str, address: str = "telegram:99", *, deliver: bool = False) -> list[tuple[Says, str]]:
        self.count += 1
        arrived = Arrived(
            id=str(self.count),
            door=TELEGRAM,
            address=address,
            consultation=self.consultation,
            did=Did.TEXT,
            text=text,
            deliver=Delivery("telegram", "99") if deliver else None,
        )
        return [(reply.says, reply.text) for reply in (await self.taker.take(arrived)).replies]


async def test_who_was_in_the_middle_is_told_kindly_gets_help_and_leaves_no_trace(store: SqliteStore) -> None:
    await store.consultations.close("care", by="ada", at=NOW)
    said = await Doors(store, "care").say("and another thing", f"telegram:{chat(3)}")
    assert "This chat has closed" in said[0][1]
    assert said[-1][0] is Says.HELP
    assert await store.flags.raised("care") == []
    assert await store._database.rows("SELECT * FROM session WHERE consultation = 'care'") == []
    assert await store._database.rows("SELECT * FROM event WHERE consultation = 'care'") == []


async def test_a_cry_for_help_is_answered_and_kept_after_closing(store: SqliteStore) -> None:
    await store.consultations.close("care", by="ada", at=NOW)
    said = await Doors(store, "care").say(WORRY, deliver=True)
    assert said[0][0] is Says.HELP
    [flag] = await store.flags.raised("care")
    assert flag.words in WORRY
    waiting = await store.outbox.waiting("telegram", NOW + timedelta(minutes=1), limit=1000)
    assert [one.reply.says for one in waiting if one.address == "99"] == [Says.HELP]


async def test_a_cry_for_help_is_answered_and_kept_before_opening(store: SqliteStore) -> None:
    await store.consultations.add(STABLE_HOMES)
    said = await Doors(store, "stable_homes").say(WORRY)
    assert [says for says, _ in said] == [Says.HELP, Says.LINE]
    assert "not open yet" in said[1][1]
    assert len(await store.flags.raised("stable_homes")) == 1


async def test_a_turn_that_closing_overtakes_is_answered_as_closed(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors, read = Doors(store, "care"), store.consultations.get

    async def closed_meanwhile(identifier: str) -> object:
        held = await read(identifier)
        if held.status == "open":
            await store.consultations.close(identifier, by="ada", at=NOW)
        return held

    monkeypatch.setattr(store.consultations, "get", closed_meanwhile)
    said = await doors.say(WORRY)
    assert said[0][0] is Says.HELP
    assert "This chat has closed" in said[1][1]
    assert len(await store.flags.raised("care")) == 1
    assert store._keys.held("care") is None


async def test_where_nothing_is_open_someone_without_a_session_is_told_of_what_closed_last(store: SqliteStore) -> None:
    for consultation in ("care", "moves"):
        await store.consultations.close(consultation, by="ada", at=NOW + timedelta(days=consultation == "moves"))
    assert await Doors(store, "care").taker.choice.route("telegram:99") == "moves"


# The service itself


async def test_a_running_service_notices_that_a_command_closed_it(tmp_path: Path) -> None:
    async with BotApi() as api:
        bot = RunningBot(api, tmp_path)
        person = api.person(7_000_001)
        try:
            await bot.start()
            await person.say("/start")
            await person.next_with("16 to 17")
            printed = await bot.command("consultation", "close", "stable_homes", "--yes")
            assert "stable_homes is closed" in printed
            await person.tap("16 to 17")
            await person.next_saying("This chat has closed")
            await person.say(WORRY)
            await person.next_saying("Childline")
            await person.next_saying("This chat has closed")
            await api.until(lambda: api.unconfirmed == 0)
        finally:
            await bot.kill()
        with closing(sqlite3.connect(bot.database)) as db:
            assert db.execute("SELECT count(*) FROM session").fetchone() == (0,)
            assert db.execute("SELECT count(*) FROM event").fetchone() == (0,)
            assert db.execute("SELECT words FROM flag").fetchall() == [("kill myself",)]
        assert not (bot.keys / "consultation-stable_homes.key").exists()
