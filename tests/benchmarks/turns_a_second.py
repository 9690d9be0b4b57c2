"""Turns a second and what they cost: the group writer against the plain ways of doing the same work.

All three ways run the same statements and the same sealing; they differ in who waits for whom.
"""

import asyncio
import json
import os
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import aiosqlite
from argon2 import PasswordHasher

from bot.web import WEB
from conversations.asking.answer import Answer
from conversations.asking.consultation.model import Consultation
from conversations.asking.records import AnswerKept, ResponseBegun
from conversations.asking.replies import Button, Expects, Reply, Says
from conversations.asking.session import Session, Turn
from storage import reply_json as as_json
from storage.keys import Keys
from storage.keys.sealing import ConsultationKey
from storage.sqlite import SqliteStore
from storage.sqlite.database import Database
from storage.sqlite.tables import answer_tables, session_tables
from storage.turns import Taken

T = TypeVar("T")

RESPONDENTS = 50
TURNS_EACH = 40
ALONE = 300
OPEN_SESSIONS = 100_000
ROUNDS = 7
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
QUESTIONS = 9
REPLIES = (
    Reply(
        Says.QUESTION,
        "How often does your social worker ask what you think, and does something come of it?",
        tuple(Button(f"Something to choose, {i}", f"v1:12.o{i}") for i in range(6)),
        Expects.ONE,
        "Question 3 of 9",
    ),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Turns a second of wall time, and microseconds of CPU a turn."""

    a_second: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.a_second:8.0f} turns/s  {self.cpu:6.0f} us CPU a turn"


def _take(respondent: int, number: int) -> Callable[[Session | None], Turn]:
    """A middling turn: an answer of 80 characters is kept, and a question with six buttons asked.

    What it takes to work a turn out is not measured here, so it is there already.
    """
    response, question = respondent.to_bytes(16, "big"), f"q{number % QUESTIONS}"
    state = Session(
        version=1,
        place=question,
        at=NOW,
        stamp=number,
        response=response,
        age_band="13-15",
        receipt=("amber", "badger", "copper", "dolphin", "ember", "falcon"),
    )
    answer = Answer(text=f"I would like it if my social worker stayed longer than {number} months, as it hurts.")
    begun = ResponseBegun(response, 1, "13-15", WEB.name, NOW.date())
    later = Turn(state, REPLIES, (AnswerKept(response, question, answer, NOW.date()),))
    first = Turn(state, REPLIES, (begun, *later.records))
    return lambda before: later if before else first


class _TurnByTurn(Database):
    """The standard module, on the caller's thread, one commit for each turn."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._db: sqlite3.Connection | None = None

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._db is None:
            self._db = self._connect_writer()
        self._db.execute("BEGIN IMMEDIATE")
        done = work(self._db)
        self._db.execute("COMMIT")
        return done

    async def stop(self) -> None:
        if self._db is not None:
            self._db.close()
        await super().stop()


class _StatementByStatement(SqliteStore):
    """aiosqlite as its documentation shows it: each statement is awaited, one commit for each turn."""

    db: aiosqlite.Connection
    alone: asyncio.Lock

    async def start(self) -> None:
        await super().start()
        self.alone = asyncio.Lock()
        self.db = await aiosqlite.connect(self._database._path, isolation_level=None, cached_statements=256)
        for pragma in (
            *("synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"),
            *("cache_size = -8000", "wal_autocheckpoint = 4000"),
        ):
            await self.db.execute(f"PRAGMA {pragma}")

    async def close(self) -> None:
        await self.db.close()
        await super().close()

    async def slow_turn(self, address: str, event: str, take: Callable[[Session | None], Turn]) -> Taken:
        key = await self.turns._key("bench")
        session, known_as = key.session(address), key.event(address, event)
        async with self.alone:
            await self.db.execute("BEGIN IMMEDIATE")
            async with self.db.execute(session_tables.FIND, (session, known_as, "bench")) as cursor:
                found = await cursor.fetchone()
            assert found is not None
            before = None
            if found[1] is not None:
                opened = session_tables.unseal(key, session, found[1])
                async with self.db.execute(answer_tables.ANSWERS, (opened.response,)) as cursor:
                    given = await cursor.fetchone()
                assert given is not None
                before = Session.from_json(opened.state, answer_tables.read(given[0]))
            turn = take(before)
            for record in turn.records:
                if isinstance(record, ResponseBegun):
                    await self.db.execute(answer_tables.BEGIN, answer_tables.begin_values("bench", record))
                elif isinstance(record, AnswerKept) and before is not None and record.question in before.answers:
                    await self.db.execute(answer_tables.CHANGE, answer_tables.change_values(record))
                elif isinstance(record, AnswerKept):
                    await self.db.execute(answer_tables.KEEP, answer_tables.keep_values("bench", record))
            assert turn.state is not None
            said = as_json.to_json(turn.replies)
            if before is None:
                async with self.db.execute("SELECT 1 FROM response WHERE id = ?", (turn.state.response,)) as cursor:
                    await cursor.fetchone()
                await self.db.execute(session_tables.KEEP, session_tables.row("bench", key, session, turn.state, said))
            else:
                await self.db.execute(
                    session_tables.GO_ON, (*session_tables.sealed(key, session, turn.state, said), session)
                )
            await self.db.execute(session_tables.NOTE, session_tables.event_row("bench", session, known_as, at=NOW))
            await self.db.execute("COMMIT")
        return Taken(turn.replies)


async def _store(folder: Path, kind: type[SqliteStore] = SqliteStore, database: Database | None = None) -> SqliteStore:
    store = kind(folder / "bench.db", Keys(folder / "keys"), hasher=PasswordHasher(1, 8, 1), database=database)
    await store.start()
    question = {"id": "q0", "type": "open", "text": "What?"}
    await store.consultations.add(
        Consultation.model_validate(
            {"format": 1, "id": "bench", "version": 1, "title": "B", "about": "B", "questions": [question]}
        )
    )
    await store.consultations.open("bench", date(2026, 3, 1), date(2026, 3, 31), trial=True, by="bench")
    return store


async def _measure(turn: Callable[[str, str, Callable[[Session | None], Turn]], Awaitable[object]]) -> Measured:
    takes = [[_take(respondent, number) for number in range(TURNS_EACH)] for respondent in range(RESPONDENTS)]

    async def one(respondent: int) -> None:
        for number, take in enumerate(takes[respondent]):
            await turn(f"web:{respondent}", str(number), take)

    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*[one(respondent) for respondent in range(RESPONDENTS)])
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    total = RESPONDENTS * TURNS_EACH
    return Measured(total / wall, cpu / total * 1e6)


