"""Closing a consultation destroys what leads from an answer to its author, and a crash half way does not stop it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from conversations.asking.records import FlagRaised, ReceiptGiven, ResponseFinished, ResponseWithdrawn
from conversations.asking.replies import Reply, Says
from conversations.asking.session import Turn
from conversations.hearing.values import Flag, Risk
from storage.errors import NotOpenError, StoreError, UnknownConsultationError
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.turns import Delivery
from storage.worries.flags import FlagVerdict
from tests.storage.sqlite.upkeep.crashing import CrashError, Steps
from tests.storage.stored import (
    ADDRESS,
    CHEAP,
    NOW,
    TODAY,
    WORDS,
    Takes,
    answered,
    begun,
    consultation,
    kept,
    opened,
    response,
)

WORRY = FlagRaised(Flag(Risk.URGENT, ("self_harm",), "what was written"))


def at(folder: Path) -> SqliteStore:
    return SqliteStore(
        folder / "data" / "earshot.db", Keys(folder / "keys"), clock=lambda: NOW, hasher=CHEAP, lock_wait=0.05
    )


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


async def audit(store: SqliteStore) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in await store._database.rows("SELECT action, done_by FROM audit ORDER BY id")]


async def count(store: SqliteStore, table: str, consultation: str = "care") -> int:
    row = await store._database.row(f"SELECT count(*) FROM {table} WHERE consultation = ?", (consultation,))
    assert row is not None
    return int(row[0])


async def in_the_middle(store: SqliteStore) -> None:
    """Someone who has answered once, got receipt words, raised a flag, and whose reply waits to be sent."""
    receipt = await store.receipts.prepare(WORDS)
    take = Takes(begun(), ReceiptGiven(response(), WORDS), kept("my dog"), WORRY)
    deliver = Delivery("telegram", "7312045599", "edit")
    await store.turns.turn("care", ADDRESS, "first", take, at=NOW, receipt=receipt, deliver=deliver)


# What goes, and what stays


async def test_sessions_events_and_waiting_replies_go_and_answers_stay(store: SqliteStore) -> None:
    await opened(store)
    await in_the_middle(store)
    await store.consultations.close("care", by="ada", at=NOW)
    assert [await count(store, table) for table in ("session", "event", "outbox")] == [0, 0, 0]
    assert await store.outbox.waiting("telegram", NOW + timedelta(days=9)) == []
    assert await store.turns.last("care", ADDRESS) is None
    [gathered] = await store.gathering.responses("care")
    assert gathered.answers["home"].answer.text == "my dog"


async def test_the_key_is_gone_from_its_folder_and_from_memory(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await in_the_middle(store)
    key = (tmp_path / "keys" / "consultation-care.key").read_bytes()
    await store.consultations.close("care", by="ada", at=NOW)
    assert not (tmp_path / "keys" / "consultation-care.key").exists()
    assert store._keys.held("care") is None
    assert not [file for file in files(tmp_path) if key in file.read_bytes()]


async def test_the_audit_says_who_closed_it_and_that_it_was_done(store: SqliteStore) -> None:
    await opened(store)
    await store.consultations.close("care", by="ada", at=NOW)
    assert await audit(store) == [
        ("consultation opened", "ada"),
        ("consultation closing", "ada"),
        ("consultation closed", "ada"),
    ]
    row = await store._database.row("SELECT detail FROM audit WHERE action = 'consultation closed'")
    assert row is not None
    assert "key destroyed" in row[0]


async def test_another_consultation_goes_on(store: SqliteStore) -> None:
    await opened(store)
    await opened(store, "moves")
    await in_the_middle(store)
    await store.turns.turn(
        "moves", ADDRESS, "1", Takes(begun(2), kept("x", number=2), number=2), at=NOW, deliver=Delivery("telegram", "1")
    )
    await store.consultations.close("care", by="ada", at=NOW)
    assert [await count(store, table, "moves") for table in ("session", "event", "outbox")] == [1, 1, 1]
    assert (await store.turns.turn("moves", ADDRESS, "1", Takes(number=2), at=NOW)).repeated
    last = await store.turns.last("moves", ADDRESS)
    assert last is not None
    assert last.state.answers["home"].text == "x"
    [waiting] = await store.outbox.waiting("telegram", NOW)
    assert waiting.reply.text == "Thanks"


async def test_receipt_words_still_find_the_answers(store: SqliteStore) -> None:
    await opened(store)
    await in_the_middle(store)
    await store.consultations.close("care", by="ada", at=NOW)
    returned = await store.receipts.find("care", WORDS)
    assert returned is not None
    assert returned.answers["home"].text == "my dog"


async def test_closed_flags_keep_their_day_only_and_open_ones_their_hour_until_they_are_closed(
    store: SqliteStore,
) -> None:
    await opened(store)
    await answered(store, WORRY, number=1)
    await answered(store, WORRY, number=2)
    first, second = await store.flags.raised("care")
    await store.flags.close(first.id, FlagVerdict.RIGHT, by="ada", at=NOW)
    await store.consultations.close("care", by="ada", at=NOW)
    midnight = NOW.replace(hour=0, minute=0)
    [closed] = await store.flags.raised("care", closed=True)
    assert (closed.at, closed.day_only) == (midnight, True)
    [still_open] = await store.flags.raised("care")
    assert (still_open.at, still_open.hour_only) == (NOW.replace(minute=0), True)
    await store.flags.close(second.id, FlagVerdict.RIGHT, by="ada", at=NOW)
    assert {flag.at for flag in await store.flags.raised("care", closed=True)} == {midnight}


async def test_closing_early_makes_that_day_the_last(store: SqliteStore) -> None:
    await opened(store)
    await store.consultations.close("care", by="ada", at=NOW)
    held = await store.consultations.get("care")
    assert (held.status, held.closes) == ("closed", TODAY)


async def test_closing_late_leaves_the_last_day_as_it_was(store: SqliteStore) -> None:
    await opened(store)
    await store.consultations.close("care", by="ada", at=NOW + timedelta(days=90))
    assert (await store.consultations.get("care")).closes == date(2026, 3, 31)


# What is refused


async def test_what_is_not_open_cannot_be_closed(store: SqliteStore) -> None:
    await store.consultations.add(consultation())
    with pytest.raises(StoreError, match="not open yet"):
        await store.consultations.close("care", by="ada", at=NOW)
    with pytest.raises(UnknownConsultationError):
        await store.consultations.close("nowhere", by="ada", at=NOW)
    await opened(store)
    await store.consultations.close("care", by="ada", at=NOW)
    with pytest.raises(StoreError, match="closed already"):
        await store.consultations.close("care", by="ada", at=NOW)


async def test_what_was_closed_cannot_be_opened_again(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await store.consultations.close("care", by="ada", at=NOW)
    with pytest.raises(StoreError, match="cannot be opened again"):
        await opened(store)
    assert not (tmp_path / "keys" / "consultation-care.key").exists()


async def test_a_closed_one_takes_no_turn_and_makes_no_session(store: SqliteStore) -> None:
    await opened(store)
    await store.consultations.close("care", by="ada", at=NOW)
    take = Takes(begun())
    with pytest.raises(NotOpenError):
        await store.turns.turn("care", ADDRESS, "1", take, at=NOW)
    assert take.given == []
    assert await count(store, "session") == 0


# Turns without a session


async def test_a_worry_is_kept_and_the_reply_waits_though_there_is_no_session(store: SqliteStore) -> None:
    await opened(store)
    await store.consultations.close("care", by="ada", at=NOW)
    turn = Turn(None, (Reply(Says.HELP, "help"), Reply(Says.LINE, "closed")), (WORRY,))
    taken = await store.turns.turn_without_session("care", turn, at=NOW, deliver=Delivery("telegram", "7312045599"))
    assert taken.replies == turn.replies
    [flag] = await store.flags.raised("care")
    assert flag.words == "what was written"
    [waiting] = await store.outbox.waiting("telegram", NOW)
    assert (waiting.address, waiting.reply.says) == ("7312045599", Says.HELP)
    assert [await count(store, table) for table in ("session", "event")] == [0, 0]


async def test_a_withdrawal_is_kept_too_and_nothing_else(store: SqliteStore) -> None:
    await opened(store)
    await in_the_middle(store)
    await store.consultations.close("care", by="ada", at=NOW)
    with pytest.raises(StoreError, match="without a session"):
        await store.turns.turn_without_session("care", Turn(None, (), (ResponseFinished(response()),)), at=NOW)
    turn = Turn(None, (Reply(Says.LINE, "deleted"),), (ResponseWithdrawn(response()),))
    await store.turns.turn_without_session("care", turn, at=NOW, deliver=Delivery("telegram", "7312045599"))
    assert await store.gathering.responses("care") == []
    assert [one.reply.text for one in await store.outbox.waiting("telegram", NOW)] == ["deleted"]


# A trial


async def test_closing_a_trial_deletes_its_answers_and_it_can_be_opened_for_real(
    store: SqliteStore, tmp_path: Path
) -> None:
    await store.consultations.add(consultation())
    days = (date(2026, 3, 1), date(2026, 3, 31))
    await store.consultations.open("care", *days, trial=True, by="ada")
    await in_the_middle(store)
    old = (tmp_path / "keys" / "consultation-care.key").read_bytes()
    with pytest.raises(StoreError, match="close it first"):
        await store.consultations.open("care", *days, trial=False, by="ada")
    await store.consultations.close("care", by="ada", at=NOW)
    assert await store.gathering.responses("care") == []
    assert await store._database.rows("SELECT * FROM receipt") == []
    assert await store.receipts.find("care", WORDS) is None
    await store.consultations.open("care", *days, trial=False, by="ada")
    held = await store.consultations.get("care")
    assert (held.status, held.trial, held.closes) == ("open", False, days[1])
    assert (tmp_path / "keys" / "consultation-care.key").read_bytes() != old
    assert not (await store.turns.turn("care", ADDRESS, "first", Takes(begun(2), number=2), at=NOW)).repeated


async def test_a_worry_of_a_trial_that_nobody_closed_stays(store: SqliteStore) -> None:
    await store.consultations.add(consultation())
    await store.consultations.open("care", date(2026, 3, 1), date(2026, 3, 31), trial=True, by="ada")
    await answered(store, WORRY, number=1)
    await answered(store, WORRY, number=2)
    [first, second] = await store.flags.raised("care")
    await store.flags.close(first.id, FlagVerdict.RIGHT, by="ada", at=NOW)
    await store.consultations.close("care", by="ada", at=NOW)
    assert [flag.id for flag in await store.flags.raised("care")] == [second.id]
    assert await store.flags.raised("care", closed=True) == []


# Other processes


@pytest.fixture
async def other(store: SqliteStore, tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """The same data in another process, as it were: with its own connections, and its own copy of the key."""
    made = at(tmp_path)
    await made.start()
    await opened(store)
    await made.turns.turn("care", ADDRESS, "1", Takes(begun()), at=NOW)
    assert made._keys.held("care") is not None
    yield made
    await made.close()


async def test_another_process_notices_at_its_next_turn_and_drops_its_key(
    store: SqliteStore, other: SqliteStore
) -> None:
    await store.consultations.close("care", by="ada", at=NOW)
    with pytest.raises(NotOpenError):
        await other.turns.turn("care", ADDRESS, "2", Takes(), at=NOW)
    assert other._keys.held("care") is None
    assert await count(store, "session") == 0


async def test_another_process_that_stands_idle_drops_its_key_within_a_minute(
    store: SqliteStore, other: SqliteStore
) -> None:
    await store.consultations.close("care", by="ada", at=NOW)
    await other.consultations.finish_closings()
    assert other._keys.held("care") is None


async def test_another_process_takes_the_new_key_of_what_was_closed_and_opened_anew(tmp_path: Path) -> None:
    days = (date(2026, 3, 1), date(2026, 3, 31))
    store, other = at(tmp_path), at(tmp_path)
    await store.start()
    await other.start()
    try:
        await store.consultations.add(consultation())
        await store.consultations.open("care", *days, trial=True, by="ada")
        await other.turns.turn("care", ADDRESS, "1", Takes(begun()), at=NOW)
        await store.consultations.close("care", by="ada", at=NOW)
        await store.consultations.open("care", *days, trial=False, by="ada")
        assert not (await other.turns.turn("care", ADDRESS, "1", Takes(begun(2), number=2), at=NOW)).repeated
        assert (await store.turns.turn("care", ADDRESS, "1", Takes(number=2), at=NOW)).repeated
    finally:
        await other.close()
        await store.close()


async def test_a_wrong_key_is_refused_and_makes_no_second_session(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await answered(store)
    (tmp_path / "keys" / "consultation-care.key").write_bytes(b"x" * 32)
    store._keys.drop("care")
    with pytest.raises(StoreError, match="not the one that it was opened with"):
        await store.turns.turn("care", ADDRESS, "2", Takes(), at=NOW)
    with pytest.raises(StoreError, match="not the one that it was opened with"):
        await opened(store)
    assert await count(store, "session") == 1


# Crashes


async def _close_and_crash(folder: Path, last: int) -> list[str]:
    """Closes, and ends the process at this step without tidying up. Gives the steps taken."""
    store = at(folder)
    await store.start()
    await opened(store)
    await in_the_middle(store)
    steps = Steps(last)
    try:
        with pytest.MonkeyPatch.context() as monkeypatch:
            steps.watch(monkeypatch)
            await store.consultations.close("care", by="ada", at=NOW)
    except CrashError:
        pass
    finally:
        await store.close()
    return steps.taken


async def test_a_crash_at_any_step_is_finished_at_the_next_start(tmp_path: Path) -> None:
    steps = await _close_and_crash(tmp_path / "all", 0)
    assert len(steps) > 30
    for step in range(1, len(steps) + 1):
        folder = tmp_path / str(step)
        await _close_and_crash(folder, step)
        store = at(folder)
        await store.start()
        try:
            where = f"step {step}: {steps[step - 1]}"
            if step == 1:
                assert (await store.consultations.get("care")).status == "open", where
                assert await store.turns.last("care", ADDRESS) is not None, where
                continue
            assert (await store.consultations.get("care")).status == "closed", where
            assert not list((folder / "keys").glob("*care*.key*")), where
            assert await store._database.rows("SELECT * FROM to_wipe") == [], where
            assert [await count(store, table) for table in ("session", "event", "outbox")] == [0, 0, 0], where
            assert [row[0] for row in await audit(store)].count("consultation closed") == 1, where
            assert len(await store.gathering.responses("care")) == 1, where
            assert await store._database.rows("PRAGMA integrity_check") == [("ok",)], where
        finally:
            await store.close()


async def test_a_reader_that_holds_up_the_overwriting_is_said_and_waited_for(
    store: SqliteStore, tmp_path: Path
) -> None:
    await opened(store)
    await in_the_middle(store)
    quick = at(tmp_path)
    await quick.start()
    reader = sqlite3.connect(tmp_path / "data" / "earshot.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM session").fetchall()
    try:
        with pytest.raises(StoreError, match="not overwritten yet"):
            await quick.consultations.close("care", by="ada", at=NOW)
        assert not (tmp_path / "keys" / "consultation-care.key").exists()
        assert not await quick.consultations.finish_closings()
        with pytest.raises(StoreError, match="being closed"):
            await opened(store)
        reader.execute("COMMIT")
        assert await quick.consultations.finish_closings()
        assert (await audit(store))[-1] == ("consultation closed", "start-up")
    finally:
        reader.close()
        await quick.close()


async def test_a_backup_from_before_does_not_open_it_again(tmp_path: Path) -> None:
    store = at(tmp_path)
    await store.start()
    await opened(store)
    await in_the_middle(store)
    database = tmp_path / "data" / "earshot.db"
    copy = sqlite3.connect(tmp_path / "backup.db", isolation_level=None)
    source = sqlite3.connect(database)
    source.backup(copy)
    source.close()
    copy.close()
    await store.consultations.close("care", by="ada", at=NOW)
    await store.close()
    (tmp_path / "backup.db").replace(database)
    store = at(tmp_path)
    await store.start()
    try:
        assert (await store.consultations.get("care")).status == "closed"
        assert [await count(store, table) for table in ("session", "event", "outbox")] == [0, 0, 0]
        assert ("consultation closed", "after restoring") in await audit(store)
    finally:
        await store.close()


async def test_two_that_close_it_at_once_leave_one_audit_row(store: SqliteStore, other: SqliteStore) -> None:
    await store._database.write(lambda db: store._closing.mark(db, "care", "ada", TODAY))
    await asyncio.gather(store._closing.go_on("care", "ada"), other._closing.go_on("care", "start-up"))
    assert [row[0] for row in await audit(store)].count("consultation closed") == 1


async def test_a_database_from_before_keys_were_known_again_learns_its_keys(store: SqliteStore) -> None:
    await opened(store)
    await store._database.write(lambda db: db.execute("UPDATE consultation SET key_check = NULL"))
    await store.consultations.finish_closings()
    key = await store._keys.find("care")
    assert key is not None
    assert await store._database.rows("SELECT key_check FROM consultation") == [(key.check,)]
