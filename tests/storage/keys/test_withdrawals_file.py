"""What was withdrawn stays so, whichever copy of the database is put back."""

import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.asking.records import AnswerRemoved, ResponseWithdrawn
from conversations.telling.responses import ReviewedResponse
from storage.errors import StoreError
from storage.keys import Keys
from storage.keys.withdrawals_file import Withdrawals
from storage.sqlite import SqliteStore
from storage.turns import Delivery
from tests.storage.stored import ADDRESS, CHEAP, NOW, Takes, answered, begun, kept, opened, response


def written(folder: Path) -> frozenset[bytes]:
    return Withdrawals(folder / "keys").read()


def snapshot(folder: Path, to: str = "snapshot.db") -> Path:
    """A copy of the database as it is now, made behind the store's back."""
    with closing(sqlite3.connect(folder / "data" / "earshot.db")) as db:
        db.execute("VACUUM INTO ?", (str(folder / to),))
    return folder / to


async def started_on(folder: Path, database: Path | None = None) -> SqliteStore:
    """A store on this copy of the database."""
    if database is not None:
        shutil.rmtree(folder / "data")
        (folder / "data").mkdir()
        shutil.copy(database, folder / "data" / "earshot.db")
    store = SqliteStore(folder / "data" / "earshot.db", Keys(folder / "keys"), clock=lambda: NOW, hasher=CHEAP)
    await store.start()
    return store


async def withdrawn(store: SqliteStore, number: int) -> None:
    ending = Takes(ResponseWithdrawn(response(number)), number=None)
    ending.ends = True
    await store.turns.turn("care", f"telegram:{number}", "withdraw", ending, at=NOW)


def said(responses: "list[ReviewedResponse] | tuple[ReviewedResponse, ...]") -> set[str]:
    return {answer.answer.text for one in responses for answer in one.answers.values()}


# ------------------------------------------------------------------------------------------------------------- the file


def test_the_file_keeps_what_it_is_given_and_is_its_owners_only(tmp_path: Path) -> None:
    withdrawals = Withdrawals(tmp_path)
    assert withdrawals.read() == set()
    withdrawals.add([response(2), response(1)])
    withdrawals.add([response(3)])
    assert Withdrawals(tmp_path).read() == set(map(response, (1, 2, 3)))
    assert stat.S_IMODE(withdrawals.file.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["withdrawn.txt"]


def test_the_order_in_the_file_says_nothing_of_the_order_in_time(tmp_path: Path) -> None:
    there, back = Withdrawals(tmp_path / "there"), Withdrawals(tmp_path / "back")
    for withdrawals, numbers in ((there, range(1, 20)), (back, range(19, 0, -1))):
        withdrawals.file.parent.mkdir()
        for number in numbers:
            withdrawals.add([response(number)])
    assert there.file.read_bytes() == back.file.read_bytes()


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    withdrawals = Withdrawals(tmp_path)
    withdrawals.add([response(1)])
    before = withdrawals.file.stat().st_ino
    withdrawals.add([response(1)])
    assert withdrawals.file.stat().st_ino == before


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text[:-1],
        lambda text: text[:-8],
        lambda text: text[20:],
        lambda text: text.replace("01\n", "0g\n", 1),
        lambda text: text.replace("0001\n", "001\n", 1),
        lambda text: text + "\u00e4",
        lambda _: "",
    ],
)
def test_a_damaged_file_is_said_to_be_and_is_not_written_over(tmp_path: Path, harm: "object") -> None:
    withdrawals = Withdrawals(tmp_path)
    withdrawals.add([response(1), response(2)])
    withdrawals.file.write_text(harm(withdrawals.file.read_text()), encoding="utf-8")  # type: ignore[operator]
    damaged = withdrawals.file.read_bytes()
    for work in (withdrawals.read, lambda: withdrawals.add([response(3)])):
        with pytest.raises(StoreError, match="is damaged: put back the copy"):
            work()
    assert withdrawals.file.read_bytes() == damaged


# ---------------------------------------------------------------------------------------------------------- the store


async def test_a_withdrawal_stands_outside_the_database_once_it_is_acknowledged(
    store: SqliteStore, tmp_path: Path
) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    assert written(tmp_path) == set()
    await withdrawn(store, 1)
    assert written(tmp_path) == {response(1)}


