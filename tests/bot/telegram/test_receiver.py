"""Receiving: nothing is acknowledged before it is settled, and nothing holds up anyone else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.telegram.connection_state import Trouble
from bot.telegram.receiver import LONG_POLL_SECONDS, TRIES, Attempt, HeldUpError, Receiver, UnreadableError
from bot.telegram.transport import SlowDownError, UnreachableError
from tests.bot.telegram.hand_time import HandTime, settle


def _update(number: int, chat: int = 1) -> dict[str, Any]:
    return {"update_id": number, "chat": chat}


class Queue:
    """getUpdates as Telegram has it: forgets what lies below the offset, waits while there is nothing."""

    def __init__(self) -> None:
        self.updates: list[Any] = []
        self.offsets: list[int | None] = []
        self.wrong: list[Any] = []
        self._news = asyncio.Event()

    def put(self, *updates: Any) -> None:
        self.updates.extend(updates)
        self._news.set()

    async def poll(self, offset: int | None, timeout: int) -> Any:  # noqa: ASYNC109 (as Telegram names it)
        self.offsets.append(offset)
        if self.wrong:
            answer = self.wrong.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        if offset is not None:
            self.updates = [
                one for one in self.updates if not isinstance(one, dict) or one.get("update_id", offset) >= offset
            ]
        while not self.updates and timeout:
            self._news.clear()
            await self._news.wait()
        return self.updates[:100]


class Scene:
    """A receiver with what it needs. `act` is what is done with each update."""

    def __init__(self) -> None:
        self.time = HandTime()
        self.queue = Queue()
        self.taken: list[int] = []
        self.given_up: list[tuple[int, str]] = []
        self.act: Callable[[Attempt], Any] = lambda _: None
        self.receiver = Receiver(
            self.queue.poll,
            self._take,
            self._give_up,
            chat_of=lambda raw: raw.get("chat"),
            trouble=Trouble(lambda: 0.0),
            sleep=self.time.sleep,
            chance=lambda: 0.0,
        )

    async def _take(self, attempt: Attempt) -> None:
        result = self.act(attempt)
        if result is not None:
            await result
        self.taken.append(attempt.number)

    async def _give_up(self, attempt: Attempt, failure: str) -> None:
        self.given_up.append((attempt.number, failure))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    task = asyncio.ensure_future(scene.receiver.run())
    await settle()
    yield scene
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def _fail(*numbers: int, error: type[Exception] = RuntimeError) -> Callable[[Attempt], None]:
    def act(attempt: Attempt) -> None:
        if attempt.number in numbers:
            raise error

    return act


async def test_the_offset_moves_past_what_was_taken(scene: Scene) -> None:
    scene.queue.put(_update(10), _update(11, chat=2))
    await settle()
    assert sorted(scene.taken) == [10, 11]
    assert scene.queue.offsets == [None, 12]


async def test_the_offset_stays_at_an_update_that_is_still_in_work(scene: Scene) -> None:
    gate = asyncio.Event()
    scene.act = lambda attempt: gate.wait() if attempt.number == 10 else None
    scene.queue.put(_update(10, chat=1), _update(11, chat=2))
    await scene.time.advance(1)
    assert scene.taken == [11]
    assert set(scene.queue.offsets[1:]) == {10}, "Telegram still keeps both"
    gate.set()
    await scene.time.advance(1)
    assert scene.taken == [11, 10]
    assert scene.queue.offsets[-1] == 12


async def test_new_updates_are_taken_while_one_is_stuck(scene: Scene) -> None:
    scene.act = lambda attempt: asyncio.Event().wait() if attempt.number == 10 else None
    scene.queue.put(_update(10, chat=1))
    await settle()
    scene.queue.put(_update(11, chat=2))
    await scene.time.advance(1)
    assert scene.taken == [11], "and each only once"


async def test_updates_of_one_chat_are_taken_one_after_the_other(scene: Scene) -> None:
    gate = asyncio.Event()
    scene.act = lambda attempt: gate.wait() if attempt.number == 10 else None
    scene.queue.put(_update(10), _update(11), _update(12))
    await scene.time.advance(1)
    assert scene.taken == []
    gate.set()
    await settle()
    assert scene.taken == [10, 11, 12]


async def test_an_update_that_fails_three_times_is_given_up_and_the_next_goes_on(scene: Scene) -> None:
    tries: list[int] = []

    def act(attempt: Attempt) -> None:
        if attempt.number == 10:
            tries.append(attempt.tries)
            raise RuntimeError

    scene.act = act
    scene.queue.put(_update(10), _update(11))
    await scene.time.advance(5)
    assert len(tries) == TRIES
    assert scene.given_up == [(10, "RuntimeError")]
    assert scene.taken == [11]
    assert scene.queue.offsets[-1] == 12


async def test_an_update_that_works_at_the_second_try_is_not_given_up(scene: Scene) -> None:
    def act(attempt: Attempt) -> None:
        if attempt.tries == 0:
            raise RuntimeError

    scene.act = act
    scene.queue.put(_update(10))
    await scene.time.advance(5)
    assert scene.taken == [10]
    assert scene.given_up == []


async def test_an_unreadable_update_is_given_up_at_once(scene: Scene) -> None:
    scene.act = _fail(10, error=UnreadableError)
    scene.queue.put(_update(10), _update(11))
    await settle()
    assert scene.given_up == [(10, "unreadable")]
    assert scene.taken == [11]


async def test_an_update_that_is_held_up_waits_for_as_long_as_it_takes(scene: Scene) -> None:
    scene.act = _fail(10, error=HeldUpError)
    scene.queue.put(_update(10))
    await scene.time.advance(300)
    assert scene.given_up == []
    assert scene.queue.offsets[-1] == 10, "Telegram still keeps it"
    scene.act = lambda _: None
    await scene.time.advance(6)
    assert scene.taken == [10]


async def test_failing_to_give_up_holds_nobody_up(scene: Scene) -> None:
    async def broken(attempt: Attempt, failure: str) -> None:
        raise RuntimeError

    scene.receiver._give_up = broken
    scene.act = _fail(10, error=UnreadableError)
    scene.queue.put(_update(10), _update(11))
    await settle()
    assert scene.taken == [11]


@pytest.mark.parametrize("junk", [None, 7, "words", [], {}, {"update_id": "ten"}, {"update_id": True}])
async def test_junk_among_the_updates_is_passed_over(scene: Scene, junk: Any) -> None:
    scene.queue.put(junk, _update(10))
    await scene.time.advance(1)
    assert scene.taken == [10]


async def test_junk_alone_does_not_make_it_ask_without_a_pause(scene: Scene) -> None:
    scene.queue.put({"no": "number"})
    await scene.time.advance(10)
    assert len(scene.queue.offsets) < 60


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (InvalidToken("123456:secret"), "telegram refuses the token"),
        (Conflict("123456:secret"), "another process receives"),
        (UnreachableError("ClientConnectorError"), "telegram not reached"),
        (TelegramError("123456:secret"), "something unreadable"),
        (SlowDownError(3), "asks to wait"),
        ({"not": "a list"}, "something unreadable"),
        (RuntimeError("123456:secret"), "something unreadable"),
    ],
)
async def test_trouble_gives_one_clear_line_and_then_it_goes_on(scene: Scene, error: Any, says: str) -> None:
    with capture_logs() as logs:
        scene.queue.wrong = [error, error, error]
        scene.queue.put(_update(10))
        await scene.time.advance(LONG_POLL_SECONDS * 3)
        scene.queue.put(_update(11))
        await settle()
    assert [line["event"] for line in logs if says in line["event"]], logs
    assert len(logs) == 2, "once for the trouble, once when it is over"
    assert "secret" not in str(logs)
    assert scene.taken == [10, 11]


async def test_retry_after_is_obeyed(scene: Scene) -> None:
    scene.queue.wrong = [SlowDownError(40)]
    scene.queue.put(_update(10))
    await settle()
    await scene.time.advance(39)
    assert scene.queue.offsets == [None, 11]
    await scene.time.advance(2)
    assert scene.queue.offsets == [None, 11, 11]


async def test_a_hundred_stuck_updates_are_all_that_is_ever_in_work(scene: Scene) -> None:
    scene.act = lambda _: asyncio.Event().wait()
    scene.queue.put(*(_update(number, chat=number) for number in range(1, 300)))
    await scene.time.advance(5)
    assert len(scene.receiver._unsettled) == 100
