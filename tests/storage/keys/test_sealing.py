"""What is sealed opens only in its place, and what is found by a pseudonym tells nobody whose it is."""

import pytest

from storage.errors import StoreError
from storage.keys.sealing import ConsultationKey, Seal, derive, pseudonym

KEY = bytes(range(32))


def test_what_is_sealed_opens_in_its_place() -> None:
    assert Seal(KEY).open(Seal(KEY).seal(b"my words", b"place"), b"place") == b"my words"


def test_the_same_words_are_never_sealed_alike() -> None:
    assert Seal(KEY).seal(b"my words", b"") != Seal(KEY).seal(b"my words", b"")


@pytest.mark.parametrize("at", [0, 1, 13, -1])
def test_a_changed_byte_does_not_open(at: int) -> None:
    sealed = bytearray(Seal(KEY).seal(b"my words", b"place"))
    sealed[at] ^= 1
    with pytest.raises(StoreError):
        Seal(KEY).open(bytes(sealed), b"place")


@pytest.mark.parametrize(("key", "about"), [(bytes(32), b"place"), (KEY, b"elsewhere")])
def test_another_key_or_place_does_not_open(key: bytes, about: bytes) -> None:
    with pytest.raises(StoreError, match="KEYS_DIR") as raised:
        Seal(key).open(Seal(KEY).seal(b"my words", b"place"), about)
    assert "words" not in str(raised.value)


def test_what_is_too_short_does_not_open() -> None:
    with pytest.raises(StoreError):
        Seal(KEY).open(b"\x01short", b"")


def test_parts_do_not_run_into_one_another() -> None:
    assert pseudonym(KEY, "ab", "c") != pseudonym(KEY, "a", "bc")
    assert pseudonym(KEY, "ab") == pseudonym(KEY, b"ab")


def test_keys_of_two_purposes_differ() -> None:
    assert derive(KEY, "one") != derive(KEY, "two")
    assert KEY not in (derive(KEY, "one"), derive(KEY, "two"))


def test_sessions_events_and_links_of_the_same_words_differ() -> None:
    key = ConsultationKey(KEY)
    assert len({key.session("a"), key.event("a", "a"), key.event("a", "b"), key.link(b"a")}) == 4


def test_half_a_character_has_a_pseudonym_too() -> None:
    assert len(pseudonym(KEY, "\ud83d")) == 16
