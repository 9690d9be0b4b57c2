"""What the command `accuracy` prints."""

from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.inference.accuracy_table import print_accuracy
from storage.keys import Keys
from storage.rules.coding_standing import Place
from storage.sqlite import SqliteStore
from tests.bot.inference.test_background_coding import by_hand, coding, running
from tests.storage.stored import CHEAP, NOW


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), clock=lambda: NOW, hasher=CHEAP)
    await made.start()
    yield made
    await made.close()


async def test_the_command_prints_how_well_it_is_done(store: SqliteStore) -> None:
    printed = StringIO()
    await running(store, *(f"a dog {number}" for number in range(24)))
    await coding(store).finish()
    await print_accuracy(store, "care", Console(file=printed, width=120))
    assert "not measured yet" in printed.getvalue()
    assert "Two people have to code 20 answers at least" in printed.getvalue()
    for number, one in enumerate(await store.codings.coded("care", "home")):
        await by_hand(store, one, "pets")
        await by_hand(store, one, "pets" if number % 2 else "calm", place=Place.SECOND, by="Bo")
    await print_accuracy(store, "care", Console(file=printed, width=120))
    words = printed.getvalue()
    assert "24 answers were coded by two people" in words
    assert "F1, machine and person: 0.75" in words
    assert "person and person: 0.50" in words
    assert "Pets" in words
