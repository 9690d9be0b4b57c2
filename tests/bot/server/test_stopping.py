"""Whatever signal ends it, what is open is closed first, and the database's log keeps nothing."""

import asyncio
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.server.stopping import Stopping, end_as_interrupted, stopped_by
from conversations.asking.locales import line
from storage.sqlite.upkeep.backup import back_up
from tests.bot_api import BotApi
from tests.bot_api.running import RunningBot
from tests.storage.stored import NOW
from tests.waiting import HANGS

WORDS = "a swing in the apple tree"


@pytest.mark.parametrize(
    ("told", "ends_with"),
    # 0 also where Ctrl-C is ignored, as of what a script runs in the background.
    [(signal.SIGTERM, {0}), (signal.SIGINT, {0, 130}), (signal.SIGHUP, {0, 130})],
    ids=["term", "int", "hup"],
)
async def test_a_service_that_is_told_to_stop_closes_the_store_and_leaves_no_log(
    tmp_path: Path, told: signal.Signals, ends_with: set[int]
) -> None:
    async with BotApi() as api:
        bot = RunningBot(api, tmp_path)
        try:
            await bot.start()
            person = api.person(7_000_001)
            await person.say("/start")
            for label in ("16 to 17", line("welcome_next"), line("agree_yes")):
                await person.next_with(label)
                await person.tap(label)
            await person.next_saying("Question 1 of")
            await person.say(WORDS)
            await api.until(lambda: api.unconfirmed == 0)
            log = bot.database.with_name(f"{bot.database.name}-wal")
            assert log.exists()
            assert bot.process is not None
            bot.process.send_signal(told)
            async with asyncio.timeout(HANGS):
                assert await bot.process.wait() in ends_with
        finally:
            await bot.kill()
    assert not log.exists()
    with closing(sqlite3.connect(bot.database)) as db:
        assert db.execute("SELECT count(*) FROM response").fetchone() == (1,)


@dataclass
class Server:
    should_exit: bool = False


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    signals = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    before = [signal.getsignal(one) for one in signals]
    yield
    for one, handler in zip(signals, before, strict=True):
        signal.signal(one, handler)


def test_before_there_is_a_server_what_runs_is_interrupted_once() -> None:
    with stopped_by(signal.SIGTERM):
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)  # while what is open is being closed


def test_a_server_that_comes_after_it_was_told_does_not_begin() -> None:
    stopping, server = Stopping(), Server()
    with pytest.raises(KeyboardInterrupt):
        stopping(signal.SIGTERM, None)
    stopping.ends(server)
    assert server.should_exit


def test_where_ctrl_c_is_ignored_the_others_still_end_it() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_as_interrupted(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)


def test_what_nohup_ignores_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    end_as_interrupted(signal.SIGHUP)
    signal.raise_signal(signal.SIGHUP)


def test_a_backup_that_is_told_to_stop_leaves_no_half_of_it(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "earshot.db")) as db:
        for table in ("response", "answer", "outbox", "audit"):
            db.execute(f"CREATE TABLE {table} (at, action, done_by, detail)")
    end_as_interrupted(signal.SIGTERM)
    before = set(tmp_path.iterdir())

    def stop(what: str, share: float) -> None:
        if what == "adding up":
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(KeyboardInterrupt):
        back_up(tmp_path / "earshot.db", tmp_path / "b", tmp_path / "keys", at=NOW, by="ada", progress=stop)
    assert set(tmp_path.iterdir()) == before
