"""Promise 5 stands on this: whatever the model does, every text is heard, and at once."""

import asyncio
import threading
from collections.abc import Callable, Iterable

import pytest
from structlog.testing import capture_logs

from bot.inference.by_rules import ByRules
from bot.inference.hearing_lanes import Lane
from bot.inference.listener import Listener
from bot.inference.open_hearing import Opened
from conversations.hearing.encoded import EncoderError
from conversations.hearing.pipeline import BY_RULES, Hearing
from conversations.hearing.screening.feedback import Decision
from conversations.hearing.text.language_names import NOT_READ
from conversations.hearing.values import NOTHING_TOLD, Heard, Risk, ToldBefore, unheard
from storage.errors import StoreError

WORRY = "i want to die"


class Scripted(Hearing):
    """With an encoder of which a test says what it does."""

    def __init__(self, does: Callable[[], object]) -> None:
        super().__init__()
        self._does = does

    def redact_and_screen(self, text: str, before: str = "", told: ToldBefore = NOTHING_TOLD) -> Heard:
        self._does()
        return Heard(text, raw=text)


def listener(does: Callable[[], object] = lambda: None, most_waiting: int = 64) -> Listener:
    return Listener(lambda: Opened(Scripted(does)), most_waiting=most_waiting)


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


class Failing(Hearing):
    """Hearing that fails on every text, in a way that nobody has thought of. `rules`: so do its rules."""

    def __init__(self, *, rules: bool) -> None:
        super().__init__()
        self._rules_too = rules

    def redact_and_screen(self, text: str, before: str = "", told: ToldBefore = NOTHING_TOLD) -> Heard:
        raise ValueError(text)

    def by_rules(self, text: str, before: str = "", told: ToldBefore = NOTHING_TOLD) -> Heard:
        if self._rules_too:
            raise ValueError(text)
        return super().by_rules(text, before)


async def test_a_text_that_hearing_fails_on_is_heard_by_rules() -> None:
    one = Listener(lambda: Opened(Failing(rules=False)))
    with capture_logs() as logs:
        heard = await one.hear(WORRY)
        calm = await one.hear("we had a nice day out")
    assert heard.risk is Risk.URGENT
    assert (calm.by_rules, calm.risk) == (True, Risk.NOT_READ)
    assert WORRY not in str(logs)
    assert ByRules.FAILED.value in str(logs)
    one.close()


@pytest.mark.parametrize("lane", [Lane.SESSION, Lane.RULES])
async def test_a_text_that_nothing_can_hear_is_not_read_and_never_harmless(lane: Lane) -> None:
    one = Listener(lambda: Opened(Failing(rules=True)))
    with capture_logs() as logs:
        heard = await one.hear(WORRY, lane=lane)
    assert heard == unheard(WORRY)
    assert heard.language == NOT_READ
    assert heard.risk is Risk.NOT_UNDERSTOOD
    assert heard.needs_help
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
    one = Listener(lambda: Opened(BY_RULES, trouble="the encoder has not been built: run make setup"))
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
    one = Listener(lambda: Opened(BY_RULES, trouble="run make setup"))
    with capture_logs() as logs:
        for _ in range(100):
            await one.hear("hello")
    assert one.by_rules == 100
    assert len(logs) == 1 + 7
    one.close()


ALARM = "the fire drill was at lunch and we all went out"
BAG = "the blue bag is under my bed like he told me"


def odds(opened: Opened, text: str) -> float:
    """Of a worry, by the words and letters that screening was taught."""
    return float(opened.hearing._screener.risk_model.ngrams(text)[0])


async def test_what_people_said_of_worries_is_learned_at_the_start() -> None:
    async def judged() -> list[Decision]:
        return [Decision(ALARM, Risk.NONE), Decision(BAG, Risk.URGENT)]

    one = Listener(lambda: Opened(BY_RULES), judged=judged)
    opened = await one.ready()
    assert odds(opened, ALARM) < odds(Opened(BY_RULES), ALARM)
    assert odds(opened, BAG) > odds(Opened(BY_RULES), BAG)
    one.close()


async def test_a_flag_says_by_which_version_it_was_raised_as_soon_as_more_was_learned() -> None:
    decisions: list[Decision] = []

    async def judged() -> list[Decision]:
        return list(decisions)

    def versions(heard: Heard) -> set[str]:
        assert heard.flag is not None
        return {raised for raised in heard.flag.raised_by if raised.startswith("learned:")}

    said = "he hits me and i am scared to go home because he will do it again tonight"
    one = Listener(lambda: Opened(BY_RULES), judged=judged)
    before = versions(await one.hear(said))
    decisions.append(Decision(BAG, Risk.URGENT))
    assert versions(await one.hear(said)) == before
    await one.adjust()
    after = versions(await one.hear(said))
    assert len(before | after) == 2
    decisions.clear()
    await one.adjust()
    assert versions(await one.hear(said)) == before, "it starts from what ships each time, and not from itself"
    one.close()


