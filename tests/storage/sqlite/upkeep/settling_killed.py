"""A process that is killed while it settles:  python -m tests.storage.sqlite.upkeep.settling_killed FOLDER STATEMENT"""

import asyncio
import sys
from pathlib import Path

from storage.sqlite.upkeep import settling
from tests.promises.counting import CountingDatabase
from tests.promises.under_load import store_in


async def main(folder: Path, statement: int) -> None:
    settling.ROWS, settling.PAUSE = 20, 0
    database = CountingDatabase(folder / "data" / "earshot.db", statement)
    store = store_in(folder, database)
    await store.start()
    database.arm()
    await settling.settle(database)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
