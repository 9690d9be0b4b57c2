"""Learns the encoder's adapters, and the heads that read it, together: adapters.npz and heads.npz."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import numpy as np
import optax
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.training.learning import losses
from bot.training.learning.frame_batches import FrameBatch, FrameBatches, Question
from bot.training.learning.network import DROPPED, Shape, Tree, dropped, new_adapters, read, stacked, unstacked
from bot.training.learning.training_batches import LENGTHS, Batch, Batches, Codes, codes_of
from conversations.hearing.encoder_heads import FEELINGS, TAGS
from conversations.hearing.labelled_texts import Labelled

Arrays = dict[str, NDArray[Any]]

FRAMED = 0.5
"""What a batch of a question's answers counts, one of texts being 1."""

Told = Callable[[int, int, float], None]
"""Is told after each step how many are done, of how many, and the mean loss of this round so far."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How it is learned. `rank` of the adapters; `rounds` over all texts; `size` of a batch; rates of AdamW at their
    highest; `warm_up`: the share of the steps in which they grow, before they fall to nought."""

    rank: int = 16
    rounds: int = 6
    size: int = 32
    adapters: float = 1e-3
    heads: float = 5e-3
    warm_up: float = 0.06
    decay: float = 0.01
    longest: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Learned:
    """What adapters.npz and heads.npz hold, by name."""

    adapters: Arrays
    heads: Arrays

    def write(self, out: Path) -> None:
        """Writes both files; the same bytes from the same arrays."""
        out.mkdir(parents=True, exist_ok=True)
        for name, arrays in (("adapters", self.adapters), ("heads", self.heads)):
            np.savez_compressed(out / f"{name}.npz", allow_pickle=False, **arrays)


def learn(
    weights: Mapping[str, NDArray[Any]],
    shape: Shape,
    tokenizer: Tokenizer,
    rows: Sequence[Labelled],
    questions: Sequence[Question] = (),
    *,
    pace: Pace,
    told: Told,
) -> Learned:
    """Learns from `rows`, and from `questions` to sort answers by what themes are said to be. `weights`: the encoder's,
    by the names that building.py uses. The same from the same seed, on the same machine."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(LENGTHS[-1])
    batches, frames = Batches(tokenizer, codes_of(rows), pace.size), FrameBatches(tokenizer, questions)
    chance = np.random.default_rng(pace.seed)
    encoder = jax.device_put(stacked(weights, shape))
    learned = {
        "adapters": new_adapters(encoder, pace.rank, chance),
        "heads": new_heads(encoder, shape, batches.codes, chance),
    }
    steps = pace.rounds * (batches.count(rows) + frames.count())
    optimiser = _optimiser(pace, steps)
    held = optimiser.init(learned)
    step = _step(optimiser, shape)
    key, order, done = jax.random.key(pace.seed), random.Random(pace.seed), 0  # noqa: S311 - an order, nothing secret
    for _ in range(pace.rounds):
        lost: list[float] = []
        for batch in _mixed([*batches.round(rows, order)], [*frames.round(order)], order):
            learned, held, loss = step(encoder, learned, held, batch, jax.random.fold_in(key, done))
            lost.append(float(loss))
            done += 1
            told(done, steps, sum(lost) / len(lost))
    return Learned(unstacked(learned["adapters"]), heads_as_read(learned["heads"], batches.codes))


def _mixed(texts: list[Batch], frames: list[FrameBatch], order: random.Random) -> Iterator[Batch | FrameBatch]:
    """Both, each in its own order, one among the other by chance."""
    of_frames = [False] * len(texts) + [True] * len(frames)
    order.shuffle(of_frames)
    one, other = iter(texts), iter(frames)
    for framed in of_frames:
        yield next(other) if framed else next(one)


def new_heads(encoder: Tree, shape: Shape, codes: Codes, chance: np.random.Generator) -> Tree:
    """Heads with small weights by chance. One for the themes of all questions, in the order of `codes`."""
    width = encoder["kind"].shape[0]
    outputs = {
        "themes": (sum(map(len, codes.values())), width),
        "risk": (2, width),
        "feeling": (len(FEELINGS), width),
        "tags": (len(TAGS), width * len(shape.shown)),
    }
    return {
        name: {
            "weight": chance.uniform(-1, 1, (out, into)).astype(np.float32) / np.float32(np.sqrt(into)),
            "bias": chance.uniform(-1, 1, out).astype(np.float32) / np.float32(np.sqrt(into)),
        }
        for name, (out, into) in outputs.items()
    }


def heads_as_read(heads: Tree, codes: Codes) -> Arrays:
    """As encoder_heads.read takes them: 16-bit, for vectors of length 1, the themes by question."""
    made: Arrays = {}

    def put(name: str, weight: Any, bias: Any, scale: float) -> None:
        made[f"{name}.weight"] = (np.asarray(weight) * scale).astype(np.float16)
        made[f"{name}.bias"] = np.asarray(bias).astype(np.float16)

    begin = 0
    for question, names in codes.items():
        end = begin + len(names)
        put(
            f"themes.{question}", heads["themes"]["weight"][begin:end], heads["themes"]["bias"][begin:end], losses.SCALE
        )
        made[f"themes.{question}.codes"] = np.array(names)
        begin = end
    for name, scale in (("risk", losses.SCALE), ("feeling", losses.SCALE), ("tags", 1.0)):
        put(name, heads[name]["weight"], heads[name]["bias"], scale)
    return made


def _optimiser(pace: Pace, steps: int) -> Any:
    def rate(highest: float) -> Any:
        def at(step: Any) -> Any:
            grown = jax.numpy.minimum(1.0, (step + 1) / (pace.warm_up * steps))
            return highest * grown * jax.numpy.maximum(0.0, 1 - step / steps)

        return optax.adamw(at, weight_decay=pace.decay)

    rates = {"adapters": rate(pace.adapters), "heads": rate(pace.heads)}
    return optax.chain(
        optax.clip_by_global_norm(pace.longest),
        optax.multi_transform(rates, {"adapters": "adapters", "heads": "heads"}),
    )


def _step(optimiser: Any, shape: Shape) -> Any:
    """One step, compiled for each length of a batch: (encoder, learned, held, batch, key) -> (learned, held, loss)."""

    def loss(learned: Tree, encoder: Tree, batch: Batch | FrameBatch, key: Any) -> Any:
        inside, after = jax.random.split(key)
        vectors, states = read(encoder, learned["adapters"], batch.ids, batch.mask, shape=shape, key=inside)
        if isinstance(batch, FrameBatch):
            return FRAMED * losses.framed(vectors, batch)
        return losses.total(learned["heads"], dropped(vectors, DROPPED, after), states, batch)

    def step(encoder: Tree, learned: Tree, held: Any, batch: Batch | FrameBatch, key: Any) -> tuple[Tree, Any, Any]:
        lost, slope = jax.value_and_grad(loss)(learned, encoder, batch, key)
        change, held = optimiser.update(slope, held, learned)
        return optax.apply_updates(learned, change), held, lost

    return jax.jit(step)