async def test_whoever_fails_to_say_what_was_judged_leaves_screening_as_it_was_and_is_logged() -> None:
    failing: list[bool] = []

    async def judged() -> list[Decision]:
        if failing:
            raise StoreError(BAG)
        return [Decision(BAG, Risk.URGENT)]

    one = Listener(lambda: Opened(BY_RULES), judged=judged)
    before = await one.ready()
    failing.append(True)
    with capture_logs() as logs:
        await one.adjust()
    assert await one.ready() is before
    assert [(log["event"], log["reason"]) for log in logs] == [
        ("screening has not learned from decisions", "StoreError")
    ]
    assert BAG not in str(logs)
    failing.clear()
    await one.adjust()
    assert await one.ready() is not before
    one.close()


async def test_it_hears_although_nothing_can_be_learned_at_the_start() -> None:
    async def judged() -> list[Decision]:
        raise StoreError("the database is locked")

    one = Listener(lambda: Opened(BY_RULES), judged=judged)
    assert (await one.hear(WORRY)).risk is Risk.URGENT
    one.close()


async def test_the_loop_goes_on_and_texts_are_heard_while_it_learns() -> None:
    blocked = threading.Event()

    class Slow(Hearing):
        def adjusted(self, decisions: Iterable[Decision]) -> Hearing:
            assert blocked.wait(10)
            return self

    async def judged() -> list[Decision]:
        return []

    blocked.set()
    one = Listener(lambda: Opened(Slow()), judged=judged)
    await one.ready()
    blocked.clear()
    learning = asyncio.ensure_future(one.adjust())
    try:
        for _ in range(100):
            await asyncio.sleep(0)
        assert (await one.hear(WORRY)).risk is Risk.URGENT
        assert not learning.done()
    finally:
        blocked.set()
    await learning
    one.close()


async def test_many_who_ask_at_once_make_it_learn_once_more_and_the_last_word_counts() -> None:
    asked: list[int] = []
    decisions = [Decision(BAG, Risk.URGENT)]

    async def judged() -> list[Decision]:
        asked.append(len(decisions))
        await asyncio.sleep(0)
        return list(decisions)

    one = Listener(lambda: Opened(BY_RULES), judged=judged)
    await one.ready()
    first = asyncio.ensure_future(one.adjust())
    await asyncio.sleep(0)
    decisions.append(Decision(ALARM, Risk.NONE))
    await asyncio.gather(first, *(one.adjust() for _ in range(5)))
    assert asked == [1, 1, 2]
    one.close()


async def test_a_hidden_name_is_known_again_in_the_next_message_but_by_no_other_process() -> None:
    one, other = (Listener(lambda: Opened(BY_RULES, trouble="run make setup")) for _ in range(2))
    first, second = await one.hear("told Kayleigh"), await one.hear("Kayleigh never came", "told [name]")
    assert first.marks
    assert first.marks == second.marks
    assert (await other.hear("told Kayleigh")).marks != first.marks
    one.close()
    other.close()


async def test_who_can_wait_is_heard_well_when_their_turn_comes_and_in_order() -> None:
    blocked, order = threading.Event(), list[str]()

    class Ordered(Hearing):
        def redact_and_screen(self, text: str, before: str = "", told: ToldBefore = NOTHING_TOLD) -> Heard:
            assert blocked.wait(10)
            order.append(text)
            return Heard(text, raw=text)

    one = Listener(lambda: Opened(Ordered()), most_waiting=1)
    await one.ready()
    waiting = [asyncio.ensure_future(one.hear(f"text {number}", patience=20)) for number in range(200)]
    await asyncio.sleep(0)
    blocked.set()
    assert not any(heard.by_rules for heard in await asyncio.gather(*waiting))
    assert order == [f"text {number}" for number in range(200)]
    assert one.by_rules == 0
    one.close()


async def test_who_has_waited_long_enough_is_heard_by_rules_and_takes_no_place() -> None:
    blocked = threading.Event()
    one = listener(blocked.wait, most_waiting=1)
    await one.ready()
    slow = asyncio.ensure_future(one.hear("slow"))
    await asyncio.sleep(0)
    assert (await one.hear(WORRY, patience=0.001)).risk is Risk.URGENT
    gone = asyncio.ensure_future(one.hear("gone", patience=20))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    blocked.set()
    assert not (await slow).by_rules
    assert not (await one.hear("another")).by_rules, "the place is free again"
    one.close()


async def test_warming_hears_one_text_and_a_broken_model_does_not_stop_it() -> None:
    heard = []
    one = listener(lambda: heard.append(1))
    await one.warm()
    assert heard == [1]
    one.close()

    def broken() -> None:
        raise EncoderError("the encoder failed (Fail)")

    one = listener(broken)
    await one.warm()
    assert one.by_rules == 0
    one.close()
