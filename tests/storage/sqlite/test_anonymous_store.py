"""While it runs, no file of the store tells who somebody is, and none of its orders tells who said what."""

import asyncio
import json
from pathlib import Path

import pytest

from conversations.asking.records import QuotingSaid, ReceiptGiven, ResponseWithdrawn
from storage.sqlite import SqliteStore
from storage.turns import Delivery
from tests.leaks import Leaks, forms
from tests.storage.stored import NOW, Takes, answered, begun, kept, opened, response, ticked

CHAT = "7312045599"
ADDRESS = f"telegram:{CHAT}"
EVENT = "update 880041177"
CONTEXT = "edit message 660033991"
WORDS = ("zqamber", "zqbadger", "zqcopper", "zqdolphin", "zqember", "zqfalcon")
ANSWER = "unmistakable words of an answer"


def found(folder: Path, *texts: str) -> list[str]:
    """Where a form of one of these is in a file below the folder."""
    return Leaks.of(texts).below(folder)


SECRETS = (ADDRESS, CHAT, EVENT, CONTEXT, *WORDS, " ".join(WORDS), json.dumps(WORDS))


@pytest.fixture
async def busy(store: SqliteStore) -> SqliteStore:
    """A store with someone in the middle, replies waiting, and someone who withdrew."""
    await opened(store)
    receipt = await store.receipts.prepare(WORDS)
    take = Takes(begun(), ReceiptGiven(response(), WORDS), kept(ANSWER), says=" ".join(WORDS))
    deliver = Delivery("telegram", ADDRESS, CONTEXT)
    await store.turns.turn("care", ADDRESS, EVENT, take, at=NOW, receipt=receipt, deliver=deliver)
    await store.turns.turn("care", ADDRESS, EVENT, take, at=NOW, receipt=receipt, deliver=deliver)
    assert await store.receipts.find("care", WORDS) is not None
    assert await store.turns.last("care", ADDRESS) is not None
    return store


async def test_no_address_event_or_receipt_word_is_in_any_file(busy: SqliteStore, tmp_path: Path) -> None:
    assert (tmp_path / "data" / "earshot.db-wal").stat().st_size > 0
    assert found(tmp_path, *SECRETS) == []


async def test_nor_after_everything_is_sent_and_withdrawn(busy: SqliteStore, tmp_path: Path) -> None:
    for waiting in await busy.outbox.waiting("telegram", NOW):
        await busy.outbox.sent("telegram", waiting.id)
    withdraw = Takes(ResponseWithdrawn(response()), number=None)
    withdraw.ends = True
    await busy.turns.turn("care", ADDRESS, "another", withdraw, at=NOW)
    assert found(tmp_path, *SECRETS) == []
    await busy.close()
    assert found(tmp_path, *SECRETS, ANSWER) == []  # the WAL has gone into the database, and what it held is wiped


async def test_the_search_finds_what_is_there(busy: SqliteStore, tmp_path: Path) -> None:
    assert found(tmp_path, ANSWER) == [f"plain of {ANSWER!r} in earshot.db-wal"]
    for form, raw in forms(CHAT).items():
        (tmp_path / "data" / "leak").write_bytes(b"before" + raw + b"after")
        assert [where for where in found(tmp_path, CHAT) if where.endswith(" in leak")], form


async def test_rows_of_a_turn_have_no_order_time_or_id_in_common(store: SqliteStore) -> None:
    await opened(store)
    for number in range(1, 41):
        await answered(store, kept(f"{number}", number=number), ticked("y", number=number), number=number)
    rows = {
        table: await store._database.rows(f"SELECT * FROM {table}")
        for table in ("session", "event", "response", "answer")
    }
    values = {
        table: {value for row in found_rows for value in row if isinstance(value, bytes)}
        for table, found_rows in rows.items()
    }
    assert not values["session"] & (values["response"] | values["answer"])
    assert not values["event"] & (values["response"] | values["answer"])
    times = [
        value for table in rows.values() for row in table for value in row if isinstance(value, str) and "T" in value
    ]
    assert times == []
    came = [row[0] for row in await store._database.rows("SELECT text FROM answer WHERE text <> '' ORDER BY id")]
    assert came not in (sorted(came, key=int), sorted(came, key=int, reverse=True))
    for table in ("session", "event", "response", "answer", "receipt"):
        [(sql,)] = await store._database.rows("SELECT sql FROM sqlite_schema WHERE name = ?", (table,))
        assert sql.endswith("WITHOUT ROWID")


async def test_an_answers_id_stays_when_its_words_change_and_is_not_made_from_anything(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    [(first,)] = await store._database.rows("SELECT id FROM answer")
    await store.turns.turn("care", "telegram:1", "2", Takes(kept("my cat")), at=NOW)
    [(second,)] = await store._database.rows("SELECT id FROM answer")
    assert first == second
    await opened(store, "moves")
    await store.turns.turn("moves", "telegram:1", "1", Takes(begun(2), kept("my dog", number=2), number=2), at=NOW)
    rows = await store._database.rows("SELECT id FROM answer")
    assert len({row[0] for row in rows}) == 2
    assert {len(row[0]) for row in rows} == {16}


async def test_errors_say_nothing_of_what_was_said(store: SqliteStore) -> None:
    await opened(store)
    take = Takes(kept(ANSWER, number=9), QuotingSaid(response(9), True), number=9)
    outcomes = await asyncio.gather(
        *[store.turns.turn("care", ADDRESS, EVENT, take, at=NOW) for _ in range(3)], return_exceptions=True
    )
    for outcome in outcomes:
        assert isinstance(outcome, Exception)
        for text in (str(outcome), repr(outcome.__cause__)):
            assert not [secret for secret in (ADDRESS, CHAT, EVENT, ANSWER, "unmistakable") if secret in text]
