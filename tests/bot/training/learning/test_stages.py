"""The stages of `make train`: what each writes, and what is said where it cannot."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.inference.encoder.pinned_weights import PinnedWeights
from bot.training import fitted_on
from bot.training.fitted_on import LEARNED
from bot.training.learning import stages
from bot.training.learning.__main__ import app
from bot.training.learning.stages import STAGES, Ground, KeptError


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(None, tmp_path / "out", PinnedWeights(tmp_path, tmp_path), seed=0, rounds=1)


def _told(_done: int, _of: int, _loss: float | None) -> None:
    pass


def test_without_the_public_lists_the_word_list_stays_as_it_ships(ground: Ground) -> None:
    with pytest.raises(KeptError, match=r"words\.bin stays as it ships: no folder .*PUBLIC=folder"):
        STAGES["lists"].learn(ground, _told)
    assert (ground.out / "words.bin").read_bytes() == (LEARNED / "words.bin").read_bytes()


def test_training_goes_on_without_them_says_so_and_notes_what_was_fitted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "build_recogniser", lambda out: (out / "recogniser.bin").write_bytes(b"made"))
    done = CliRunner().invoke(app, [str(tmp_path / "out"), "--only", "lists,recogniser"])
    assert done.exit_code == 0
    assert "lists: words.bin stays as it ships" in done.stderr
    assert "recogniser: 4 weights" in done.stderr
    assert list(fitted_on.read(tmp_path / "out").files) == ["recogniser.bin"]


def test_a_stage_that_is_not_there_is_named() -> None:
    done = CliRunner().invoke(app, ["--only", "everything"])
    assert done.exit_code == 2
    assert "everything" in done.stderr
