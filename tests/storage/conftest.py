from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.keys import Keys
from storage.sqlite import SqliteStore
from tests.storage.stored import CHEAP, NOW


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    made = Keys(tmp_path / "keys")
    made.prepare()
    return made


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), clock=lambda: NOW, hasher=CHEAP)
    await made.start()
    yield made
    await made.close()
