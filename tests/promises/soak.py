"""Kills a process in which many answer, again and again, and looks each time whether anything was lost:

python -m tests.promises.soak [HOW OFTEN [SEED]]
"""

import asyncio
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.promises.under_load import RESPONDENTS, address, store_in
from tests.storage.stored import opened


def _killed(folder: Path, *, after: int = -1, statement: int = 0) -> dict[int, int]:
    """Lets respondents answer in a process of their own and kills it: once so many turns were acknowledged, or at the
    statement with that number. How many turns of each were acknowledged, where there were any."""
    command = [sys.executable, "-m", "tests.promises.under_load", str(folder), str(statement)]
    acknowledged: dict[int, int] = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for count, line in enumerate(process.stdout):
            respondent, number = map(int, line.split())
            acknowledged[respondent] = number + 1
            if count == after:
                process.kill()  # and read on: what was acknowledged before it died counts
        errors = process.stderr.read().decode()
    assert process.returncode == -9, errors
    return acknowledged


async def _look(folder: Path, acknowledged: dict[int, int]) -> None:
    """Every acknowledged answer is there once, and no session moved backwards. Notes in it what is there."""
    store = store_in(folder)
    await store.start()
    try:
        assert await store._database.rows("PRAGMA integrity_check") == [("ok",)]
        assert await store._database.rows("PRAGMA foreign_key_check") == []
        answers = {one.response: one.answers for one in await store.gathering.responses("care")}
        for respondent in range(1, RESPONDENTS + 1):
            last = await store.turns.last("care", address(respondent))
            taken = last.state.stamp if last else 0
            # One more than acknowledged: kept, but killed before it could be said.
            assert taken - acknowledged.get(respondent, 0) in (0, 1)
            if last and last.state.response:
                said = {question: one.answer.text for question, one in answers[last.state.response].items()}
                assert said == {f"q{number}": f"{respondent} said {number}" for number in range(taken)}
            acknowledged[respondent] = taken
    finally:
        await store.close()


async def kill_again_and_again(folder: Path, how_often: int, seed: int) -> int:
    """Half of the times at a moment, half at a statement; both random. How many turns were taken in all."""
    points = random.Random(seed)
    store = store_in(folder)
    await store.start()
    await opened(store)
    await store.close()
    acknowledged: dict[int, int] = {}
    for number in range(how_often):
        point = points.randrange(0, 400)
        killed = {"after": point} if number % 2 else {"statement": 1 + 10 * point + points.randrange(10)}
        acknowledged |= await asyncio.to_thread(_killed, folder, **killed)
        await _look(folder, acknowledged)
    return sum(acknowledged.values())


def main(how_often: int = 500, seed: int = 1) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for done in range(0, how_often, 50):  # anew now and then: what is there makes looking slow
            some = min(50, how_often - done)
            turns = asyncio.run(kill_again_and_again(Path(folder) / str(done), some, seed + done))
            print(f"killed {done + some} times, {turns} turns in the last {some}: nothing lost, none twice", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
