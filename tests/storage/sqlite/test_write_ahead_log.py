"""Promise 1: the database's log keeps nothing of what was changed or deleted, and no moment in which anyone wrote."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conversations.asking.records import FlagRaised, ReceiptGiven, ResponseWithdrawn
from conversations.asking.session import Turn
from conversations.hearing.values import Flag, Risk
from storage.reviewing import Verdict
from storage.sqlite import SqliteStore
from storage.turns import Delivery
from storage.worries.flags import FlagVerdict
from tests.storage.stored import WORDS, Takes, begun, kept, opened, response

AT = datetime(2026, 3, 2, 9, 37, 41, 123456, tzinfo=UTC)
"""A moment like no other."""

SAID = "a swing in the apple tree"


def log(tmp_path: Path) -> bytes:
    file = tmp_path / "data" / "earshot.db-wal"
    return file.read_bytes() if file.exists() else b""


async def said(store: SqliteStore, *more: object, at: datetime = AT) -> None:
    await opened(store)
    receipt = await store.receipts.prepare(WORDS)
    take = Takes(begun(), ReceiptGiven(response(), WORDS), kept(SAID))
    deliver = Delivery("telegram", "7312045599")
    await store.turns.turn("care", "telegram:1", "first", take, at=at, receipt=receipt, deliver=deliver)


async def withdrawn(store: SqliteStore) -> None:
    ending = Takes(ResponseWithdrawn(response()), number=None)
    ending.ends = True
    await store.turns.turn("care", "telegram:1", "gone", ending, at=AT, deliver=Delivery("telegram", "7312045599"))


async def test_what_was_deleted_is_gone_from_the_log_within_minutes(store: SqliteStore, tmp_path: Path) -> None:
    await said(store)
    await withdrawn(store)
    assert SAID.encode() in log(tmp_path)
    assert await store.maintenance.cut_log()
    assert log(tmp_path) == b""
    assert SAID.encode() not in (tmp_path / "data" / "earshot.db").read_bytes()


async def test_it_is_gone_when_the_store_is_closed_though_another_program_looks(
    store: SqliteStore, tmp_path: Path
) -> None:
    await said(store)
    await withdrawn(store)
    with closing(sqlite3.connect(tmp_path / "data" / "earshot.db")) as other:
        other.execute("SELECT count(*) FROM answer").fetchone()
        await store.close()
        assert log(tmp_path) == b""


async def test_who_reads_holds_it_up_and_nobody_waits_for_them(store: SqliteStore, tmp_path: Path) -> None:
    await said(store)
    with closing(sqlite3.connect(tmp_path / "data" / "earshot.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM answer").fetchone()
        await withdrawn(store)
        assert not await store.maintenance.cut_log()
        await store.turns.turn("care", "telegram:2", "2", Takes(begun(2), kept("more", number=2), number=2), at=AT)
        reader.execute("COMMIT")
    assert await store.maintenance.cut_log()


def moments(tmp_path: Path) -> set[bytes]:
    """Times in any file of the database that are more exact than ten minutes."""
    content = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir() if not file.name.endswith("-shm"))
    times = set(re.findall(rb"20\d\d-\d\d-\d\dT\d\d:\d\d[0-9:.]*\+00:00", content))
    return {one for one in times if not one.endswith(b"0:00.000000+00:00")}


async def everything(store: SqliteStore) -> None:
    """All that has a time, but flags of what is open and sign-ins."""
    await said(store)
    await store.turns.dead_letter("telegram", "KeyError", AT)
    [waiting] = await store.outbox.waiting("telegram", AT)
    await store.outbox.put_off("telegram", waiting.id, AT + timedelta(seconds=77))
    [read] = await store.reviewing.queue("care")
    await store.reviewing.decide(read.id, Verdict.APPROVE, reason="", seen=read.answer.text, by="Ada", at=AT)
    await store.reviewing.undo(read.id, by="Ada", at=AT)
    await store.audit.note("letter", by="Ada", detail="care md")
    await withdrawn(store)


@pytest.fixture
def clock_of_a_moment(store: SqliteStore) -> None:
    store.audit._clock = lambda: AT


@pytest.mark.usefixtures("clock_of_a_moment")
async def test_no_moment_is_written_down_at_all(store: SqliteStore, tmp_path: Path) -> None:
    await everything(store)
    assert b"09:30:00.000000" in log(tmp_path)
    assert moments(tmp_path) == set()


@pytest.mark.usefixtures("clock_of_a_moment")
async def test_flags_and_sign_ins_have_one_and_flags_lose_theirs_at_close(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    for number in (1, 2):
        worry = FlagRaised(Flag(Risk.URGENT, ("harm",), f"worry {number}"))
        await store.turns.turn("care", f"telegram:{number}", "1", Takes(begun(number), worry, number=number), at=AT)
    first, _ = await store.flags.raised("care")
    await store.flags.close(first.id, FlagVerdict.RIGHT, by="Ada", at=AT)
    assert moments(tmp_path) == {b"2026-03-02T09:37:41.123456+00:00"}
    await store.consultations.close("care", by="Ada", at=AT)
    assert moments(tmp_path) == set()
    late = FlagRaised(Flag(Risk.URGENT, ("harm",), "later"))
    await store.turns.turn_without_session("care", Turn(None, (), (late,)), at=AT)
    [later, still] = await store.flags.raised("care")
    assert [later.at, still.at] == [AT.replace(minute=0, second=0, microsecond=0)] * 2
    await store.flags.close(later.id, FlagVerdict.RIGHT, by="Ada", at=AT)
    assert moments(tmp_path) == set()
    ada = await store.staff.add("Ada", ["moderator"], by="start-up")
    await store.staff.sign_in(ada.id, "a secret", AT.replace(minute=0, second=0, microsecond=0))
    assert moments(tmp_path) == {b"2026-03-02T09:37:41.123456+00:00"}


async def test_decisions_and_their_audit_rows_have_a_day(store: SqliteStore) -> None:
    store.audit._clock = lambda: AT
    await everything(store)
    assert await store._database.rows("SELECT DISTINCT at FROM decision") == [("2026-03-02",)]
    rows = await store._database.rows("SELECT at FROM audit WHERE action LIKE 'answer%' OR action LIKE 'decision%'")
    assert rows == [("2026-03-02",), ("2026-03-02",)]
