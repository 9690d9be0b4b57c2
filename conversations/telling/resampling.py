"""A mean, and the interval of the middle 95% of the means of 1,000 draws of as many values, with replacement."""

from collections.abc import Sequence

import numpy as np

DRAWS = 1000
SEED = 1


def mean_and_interval(each: Sequence[float]) -> tuple[float, float, float]:
    """The mean, and the lower and the upper end of its interval. The same values give the same interval."""
    values = np.array(each)
    draws = np.random.default_rng(SEED).integers(0, len(values), (DRAWS, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return float(values.mean()), float(low), float(high)
