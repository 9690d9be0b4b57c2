"""Promise 3: nothing lost. Back up under load, lose the data, restore, compare. (make drill: 1,000 MB)"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.maintenance import Replayed
from storage.sqlite.upkeep import restore as restoring
from tests.promises.drill import digest, drill


async def test_what_was_backed_up_under_load_comes_back_whole_and_without_what_was_withdrawn(tmp_path: Path) -> None:
    done = await drill(tmp_path, 20)
    print(done)
    assert done.size > 10_000_000
    assert done.meanwhile > 0


async def test_the_drill_notices_that_a_withdrawn_response_came_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "replay", lambda *_: Replayed(1))
    with pytest.raises(AssertionError):
        await drill(tmp_path, 1)


def test_one_letter_changes_the_hash_of_all_answers(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data", isolation_level=None)) as db:
        db.execute("CREATE TABLE response (id BLOB)")
        db.execute("CREATE TABLE answer (id BLOB, response BLOB, text TEXT)")
        db.execute("INSERT INTO response VALUES (x'01')")
        db.execute("INSERT INTO answer VALUES (x'02', x'01', 'my dog')")
        before = digest(tmp_path / "data")
        db.execute("UPDATE answer SET text = 'my hog'")
    assert digest(tmp_path / "data") != before
