"""The files that the encoder is built from are known by their digests, whoever carries them."""

from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.file_digest import file_digest
from bot.inference.encoder import pinned_weights
from bot.inference.encoder.pinned_weights import DIGESTS, PinnedWeights
from conversations.hearing.encoded import EncoderError

WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"


@pytest.fixture
def carrier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with small files, which count as the right ones."""
    folder = tmp_path / "carrier"
    folder.mkdir()
    for name in DIGESTS:
        (folder / name).write_text(f"what {name} holds")
        monkeypatch.setitem(DIGESTS, name, file_digest(folder / name))
    return folder


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> ModuleSpec | None:
        return None

    monkeypatch.setattr(pinned_weights, "find_spec", gone)


@pytest.mark.usefixtures("no_package")
def test_the_right_files_do_wherever_they_lie(carrier: Path) -> None:
    assert pinned_weights.pinned_weights(carrier) == PinnedWeights(carrier / WEIGHTS, carrier / TOKENIZER)


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER])
def test_another_file_is_refused_with_what_to_do(carrier: Path, name: str) -> None:
    (carrier / name).write_text("another")
    with pytest.raises(EncoderError, match=rf"{name} is another file .*put .* EARSHOT_ENCODER_WEIGHTS") as error:
        pinned_weights.pinned_weights(carrier)
    assert DIGESTS[name][:12] in str(error.value)


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER])
def test_a_missing_file_is_named(carrier: Path, name: str) -> None:
    (carrier / name).unlink()
    with pytest.raises(EncoderError, match=rf"{name} cannot be read .*EARSHOT_ENCODER_WEIGHTS"):
        pinned_weights.pinned_weights(carrier)


@pytest.mark.usefixtures("no_package")
def test_without_the_package_it_says_what_to_do() -> None:
    with pytest.raises(EncoderError, match=r"not installed: run make setup, or put .* in EARSHOT_ENCODER_WEIGHTS"):
        pinned_weights.pinned_weights()


def test_the_package_carries_the_files_that_are_pinned() -> None:
    if find_spec(pinned_weights.PACKAGE) is None:
        pytest.skip("the weights came from a folder: the package is not here")
    found = pinned_weights.pinned_weights()
    assert found.weights.stat().st_size > 90_000_000
