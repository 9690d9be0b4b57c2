"""The whole of screening with the encoder that ships, on lines written to be hard (hard_lines.jsonl, which grows).

The floors lie a little below what is reached: 26 of 31 urgent lines, 14 of 22 concerns, 4 of 35 harmless ones.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.inference.encoder import onnx_encoder
from bot.inference.screener_setup import SHIPPED, screener
from conversations.hearing.screening.screener import screen
from conversations.hearing.values import Risk
from tests.conversations.hearing.word_encoder import BagOfWords

LINES = [json.loads(line) for line in (Path(__file__).parent / "hard_lines.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def flagged() -> dict[str, float]:
    """The share of lines of each level that is flagged."""
    read = onnx_encoder.load()
    screening = screener(read)
    encoded = read.encode([line["text"] for line in LINES])
    found = [
        screen(line["text"], (), encoded=one, screener=screening) for line, one in zip(LINES, encoded, strict=True)
    ]
    return {
        level: float(np.mean([bool(flag) for line, flag in zip(LINES, found, strict=True) if line["level"] == level]))
        for level in ("urgent", "concern", "none")
    }


def test_hard_worries_are_found(flagged: dict[str, float]) -> None:
    assert flagged["urgent"] >= 0.74
    assert flagged["concern"] >= 0.5


def test_most_harmless_lines_that_sound_like_worries_are_left_alone(flagged: dict[str, float]) -> None:
    assert flagged["none"] <= 0.18


def test_seeds_are_encoded_once_and_again_when_they_change(tmp_path: Path) -> None:
    read, own = BagOfWords(), tmp_path / "own"
    own.mkdir()
    first = screener(read, kept=tmp_path)
    once, once_read = read.calls, len(read.texts)
    again = screener(read, kept=tmp_path)
    assert read.calls == once > 0
    assert first.seed_similarity is not None
    assert again.seed_similarity is not None
    assert np.array_equal(first.seed_similarity.worrying, again.seed_similarity.worrying)
    (own / "neglect.yaml").write_text('urgent:\n  - "no coal and the cupboard stays empty"\n')
    shipped = (tmp_path / SHIPPED).read_bytes()
    more = screener(read, own, kept=tmp_path)
    assert read.texts[once_read:] == ["no coal and the cupboard stays empty"], "no other is read again"
    assert (tmp_path / SHIPPED).read_bytes() == shipped, "nor has anyone else to"
    text = "no coal and the cupboard stays empty"
    flag = screen(text, (), encoded=read.encode([text])[0], screener=more)
    assert flag is not None
    assert flag.level > Risk.NONE
    assert "seed:neglect" in flag.raised_by


@pytest.mark.parametrize("broken", [b"", b"half", b"PK\x03\x04"])
def test_a_broken_file_of_vectors_is_made_anew(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / SHIPPED).write_bytes(broken)
    read = BagOfWords()
    screener(read, kept=tmp_path)
    once = read.calls
    screener(read, kept=tmp_path)
    assert read.calls == once > 0


def test_where_nothing_can_be_kept_screening_works(tmp_path: Path) -> None:
    assert screener(BagOfWords(), kept=tmp_path / "nowhere").seed_similarity is not None
