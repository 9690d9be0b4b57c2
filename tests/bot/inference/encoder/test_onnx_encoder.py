"""The encoder as it runs. All texts are made up."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.inference.encoder import built_encoder, pinned_weights
from bot.inference.encoder.built_encoder import BuiltEncoder
from bot.inference.encoder.onnx_encoder import WINDOW, OnnxEncoder, _starts
from conversations.hearing.encoded import STATES, VECTOR, EncoderError

TEXTS = ("my worker never rings back", "pizza on fridays", "she never returns my calls", "", "🦊 ddim yn gwybod")


def test_every_token_says_where_it_stands(real: OnnxEncoder) -> None:
    text = "É 🦊 told Kayleigh-Mae twice"
    [read] = real.encode([text])
    assert "".join(text[start:end] for start, end in read.offsets) == "É🦊toldKayleigh-Maetwice"
    assert read.states.shape == (len(read.offsets), STATES)
    assert read.vector.shape == (VECTOR,)
    assert read.parts.shape == (1, VECTOR)


def test_a_text_is_read_the_same_alone_among_others_and_from_many_threads(real: OnnxEncoder) -> None:
    together = real.encode(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        alone = list(pool.map(lambda text: real.encode([text])[0], TEXTS * 5))
    for number, one in enumerate(alone):
        assert np.array_equal(one.vector, together[number % len(TEXTS)].vector)
        assert np.array_equal(one.states, together[number % len(TEXTS)].states)


def test_what_means_the_same_lies_nearer_than_what_does_not(real: OnnxEncoder) -> None:
    rings, pizza, calls, *_ = (one.vector for one in real.encode(TEXTS))
    assert rings @ calls > rings @ pizza + 0.1


@pytest.mark.parametrize("tokens", [1, WINDOW - 1, WINDOW, WINDOW + 1, 3 * WINDOW, 1000])
def test_windows_cover_every_token(tokens: int) -> None:
    starts = _starts(tokens)
    assert {at for start in starts for at in range(start, min(start + WINDOW, tokens))} == set(range(tokens))


def test_a_long_text_is_read_to_its_end_in_parts(real: OnnxEncoder) -> None:
    text = "word " * 600 + "kayleigh"
    [read] = real.encode([text])
    assert tuple(read.offsets[-1])[1] == len(text)
    assert len(read.states) == len(read.offsets)
    assert len(read.parts) > 5
    assert np.allclose(np.linalg.norm(read.parts, axis=1), 1, atol=1e-3)
    assert np.isfinite(read.states).all()


def test_a_model_that_is_none_says_what_to_do_and_nothing_of_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(b"kayleigh")
    with pytest.raises(EncoderError, match="run make setup") as error:
        OnnxEncoder(BuiltEncoder(tmp_path / "model", built_encoder.folder() / pinned_weights.TOKENIZER, "v"))
    assert "kayleigh" not in str(error.value)


def test_an_error_of_the_model_keeps_the_text_to_itself(real: OnnxEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(window: object) -> None:
        raise ValueError("kayleigh told me")

    monkeypatch.setattr(real, "_run", broken)
    with pytest.raises(EncoderError) as error:
        real.encode(["kayleigh told me"])
    assert "kayleigh" not in str(error.value)
    assert error.value.__suppress_context__
