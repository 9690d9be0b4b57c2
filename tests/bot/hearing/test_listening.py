"""Promise 5 stands on this: whatever the model does, every text is heard, and at once."""

import asyncio
import threading
from collections.abc import Callable

from structlog.testing import capture_logs

from bot.hearing.listening import ByRules, Listener
from bot.hearing.opening import Opened
from conversations.hearing.encoded import EncoderError
from conversations.hearing.hear import BY_RULES, Hearing
from conversations.hearing.heard import Heard, Risk

WORRY = "i want to die"


class Scripted(Hearing):
    """With an encoder of which a test says what it does."""

    def __init__(self, does: Callable[[], object]) -> None:
        super().__init__()
        self._does = does

    def redact_and_screen(self, text: str, before: str = "") -> Heard:
        self._does()
        return Heard(text, raw=text)


def listener(does: Callable[[], object] = lambda: None, **more: int) -> Listener:
    return Listener(lambda: Opened(Scripted(does)), **more)


async def test_what_the_model_hears_is_handed_back_and_nothing_is_said_of_rules() -> None:
    one = listener()
    with capture_logs() as logs:
        assert not (await one.hear("hello")).by_rules
    assert one.trouble == ""
    assert logs == []
    one.close()


async def test_a_broken_model_leaves_the_rules_which_find_the_worry_and_everybody_is_told() -> None:
    def broken() -> None:
        raise EncoderError("the encoder failed (Fail)")

    one = listener(broken)
    with capture_logs() as logs:
        heard = await one.hear(WORRY)
    assert heard.by_rules
    assert heard.risk is Risk.URGENT
    assert one.trouble == "the encoder failed (Fail)"
    assert [log["reason"] for log in logs] == [ByRules.BROKEN.value]
    assert WORRY not in str(logs)
    one.close()


async def test_a_model_that_works_again_is_no_trouble_any_more() -> None:
    failing = [True]

    def sometimes() -> None:
        if failing.pop():
            failing.append(False)
            raise EncoderError("the encoder failed (Fail)")
        failing.append(False)

    one = listener(sometimes)
    assert (await one.hear("hello")).by_rules
    assert not (await one.hear("hello")).by_rules
    assert one.trouble == ""
    one.close()


async def test_a_missing_model_is_said_once_it_is_looked_for_and_what_to_do() -> None:
    one = Listener(lambda: Opened(BY_RULES, "the encoder has not been built: run make setup"))
    with capture_logs() as logs:
        await one.ready()
    assert "run make setup" in one.trouble
    assert [log["reason"] for log in logs] == [ByRules.MISSING.value]
    assert (await one.hear("told Kayleigh")).redacted == "told [name]"
    assert "run make setup" in one.trouble
    one.close()


async def test_when_the_queue_is_full_a_text_is_heard_by_rules_without_waiting() -> None:
    blocked = threading.Event()
    one = listener(blocked.wait, most_waiting=2)
    await one.ready()
    waiting = [asyncio.ensure_future(one.hear("slow")) for _ in range(2)]
    await asyncio.sleep(0)
    try:
        heard = await one.hear(WORRY)
        assert heard.by_rules
        assert heard.risk is Risk.URGENT
        assert not any(task.done() for task in waiting)
    finally:
        blocked.set()
    assert [one.by_rules for one in await asyncio.gather(*waiting)] == [False, False]
    assert one.trouble == "", "busy is not broken"
    one.close()


async def test_the_loop_goes_on_while_a_model_works() -> None:
    blocked = threading.Event()
    one = listener(blocked.wait)
    await one.ready()
    task = asyncio.ensure_future(one.hear("slow"))
    turns = 0
    while turns < 100:
        await asyncio.sleep(0)
        turns += 1
    assert not task.done()
    blocked.set()
    assert (await task).redacted == "slow"
    one.close()


async def test_the_model_is_loaded_once_however_many_ask_at_once() -> None:
    loaded = []

    def opens() -> Opened:
        loaded.append(1)
        return Opened(BY_RULES)

    one = Listener(opens)
    await asyncio.gather(*(one.hear("hello") for _ in range(8)))
    assert loaded == [1]
    one.close()


async def test_a_flood_by_rules_does_not_flood_the_log() -> None:
    one = Listener(lambda: Opened(BY_RULES, "run make setup"))
    with capture_logs() as logs:
        for _ in range(100):
            await one.hear("hello")
    assert one.by_rules == 100
    assert len(logs) == 1 + 7
    one.close()