async def _median(store: SqliteStore) -> float:
    """Of one respondent's turns, in microseconds."""
    took = []
    for number in range(ALONE):
        take = _take(1_000_000, number)
        began = time.perf_counter()
        await store.turns.turn("bench", "web:alone", f"alone {number}", take, at=NOW)
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1e6


async def measure_group(folder: Path) -> tuple[Measured, float]:
    store = await _store(folder)
    measured = await _measure(lambda who, event, take: store.turns.turn("bench", who, event, take, at=NOW))
    median = await _median(store)
    await store.close()
    return measured, median


async def measure_turn_by_turn(folder: Path) -> tuple[Measured, float]:
    store = await _store(folder, database=_TurnByTurn(folder / "bench.db"))
    measured = await _measure(lambda who, event, take: store.turns.turn("bench", who, event, take, at=NOW))
    median = await _median(store)
    await store.close()
    return measured, median


async def measure_statement_by_statement(folder: Path) -> Measured:
    store = await _store(folder, _StatementByStatement)
    assert isinstance(store, _StatementByStatement)
    measured = await _measure(store.slow_turn)
    await store.close()
    return measured


async def _fill(folder: Path, how_many: int) -> None:
    store = await _store(folder)
    key = store._keys.held("bench") or ConsultationKey(secrets.token_bytes(32))
    state, said = _take(1, 1)(None).state, as_json.to_json(_take(1, 1)(None).replies)
    known_as = key.event("web", "1")
    assert state is not None

    def work(db: sqlite3.Connection) -> None:
        for number in range(how_many):
            response = number.to_bytes(16, "big")
            session = key.session(f"web:{number}")
            db.execute(
                session_tables.KEEP, session_tables.row("bench", key, session, state.but(response=response), said)
            )
            db.execute(session_tables.NOTE, session_tables.event_row("bench", session, known_as, at=NOW))

    await store._database.write(work)
    await store.close()


