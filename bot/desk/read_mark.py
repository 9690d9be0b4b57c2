"""Noticing that a text changed since its page was made."""

from hashlib import sha256


def read_mark(text: str) -> str:
    """Stands for a text in a form: browsers rewrite line breaks, so the text itself would not come back the same."""
    return sha256(text.encode()).hexdigest()[:32]
