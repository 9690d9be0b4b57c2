"""Numbers stay until enough people came, went or changed; words are always those of now. On a real store."""

import json
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.known_doors import rows_in_figures
from bot.telling.findings import Findings, find
from bot.telling.released_files import export, letter
from bot.telling.summary_table import summary
from conversations.asking.answer import Answer
from conversations.asking.records import AnswerKept, AnswerRemoved, Record, ResponseWithdrawn
from conversations.asking.session import Session, Turn
from conversations.hearing.values import Feeling
from conversations.telling.responses import Review
from storage.reviewing import Verdict
from storage.sqlite import SqliteStore
from tests.bot.telling.conftest import ID, NOW, TODAY, answers

LATER = TODAY + timedelta(days=1)
ENDED = TODAY + timedelta(weeks=6)


@pytest.fixture
async def forty(empty: SqliteStore) -> SqliteStore:
    """In earnest, with 40 people whose words are approved."""
    for number in range(40):
        await answers(empty, number)
    await approve(empty)
    return empty


async def approve(store: SqliteStore) -> None:
    for item in await store.reviewing.queue(ID):
        await store.reviewing.decide(item.id, Verdict.APPROVE, reason="", seen=item.answer.text, by="test", at=NOW)


async def look(store: SqliteStore, day: date = LATER) -> Findings:
    return await find(store, ID, day, rows_in_figures())


async def withdraws(store: SqliteStore, *numbers: int) -> None:
    for number in numbers:
        records = (ResponseWithdrawn(number.to_bytes(16)),)
        await store.turns.turn_without_session(ID, Turn(None, (), records), at=NOW)


async def says(store: SqliteStore, number: int, record: Record, event: str = "more") -> None:
    """One who answered before says something else."""
    after = Session(version=1, place="done", at=NOW, response=number.to_bytes(16), age_band="13_15")
    await store.turns.turn(ID, f"web:{number}", event, lambda _: Turn(after, (), (record,)), at=NOW)


async def picks(store: SqliteStore, number: int, option: str, event: str = "more") -> None:
    await says(store, number, AnswerKept(number.to_bytes(16), "SH7", Answer(chosen=(option,)), TODAY), event)


async def test_numbers_move_on_once_a_day_has_passed_and_ten_people_came(forty: SqliteStore) -> None:
    first = await look(forty, TODAY)
    assert first.figures.took_part == 40
    assert "1 June 2026" in first.as_of
    for number in range(40, 49):
        await answers(forty, number)
    assert (await look(forty, LATER)).figures == first.figures
    await answers(forty, 49)
    assert (await look(forty, TODAY)).figures == first.figures
    moved_on = await look(forty, LATER)
    assert moved_on.figures.took_part == 50
    assert "2 June 2026" in moved_on.as_of


async def test_words_do_not_wait(forty: SqliteStore) -> None:
    first = await look(forty, TODAY)
    await answers(forty, 40)
    await approve(forty)
    assert len((await look(forty)).quotes["SH6"]) == len(first.quotes["SH6"]) + 1
    await withdraws(forty, 3)
    approved = await forty.reviewing.queue(ID, review=Review.APPROVED)
    [item] = [one for one in approved if "number 4," in one.answer.text]
    await forty.reviewing.undo(item.id, by="test", at=NOW)
    now = await look(forty)
    assert now.figures == first.figures
    assert not {"a cat, number 3, that stays", "a cat, number 4, that stays"} & {one.text for one in now.quotes["SH6"]}


async def test_one_who_changes_an_answer_ten_times_is_one_person(forty: SqliteStore) -> None:
    first = await look(forty, TODAY)
    for number in range(10):
        await picks(forty, 0, "none" if number % 2 else "a_little", f"change {number}")
    assert (await look(forty)).figures == first.figures


async def test_ten_people_who_change_an_answer_are_enough(forty: SqliteStore) -> None:
    first = await look(forty, TODAY)
    for number in range(10):
        await picks(forty, number, "none")
    moved_on = (await look(forty)).figures
    assert [cell.count for cell in moved_on.table("SH7").cells] != [
        cell.count for cell in first.figures.table("SH7").cells
    ]
    assert moved_on.table("age") == first.figures.table("age")


async def test_nine_who_change_an_answer_are_no_cover_for_one_who_came(forty: SqliteStore) -> None:
    first = await look(forty, TODAY)
    for number in range(9):
        await picks(forty, number, "none")
    await answers(forty, 40)
    assert (await look(forty)).figures == first.figures


async def test_nine_who_take_one_answer_away_are_no_cover_for_one_who_withdraws(forty: SqliteStore) -> None:
    first = await look(forty, TODAY)
    for number in range(9):
        await says(forty, number, AnswerRemoved(number.to_bytes(16), "SH6"))
    await withdraws(forty, 20)
    assert (await look(forty)).figures == first.figures


async def test_ten_who_came_and_went_between_two_looks_are_enough(forty: SqliteStore) -> None:
    await look(forty, TODAY)
    for number in range(40, 45):
        await answers(forty, number)
    await withdraws(forty, *range(5))
    assert "2 June 2026" in (await look(forty)).as_of


async def test_that_something_waits_to_be_read_says_nothing_of_a_newcomer(forty: SqliteStore) -> None:
    assert not (await look(forty, TODAY)).figures.waiting
    await answers(forty, 40)
    assert not (await look(forty)).figures.waiting


