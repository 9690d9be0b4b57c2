"""What is kept goes by itself after its days, with an audit row of counts; what is younger stays."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from conversations.asking.records import FlagRaised, QuotingSaid, ReceiptGiven
from conversations.hearing.values import Flag, Risk
from storage.errors import StoreError
from storage.files import MadeFile
from storage.gathering import Snapshot
from storage.keys import Keys
from storage.reviewing import Verdict
from storage.rules.retention import Retention
from storage.sqlite import SqliteStore
from storage.worries.flags import FlagVerdict
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

LAST = date(2026, 3, 31)
"""The last day of what `opened` opens."""

KEEP = Retention(receipt_days=14, answers_days=730, flag_days=30, dead_letter_days=90, audit_days=2192, event_days=2)

TEXT = "unmistakable words of an answer"
WORRY = FlagRaised(Flag(Risk.URGENT, ("self_harm",), "unmistakable words of a worry"))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(
        tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), clock=lambda: NOW, hasher=CHEAP, retention=KEEP
    )
    await made.start()
    yield made
    await made.close()


def noon(day: date, days: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=days), time(12), UTC)


async def someone(store: SqliteStore) -> None:
    receipt = await store.receipts.prepare(WORDS)
    take = Takes(begun(), ReceiptGiven(response(), WORDS), kept(TEXT))
    await store.turns.turn("care", ADDRESS, "first", take, at=NOW, receipt=receipt)


async def deleted(store: SqliteStore) -> list[str]:
    return [
        row[0] for row in await store._database.rows("SELECT detail FROM audit WHERE action = 'old things deleted'")
    ]


def found(folder: Path, text: bytes) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file() and text in file.read_bytes()]


async def test_receipts_end_with_their_stated_day_and_not_before(store: SqliteStore) -> None:
    await opened(store)
    await someone(store)
    await store.consultations.close("care", by="ada", at=noon(LAST))
    await store.maintenance.forget_old(noon(LAST, 14))
    assert await store.receipts.find("care", WORDS) is not None
    await store.maintenance.forget_old(noon(LAST, 15))
    assert await store.receipts.find("care", WORDS) is None
    assert await store._database.rows("SELECT * FROM receipt") == []
    assert len(await store.gathering.responses("care")) == 1
    assert (await deleted(store))[-1] == "receipts: 1"


async def test_closing_early_takes_nothing_from_the_day_that_was_stated(store: SqliteStore) -> None:
    await opened(store)
    await someone(store)
    await store.consultations.close("care", by="ada", at=NOW)
    held = await store.consultations.get("care")
    assert (held.closes, held.stated) == (NOW.date(), LAST)
    await store.maintenance.forget_old(noon(LAST, 14))
    assert await store.receipts.find("care", WORDS) is not None
    await store.maintenance.forget_old(noon(LAST, 15))
    assert await store.receipts.find("care", WORDS) is None


async def test_an_open_one_cannot_end_earlier_than_was_stated_once_somebody_was_told(store: SqliteStore) -> None:
    await opened(store)
    earlier = (date(2026, 3, 1), LAST - timedelta(days=9))
    await store.consultations.open("care", *earlier, trial=False, by="ada")
    await opened(store)
    await someone(store)
    with pytest.raises(StoreError, match="cannot end earlier"):
        await store.consultations.open("care", *earlier, trial=False, by="ada")
    assert (await store.consultations.get("care")).closes == LAST


async def test_a_verifier_is_in_no_file_once_it_has_ended(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await someone(store)
    [(verifier, locator)] = await store._database.rows("SELECT verifier, locator FROM receipt")
    assert found(tmp_path / "data", verifier.encode())
    await store.consultations.close("care", by="ada", at=noon(LAST))
    await store.maintenance.forget_old(noon(LAST, 15))
    assert found(tmp_path, verifier.encode()) == []
    assert found(tmp_path, locator) == []


async def test_what_nobody_closed_is_closed_once_its_receipts_end(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await someone(store)
    await store.maintenance.forget_old(noon(LAST, 14))
    assert (await store.consultations.get("care")).status == "open"
    await store.maintenance.forget_old(noon(LAST, 15))
    held = await store.consultations.get("care")
    assert (held.status, held.closes) == ("closed", LAST)
    assert not (tmp_path / "keys" / "consultation-care.key").exists()
    rows = await store._database.rows("SELECT done_by FROM audit WHERE action = 'consultation closed'")
    assert rows == [("retention",)]


async def test_answers_go_two_years_after_closing_and_leave_no_bytes(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await someone(store)
    await store.consultations.close("care", by="ada", at=noon(LAST))
    await store.maintenance.forget_old(noon(LAST, 730))
    assert len(await store.gathering.responses("care")) == 1
    await store.maintenance.forget_old(noon(LAST, 731))
    assert await store.gathering.responses("care") == []
    assert found(tmp_path, TEXT.encode()) == []
    assert (await deleted(store))[-1] == "responses with their answers: 1"


async def test_what_is_known_of_files_goes_with_the_answers_that_they_hold(store: SqliteStore) -> None:
    for number, identifier in enumerate(("care", "moves")):
        await opened(store, identifier)
        file = MadeFile(f"{identifier}.docx", "letter", "docx", TODAY, "Ada")
        await store.files.note(identifier, file, counted=[response(number)], quoted=[(response(number), "home")])
    await store.consultations.close("care", by="ada", at=noon(LAST))
    await store.maintenance.forget_old(noon(LAST, 730))
    assert len(await store._database.rows("SELECT * FROM made_file")) == 2
    await store.maintenance.forget_old(noon(LAST, 731))
    # The other one was closed by itself, fifteen days after its last day.
    assert await store._database.rows("SELECT consultation FROM made_file") == [("moves",)]
    assert await store._database.rows("SELECT DISTINCT consultation FROM held_in_file") == [("moves",)]
    assert (await deleted(store))[-1] == "what files held: 2, files made: 1"


async def test_figures_that_were_told_and_who_is_counted_in_them_go_with_the_answers(store: SqliteStore) -> None:
    for number, identifier in enumerate(("care", "moves")):
        await opened(store, identifier)
        await store.snapshots.keep(identifier, Snapshot(1, "{}", {"home": TODAY}, {response(number): {"home": "gone"}}))
    await store.consultations.close("care", by="ada", at=noon(LAST))
    await store.maintenance.forget_old(noon(LAST, 730))
    assert await store.snapshots.last("care") is not None
    await store.maintenance.forget_old(noon(LAST, 731))
    assert await store.snapshots.last("care") is None
    assert await store._database.rows("SELECT consultation FROM in_snapshot") == [("moves",)]
    assert (await deleted(store))[-1] == "snapshots of figures: 1"


async def test_answers_of_another_consultation_stay_as_they_are(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept(TEXT))
    await store.consultations.close("care", by="ada", at=noon(LAST))
    await opened(store, "moves")
    await store.consultations.open("moves", LAST, LAST + timedelta(days=3000), trial=False, by="ada")
    for number in range(2, 40):
        take = Takes(begun(number), kept(f"{number} " + "words " * 90, number=number), number=number)
        await store.turns.turn("moves", f"web:{number}", "1", take, at=noon(LAST, 730))
    before = await store.gathering.responses("moves")
    await store.maintenance.forget_old(noon(LAST, 731))
    assert await store.gathering.responses("care") == []
    assert await store.gathering.responses("moves") == before
    # Nothing of them is taken for withdrawn: writing the tables anew is no deleting.
    assert await store._database.rows("SELECT id FROM withdrawn") == [(response(1),)]
    assert await store._database.rows("PRAGMA integrity_check") == [("ok",)]
    assert await store._database.rows("PRAGMA foreign_key_check") == []


async def test_a_withdrawal_is_still_noted_after_tables_were_written_anew(store: SqliteStore) -> None:
    schema = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
    await opened(store)
    before = await store._database.rows(schema)
    await answered(store, kept(TEXT))
    await store.consultations.close("care", by="ada", at=noon(LAST))
    await store.maintenance.forget_old(noon(LAST, 731))
    assert await store._database.rows(schema) == before


async def test_a_closed_flag_goes_after_its_days_and_an_open_one_never(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await answered(store, WORRY, number=1)
    await answered(store, WORRY, number=2)
    first, second = await store.flags.raised("care")
    await store.flags.close(first.id, FlagVerdict.RIGHT, by="ada", at=NOW)
    await store.maintenance.forget_old(NOW + timedelta(days=30))
    assert len(await store.flags.raised("care", closed=True)) == 1
    await store.maintenance.forget_old(NOW + timedelta(days=31))
    assert await store.flags.raised("care", closed=True) == []
    await store.maintenance.forget_old(NOW + timedelta(days=3000))
    assert [flag.id for flag in await store.flags.raised("care")] == [second.id]
    await store.flags.close(second.id, FlagVerdict.RIGHT, by="ada", at=NOW)
    await store.maintenance.forget_old(NOW + timedelta(days=31))
    assert found(tmp_path, b"unmistakable words of a worry") == []


@pytest.mark.parametrize(("verdict", "quotable"), [(FlagVerdict.RIGHT, False), (FlagVerdict.FALSE_ALARM, True)])
async def test_words_that_a_flag_kept_out_of_print_stay_out_when_it_goes(
    store: SqliteStore, verdict: FlagVerdict, *, quotable: bool
) -> None:
    await opened(store)
    await answered(store, kept(f"{TEXT}: {WORRY.flag.words}"), QuotingSaid(response(), yes=True), WORRY)
    [waiting] = await store.reviewing.queue("care")
    await store.reviewing.decide(waiting.id, Verdict.APPROVE, reason="", seen=waiting.answer.text, by="ada", at=NOW)
    [flag] = await store.flags.raised("care")
    await store.flags.close(flag.id, verdict, by="ada", at=NOW)
    assert (await store.gathering.responses("care"))[0].answers["home"].quotable is quotable
    await store.maintenance.forget_old(NOW + timedelta(days=31))
    assert await store.flags.raised("care", closed=True) == []
    assert (await store.gathering.responses("care"))[0].answers["home"].quotable is quotable
    if not quotable:
        [one] = await store.flags.flagged("care")
        assert await store.flags.let_through(one.id, seen=one.text, by="Lee", at=NOW)
        assert (await store.gathering.responses("care"))[0].answers["home"].quotable


async def test_dead_letters_and_audit_rows_go_after_their_days(store: SqliteStore) -> None:
    await opened(store)
    await store.turns.dead_letter("web", "TypeError", NOW)
    await store.maintenance.forget_old(NOW + timedelta(days=90))
    assert len(await store._database.rows("SELECT * FROM dead_letter")) == 1
    await store.maintenance.forget_old(NOW + timedelta(days=91))
    assert await store._database.rows("SELECT * FROM dead_letter") == []
    assert "dead letters: 1" in (await deleted(store))[-1]
    await store.maintenance.forget_old(NOW + timedelta(days=2193))
    actions = [row[0] for row in await store._database.rows("SELECT action FROM audit")]
    assert "consultation opened" not in actions
    assert (await deleted(store))[-1].startswith("audit rows: ")


async def test_a_run_that_deletes_nothing_leaves_no_audit_row(store: SqliteStore) -> None:
    await opened(store)
    await answered(store)
    await store.maintenance.forget_old(NOW)
    assert await deleted(store) == []


async def test_the_audit_row_has_counts_and_no_ids(store: SqliteStore) -> None:
    await opened(store)
    for number in range(1, 4):
        await answered(store, kept(TEXT, number=number), number=number)
    await store.maintenance.forget_old(NOW + timedelta(days=3))
    assert await deleted(store) == ["known events: 3"]


async def test_a_trial_that_nobody_closed_goes_with_its_answers(store: SqliteStore, tmp_path: Path) -> None:
    await store.consultations.add(consultation())
    await store.consultations.open("care", date(2026, 3, 1), LAST, trial=True, by="ada")
    await someone(store)
    await store.maintenance.forget_old(noon(LAST, 15))
    assert (await store.consultations.get("care")).status == "closed"
    assert await store.gathering.responses("care") == []
    assert found(tmp_path, TEXT.encode()) == []
