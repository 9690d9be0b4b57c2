"""Learning adapters and heads, with an encoder small enough to learn in seconds. Needs `make train-setup`."""

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from bot.inference.encoder import built_encoder, encoder_build, encoder_graph, onnx_encoder, pinned_weights
from bot.settings import Settings
from conversations.hearing import encoder_heads
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.values import Feeling, Kind, Risk

if os.environ.get("EARSHOT_CI") != "1":
    pytest.importorskip("jax", reason="JAX IS NOT INSTALLED: nothing shows that learning works. Run make train-setup.")

from bot.training.learning import losses, network
from bot.training.learning.adapters import Learned, Pace, heads_as_read, learn, new_heads

WIDTH, WORDS = 24, 30522
SMALL = network.Shape(layers=2, heads=3, shown=(0, 1))
ROWS = [
    *[Labelled(f"keep the same worker {at}", "Q", frozenset({"same"}), Risk.NONE) for at in range(20)],
    *[Labelled(f"warn me before it ends {at}", "Q", frozenset({"notice"}), Risk.NONE) for at in range(20)],
    *[Labelled(f"he hurts me at night {at}", risk=Risk.URGENT, feeling=Feeling.NEGATIVE) for at in range(20)],
    *[Labelled(f"she is great, {at} out of ten", risk=Risk.NONE, feeling=Feeling.POSITIVE) for at in range(20)],
    *[Labelled(f"ask [[PERSON:Zorbina]] for me {at}") for at in range(20)],
]
PACE = Pace(rank=4, rounds=6, size=16, adapters=1e-2, heads=1e-2, seed=3)


@pytest.fixture(scope="module")
def weights() -> encoder_graph.Weights:
    """An encoder of two narrow layers, all by chance."""
    chance = np.random.default_rng(0)

    def matrix(*shape: int) -> np.ndarray[Any, np.dtype[np.float32]]:
        return (chance.standard_normal(shape) * 0.3).astype(np.float32)

    made: encoder_graph.Weights = {
        "embeddings.word_embeddings.weight": matrix(WORDS, WIDTH),
        "embeddings.position_embeddings.weight": matrix(128, WIDTH) * 0.1,
        "embeddings.token_type_embeddings.weight": matrix(2, WIDTH) * 0.1,
    }
    norms = ["embeddings.LayerNorm"]
    for number in range(SMALL.layers):
        layer = f"encoder.layer.{number}"
        norms += [f"{layer}.{name}" for name in network.NORMS]
        for name in network.LINEAR:
            out, into = {"intermediate.dense": (48, WIDTH), "output.dense": (WIDTH, 48)}.get(name, (WIDTH, WIDTH))
            made[f"{layer}.{name}.weight"], made[f"{layer}.{name}.bias"] = matrix(out, into), matrix(out)
    for name in norms:
        made[f"{name}.weight"], made[f"{name}.bias"] = 1 + matrix(WIDTH) * 0.1, matrix(WIDTH)
    return made


