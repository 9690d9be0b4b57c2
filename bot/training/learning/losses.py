"""How wrong the heads are on a batch: one sum of what is learned together."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from bot.training.learning.frame_batches import ANSWERS, FrameBatch
from bot.training.learning.network import Tree
from bot.training.learning.training_batches import Batch

RISK, TAGGING = 2.0, 3.0
"""What a mistake of these heads counts, one of themes and feeling being 1."""

WORRIES = np.array([2.0, 3.0], np.float32)
"""What a worry that was not seen counts, a false alarm being 1: of any worry, of an urgent one."""

FEELINGS = np.array([1.3, 1.0, 0.8, 1.3], np.float32)
"""What a mistake counts, in the order of heads.FEELINGS: the rarer, the more."""

PERSONAL = 2.0
"""What a token of personal data counts, another being 1."""

SCALE = 12.0
"""By which vectors of length 1 are made longer for the heads, so that these learn as fast as the rest."""

STEEP, LOW = 19.5, -3.2
"""What likeness to a definition counts as log-odds, and those of an answer that is neither near nor far: what an
untuned coder makes of it (zero_shot.py, coder.UNTUNED)."""

STATED = 3.0
"""What a theme that was not seen counts, one too many being 1: few of a frame's themes are stated."""


def linear(head: Tree, x: Any) -> Any:
    """The log-odds that a head gives."""
    return x @ head["weight"].T + head["bias"]


def _either(log_odds: Any, truth: Any, positive: Any = 1.0) -> Any:
    """Cross-entropy of yes or no, a missed yes counting `positive` times."""
    return -(positive * truth * jax.nn.log_sigmoid(log_odds) + (1 - truth) * jax.nn.log_sigmoid(-log_odds))


def total(heads: Tree, vectors: Any, states: Any, batch: Batch) -> Any:
    """The loss of a batch, by text. `vectors` (texts x width) of length 1, `states` of the tokens."""
    vectors = vectors * SCALE
    coded = _themes(linear(heads["themes"], vectors), batch)
    worried = _either(linear(heads["risk"], vectors), batch.risk, WORRIES).sum(1) * batch.screened
    felt = -(jax.nn.log_softmax(linear(heads["feeling"], vectors)) * batch.feeling * FEELINGS).sum(1)
    by_text = (coded + RISK * worried + felt).sum() / batch.real.sum()
    return by_text + TAGGING * _tags(linear(heads["tags"], states), batch)


def _themes(log_odds: Any, batch: Batch) -> Any:
    """Each code by itself, and, at half weight, all of a question against one another."""
    alone = (_either(log_odds, batch.codes) * batch.asked).sum(1)
    among = jax.nn.log_softmax(jnp.where(batch.asked > 0, log_odds, -1e9))
    return alone - 0.5 * (among * batch.codes).sum(1) / jnp.maximum(batch.codes.sum(1), 1)


def _tags(log_odds: Any, batch: Batch) -> Any:
    counts = batch.tagged * jnp.where(batch.tags > 0, PERSONAL, 1.0)
    right = jnp.take_along_axis(jax.nn.log_softmax(log_odds), batch.tags[..., None], axis=-1)[..., 0]
    return -(right * counts).sum() / jnp.maximum(counts.sum(), 1)


def framed(vectors: Any, batch: FrameBatch) -> Any:
    """The loss of a question's answers, sorted by what its themes are said to be. `vectors` (texts x width) of length
    1: answers, then themes."""
    answers, themes = vectors[:ANSWERS], vectors[ANSWERS:]
    there = batch.themes[:, None]
    away = (themes - (themes * there).sum(0) / there.sum()) * there
    away /= jnp.sqrt((away * away).sum(axis=1, keepdims=True) + 1e-12)  # a norm has no slope where all is nought
    log_odds = STEEP * (answers @ away.T) + LOW
    counts = batch.answers[:, None] * batch.themes[None, :]
    alone = (_either(log_odds, batch.states, STATED) * counts).sum(1)
    among = jax.nn.log_softmax(jnp.where(batch.themes > 0, log_odds, -1e9))
    sorted_in = (among * batch.states).sum(1) / jnp.maximum(batch.states.sum(1), 1)
    return ((alone - sorted_in) * batch.answers).sum() / batch.answers.sum()
