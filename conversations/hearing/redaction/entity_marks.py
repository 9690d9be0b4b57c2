"""By what a hidden thing is known again in the later messages of the same answer, when its words are gone.

Why nothing can be worked out from what is kept:
- A mark is an HMAC-SHA256 of a word under a random key that lives in the memory of one process and is written nowhere.
  When the process ends, the key is gone, and no list of names leads to any mark: not with the database, not with the
  keys folder, not with both.
- What a session keeps is not the mark but an HMAC of the response and the question under it, cut to 32 bits. So the
  same name in two answers leaves two values that have nothing in common: nobody can tell that two people named one.
- It is sealed with the session, beside the draft, and goes with it: when the answer is done, or after a break.
After a restart in the middle of an answer its names get new numbers: two names never come to share one by that.
"""

import hmac
from collections.abc import Sequence
from dataclasses import replace

from conversations.hearing.redaction.placeholders import PLACEHOLDER, numbered, words_of
from conversations.hearing.values import Heard, Span

KEY_BYTES = 32
KEPT_BYTES = 4


def marks(raw: str, spans: Sequence[Span], key: bytes) -> tuple[tuple[bytes, ...], ...]:
    """For each placeholder of the redacted text the marks of its words, in order; none for one that was typed as it
    stands. They are for the memory of one turn only. `key`: KEY_BYTES random bytes of this process."""
    redacted, stands = numbered(raw, spans)
    hidden = {start: span for (start, _), span in zip(stands, spans, strict=True)}
    made: list[tuple[bytes, ...]] = []
    for match in PLACEHOLDER.finditer(redacted):
        span = hidden.get(match.start())
        words = sorted(words_of(raw[span.start : span.end])) if span else ()
        made.append(tuple(hmac.digest(key, word.encode("utf-8", "surrogatepass"), "sha256") for word in words))
    return tuple(made)


def marked(heard: Heard, key: bytes) -> Heard:
    """What was heard, with its marks."""
    return replace(heard, marks=marks(heard.raw, heard.spans, key))


def kept(heard: Sequence[Sequence[bytes]], response: bytes, question: str) -> tuple[tuple[str, ...], ...]:
    """What a session may keep of the marks while the answer to a question is being written."""
    about = response + b"\x00" + question.encode()
    return tuple(tuple(hmac.digest(mark, about, "sha256")[:KEPT_BYTES].hex() for mark in one) for one in heard)