def _learn(weights: encoder_graph.Weights, pace: Pace = PACE) -> tuple[Learned, list[float]]:
    """What is learned, and the mean loss of each round."""
    tokenizer = Tokenizer.from_file(str(built_encoder.folder() / pinned_weights.TOKENIZER))
    lost: list[tuple[int, int, float]] = []
    learned = learn(
        weights, SMALL, tokenizer, ROWS, pace=pace, told=lambda done, of, loss: lost.append((done, of, loss))
    )
    steps = -(-len(ROWS) // pace.size)
    assert [done for done, _, _ in lost] == list(range(1, steps * pace.rounds + 1))
    assert {of for _, of, _ in lost} == {len(lost)}
    return learned, [loss for done, _, loss in lost if done % steps == 0]


@pytest.fixture(scope="module")
def learned(weights: encoder_graph.Weights) -> tuple[Learned, list[float]]:
    return _learn(weights)


def test_what_was_wrong_becomes_less(learned: tuple[Learned, list[float]]) -> None:
    _, lost = learned
    assert len(lost) == PACE.rounds
    assert lost[-1] < lost[0] / 3


def test_the_same_seed_learns_the_same_files(
    learned: tuple[Learned, list[float]], weights: encoder_graph.Weights, tmp_path: Path
) -> None:
    learned[0].write(tmp_path / "once")
    _learn(weights)[0].write(tmp_path / "again")
    for name in ("adapters.npz", "heads.npz"):
        assert (tmp_path / "once" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def _read(weights: encoder_graph.Weights, adapters: network.Tree, texts: list[str]) -> tuple[Any, Any, Any]:
    tokenizer = Tokenizer.from_file(str(built_encoder.folder() / pinned_weights.TOKENIZER))
    tokenizer.enable_padding(length=16)
    read = tokenizer.encode_batch(texts)
    ids, mask = (np.array([getattr(one, name) for one in read]) for name in ("ids", "attention_mask"))
    made = network.read(network.stacked(weights, SMALL), adapters, ids, mask.astype(np.float32), shape=SMALL)
    return np.asarray(made[0]), np.asarray(made[1]), mask


def _none(weights: encoder_graph.Weights) -> network.Tree:
    return network.new_adapters(network.stacked(weights, SMALL), 1, np.random.default_rng(0))


def _stacked(adapters: dict[str, Any]) -> network.Tree:
    numbers = range(SMALL.layers)
    return {
        name: {
            part: np.stack([adapters[f"encoder.layer.{at}.{name}.{part}"] for at in numbers]).astype(np.float32)
            for part in ("A", "B")
        }
        for name in network.LINEAR
    }


def test_adapters_merged_into_the_weights_do_what_they_did_beside_them(
    learned: tuple[Learned, list[float]], weights: encoder_graph.Weights
) -> None:
    texts = ["keep the same worker 7", "he hurts me"]
    beside = _read(weights, _stacked(learned[0].adapters), texts)
    merged = _read(encoder_build.adapted(weights, learned[0].adapters), _none(weights), texts)
    before = _read(weights, _none(weights), texts)
    np.testing.assert_allclose(merged[0], beside[0], atol=1e-4)
    np.testing.assert_allclose(merged[1] * merged[2][..., None], beside[1] * beside[2][..., None], atol=1e-3)
    assert np.abs(before[0] - beside[0]).max() > 0.05


def test_the_heads_as_they_are_shipped_read_what_was_learned(
    learned: tuple[Learned, list[float]], weights: encoder_graph.Weights
) -> None:
    read = encoder_heads.read(learned[0].heads)
    texts = ["keep the same worker 7", "he hurts me at night 3", "she is great, 9 out of ten", "ask zorbina for me 2"]
    vectors, states, _ = _read(encoder_build.adapted(weights, learned[0].adapters), _none(weights), texts)
    codes, themes = read.themes["Q"]
    assert codes[int(themes(vectors[0]).argmax())] == "same"
    assert read.risk(vectors[1])[1] > 0 > read.risk(vectors[0])[0]
    assert encoder_heads.FEELINGS[int(read.feeling(vectors[1]).argmax())] is Feeling.NEGATIVE
    assert encoder_heads.FEELINGS[int(read.feeling(vectors[2]).argmax())] is Feeling.POSITIVE
    tags = [encoder_heads.TAGS[tag] for tag in read.tags(states[3]).argmax(-1)]
    assert tags[1] is None
    assert tags[2] is Kind.PERSON


def test_the_heads_as_they_are_shipped_take_vectors_of_length_1(weights: encoder_graph.Weights) -> None:
    codes = {"Q1": ("a", "b"), "Q2": ("c",)}
    held = new_heads(network.stacked(weights, SMALL), SMALL, codes, np.random.default_rng(1))
    read = encoder_heads.read(heads_as_read(held, codes))
    vector, states = np.eye(WIDTH, dtype=np.float32)[3], np.eye(2 * WIDTH, dtype=np.float32)[:5]
    apart = np.concatenate([head(vector) for _, head in read.themes.values()])
    np.testing.assert_allclose(apart, losses.linear(held["themes"], vector * losses.SCALE), atol=5e-3)
    np.testing.assert_allclose(read.risk(vector), losses.linear(held["risk"], vector * losses.SCALE), atol=5e-3)
    np.testing.assert_allclose(read.tags(states), losses.linear(held["tags"], states), atol=5e-3)
    assert [names for names, _ in read.themes.values()] == [("a", "b"), ("c",)]


def test_the_encoder_that_learns_is_the_one_that_runs() -> None:
    weights = encoder_build.weights(pinned_weights.pinned_weights(Settings().encoder_weights))
    shape = network.Shape(encoder_graph.LAYERS, encoder_graph.HEADS, encoder_graph.SHOWN)
    with np.load(io.BytesIO(built_encoder.adapters_bytes())) as adapters:
        whole = encoder_build.adapted(weights, adapters)
    text = "i want the same social worker, she gets me"
    [ran] = onnx_encoder.load().encode([text])
    tokenizer = Tokenizer.from_file(str(built_encoder.folder() / pinned_weights.TOKENIZER))
    tokenizer.no_padding()
    ids = np.array([tokenizer.encode(text).ids])
    stacked = network.stacked(whole, shape)
    none = network.new_adapters(stacked, 1, np.random.default_rng(0))
    vectors, states = network.read(stacked, none, ids, np.ones(ids.shape, np.float32), shape=shape)
    assert float(vectors[0] @ ran.vector) > 0.985  # 8-bit weights are not quite the same
    states = np.asarray(states[0, 1:-1])
    alike = (states * ran.states).sum(1) / np.linalg.norm(states, axis=1) / np.linalg.norm(ran.states, axis=1)
    assert alike.min() > 0.97


def test_about_the_share_asked_for_is_dropped_and_the_mean_stays() -> None:
    import jax

    made = np.asarray(network.dropped(np.ones((101, 101), np.float32), 0.1, jax.random.key(1)))
    assert (made == 0).mean() == pytest.approx(0.1, abs=0.01)
    assert made.mean() == pytest.approx(1, abs=0.02)
