"""The encoder that set-up builds."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.inference import encoder_build
from conversations.hearing.encoded import EncoderError


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with a copy of what set-up has built."""
    for name in (encoder_build.MODEL, encoder_build.MANIFEST):
        (tmp_path / name).write_bytes((encoder_build.folder() / name).read_bytes())
    return tmp_path


def test_what_set_up_built_is_believed(copied: Path) -> None:
    assert encoder_build.built(copied) == copied / encoder_build.MODEL


def test_a_single_changed_byte_is_noticed(copied: Path) -> None:
    model = copied / encoder_build.MODEL
    raw = bytearray(model.read_bytes())
    raw[len(raw) // 2] ^= 1
    model.write_bytes(raw)
    with pytest.raises(EncoderError, match="not as it was built: run make setup"):
        encoder_build.built(copied)


def test_what_was_built_from_other_weights_is_noticed(copied: Path) -> None:
    manifest = copied / encoder_build.MANIFEST
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "key": "another"}))
    with pytest.raises(EncoderError, match="from other weights"):
        encoder_build.built(copied)


@pytest.mark.parametrize("text", ["", "{}", "[]", "\x00"])
def test_a_manifest_that_is_no_manifest_is_noticed(copied: Path, text: str) -> None:
    (copied / encoder_build.MANIFEST).write_text(text)
    with pytest.raises(EncoderError, match="run make setup"):
        encoder_build.built(copied)


def test_nothing_built_yet_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="has not been built"):
        encoder_build.built(tmp_path)


def test_adapters_are_added_to_the_weights_that_they_name_and_to_no_other() -> None:
    weights = {"a.weight": np.ones((2, 3), np.float32), "b.weight": np.ones((2, 3), np.float32)}
    low, high = np.array([[1, 2, 3]], np.float16), np.array([[1], [10]], np.float16)
    made = encoder_build.adapted(weights, {"a.A": low, "a.B": high})
    assert made["a.weight"].tolist() == [[2, 3, 4], [11, 21, 31]]
    assert made["b.weight"].tolist() == [[1, 1, 1], [1, 1, 1]]
    assert weights["a.weight"].max() == 1