async def test_nothing_withdrawn_comes_back_with_an_older_copy(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    for number in (1, 2):
        await answered(store, kept(f"said by {number}", number=number), number=number)
    older = snapshot(tmp_path)
    await withdrawn(store, 1)
    await store.close()
    again = await started_on(tmp_path, older)
    try:
        assert said(tuple(await again.gathering.responses("care"))) == {"said by 2"}
        assert await again.turns.last("care", "telegram:1") is None  # and can begin anew
        assert await again.turns.last("care", "telegram:2") is not None
        assert (await again._database.row("SELECT count(*) FROM audit WHERE action = 'withdrawals replayed'")) == (1,)
    finally:
        await again.close()


async def test_a_single_answer_taken_back_does_not_come_back_either(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await answered(store, kept("my dog"), kept("more dogs", "say"))
    older = snapshot(tmp_path)
    await store.turns.turn("care", "telegram:1", "skip", Takes(AnswerRemoved(response(1), "home")), at=NOW)
    assert len(written(tmp_path)) == 1
    await store.close()
    again = await started_on(tmp_path, older)
    try:
        assert said(tuple(await again.gathering.responses("care"))) == {"more dogs"}
    finally:
        await again.close()


async def test_answers_that_go_with_their_response_need_no_line(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await answered(store, kept("my dog"), kept("more dogs", "say"))
    await withdrawn(store, 1)
    assert written(tmp_path) == {response(1)}


async def test_a_withdrawal_whose_commit_failed_takes_nothing_away_later(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await answered(store, kept("my dog"))

    def full(db: sqlite3.Connection) -> None:
        db.execute("CREATE TEMP TRIGGER full BEFORE DELETE ON response BEGIN SELECT raise(ABORT, 'full'); END")

    await store._database.write(full)
    with pytest.raises(StoreError):
        await withdrawn(store, 1)
    assert written(tmp_path) == set()
    assert said(tuple(await store.gathering.responses("care"))) == {"my dog"}


async def test_a_withdrawal_that_cannot_be_written_outside_is_not_acknowledged_until_it_is(
    store: SqliteStore, tmp_path: Path
) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    obstacle = tmp_path / "keys" / ".withdrawn.txt.unfinished"
    obstacle.mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        await withdrawn(store, 1)
    obstacle.rmdir()
    assert written(tmp_path) == set()
    await withdrawn(store, 1)  # the door sends it again
    assert written(tmp_path) == {response(1)}


async def test_a_crash_before_it_was_written_outside_is_made_good_at_the_next_start(
    store: SqliteStore, tmp_path: Path
) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    await withdrawn(store, 1)
    await store.close()
    (tmp_path / "keys" / "withdrawn.txt").unlink()
    await (await started_on(tmp_path)).close()
    assert written(tmp_path) == {response(1)}


async def test_nobody_is_told_of_a_withdrawal_before_it_stands_outside(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    ending = Takes(ResponseWithdrawn(response(1)), number=None)
    ending.ends = True
    obstacle = tmp_path / "keys" / ".withdrawn.txt.unfinished"
    obstacle.mkdir()

    async def withdraw() -> None:
        await store.turns.turn(
            "care", "telegram:1", "withdraw", ending, at=NOW, deliver=Delivery("telegram", "telegram:1")
        )

    with pytest.raises(StoreError):
        await withdraw()
    assert await store.outbox.waiting("telegram", NOW) == []
    assert len(await store.outbox.waiting("telegram", NOW + timedelta(minutes=1))) == 1
    obstacle.rmdir()
    ending = Takes(AnswerRemoved(response(2), "home"), number=2)
    await store.turns.turn("care", ADDRESS, "1", Takes(begun(2), kept("a cat", number=2), number=2), at=NOW)
    await store.turns.turn("care", ADDRESS, "2", ending, at=NOW, deliver=Delivery("telegram", ADDRESS))
    assert len(await store.outbox.waiting("telegram", NOW)) == 1


async def test_a_damaged_file_outside_is_said_at_the_start(store: SqliteStore, tmp_path: Path) -> None:
    await store.close()
    (tmp_path / "keys" / "withdrawn.txt").write_text("a shopping list")
    with pytest.raises(StoreError, match="is damaged"):
        await started_on(tmp_path)
