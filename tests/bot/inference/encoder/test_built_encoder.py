"""Whether what set-up has built is believed."""

import json
from pathlib import Path

import pytest

from bot.inference.encoder import built_encoder
from bot.inference.encoder.built_encoder import MANIFEST, MODEL
from bot.inference.encoder.pinned_weights import TOKENIZER
from conversations.hearing.encoded import EncoderError


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with a copy of what set-up has built."""
    for name in (MODEL, TOKENIZER, MANIFEST):
        (tmp_path / name).write_bytes((built_encoder.folder() / name).read_bytes())
    return tmp_path


def test_what_set_up_built_is_believed(copied: Path) -> None:
    made = built_encoder.built(copied)
    assert (made.model, made.tokenizer) == (copied / MODEL, copied / TOKENIZER)
    assert built_encoder.key().startswith(made.version)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_a_single_changed_byte_is_noticed(name: str, copied: Path) -> None:
    raw = bytearray((copied / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (copied / name).write_bytes(raw)
    with pytest.raises(EncoderError, match="not as it was built: run make setup"):
        built_encoder.built(copied)


def test_what_was_built_from_other_weights_is_noticed(copied: Path) -> None:
    manifest = copied / MANIFEST
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "key": "another"}))
    with pytest.raises(EncoderError, match="from other weights"):
        built_encoder.built(copied)


@pytest.mark.parametrize("text", ["", "{}", "[]", "\x00"])
def test_a_manifest_that_is_no_manifest_is_noticed(copied: Path, text: str) -> None:
    (copied / MANIFEST).write_text(text)
    with pytest.raises(EncoderError, match="run make setup"):
        built_encoder.built(copied)


def test_nothing_built_yet_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="has not been built"):
        built_encoder.built(tmp_path)
