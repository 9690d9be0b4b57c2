"""The files that `make train` has learned and the product ships: the one place that opens them."""

from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray


def learned_bytes(name: str) -> bytes:
    """What learned/NAME holds. Raises OSError where it is not there."""
    return (resources.files(__package__) / "learned" / name).read_bytes()


def learned_arrays(name: str) -> dict[str, NDArray[Any]]:
    """The arrays of learned/NAME, an .npz file. Raises OSError where it is not there."""
    with (resources.files(__package__) / "learned" / name).open("rb") as file, np.load(file) as arrays:
        return dict(arrays)
