"""New themes: groups among the answers that no theme claims, for a person to name, merge, split or dismiss."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.hearing.encoded import Floats


@dataclass(frozen=True, slots=True)
class Group:
    """`words`: those typical of it, the most typical first. `members`: where its texts stand, most typical first."""

    words: tuple[str, ...]
    members: tuple[int, ...]


def groups(texts: Sequence[str], vectors: Floats, *, seed: int) -> list[Group]:
    """Groups among redacted texts that no theme claims, the largest first; `vectors` (texts x VECTOR) are theirs.

    None among too few texts. The same from the same seed.
    """
    raise NotImplementedError
