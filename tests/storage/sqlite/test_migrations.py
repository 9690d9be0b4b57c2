"""A database is brought up to this version whole, or left as it was."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from conversations.asking.answer import Answer
from conversations.asking.left_out import LeaveOutReason
from conversations.asking.records import AnswerKept
from conversations.hearing.values import Risk
from conversations.telling.responses import Review
from storage.errors import StoreError
from storage.keys import Keys
from storage.reviewing import Verdict
from storage.sqlite import SqliteStore
from storage.sqlite.migrations import migrate, migrations
from storage.turns import Taken
from storage.worries.flags import FlagVerdict
from tests.storage.sqlite import versions
from tests.storage.stored import ADDRESS, CHEAP, NOW, WORDS, Takes

GARDEN = b"\xa1" * 16
"""The response of whoever was in the middle, in the data of every version."""

LISTEN = b"\xb2" * 16
"""The other one."""


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(tmp_path / "earshot.db", isolation_level=None)
    yield made
    made.close()


def tables(db: sqlite3.Connection) -> set[str]:
    return {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def test_the_steps_are_numbered_without_a_gap() -> None:
    assert list(migrations()) == list(range(1, len(migrations()) + 1))


def test_an_empty_database_gets_every_step(db: sqlite3.Connection) -> None:
    migrate(db, migrations())
    assert version(db) == max(migrations())
    assert {"session", "answer", "outbox", "audit"} <= tables(db)


def test_each_step_is_run_once(db: sqlite3.Connection) -> None:
    migrate(db, {1: "CREATE TABLE one (a);"})
    db.execute("INSERT INTO one VALUES (1)")
    migrate(db, {1: "CREATE TABLE one (a);", 2: "CREATE TABLE two (a);\n-- more\nCREATE TABLE three (a);"})
    assert tables(db) == {"one", "two", "three"}
    assert version(db) == 2
    assert db.execute("SELECT a FROM one").fetchall() == [(1,)]


def test_the_columns_of_a_key_come_first_where_rows_have_no_number(db: sqlite3.Connection) -> None:
    """Some versions of SQLite (3.40 is one) otherwise take sound rows for damaged ones in their integrity check."""
    migrate(db, migrations())
    for (name,) in db.execute("SELECT name FROM pragma_table_list WHERE wr").fetchall():
        places = [row[0] for row in db.execute("SELECT pk FROM pragma_table_info(?) ORDER BY cid", (name,))]
        keys = max(places)
        assert places == [*range(1, keys + 1), *[0] * (len(places) - keys)], name


def test_a_failing_step_leaves_the_database_as_it_was(db: sqlite3.Connection) -> None:
    migrate(db, {1: "CREATE TABLE one (a);"})
    with pytest.raises(sqlite3.Error):
        migrate(db, {1: "", 2: "CREATE TABLE two (a);", 3: "CREATE TABLE three (a);\nCREATE TABLE one (a);"})
    assert tables(db) == {"one"}
    assert version(db) == 1
    assert not db.in_transaction


async def _start_on(folder: Path) -> None:
    store = SqliteStore(folder / "earshot.db", Keys(folder / "keys"), hasher=CHEAP)
    try:
        await store.start()
    finally:
        await store.close()


async def test_a_newer_database_is_refused_with_what_to_do(tmp_path: Path, db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE from_the_future (a)")
    db.execute("PRAGMA user_version = 900")
    with pytest.raises(StoreError, match=r"newer version of Earshot .*step 900.*: install that version again"):
        await _start_on(tmp_path)
    assert tables(db) == {"from_the_future"}


async def test_another_programs_database_is_refused(tmp_path: Path, db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE of_another_program (a)")
    with pytest.raises(StoreError, match="another program"):
        await _start_on(tmp_path)
    assert tables(db) == {"of_another_program"}


async def test_what_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "earshot.db").write_text("a shopping list, and more of it " * 50)
    with pytest.raises(StoreError, match="no database"):
        await _start_on(tmp_path)
    assert (tmp_path / "earshot.db").read_text().startswith("a shopping list")


async def test_a_second_start_finds_everything_there(tmp_path: Path) -> None:
    await _start_on(tmp_path)
    await _start_on(tmp_path)


# ------------------------------------------------------------------------------- from every earlier version, with data


async def _upgraded(folder: Path, from_version: int) -> SqliteStore:
    database = versions.make(folder, from_version)
    store = SqliteStore(database, Keys(folder / "keys"), clock=lambda: NOW, hasher=CHEAP)
    await store.start()
    return store


def test_each_step_has_data_of_its_version_and_a_file_of_its_own() -> None:
    named = [file.name for file in files("storage.sqlite.migrations").iterdir() if file.name.endswith(".sql")]
    assert len(named) == len(migrations())  # two files of one number would hide each other
    for number in migrations():
        assert versions.data(number).strip()


@pytest.mark.parametrize("version", migrations())
def test_there_is_data_in_every_table_of_every_version(tmp_path: Path, version: int) -> None:
    with closing(sqlite3.connect(versions.make(tmp_path, version))) as db:
        empty = {name for name in tables(db) if not db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]}
    assert empty <= {"pulse"}


@pytest.mark.parametrize("version", migrations())
async def test_a_database_of_any_version_becomes_like_a_new_one(tmp_path: Path, version: int) -> None:
    await (await _upgraded(tmp_path, version)).close()
    (tmp_path / "new").mkdir()
    await _start_on(tmp_path / "new")
    with (
        closing(sqlite3.connect(tmp_path / "data" / "earshot.db")) as upgraded,
        closing(sqlite3.connect(tmp_path / "new" / "earshot.db")) as new,
    ):
        schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
        assert upgraded.execute(schema).fetchall() == new.execute(schema).fetchall()
        assert upgraded.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert upgraded.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("version", migrations())
async def test_who_was_in_the_middle_goes_on_after_any_upgrade(tmp_path: Path, version: int) -> None:
    store = await _upgraded(tmp_path, version)
    try:
        last = await store.turns.last("care", ADDRESS)
        assert last is not None
        assert (last.state.place, last.state.stamp, last.state.age_band) == ("say", 3, "13-15")
        assert last.state.answers["home"].text == "a garden for [name]"
        assert last.replies[-1].text == "What should change?"
        again = await store.turns.turn("care", ADDRESS, "first", Takes(), at=NOW)
        assert again.repeated
        assert again.replies == last.replies
        says = Takes(AnswerKept(GARDEN, "say", Answer(text="more dogs"), NOW.date()), number=None)
        assert not (await store.turns.turn("care", ADDRESS, "second", says, at=NOW)).repeated
        returned = await store.receipts.find("care", WORDS)
        assert returned is not None
        assert {key: one.text for key, one in returned.answers.items()} == {
            "home": "a garden for [name]",
            "say": "more dogs",
        }
        waiting = await store.outbox.waiting("telegram", NOW)
        assert [(one.address, one.reply.text, one.tries) for one in waiting] == [(ADDRESS, "Thank you.", 1)]
    finally:
        await store.close()


async def test_what_was_said_last_is_still_said_by_later_versions(tmp_path: Path) -> None:
    store = await _upgraded(tmp_path, 5)
    try:
        last = await store.turns.last("care", "web:later")
        assert last is not None
        assert (last.state.place, [one.text for one in last.replies]) == ("age", ["How old are you?"])
        assert await store.turns.turn("care", "web:later", "first", Takes(), at=NOW) == Taken(
            last.replies, repeated=True
        )
    finally:
        await store.close()


async def test_what_waits_for_another_door_waits_for_that_door_after_an_upgrade(tmp_path: Path) -> None:
    store = await _upgraded(tmp_path, 9)
    try:
        waiting = await store.outbox.waiting("letter_box", NOW)
        assert [(one.address, one.reply.text, one.tries) for one in waiting] == [(ADDRESS, "Thank you, too.", 0)]
    finally:
        await store.close()


async def test_what_was_found_of_flags_is_there_after_an_upgrade(tmp_path: Path) -> None:
    store = await _upgraded(tmp_path, 8)
    try:
        closed = {flag.words: (flag.verdict, flag.raised_by) for flag in await store.flags.raised("care", closed=True)}
        assert closed == {
            "words that did": (FlagVerdict.RIGHT, ("person:Ada",)),
            "words that did not worry": (FlagVerdict.FALSE_ALARM, ("phrase:abuse/hits",)),
        }
    finally:
        await store.close()


async def test_what_was_approved_before_flags_kept_words_out_is_kept_out_by_a_flag_that_is_there(
    tmp_path: Path,
) -> None:
    store = await _upgraded(tmp_path, 10)
    try:
        [approved] = await store.reviewing.queue("care", review=Review.APPROVED)
        assert approved.answer.risk
        assert not approved.kept_out
        assert await store.flags.raise_flag(approved.id, Risk.CONCERN, (), seen=approved.answer.text, by="Ada", at=NOW)
        gathered = {one.response: one for one in await store.gathering.responses("care")}
        assert not gathered[LISTEN].answers["home"].quotable
    finally:
        await store.close()


async def test_reasons_to_leave_an_answer_out_become_those_of_today(tmp_path: Path) -> None:
    chosen = {
        "It could show who someone is": LeaveOutReason.SHOWS_WHO,
        "It is not an answer to the question": LeaveOutReason.OFF_QUESTION,
        "It insults or attacks a person": LeaveOutReason.ATTACKS_SOMEONE,
        "It is a test, or copied": LeaveOutReason.TEST_OR_COPY,
        "sent twice": "sent twice",
    }
    database = versions.make(tmp_path, 8)
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        for number, kept in enumerate(chosen):
            response, answer = bytes([number]) * 16, bytes([number + 100]) * 16
            db.execute("INSERT INTO response VALUES (?, 'care', 1, '16-17', 'web', '2026-03-02', 1, 1)", (response,))
            db.execute(
                "INSERT INTO answer (id, response, consultation, question, chosen, text, hidden, sent_again, risk, "
                "day, review, reason) VALUES (?, ?, 'care', 'say', '', ?, '', 0, 0, '2026-03-02', 'rejected', ?)",
                (answer, response, kept, kept),
            )
            db.executemany(
                "INSERT INTO decision (answer, revision, verdict, reason, decided_by, at) "
                "VALUES (?, 1, 'reject', ?, 'Ada', '2026-03-02T10:00:00.000000+00:00')",
                [(answer, kept), (answer, "thought better of it")],
            )
    store = SqliteStore(database, Keys(tmp_path / "keys"), clock=lambda: NOW, hasher=CHEAP)
    await store.start()
    try:
        left_out = await store.reviewing.queue("care", review=Review.REJECTED)
        assert {one.answer.text: one.reason for one in left_out} == chosen
        for one in left_out:
            assert await store.reviewing.undo(one.id, by="Ada", at=NOW)
        brought_back = await store.reviewing.queue("care", review=Review.REJECTED)
        assert {one.answer.text: one.reason for one in brought_back} == chosen
        with closing(sqlite3.connect(database)) as db, pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            db.execute("UPDATE decision SET reason = 'another'")
    finally:
        await store.close()


_EXACT = "2026-03-02T10:37:41.123456+00:00"

_OF_AN_EARLIER_VERSION = f"""
INSERT INTO consultation (id, status) VALUES ('over', 'closed'), ('out', 'published');
INSERT INTO flag (consultation, level, kinds, words, at, closed_at) VALUES
    ('over', 1, '[]', 'nobody looked', '{_EXACT}', NULL), ('out', 1, '[]', 'looked into', '{_EXACT}', '{_EXACT}'),
    ('over', 1, '[]', 'looked into before', '2026-03-02', '{_EXACT}'),
    ('care', 1, '[]', 'open', '{_EXACT}', '{_EXACT}');
