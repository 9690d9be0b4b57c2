"""What was learned about the bundled questions before any answer came in (learned/themes.npz)."""

from collections.abc import Mapping


class Prior:
    """What was learned about one question's themes."""

    version: str


def priors() -> Mapping[str, Prior]:
    """The priors that the product ships, by question, read at the first call."""
    raise NotImplementedError
