"""The encoder in JAX: as building.py writes it for onnxruntime, and differentiable in its adapters.

An adapter is a narrow pair A (rank x in) and B (out x rank) beside a matrix W: the layer computes x W' + (x A') B', and
building.adapted() later adds B A to W ("LoRA", arxiv.org/abs/2106.09685).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

ATTENTION = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
LINEAR = (*ATTENTION, "intermediate.dense", "output.dense")
NORMS = ("attention.output.LayerNorm", "output.LayerNorm")

DROPPED = 0.1
"""Share of the numbers that are set to nought while learning, as when the encoder itself was learned."""
DROPPED_BEFORE_ADAPTERS = 0.05

Tree = Any
"""Arrays in nested mappings, as JAX takes and gives them."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`layers` in the encoder, `heads` in each, and the layers whose token states are `shown`, from 0."""

    layers: int
    heads: int
    shown: tuple[int, ...]


def dropped(x: Any, share: float, key: Any) -> Any:
    """`x` with about that share of its numbers nought and the others larger by as much."""
    # A byte of chance for each number is enough, and four times as fast as a word.
    words = jax.random.bits(key, (-(-x.size // 4),), jnp.uint32)
    chance = jax.lax.bitcast_convert_type(words, jnp.uint8).reshape(-1)[: x.size].reshape(x.shape)
    below = round(share * 256)
    return jnp.where(chance >= below, x * (256 / (256 - below)), 0.0)


def stacked(weights: Mapping[str, NDArray[Any]], shape: Shape) -> Tree:
    """The encoder's weights, those of equal parts of all layers in one array, as `read` takes them."""

    def layers(name: str) -> NDArray[np.float32]:
        each = [weights[f"encoder.layer.{number}.{name}"] for number in range(shape.layers)]
        return np.stack(each).astype(np.float32)

    def pair(name: str) -> Tree:
        return {"weight": layers(f"{name}.weight"), "bias": layers(f"{name}.bias")}

    begin = "embeddings."
    return {
        "words": weights[f"{begin}word_embeddings.weight"],
        "places": weights[f"{begin}position_embeddings.weight"],
        "kind": weights[f"{begin}token_type_embeddings.weight"][0],
        "norm": {part: weights[f"{begin}LayerNorm.{part}"] for part in ("weight", "bias")},
        "layers": {name: pair(name) for name in (*LINEAR, *NORMS)},
    }


def new_adapters(encoder: Tree, rank: int, chance: np.random.Generator) -> Tree:
    """Adapters that change nothing yet: A by chance, B nought."""
    made = {}
    for name in LINEAR:
        layers, out, into = encoder["layers"][name]["weight"].shape
        low = chance.standard_normal((layers, rank, into)) / np.sqrt(into)
        made[name] = {"A": low.astype(np.float32), "B": np.zeros((layers, out, rank), np.float32)}
    return made


def unstacked(adapters: Tree) -> dict[str, NDArray[np.float16]]:
    """The adapters as adapters.npz holds them: `encoder.layer.N.NAME.A` and `.B`, 16-bit."""
    return {
        f"encoder.layer.{number}.{name}.{part}": np.asarray(adapters[name][part][number]).astype(np.float16)
        for name in LINEAR
        for number in range(len(adapters[name]["A"]))
        for part in ("A", "B")
    }


def _norm(x: Any, pair: Tree) -> Any:
    centred = x - x.mean(-1, keepdims=True)
    spread = (centred * centred).mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt(spread + 1e-12) * pair["weight"] + pair["bias"]


def read(encoder: Tree, adapters: Tree, ids: Any, mask: Any, *, shape: Shape, key: Any = None) -> tuple[Any, Any]:
    """What the encoder makes of `ids` where `mask` is 1 (both texts x tokens).

    Gives the vectors (texts x width, each of length 1) and the states of the tokens (texts x tokens x shown * width).
    With a `key`, some numbers are dropped, for learning.
    """

    def drop(x: Any, share: float, layer: Any, place: int) -> Any:
        return x if key is None else dropped(x, share, jax.random.fold_in(key, layer * 8 + place))

    x = encoder["words"][ids] + encoder["kind"] + encoder["places"][: ids.shape[1]]
    x = drop(_norm(x, encoder["norm"]), DROPPED, shape.layers, 0)
    far = jnp.where(mask[:, None, None, :] > 0, 0.0, -1e4)
    texts, tokens, width = x.shape

    def layer(x: Any, given: tuple[Any, Tree, Tree]) -> tuple[Any, Any]:
        number, weights, learned = given

        def linear(x: Any, name: str, thinned: Any) -> Any:
            # As one matrix: products over two axes of a batch take a third longer to differentiate.
            x, thinned = x.reshape(-1, x.shape[-1]), thinned.reshape(-1, x.shape[-1])
            whole = x @ weights[name]["weight"].T + weights[name]["bias"]
            return (whole + (thinned @ learned[name]["A"].T) @ learned[name]["B"].T).reshape(texts, tokens, -1)

        def split(x: Any) -> Any:
            return x.reshape(texts, tokens, shape.heads, width // shape.heads).transpose(0, 2, 1, 3)

        thinned = drop(x, DROPPED_BEFORE_ADAPTERS, number, 0)
        query, key_, value = (split(linear(x, name, thinned)) for name in ATTENTION[:3])
        looks = jax.nn.softmax(query @ key_.transpose(0, 1, 3, 2) / np.sqrt(width // shape.heads) + far, axis=-1)
        seen = (looks @ value).transpose(0, 2, 1, 3).reshape(texts, tokens, width)
        seen = linear(seen, ATTENTION[3], drop(seen, DROPPED_BEFORE_ADAPTERS, number, 1))
        x = _norm(x + drop(seen, DROPPED, number, 2), weights[NORMS[0]])
        wide = jax.nn.gelu(linear(x, LINEAR[4], drop(x, DROPPED_BEFORE_ADAPTERS, number, 3)), approximate=False)
        thought = linear(wide, LINEAR[5], drop(wide, DROPPED_BEFORE_ADAPTERS, number, 4))
        x = _norm(x + drop(thought, DROPPED, number, 5), weights[NORMS[1]])
        return x, x

    numbers = jnp.arange(shape.layers)
    x, each = jax.lax.scan(layer, x, (numbers, encoder["layers"], adapters))
    wide = mask[..., None]
    mean = (x * wide).sum(1) / wide.sum(1)
    vectors = mean / jnp.maximum(jnp.linalg.norm(mean, axis=-1, keepdims=True), 1e-9)
    return vectors, jnp.concatenate([each[number] for number in shape.shown], axis=-1)
