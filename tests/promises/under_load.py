"""Many respondents at once, in a process that is killed:  python -m tests.promises.under_load FOLDER [STATEMENT]

Each turn that is acknowledged is printed at once as "respondent number". Respondents go on where the store says they
are, and each begins by sending the event before again, as a door does that never learnt whether it was kept. With a
number above 0 the process kills itself at that statement.
"""

import asyncio
import os
import sys
from pathlib import Path

from conversations.asking.answer import Answer
from conversations.asking.records import AnswerKept, Record
from conversations.asking.replies import Reply, Says
from conversations.asking.session import Session, Turn
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.sqlite.database import Database
from tests.promises.counting import CountingDatabase
from tests.storage.stored import CHEAP, NOW, TODAY, begun, response

RESPONDENTS = 20


def store_in(folder: Path, database: Database | None = None) -> SqliteStore:
    return SqliteStore(folder / "data" / "earshot.db", Keys(folder / "keys"), hasher=CHEAP, database=database)


def address(respondent: int) -> str:
    return f"telegram:{respondent}"


def take(respondent: int, state: Session | None) -> Turn:
    """Counts this respondent's turns in the state, and keeps one more answer in each."""
    number = state.stamp if state else 0
    kept = AnswerKept(response(respondent), f"q{number}", Answer(text=f"{respondent} said {number}"), TODAY)
    records: tuple[Record, ...] = (kept,) if state else (begun(respondent), kept)
    after = Session(version=1, place=f"q{number}", at=NOW, stamp=number + 1, response=response(respondent))
    return Turn(after, (Reply(Says.LINE, f"Thanks for {number}"),), records)


async def turn(store: SqliteStore, respondent: int, number: int) -> bool:
    """Takes this respondent's turn with that number; whether it was known already."""
    taken = await store.turns.turn(
        "care", address(respondent), f"event {number}", lambda state: take(respondent, state), at=NOW
    )
    assert taken.replies[0].text == f"Thanks for {number}"
    return taken.repeated


async def respond(store: SqliteStore, respondent: int) -> None:
    last = await store.turns.last("care", address(respondent))
    number = last.state.stamp if last else 0
    if number:
        assert await turn(store, respondent, number - 1)
    while True:
        assert not await turn(store, respondent, number)
        os.write(1, f"{respondent} {number}\n".encode())
        number += 1


async def main(folder: Path, statement: int = 0) -> None:
    database = CountingDatabase(folder / "data" / "earshot.db", statement)
    store = store_in(folder, database)
    await store.start()
    database.arm()
    await asyncio.gather(*[respond(store, respondent) for respondent in range(1, RESPONDENTS + 1)])


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *map(int, sys.argv[2:])))
