"""Code frames, coders and codings: what is kept, what goes, and what nothing tells."""

import sqlite3
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from conversations.asking.records import AnswerRemoved, ResponseWithdrawn
from conversations.hearing.themes.code_frame import CodeFrame, Coding, Theme
from conversations.hearing.themes.code_frame_changes import Change, Did, merged, split
from conversations.hearing.values import Feeling
from storage.coding import CodedAnswer, NewCoder, Uncoded
from storage.errors import StoreError
from storage.keys import Keys
from storage.reviewing import Verdict
from storage.rules.coding_standing import Place
from storage.rules.retention import Retention
from storage.sqlite import SqliteStore
from storage.sqlite.upkeep.backup import back_up
from storage.sqlite.upkeep.restore import restore
from tests.storage.stored import CHEAP, NOW, TODAY, Takes, answered, consultation, kept, response

PETS = Theme("pets", "Pets", "Animals.", ("a dog",))
CALM = Theme("calm", "Calm", "Quiet.")
FRAME = CodeFrame("home", "What makes a place a home?", (PETS, CALM))
LEARNED = b"what was learned from the word zqgarden"


async def framed(store: SqliteStore, *texts: str, trial: bool = False) -> list[CodedAnswer]:
    """A consultation with a frame and answers; they come back by their words."""
    await store.consultations.add(consultation())
    await store.consultations.open("care", date(2026, 3, 1), date(2026, 3, 31), trial=trial, by="ada")
    for number, text in enumerate(texts, 1):
        await answered(store, kept(text, number=number), number=number)
    assert await store.code_frames.keep("care", "home", FRAME, Change(Did.BEGAN), after=0, by="the file", at=NOW)
    return sorted(await store.codings.coded("care"), key=lambda one: one.text)


async def coder(store: SqliteStore, *, use: bool = True, examples: int = 3, frame: int = 1) -> int:
    new = NewCoder("v", frame, 0.7, examples, LEARNED, use)
    return await store.coders.keep("care", "home", new, by="Ada", at=NOW)


def says(*codes: str, unsure: bool = False) -> Coding:
    return Coding(codes, dict.fromkeys(codes, 0.8), unsure)


async def by_machine(store: SqliteStore, *codes: str, number: int = 1) -> None:
    made = [(one, says(*codes)) for one in await store.codings.uncoded("care", "home", number, None)]
    await store.codings.code("care", "home", made, frame=1, coder=number, at=NOW)


async def by_hand(
    store: SqliteStore, one: CodedAnswer, *codes: str, place: Place = Place.FIRST, by: str = "Ada", frame: int = 1
) -> bool:
    return await store.codings.code_by_hand(one.id, codes, place=place, frame=frame, seen=one.text, by=by, at=NOW)


async def test_a_frame_keeps_every_version_and_who_changed_it(store: SqliteStore) -> None:
    await framed(store)
    after, change = merged(FRAME, "calm", "pets")
    assert await store.code_frames.keep("care", "home", after, change, after=1, by="Ada", at=NOW)
    assert not await store.code_frames.keep("care", "home", FRAME, change, after=1, by="Bo", at=NOW), (
        "somebody was faster"
    )
    [first, second] = (await store.code_frames.all("care"))["home"]
    assert (first.frame, first.version, first.by) == (FRAME, 1, "the file")
    assert (second.frame, second.change, second.by, second.day) == (after, change, "Ada", TODAY)


async def test_what_is_coded_is_not_offered_again_and_what_changed_is(store: SqliteStore) -> None:
    await framed(store, "a dog", "a garden")
    await coder(store)
    await by_machine(store, "pets")
    assert await store.codings.uncoded("care", "home", 1, None) == []
    await store.turns.turn("care", "telegram:1", "again", Takes(kept("a cat")), at=NOW)
    assert [one.text for one in await store.codings.uncoded("care", "home", 1, None)] == ["a cat"]
    assert len(await store.codings.uncoded("care", "home", 2, None)) == 2, "another coder has coded none"
    [cat] = [one for one in await store.codings.coded("care") if one.text == "a cat"]
    assert cat.machine is None, "what was said of the words before does not stand"


async def test_answers_of_today_wait_where_a_day_is_named(store: SqliteStore) -> None:
    await framed(store, "a dog")
    assert await store.codings.uncoded("care", "home", 0, TODAY) == []
    assert await store.codings.unfelt("care", "1", TODAY) == []
    assert len(await store.codings.uncoded("care", "home", 0, TODAY + timedelta(days=1))) == 1


async def test_a_person_is_never_overruled_by_a_machine(store: SqliteStore) -> None:
    [dog] = await framed(store, "a dog")
    await coder(store)
    assert await by_hand(store, dog, "calm")
    await by_machine(store, "pets")
    [dog] = await store.codings.coded("care")
    stands = dog.standing((await store.code_frames.all("care"))["home"])
    assert stands is not None
    assert (stands.codes, stands.by_person) == (("calm",), True)
    assert dog.machine is not None
    assert dog.machine.codes == ("pets",)
    [gathered] = await store.gathering.responses("care")
    assert gathered.answers["home"].codes == ("calm",)


