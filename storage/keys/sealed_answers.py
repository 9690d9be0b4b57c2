"""What an answer says in a language that no machine reads: sealed under its consultation's key until a person has
redacted it, and gone with that key."""

from collections.abc import Callable

from storage.errors import StoreError
from storage.keys.sealing import ConsultationKey

Opens = Callable[[str, bytes], str]
"""Opens what is sealed of the answer to a question. Raises StoreError where it does not open."""


def sealed_words(key: ConsultationKey | None, response: bytes, question: str, words: str) -> bytes:
    """Raises StoreError without a key: such words are kept in no other way."""
    if key is None:
        raise StoreError("words in another language are kept only sealed, and there is no key to seal them with")
    return key.seal.seal(words.encode("utf-8", "surrogatepass"), _about(response, question))


def opener(key: ConsultationKey, response: bytes) -> Opens:
    """Opens what is sealed of a response's answers."""
    return lambda question, sealed: key.seal.open(sealed, _about(response, question)).decode("utf-8", "surrogatepass")


def _about(response: bytes, question: str) -> bytes:
    return b"answer" + response + question.encode()