INSERT INTO decision (answer, revision, verdict, reason, decided_by, at) VALUES
    (x'07', 1, 'undo', '', 'Ada', '{_EXACT}');
INSERT INTO audit (at, action, done_by, detail) VALUES ('{_EXACT}', 'signed in', 'Ada', ''),
    ('{_EXACT}', 'answer approved', 'Ada', '07'), ('{_EXACT}', 'letter', 'Ada', 'over md');
INSERT INTO dead_letter (door, what, at) VALUES ('telegram', 'Unheard', '{_EXACT}');
UPDATE outbox SET created = '{_EXACT}', due = '{_EXACT}';
"""


@pytest.mark.parametrize("version", [3, 8, 10])
async def test_times_that_an_earlier_version_kept_become_coarse_and_are_left_over_nowhere(
    tmp_path: Path, version: int
) -> None:
    database = versions.make(tmp_path, version)
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.executescript(_OF_AN_EARLIER_VERSION)
        before = db.execute("SELECT id, action, done_by, detail FROM audit ORDER BY id").fetchall()
    store = SqliteStore(database, Keys(tmp_path / "keys"), clock=lambda: NOW, hasher=CHEAP)
    await store.start()
    try:
        flags = await store._database.rows("SELECT words, at, closed_at FROM flag")
        assert {row[0]: (row[1], row[2]) for row in flags if "look" in row[0] or row[0] == "open"} == {
            "nobody looked": ("2026-03-02T10", None),
            "looked into": ("2026-03-02", "2026-03-02T10"),
            "looked into before": ("2026-03-02", "2026-03-02T10"),
            "open": (_EXACT, _EXACT),
        }
        assert await store._database.rows("SELECT DISTINCT length(at) FROM decision") == [(10,)]
        audit: dict[str, str] = dict(
            await store._database.rows("SELECT action, at FROM audit WHERE at LIKE '2026-03-02%' ORDER BY id")
        )
        assert audit["signed in"] == _EXACT
        assert (audit["answer approved"], audit["letter"]) == ("2026-03-02", "2026-03-02T10:30:00.000000+00:00")
        assert await store._database.rows("SELECT id, action, done_by, detail FROM audit ORDER BY id") == before
        assert await store._database.rows("SELECT at FROM dead_letter WHERE what = 'Unheard'") == [
            ("2026-03-02T10:30:00.000000+00:00",)
        ]
        assert await store._database.rows("SELECT DISTINCT created, due FROM outbox WHERE door = 'telegram'") == [
            ("2026-03-02T10:30:00.000000+00:00",) * 2
        ]
        assert len(await store.outbox.waiting("telegram", NOW + timedelta(hours=2))) == 1
    finally:
        await store.close()
    assert database.read_bytes().count(_EXACT.encode()) == 3, "of the open flag, and of signing in"


@pytest.mark.parametrize("version", migrations())
async def test_what_staff_had_done_is_there_after_any_upgrade(tmp_path: Path, version: int) -> None:
    store = await _upgraded(tmp_path, version)
    try:
        held = {one.id: one for one in await store.consultations.all()}
        assert {one: held[one].status for one in held} == {"care": "open", "next": "draft", "past": "closed"}
        assert held["care"].group_codes == {"k7mp-x3hr"}
        gathered = {one.response: one for one in await store.gathering.responses("care")}
        assert gathered[LISTEN].answers["home"].quotable
        assert gathered[LISTEN].answers["plan"].answer.chosen == ("y",)
        assert len(await store.gathering.responses("past")) == 1
        assert [one.answer.text for one in await store.reviewing.queue("care")] == ["a garden for [name]"]
        [flag] = await store.flags.raised("care")
        assert (flag.words, flag.kinds) == ("words that worry", ("self-harm",))
        ada = await store.staff.signed_in("a secret", NOW)
        assert ada is not None
        assert (ada.name, set(ada.roles)) == ("Ada", {"administrator", "moderator"})
        assert [one.disabled for one in await store.staff.all()] == [False, True]
        [waiting] = await store.reviewing.queue("care")
        assert await store.reviewing.decide(
            waiting.id, Verdict.APPROVE, reason="", seen=waiting.answer.text, by="Ada", at=NOW
        )
        assert await store._database.rows("SELECT done_by FROM audit WHERE action = 'consultation opened'") == [
            ("Ada",)
        ]
    finally:
        await store.close()


@pytest.mark.parametrize("version", migrations())
async def test_any_version_can_close_what_it_had_opened(tmp_path: Path, version: int) -> None:
    store = await _upgraded(tmp_path, version)
    try:
        await store.consultations.close("care", by="Ada", at=NOW)
        assert not (tmp_path / "keys" / "consultation-care.key").exists()
        assert await store._database.rows("SELECT * FROM session") == []
    finally:
        await store.close()


@pytest.mark.parametrize("version", migrations())
async def test_a_step_that_fails_leaves_the_data_of_any_version_as_it_was(
    tmp_path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = versions.make(tmp_path, version)
    with closing(sqlite3.connect(database)) as db:
        before = list(db.iterdump())
    last = max(migrations()) + 1
    failing = {
        **migrations(),
        last: "DELETE FROM receipt;",
        last + 1: "DELETE FROM a_table_that_is_not_there;",
    }
    monkeypatch.setattr("storage.sqlite.database.migrations", lambda: failing)
    store = SqliteStore(database, Keys(tmp_path / "keys"), hasher=CHEAP)
    with pytest.raises(StoreError):
        await store.start()
    with closing(sqlite3.connect(database)) as db:
        assert list(db.iterdump()) == before
        assert db.execute("PRAGMA user_version").fetchone() == (version,)
    monkeypatch.undo()
    await store.start()  # and the version that it came from, or one that is mended, still works on it
    assert await store.turns.last("care", ADDRESS) is not None
    await store.close()