def _run(statement: str, db: sqlite3.Connection) -> None:
    db.execute(statement)


async def test_codings_are_only_ever_added(store: SqliteStore) -> None:
    [dog] = await framed(store, "a dog")
    await by_hand(store, dog, "calm")
    await by_hand(store, dog, "pets")
    rows = await store._database.rows("SELECT number, codes FROM coding ORDER BY number")
    assert rows == [(1, "calm"), (2, "pets")]
    for statement in ("UPDATE coding SET codes = 'x'", "DELETE FROM coding"):
        with pytest.raises(StoreError):
            await store._database.write(partial(_run, statement))


async def test_one_person_cannot_be_both(store: SqliteStore) -> None:
    [dog] = await framed(store, "a dog")
    assert await by_hand(store, dog, "pets", by="Ada")
    assert not await by_hand(store, dog, "calm", place=Place.SECOND, by="Ada")
    assert await by_hand(store, dog, "calm", place=Place.SECOND, by="Bo")
    [dog] = await store.codings.coded("care")
    assert dog.first is not None
    assert dog.second is not None
    assert (dog.first.by, dog.second.by) == ("Ada", "Bo")


async def test_nothing_is_kept_of_what_was_not_read_like_this(store: SqliteStore) -> None:
    [dog] = await framed(store, "a dog")
    assert not await by_hand(store, dog, "pets", frame=2), "another frame"
    await store.turns.turn("care", "telegram:1", "again", Takes(kept("a cat")), at=NOW)
    assert not await by_hand(store, dog, "pets"), "other words"
    [cat] = await store.codings.coded("care")
    await store.reviewing.decide(cat.id, Verdict.REJECT, reason="a test", seen="a cat", by="Ada", at=NOW)
    assert not await by_hand(store, cat, "pets"), "left out"
    assert await store.codings.coded("care") == []
    await store.codings.code(
        "care", "home", [(Uncoded(cat.id, cat.revision, "a cat"), says("pets"))], frame=1, coder=9, at=NOW
    )
    assert await store._database.rows("SELECT * FROM coding") == [], "nor from a coder that is not in use"


async def test_codes_are_carried_through_a_merge_and_a_split_asks_a_person(store: SqliteStore) -> None:
    [dog, quiet] = await framed(store, "a dog", "quiet")
    await by_hand(store, dog, "pets")
    await by_hand(store, quiet, "calm")
    after, change = split(
        FRAME, "pets", [Theme("", "Dogs", "Dogs."), Theme("", "Cats", "Cats.")], ever={"pets", "calm"}
    )
    await store.code_frames.keep("care", "home", after, change, after=1, by="Ada", at=NOW)
    after, change = merged(after, "calm", "dogs")
    await store.code_frames.keep("care", "home", after, change, after=2, by="Ada", at=NOW)
    history = (await store.code_frames.all("care"))["home"]
    assert dog.standing(history) is None
    stands = {one.text: one.standing(history) for one in await store.codings.coded("care")}
    assert stands["a dog"] is None, "nothing else is said of it"
    assert stands["quiet"] is not None
    assert stands["quiet"].codes == ("dogs",)


async def test_what_is_taken_back_takes_its_codings_and_what_was_learned_from_it(store: SqliteStore) -> None:
    [dog, garden] = await framed(store, "a dog", "zqgarden")
    await coder(store)
    await coder(store, use=False, examples=0)
    await by_machine(store, "pets")
    await by_hand(store, garden, "calm")
    await store.codings.feel(
        [(Uncoded(one.id, one.revision, one.text), Feeling.POSITIVE) for one in (dog, garden)], version="1", at=NOW
    )
    await store.codings.leave_alone([dog.id, garden.id], by="Ada", at=NOW)
    await store.turns.turn("care", "telegram:2", "gone", Takes(ResponseWithdrawn(response(2)), number=None), at=NOW)
    for table in ("coding", "felt", "left_alone"):
        rows = await store._database.rows(f"SELECT DISTINCT answer FROM {table}")
        assert rows == [(dog.id,)], table
    assert await store.coders.learned("care", "home", 1) == b""
    assert await store.coders.learned("care", "home", 2) == LEARNED, "that one learned from nobody's answer"
    assert [one.forgotten for one in await store.coders.all("care", "home")] == [False, True]
    assert not await store.coders.use("care", "home", 1, by="Ada")
    await store.turns.turn("care", "telegram:1", "gone", Takes(AnswerRemoved(response(1), "home")), at=NOW)
    assert await store._database.rows("SELECT * FROM coding") == []


