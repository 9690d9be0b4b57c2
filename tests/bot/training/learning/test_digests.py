"""The learned files that the product ships."""

from pathlib import Path

import pytest

from bot.training.fitted_on import LEARNED
from bot.training.learning import digests


def test_the_learned_files_are_those_that_were_learned() -> None:
    assert (LEARNED / digests.NAME).read_text() == digests.digests(LEARNED)


def test_every_learned_file_says_what_it_was_learned_from() -> None:
    notice = (LEARNED / "NOTICE.md").read_text()
    for line in digests.digests(LEARNED).splitlines():
        assert f"| {line.split()[1]} |" in notice


@pytest.mark.parametrize("change", ["changed", "added", "removed"])
def test_a_learned_file_that_is_changed_added_or_removed_shows(change: str, tmp_path: Path) -> None:
    for name in ("heads.npz", "words.bin"):
        (tmp_path / name).write_bytes(name.encode())
    digests.write(tmp_path)
    if change == "removed":
        (tmp_path / "heads.npz").unlink()
    else:
        (tmp_path / ("heads.npz" if change == "changed" else "new.npz")).write_bytes(b"other")
    assert (tmp_path / digests.NAME).read_text() != digests.digests(tmp_path)