async def test_where_too_few_had_taken_part_to_tell_a_number_enough_are_told_at_once(empty: SqliteStore) -> None:
    for number in range(5):
        await answers(empty, number)
    assert (await look(empty, TODAY)).figures.took_part is None
    for number in range(5, 9):
        await answers(empty, number)
    assert "1 June 2026" in (await look(empty)).as_of
    await answers(empty, 9)
    assert (await look(empty)).figures.took_part == 10


async def test_a_trial_tells_what_is_there_at_once(store: SqliteStore) -> None:
    assert (await look(store, TODAY)).figures.took_part == 25
    for number in range(25, 30):
        await answers(store, number)
    assert (await look(store, TODAY)).figures.took_part == 30
    assert await store.snapshots.last(ID) is None


# ----------------------------------------------------------------------------------------------------- after the end


async def test_after_closing_fewer_than_ten_more_are_never_told(forty: SqliteStore) -> None:
    first = await look(forty, TODAY)
    for number in range(40, 49):
        await answers(forty, number)
    await forty.consultations.close(ID, by="test", at=NOW)
    last = await look(forty, ENDED)
    assert last.figures.took_part == first.figures.took_part
    assert last.figures.tables == first.figures.tables
    assert "1 June 2026" in last.as_of
    await withdraws(forty, 44)
    assert (await look(forty, ENDED)).figures.tables == first.figures.tables


async def test_closing_tells_ten_more_without_waiting_for_the_day(forty: SqliteStore) -> None:
    await look(forty, TODAY)
    for number in range(40, 50):
        await answers(forty, number)
    await forty.consultations.close(ID, by="test", at=NOW)
    assert (await look(forty, TODAY)).figures.took_part == 50


async def test_after_closing_what_is_sorted_is_told_though_somebody_withdraws(forty: SqliteStore) -> None:
    first = await look(forty, TODAY)
    await forty.consultations.close(ID, by="test", at=NOW)
    unfelt = await forty.codings.unfelt(ID, "1", None)
    await forty.codings.feel([(one, Feeling.POSITIVE) for one in unfelt], version="1", at=NOW)
    await withdraws(forty, 3)
    last = await look(forty, ENDED)
    assert not first.figures.feelings
    assert last.figures.feelings["SH6"].took_part is not None
    assert last.figures.table("SH7") == first.figures.table("SH7")
    assert "13 July 2026" in last.as_of
    assert "1 June 2026" in last.as_of
    await withdraws(forty, 4)
    assert (await look(forty, ENDED)).figures == last.figures


# ------------------------------------------------------------------------------------------------------- how it is kept


async def test_of_two_who_look_at_once_one_makes_the_snapshot(forty: SqliteStore) -> None:
    made = await look(forty, TODAY)
    last = await forty.snapshots.last(ID)
    assert last is not None
    assert last.number == 1
    assert not await forty.snapshots.keep(ID, last)
    assert (await look(forty, TODAY)).figures == made.figures


async def test_a_snapshot_keeps_no_answer_and_of_who_withdrew_only_that_they_did(forty: SqliteStore) -> None:
    await look(forty, TODAY)
    await withdraws(forty, 3)
    await picks(forty, 4, "none")
    rows: dict[bytes, str] = dict(await forty._database.rows("SELECT response, parts FROM in_snapshot"))
    assert set(json.loads(rows[(3).to_bytes(16)]).values()) == {"gone"}
    assert json.loads(rows[(4).to_bytes(16)])["SH7"] == "changed"
    said = {value for parts in rows.values() for value in json.loads(parts).values()}
    assert said == {"gone", "changed", "counted", "counted; ; ", "skipped", "yes", ""}


async def test_a_file_counts_those_whom_its_numbers_count(forty: SqliteStore, tmp_path: Path) -> None:
    await look(forty, TODAY)
    await answers(forty, 40)
    await export(forty, ID, "json", tmp_path / "a.json", LATER)
    await withdraws(forty, 40)
    assert await forty.files.to_recall(ID) == []
    await withdraws(forty, 3)
    [listed] = await forty.files.to_recall(ID)
    assert (listed.words, listed.counted) == (1, 1)


@pytest.mark.parametrize(("make", "fmt"), [(export, "json"), (export, "csv"), (letter, "md"), (letter, "html")])
async def test_a_file_is_the_same_before_and_after_a_newcomer_but_for_its_day(
    forty: SqliteStore, tmp_path: Path, make: Callable[..., Awaitable[Path]], fmt: str
) -> None:
    one = await make(forty, ID, fmt, tmp_path / "one", TODAY)
    await answers(forty, 40)
    two = await make(forty, ID, fmt, tmp_path / "two", LATER)
    same = two.read_text().replace("2026-06-02", "2026-06-01").replace("Made on 2 June", "Made on 1 June")
    assert one.read_text() == same
    assert "as they stood on 1 June 2026" in same


async def test_the_summary_is_the_same_before_and_after_a_newcomer(forty: SqliteStore) -> None:
    one, two = StringIO(), StringIO()
    await summary(forty, ID, Console(file=one, width=120), TODAY)
    await answers(forty, 40)
    await summary(forty, ID, Console(file=two, width=120), LATER)
    assert one.getvalue() == two.getvalue()
    assert "as they stood on 1 June 2026" in one.getvalue()
