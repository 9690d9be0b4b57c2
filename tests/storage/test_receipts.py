"""Six words bring a response back; nothing else does, and nothing kept tells the words."""

import asyncio
import threading
from collections.abc import Sequence

import pytest
from argon2 import PasswordHasher

from conversations.asking.record import ReceiptGiven
from storage.keys import Keys
from storage.receipts import Receipts, normal
from storage.sqlite import SqliteStore
from storage.store import StoreError
from tests.storage.given import ADDRESS, CHEAP, NOW, WORDS, Takes, begun, kept, opened, response


async def _given(store: SqliteStore, words: Sequence[str] = WORDS, number: int = 1) -> None:
    receipt = await store.prepare_receipt(words)
    take = Takes(begun(number), ReceiptGiven(response(number), tuple(words)), kept("my dog", number=number))
    await store.turn("care", f"telegram:{number}", "1", take, at=NOW, receipt=receipt)


async def test_receipt_words_bring_a_response_back(store: SqliteStore) -> None:
    await opened(store)
    await _given(store)
    found = await store.find_by_receipt("care", WORDS)
    assert found is not None
    assert found.response == response()
    assert (found.version, found.age_band, found.quoting, found.finished) == (1, "13-15", None, False)
    assert found.answers["home"].text == "my dog"
    assert found.receipt == WORDS


@pytest.mark.parametrize(
    "words",
    [
        ["Amber", "BADGER", "copper", "dolphin", "ember", "falcon"],
        ["  amber badger\tcopper dolphin  ember\nfalcon "],
        ["amber badger", "copper", "dolphin", "ember falcon"],
    ],
)
async def test_case_and_white_space_do_not_matter(store: SqliteStore, words: list[str]) -> None:
    await opened(store)
    await _given(store)
    assert await store.find_by_receipt("care", words) is not None


@pytest.mark.parametrize(
    "words",
    [
        "amber badger copper dolphin ember ember",
        "badger amber copper dolphin ember falcon",
        "amber badger copper dolphin ember",
        "amber badger copper dolphin ember falcon amber",
        "amber badger",
        "",
    ],
)
async def test_other_words_bring_nothing_back(store: SqliteStore, words: str) -> None:
    await opened(store)
    await _given(store)
    assert await store.find_by_receipt("care", words.split()) is None


async def test_words_of_another_consultation_bring_nothing_back(store: SqliteStore) -> None:
    await opened(store)
    await opened(store, "moves")
    await _given(store)
    assert await store.find_by_receipt("moves", WORDS) is None


async def test_two_receipts_with_the_same_first_words_are_told_apart(store: SqliteStore) -> None:
    await opened(store)
    other = (*WORDS[:2], "garden", "harbour", "island", "jungle")
    await _given(store)
    await _given(store, other, number=2)
    first, second = await store.find_by_receipt("care", WORDS), await store.find_by_receipt("care", other)
    assert first is not None
    assert second is not None
    assert (first.response, second.response) == (response(1), response(2))


async def test_a_receipt_that_was_not_made_ready_is_refused_and_the_turn_undone(store: SqliteStore) -> None:
    await opened(store)
    other = await store.prepare_receipt([*WORDS[:5], "garden"])
    for receipt in (None, other):
        take = Takes(begun(), ReceiptGiven(response(), WORDS))
        with pytest.raises(StoreError, match="made ready"):
            await store.turn("care", ADDRESS, "1", take, at=NOW, receipt=receipt)
    assert await store.gather("care") == []


async def test_a_receipt_needs_six_words(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="6 words"):
        await store.prepare_receipt(WORDS[:5])


class Counting(PasswordHasher):
    """Counts what is verified, and how many at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.lock = threading.Lock()

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            self.verified.append(str(password))
            return super().verify(hash, password)
        finally:
            with self.lock:
                self.at_once -= 1


async def test_unknown_words_cost_the_same_work_as_wrong_ones(keys: Keys) -> None:
    hasher = Counting()
    receipts = Receipts(keys, hasher)
    await receipts.start()
    verifier = (await receipts.prepare(WORDS)).verifier
    wrong = (*WORDS[:5], "garden")
    assert await receipts.which(wrong, [verifier]) is None
    assert await receipts.which(wrong, []) is None
    assert await receipts.which(WORDS, [verifier]) == 0
    assert len(hasher.verified) == 3


async def test_no_more_than_two_are_verified_at_once(keys: Keys) -> None:
    hasher = Counting()
    receipts = Receipts(keys, hasher)
    await receipts.start()
    verifier = (await receipts.prepare(WORDS)).verifier
    await asyncio.gather(*[receipts.which(WORDS, [verifier]) for _ in range(40)])
    assert len(hasher.verified) == 40
    assert 1 <= hasher.most_at_once <= 2


async def test_a_receipt_says_nothing_of_its_words(keys: Keys) -> None:
    receipts = Receipts(keys, CHEAP)
    receipt = await receipts.prepare(WORDS)
    assert not [word for word in WORDS if word in repr(receipt) + receipt.locator + receipt.verifier]
    assert receipt.locator != (await Receipts(keys, CHEAP).prepare(["amber", "beaver", *WORDS[2:]])).locator


def test_words_are_compared_in_lower_case() -> None:
    assert normal([" Amber", "BADGER copper"]) == ("amber", "badger", "copper")
