"""Six words bring a response back; nothing else does, and nothing kept tells the words."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from conversations.asking.records import ReceiptGiven
from storage.errors import StoreError, TooManyTriesError
from storage.keys import Keys
from storage.keys.receipt_verifiers import ReceiptVerifiers, normal
from storage.rules.receipt_tries import MOST_A_MINUTE, TRIES
from storage.sqlite import SqliteStore
from tests.storage.stored import ADDRESS, CHEAP, NOW, WORDS, Takes, begun, kept, opened, response


async def _given(store: SqliteStore, words: Sequence[str] = WORDS, number: int = 1) -> None:
    receipt = await store.receipts.prepare(words)
    take = Takes(begun(number), ReceiptGiven(response(number), tuple(words)), kept("my dog", number=number))
    await store.turns.turn("care", f"telegram:{number}", "1", take, at=NOW, receipt=receipt)


async def test_receipt_words_bring_a_response_back(store: SqliteStore) -> None:
    await opened(store)
    await _given(store)
    found = await store.receipts.find("care", WORDS)
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
    assert await store.receipts.find("care", words) is not None


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
    assert await store.receipts.find("care", words.split()) is None


async def test_words_of_another_consultation_bring_nothing_back(store: SqliteStore) -> None:
    await opened(store)
    await opened(store, "moves")
    await _given(store)
    assert await store.receipts.find("moves", WORDS) is None


async def test_two_receipts_with_the_same_first_words_are_told_apart(store: SqliteStore) -> None:
    await opened(store)
    other = (*WORDS[:2], "garden", "harbour", "island", "jungle")
    await _given(store)
    await _given(store, other, number=2)
    first, second = await store.receipts.find("care", WORDS), await store.receipts.find("care", other)
    assert first is not None
    assert second is not None
    assert (first.response, second.response) == (response(1), response(2))


async def test_a_receipt_that_was_not_made_ready_is_refused_and_the_turn_undone(store: SqliteStore) -> None:
    await opened(store)
    other = await store.receipts.prepare([*WORDS[:5], "garden"])
    for receipt in (None, other):
        take = Takes(begun(), ReceiptGiven(response(), WORDS))
        with pytest.raises(StoreError, match="made ready"):
            await store.turns.turn("care", ADDRESS, "1", take, at=NOW, receipt=receipt)
    assert await store.gathering.responses("care") == []


async def test_a_receipt_needs_six_words(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="6 words"):
        await store.receipts.prepare(WORDS[:5])


class Counting(PasswordHasher):
    """Counts what is verified, and how many at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.lock = threading.Lock()
        self.more = threading.Event()
        self.patience = 0.0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            if self.at_once > 2:
                self.more.set()
        self.more.wait(self.patience)  # so that others get in, if they are let in
        try:
            self.verified.append(str(password))
            return super().verify(hash, password)
        finally:
            with self.lock:
                self.at_once -= 1


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Guessed:
    """A store with one receipt in it, and all that it does: the statements of both its connections, and Argon2."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.hasher = Counting()
        self.statements: list[str] = []
        self.store = self._store()

    def _store(self) -> SqliteStore:
        def note(statement: str) -> None:
            self.statements.append(" ".join(statement.split()[:3]))

        def listen(db: sqlite3.Connection) -> None:
            db.set_trace_callback(note)

        self.listen = note
        keys = Keys(self.folder / "keys")
        return SqliteStore(self.folder / "earshot.db", keys, clock=self.clock, hasher=self.hasher, adjust=listen)

    async def start(self) -> None:
        await self.store.start()
        reader = self.store._database._reader
        assert reader is not None
        await reader.set_trace_callback(self.listen)

    async def restart(self) -> None:
        await self.store.close()
        self.store = self._store()
        await self.start()

    async def steps(self, words: Sequence[str]) -> tuple[list[str], int]:
        """What it takes to look for these words: the statements in order, and how often Argon2 was run."""
        self.statements.clear()
        self.hasher.verified.clear()
        await self.store.receipts.find("care", words)
        return list(self.statements), len(self.hasher.verified)

    async def fails(self, words: Sequence[str], times: int) -> None:
        for _ in range(times):
            assert await self.store.receipts.find("care", words) is None


@pytest.fixture
async def guessed(tmp_path: Path) -> AsyncIterator[Guessed]:
    made = Guessed(tmp_path)
    await made.start()
    await opened(made.store)
    await _given(made.store)
    yield made
    await made.store.close()


WRONG = (*WORDS[:5], "garden")
UNKNOWN = ("lantern", "meadow", *WORDS[2:])


async def test_right_wrong_and_unknown_words_take_the_same_steps(guessed: Guessed) -> None:
    right, wrong, unknown = [await guessed.steps(words) for words in (WORDS, WRONG, UNKNOWN)]
    assert right == wrong == unknown
    assert right[1] == 1
    assert len(right[0]) > 6


async def test_five_wrong_tries_use_up_an_hour_and_what_they_would_find_makes_no_difference(guessed: Guessed) -> None:
    for words in (WRONG, UNKNOWN):
        await guessed.fails(words, TRIES)
        guessed.hasher.verified.clear()
        with pytest.raises(TooManyTriesError) as refused:
            await guessed.store.receipts.find("care", words)
        assert not refused.value.busy
        assert guessed.hasher.verified == []
    with pytest.raises(TooManyTriesError):
        await guessed.store.receipts.find("care", WORDS)


async def test_others_are_not_locked_out(guessed: Guessed) -> None:
    await guessed.fails(UNKNOWN, TRIES)
    assert await guessed.store.receipts.find("care", WORDS) is not None


async def test_never_more_than_five_wrong_tries_in_any_hour_and_the_owner_waits_no_longer_than_70_minutes(
    guessed: Guessed,
) -> None:
    failed: list[datetime] = []
    for minute in range(300):
        guessed.clock.now = NOW + timedelta(minutes=5 + minute)
        try:
            await guessed.fails(WRONG, 1)
        except TooManyTriesError:
            assert failed[-TRIES] > guessed.clock.now - timedelta(minutes=70)
        else:
            failed.append(guessed.clock.now)
    assert len(failed) > 2 * TRIES
    for at in failed:
        assert sum(at <= one < at + timedelta(hours=1) for one in failed) <= TRIES


async def test_a_restart_gives_no_more_tries(guessed: Guessed) -> None:
    await guessed.fails(WRONG, TRIES)
    await guessed.restart()
    with pytest.raises(TooManyTriesError):
        await guessed.store.receipts.find("care", WORDS)


async def test_many_wrong_tries_at_the_same_moment_are_counted_too(guessed: Guessed) -> None:
    found = await asyncio.gather(
        *[guessed.store.receipts.find("care", WRONG) for _ in range(30)], return_exceptions=True
    )
    assert sum(isinstance(one, TooManyTriesError) for one in found) == 30 - TRIES
    assert len(guessed.hasher.verified) == TRIES


async def test_the_right_words_use_up_no_tries(guessed: Guessed) -> None:
    for _ in range(3 * TRIES):
        assert await guessed.store.receipts.find("care", WORDS) is not None
    await guessed.fails(WRONG, TRIES)


async def _flood(guessed: Guessed) -> None:
    """As many tries of words that nobody has as everybody together has in a minute."""
    for number in range(MOST_A_MINUTE):
        await guessed.fails(("lantern", f"meadow{number}", *WORDS[2:]), 1)


async def test_words_that_nobody_has_have_a_limit_for_a_minute_and_cost_nobody_who_has_some_theirs(
    guessed: Guessed,
) -> None:
    await _flood(guessed)
    guessed.hasher.verified.clear()
    with pytest.raises(TooManyTriesError) as refused:
        await guessed.store.receipts.find("care", UNKNOWN)
    assert refused.value.busy
    assert guessed.hasher.verified == []
    for _ in range(MOST_A_MINUTE):
        assert await guessed.store.receipts.find("care", WORDS) is not None
    guessed.clock.now += timedelta(minutes=1)
    assert await guessed.store.receipts.find("care", UNKNOWN) is None


async def test_right_words_take_no_room_from_anybody(guessed: Guessed) -> None:
    for _ in range(2 * MOST_A_MINUTE):
        assert await guessed.store.receipts.find("care", WORDS) is not None
    assert await guessed.store.receipts.find("care", UNKNOWN) is None


async def test_while_there_is_no_room_wrong_words_get_the_answer_of_words_that_nobody_has_and_count(
    guessed: Guessed,
) -> None:
    await _flood(guessed)
    for _ in range(TRIES + 1):
        with pytest.raises(TooManyTriesError) as refused:
            await guessed.store.receipts.find("care", WRONG)
        assert refused.value.busy
    guessed.clock.now += timedelta(minutes=1)
    with pytest.raises(TooManyTriesError) as locked:
        await guessed.store.receipts.find("care", WRONG)
    assert not locked.value.busy, "guessing is as slow as ever"


async def test_what_is_kept_of_tries_says_no_words_no_moment_and_not_whose_receipt(guessed: Guessed) -> None:
    await guessed.fails(WRONG, 1)
    [row] = await guessed.store._database.rows("SELECT * FROM receipt_try")
    [locator] = [row[0] for row in await guessed.store._database.rows("SELECT locator FROM receipt")]
    assert row[0] != locator
    assert row[1:] == ("2026-03-02T09:30", 1)
    guessed.clock.now += timedelta(minutes=70)
    await guessed.store.maintenance.forget_old(guessed.clock.now)
    assert await guessed.store._database.rows("SELECT * FROM receipt_try") == []


async def test_unknown_words_cost_the_same_work_as_wrong_ones(keys: Keys) -> None:
    hasher = Counting()
    receipts = ReceiptVerifiers(keys, hasher)
    verifier = (await receipts.prepare(WORDS)).verifier
    wrong = (*WORDS[:5], "garden")
    assert await receipts.which(wrong, [verifier]) is None
    assert await receipts.which(wrong, []) is None
    assert await receipts.which(WORDS, [verifier]) == 0
    assert len(hasher.verified) == 3


async def test_no_more_than_two_are_verified_at_once(keys: Keys) -> None:
    hasher = Counting()
    receipts = ReceiptVerifiers(keys, hasher)
    verifier = (await receipts.prepare(WORDS)).verifier
    hasher.patience = 0.01
    await asyncio.gather(*[receipts.which(WORDS, [verifier]) for _ in range(40)])
    assert len(hasher.verified) == 40
    assert 1 <= hasher.most_at_once <= 2


async def test_a_receipt_says_nothing_of_its_words(keys: Keys) -> None:
    receipts = ReceiptVerifiers(keys, CHEAP)
    receipt = await receipts.prepare(WORDS)
    assert not [word for word in WORDS if word in repr(receipt) + receipt.locator + receipt.verifier]
    assert receipt.locator != (await ReceiptVerifiers(keys, CHEAP).prepare(["amber", "beaver", *WORDS[2:]])).locator


def test_words_are_compared_in_lower_case() -> None:
    assert normal([" Amber", "BADGER copper"]) == ("amber", "badger", "copper")