async def test_words_that_change_are_forgotten_by_what_learned_them(store: SqliteStore) -> None:
    [dog] = await framed(store, "a dog")
    await coder(store)
    await store.turns.turn("care", "telegram:1", "same", Takes(kept("a dog")), at=NOW)
    await store.turns.turn("care", "telegram:1", "cat", Takes(kept("a cat")), at=NOW)
    assert await store.coders.learned("care", "home", 1) == LEARNED, "no person had coded it"
    [cat] = await store.codings.coded("care")
    await by_hand(store, cat, "pets")
    await store.turns.turn("care", "telegram:1", "cow", Takes(kept("a cow")), at=NOW)
    assert await store.coders.learned("care", "home", 1) == b""
    assert dog.id == cat.id


async def test_only_the_newest_coders_keep_what_they_learned(store: SqliteStore) -> None:
    await framed(store)
    for _ in range(9):
        await coder(store, use=False)
    await coder(store)
    forgotten = [one.number for one in await store.coders.all("care", "home") if one.forgotten]
    assert forgotten == [4, 3, 2, 1]
    assert await store.coders.use("care", "home", 6, by="Ada")
    assert [one.number for one in await store.coders.all("care", "home") if one.in_use] == [6]


async def test_a_trial_takes_codings_and_coders_with_it_and_leaves_no_byte(store: SqliteStore, tmp_path: Path) -> None:
    [garden] = await framed(store, "zqgarden", trial=True)
    await coder(store)
    await by_machine(store, "pets")
    await by_hand(store, garden, "calm")
    await store.consultations.close("care", by="ada", at=NOW)
    for table in ("coding", "coder", "felt"):
        assert await store._database.rows(f"SELECT * FROM {table}") == [], table
    assert len((await store.code_frames.all("care"))["home"]) == 1, "the frame is staff's own work"
    for file in (tmp_path / "data").iterdir():
        assert b"zqgarden" not in file.read_bytes(), file.name


async def test_codings_end_with_their_answers(tmp_path: Path) -> None:
    store = SqliteStore(
        tmp_path / "data" / "earshot.db",
        Keys(tmp_path / "keys"),
        clock=lambda: NOW,
        hasher=CHEAP,
        retention=Retention(answers_days=1),
    )
    await store.start()
    try:
        await framed(store, "a dog")
        await coder(store)
        await by_machine(store, "pets")
        await store.consultations.close("care", by="ada", at=NOW)
        assert len(await store._database.rows("SELECT * FROM coding")) == 1, "closing leaves them"
        await store.maintenance.forget_old(NOW + timedelta(days=3))
        for table in ("coding", "coder", "felt"):
            assert await store._database.rows(f"SELECT * FROM {table}") == [], table
    finally:
        await store.close()


async def test_a_backup_put_back_has_no_codings_of_what_was_taken_back_since(
    store: SqliteStore, tmp_path: Path
) -> None:
    [dog, garden] = await framed(store, "a dog", "zqgarden")
    await coder(store)
    await by_hand(store, garden, "calm")
    await by_hand(store, dog, "pets")
    database = tmp_path / "data" / "earshot.db"
    back_up(database, tmp_path / "copy", tmp_path / "keys", at=NOW, by="ada")
    await store.turns.turn("care", "telegram:2", "gone", Takes(ResponseWithdrawn(response(2)), number=None), at=NOW)
    await store.close()
    await store.start()  # which lists what was withdrawn outside the database
    await store.close()
    restore(tmp_path / "copy", database, Keys(tmp_path / "keys"), at=NOW, by="ada", replace=True)
    with sqlite3.connect(database) as db:
        assert db.execute("SELECT answer FROM coding").fetchall() == [(dog.id,)]
        assert db.execute("SELECT learned FROM coder").fetchall() == [(b"",)]
    db.close()
    assert b"zqgarden" not in database.read_bytes()
    await store.start()


async def test_no_column_tells_when_an_answer_came(store: SqliteStore) -> None:
    """Rows are known by random ids, and their dates are days; audit rows, which have times, name no answer."""
    answers = await framed(store, *(f"answer {number}" for number in range(20)))
    await coder(store)
    await by_machine(store, "pets")
    for one in answers:
        await by_hand(store, one, "calm")
    for table in ("code_frame", "coder", "coding", "felt", "left_alone"):
        [(sql,)] = await store._database.rows("SELECT sql FROM sqlite_schema WHERE name = ?", (table,))
        assert sql.endswith("WITHOUT ROWID"), table
        for row in await store._database.rows(f"SELECT * FROM {table}"):
            assert not [one for one in row if isinstance(one, str) and one.startswith("2026-") and "T" in one], table
    audited = " ".join(str(row) for row in await store._database.rows("SELECT action, detail FROM audit"))
    assert "answer coded" in audited
    assert not [one for one in answers if one.id.hex() in audited]
    pages = await store._database.rows("SELECT answer FROM coding WHERE place = 0")
    came = [response for one in pages for response, identifier in enumerate(answers) if identifier.id == one[0]]
    assert came != sorted(came)