async def start_and_report(folder: Path) -> None:
    """Starts a store, takes a turn of an open session, and prints seconds and KiB of memory as JSON."""
    before = time.perf_counter()
    store = SqliteStore(folder / "bench.db", Keys(folder / "keys"), hasher=PasswordHasher(1, 8, 1))
    await store.start()
    seconds = time.perf_counter() - before
    await store.turns.last("bench", "web:7")
    print(json.dumps([seconds, _memory()]))
    await store.close()


def _memory() -> int:
    """KiB of memory that this process holds now (ru_maxrss would begin with its parent's)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0])


def _start_up(folder: Path) -> tuple[float, float]:
    """The median of five starts: seconds, and MiB of memory."""
    program = "import asyncio, pathlib, sys; from tests.benchmarks.turns_a_second import start_and_report as s; "
    runs = []
    for _ in range(5):
        command = [sys.executable, "-c", f"{program}asyncio.run(s(pathlib.Path(sys.argv[1])))", str(folder)]
        runs.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs) / 1024


def _sync_time(folder: Path) -> float:
    """Microseconds of one small write and fsync here."""
    took = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(100):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            took.append(time.perf_counter() - began)
    return statistics.median(took) * 1e6


def report() -> list[str]:
    """The lines that `make bench` prints. Each way is measured in turn, several times over, and the medians compared:
    what else this machine is doing then slows all of them alike."""
    group, plain, slow = [], [], []
    alone, plain_alone = [], []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        sync = _sync_time(folder)
        for number in range(ROUNDS):
            places = [folder / f"{name}{number}" for name in ("group", "plain", "slow")]
            for place in places:
                place.mkdir()
            measured, median = asyncio.run(measure_group(places[0]))
            group.append(measured)
            alone.append(median)
            measured, median = asyncio.run(measure_turn_by_turn(places[1]))
            plain.append(measured)
            plain_alone.append(median)
            slow.append(asyncio.run(measure_statement_by_statement(places[2])))
        for name, sessions_open in (("none", 0), ("many", OPEN_SESSIONS)):
            (folder / name).mkdir()
            asyncio.run(_fill(folder / name, sessions_open))
        none_seconds, none_memory = _start_up(folder / "none")
        many_seconds, many_memory = _start_up(folder / "many")
    grouped, by_turn, by_statement = _middle(group), _middle(plain), _middle(slow)
    one, plain_one = statistics.median(alone), statistics.median(plain_alone)
    faster = [mine.a_second / its.a_second for mine, its in zip(group, plain, strict=True)]
    cheaper = [its.cpu / mine.cpu for mine, its in zip(group, slow, strict=True)]
    slower = [mine / its for mine, its in zip(alone, plain_alone, strict=True)]
    return [
        f"One small write and fsync on this disk: {sync:.0f} us. Load of this machine: {os.getloadavg()[0]:.1f}.",
        "(Where it has other work to do, threads that wake one another cost less, and aiosqlite compares better.)",
        f"Medians of {ROUNDS} rounds, and in brackets the lowest and the highest of a round.",
        f"{RESPONDENTS} respondents at once, {TURNS_EACH} turns each:",
        f"  group writer                      {grouped}",
        f"  sqlite3, turn by turn             {by_turn}",
        f"  aiosqlite, statement by statement {by_statement}",
        f"  turns/s against sqlite3 turn by turn: {_spread(faster)} (at least 2.5)",
        f"  CPU of aiosqlite against it: {_spread(cheaper)} (at least 8)",
        f"One respondent, p50: {one:.0f} us, sqlite3 {plain_one:.0f} us: {_spread(slower)} (at most 4)",
        f"{OPEN_SESSIONS} open sessions against none: {many_memory - none_memory:+.1f} MiB (under 20), "
        f"{many_seconds - none_seconds:+.3f} s to start (under 0.3)",
    ]


def _spread(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def _middle(measured: list[Measured]) -> Measured:
    return Measured(statistics.median(one.a_second for one in measured), statistics.median(one.cpu for one in measured))
