"""Promise 3: nothing lost, nothing twice. The service is killed at every statement of every turn of a way."""

import asyncio
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.asking.replies import Reply
from conversations.asking.session import Session
from conversations.telling.responses import ReviewedResponse
from storage.keys.withdrawals_file import Withdrawals
from storage.sqlite import SqliteStore
from tests.promises.killed_at import EVENT
from tests.promises.under_load import store_in
from tests.promises.way import ADDRESS, ID, LEAVING, WORRY, arrived, taker_of
from tests.storage.stored import NOW, opened

LATER = NOW + timedelta(days=1)


class Killing:
    """The process that lets others die."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.promises.killed_at"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def turn(self, folder: Path, last: int) -> tuple[bool, int, int]:
        """Whether the turn was acknowledged, how the process ended, and how many statements the turn had."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{folder} {last}\n")
        told = False
        while (said := self._process.stdout.readline().split())[0] != "ended":
            told = told or said == ["told"]
        return told, int(said[1]), int(said[2])

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def killing() -> Iterator[Killing]:
    with closing(Killing()) as made:
        yield made


@dataclass(frozen=True, slots=True)
class Kept:
    """All that a turn leaves behind, without what is random."""

    state: Session | None
    replies: tuple[Reply, ...]
    responses: list[ReviewedResponse]
    flags: list[str]


async def _kept(store: SqliteStore) -> Kept:
    last = await store.turns.last(ID, ADDRESS)
    return Kept(
        last.state if last else None,
        last.replies if last else (),
        list(await store.gathering.responses(ID)),
        [flag.words for flag in await store.flags.raised(ID)],
    )


async def _outbox(store: SqliteStore) -> list[str]:
    """The texts that wait, in the order in which they would be sent; they are gone then."""
    texts = []
    while waiting := await store.outbox.waiting("telegram", LATER):
        for one in waiting:
            texts.append(one.reply.text)
            await store.outbox.sent("telegram", one.id)
    return texts


@dataclass(frozen=True, slots=True)
class Whole:
    """A step that nobody disturbed: what was there before and after, and what it put into the outbox."""

    before: Kept
    after: Kept
    outbox: list[str]


async def _until(step: int, folder: Path) -> Whole:
    """Takes the way up to this step, whose event then lies in the folder and is not taken; says what it would do."""
    store = store_in(folder)
    await store.start()
    await opened(store)
    shown: tuple[Reply, ...] = ()
    for number in range(step):
        shown = (await taker_of(store, number).take(arrived(number, LEAVING[number], shown))).replies
    await _outbox(store)
    before = await _kept(store)
    await store.close()
    event = arrived(step, LEAVING[step], shown)
    (folder / EVENT).write_bytes(pickle.dumps((step, event)))
    undisturbed = folder.with_name("undisturbed")
    shutil.copytree(folder, undisturbed)
    store = store_in(undisturbed)
    await store.start()
    await taker_of(store, step).take(event)
    whole = Whole(before, await _kept(store), await _outbox(store))
    await store.close()
    return whole


async def _is_whole(folder: Path, step: int, whole: Whole, *, told: bool) -> bool:
    """Starts again, has the event once more, and looks at everything. Whether the turn had been kept."""
    store = store_in(folder)
    await store.start()
    try:
        assert await store._database.rows("PRAGMA integrity_check") == [("ok",)]
        assert await store._database.rows("PRAGMA foreign_key_check") == []
        found = await _kept(store)
        assert found in (whole.before, whole.after), "a turn is there in whole or not at all"
        assert found == whole.after or not told, "what was acknowledged is there"
        _, event = pickle.loads((folder / EVENT).read_bytes())
        taken = await taker_of(store, step).take(event)
        assert taken.repeated == (found == whole.after)
        assert await _kept(store) == whole.after
        assert await _outbox(store) == whole.outbox, "each reply once, help first"
        if whole.before.responses and not whole.after.responses:
            withdrawn = Withdrawals(folder / "keys").read()
            assert {one.response for one in whole.before.responses} <= withdrawn
        return taken.repeated
    finally:
        await store.close()


@pytest.mark.parametrize("step", range(len(LEAVING)), ids=lambda step: LEAVING[step].label or LEAVING[step].text)
async def test_killed_at_any_statement_a_turn_is_there_in_whole_or_not_at_all(
    tmp_path: Path, killing: Killing, step: int
) -> None:
    base = tmp_path / "base"
    whole = await _until(step, base)
    counted = tmp_path / "counted"
    shutil.copytree(base, counted)
    told, ended, statements = await asyncio.to_thread(killing.turn, counted, 0)
    assert (told, ended) == (True, 0)
    assert statements >= 4
    kept = []
    for statement in range(1, statements + 2):
        folder = tmp_path / "killed"
        shutil.copytree(base, folder)
        told, ended, _ = await asyncio.to_thread(killing.turn, folder, statement)
        assert (told, ended) == (False, -9)
        kept.append(await _is_whole(folder, step, whole, told=told))
        shutil.rmtree(folder)
    assert not kept[0]
    assert kept[-1]
    assert kept == sorted(kept), "once it is kept it stays"


async def test_the_way_has_a_worry_and_its_help_goes_first(tmp_path: Path) -> None:
    step = next(number for number, one in enumerate(LEAVING) if one.text == WORRY)
    whole = await _until(step, tmp_path / "base")
    assert "Childline" in whole.outbox[0]
    assert whole.after.flags == [WORRY]
