"""From how much speaks for each code to the codes of an answer, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from conversations.hearing.encoded import Floats
from conversations.hearing.themes.code_frame import RESIDUAL, Coding

MOST = 4
"""An answer states at most this many themes."""

SURE = 0.5
"""A code that is less likely than this needs a person."""

EVEN = 0.01
"""How much better (F1) another bar has to be than even odds, for each unit of log-odds between them."""

_TRIED = np.arange(-1.5, 1.51, 0.25)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Log-odds are `slope` times what speaks for a code, plus `lift` (Platt 1999). Besides the likeliest, themes whose
    log-odds are above `bar` are stated."""

    slope: float
    lift: float
    bar: float

    def odds(self, said: Floats) -> Floats:
        made: Floats = (self.slope * said + self.lift).astype(np.float32)
        return made


def stated_codes(odds: Floats, codes: Sequence[str], bar: float) -> NDArray[np.bool_]:
    """Which codes (texts x codes) are stated: the likeliest, if it is one of RESIDUAL; else it and other themes."""
    residual = np.isin(codes, RESIDUAL)
    row, first = np.arange(len(odds)), odds.argmax(axis=1)
    stated = (odds > bar) & ~residual
    best = np.argsort(np.argsort(-np.where(residual, -np.inf, odds), axis=1, kind="stable"), axis=1, kind="stable")
    stated &= best < MOST
    stated[residual[first]] = False
    stated[row, first] = True
    return stated


def agreement(made: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    """Sample-averaged F1 (0 to 1) of codes (texts x codes)."""
    return float(np.mean(2 * (made & true).sum(axis=1) / np.maximum(made.sum(axis=1) + true.sum(axis=1), 1)))


def tuned(said: Floats, true: NDArray[np.bool_], codes: Sequence[str]) -> tuple[Thresholds, float]:
    """The thresholds that fit texts that were left out of learning best, and its sample-averaged F1 on them.

    `said` (texts x codes) is what spoke for each code, `true` what they state.
    """
    platt = LogisticRegression(C=1e6).fit(said.reshape(-1, 1), true.ravel())
    slope, lift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    odds = slope * said + lift
    scores = {float(bar): agreement(stated_codes(odds, codes, bar), true) for bar in _TRIED}
    bar = max(scores, key=lambda bar: scores[bar] - EVEN * abs(bar))
    return Thresholds(slope, lift, bar), scores[bar]


def codings(odds: Floats, codes: Sequence[str], bar: float, *, sure: bool = True) -> list[Coding]:
    """A coding for each row. `sure` False: all need a person."""
    likely = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    made = []
    for row, stated in zip(likely, stated_codes(odds, codes, bar), strict=True):
        chosen = sorted(np.flatnonzero(stated).tolist(), key=lambda code: -row[code])
        confidence = {codes[code]: round(float(row[code]), 3) for code in chosen}
        made.append(Coding(tuple(confidence), confidence, not sure or min(confidence.values()) < SURE))
    return made
