"""Which answers two people code, so that coding can be measured; a setting, so it stands apart from what codes."""

DOUBLE_CODED = 15
"""Of a hundred answers so many are meant to be coded by two people, neither of whom sees what others said."""


def for_two(answer: bytes, share: int) -> bool:
    """Whether an answer is of the sample that two people code: `share` of a hundred. Ids are random, and so is the
    sample; it goes by their ends, since lists go by their beginnings."""
    return int.from_bytes(answer[-2:]) < share * 65536 // 100
