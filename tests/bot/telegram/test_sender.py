"""Sending: in order, at least once, within the limits, and one person's trouble is nobody else's."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from telegram.error import BadRequest, Forbidden, NetworkError, TimedOut

from bot.telegram.connection_state import Trouble
from bot.telegram.reply_messages import Tapped
from bot.telegram.sender import Sender
from bot.telegram.transport import SlowDownError
from conversations.asking.replies import Button, Expects, Reply, Says
from tests.bot.telegram.hand_time import HandTime, MemoryOutbox, NotingBot, settle


def _line(text: str) -> Reply:
    return Reply(Says.LINE, text)


HELP = Reply(Says.HELP, "help card")
PICKED = Reply(Says.QUESTION, "Which?", (Button("This", "v1:1.o0", picked=True),), Expects.MANY, replaces=True)
TAPPED = Tapped(5, "Which?").to_json()


class Scene:
    def __init__(self) -> None:
        self.time = HandTime()
        self.outbox = MemoryOutbox(self.time.clock)
        self.bot = NotingBot(self.time)
        self.sender = Sender(
            self.bot,
            self.outbox,
            trouble=Trouble(lambda: 0.0),
            clock=self.time.clock,
            sleep=self.time.sleep,
            chance=lambda: 0.0,
        )


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    task = asyncio.ensure_future(scene.sender.run())
    await settle()
    yield scene
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_replies_are_sent_as_soon_as_the_sender_is_woken_and_then_erased(scene: Scene) -> None:
    scene.outbox.put("1", _line("one"), _line("two"))
    scene.sender.wake()
    await settle()
    assert scene.bot.texts == ["one"]
    assert scene.time.seconds == 0
    await scene.time.advance(1.1)
    assert scene.bot.texts == ["one", "two"], "one message a second in a chat"
    assert not scene.outbox.rows


async def test_what_another_process_put_in_is_found_without_being_woken(scene: Scene) -> None:
    scene.outbox.put("1", _line("one"))
    await scene.time.advance(6)
    assert scene.bot.texts == ["one"]


async def test_a_help_card_goes_before_what_waits(scene: Scene) -> None:
    scene.outbox.put("1", *(_line(str(number)) for number in range(8)))
    scene.sender.wake()
    await settle()
    assert scene.bot.texts == ["0"]
    scene.outbox.put("1", HELP)
    scene.outbox.put("2", HELP)
    scene.sender.wake()
    await settle()
    assert scene.bot.texts == ["0", "help card", "help card"]
    assert {told.chat for told in scene.bot.told[1:]} == {1, 2}
    assert scene.time.seconds == 0, "not even for the limit of their chat"


async def test_many_chats_together_get_no_more_than_thirty_messages_a_second(scene: Scene) -> None:
    for chat in range(1, 101):
        scene.outbox.put(str(chat), _line("x"))
    scene.sender.wake()
    await scene.time.advance(10)
    moments = [told.seconds for told in scene.bot.told]
    assert len(moments) == 100
    assert all(sum(start <= one < start + 1 for one in moments) <= 30 for start in moments)


async def test_retry_after_holds_that_chat_and_keeps_its_order(scene: Scene) -> None:
    scene.bot.errors.append(SlowDownError(7))
    scene.outbox.put("1", _line("one"), _line("two"))
    scene.outbox.put("2", _line("other"))
    scene.sender.wake()
    await scene.time.advance(6.5)
    assert scene.bot.texts == ["other"]
    await scene.time.advance(2)
    assert scene.bot.texts == ["other", "one", "two"]


async def test_a_second_chat_told_to_wait_means_that_everyone_waits(scene: Scene) -> None:
    scene.bot.errors.extend([SlowDownError(7), SlowDownError(7)])
    scene.outbox.put("1", _line("one"))
    scene.outbox.put("2", _line("two"))
    scene.sender.wake()
    await settle()
    scene.outbox.put("3", _line("three"))
    scene.sender.wake()
    await scene.time.advance(6.5)
    assert scene.bot.texts == []
    await scene.time.advance(1)
    assert sorted(scene.bot.texts) == ["one", "three", "two"]


async def test_a_chat_told_to_wait_while_another_has_network_trouble_holds_only_itself(scene: Scene) -> None:
    scene.bot.errors.extend([NetworkError("away"), SlowDownError(50)])
    scene.outbox.put("1", _line("one"))
    scene.outbox.put("2", _line("two"))
    scene.sender.wake()
    await scene.time.advance(10)
    assert scene.bot.texts == ["one"]


@pytest.mark.parametrize(
    "error",
    [
        Forbidden("Forbidden: bot was blocked by the user"),
        BadRequest("Bad Request: chat not found"),
        BadRequest("Bad Request: something else about: one"),
    ],
)
async def test_what_can_never_be_sent_is_dropped_with_a_line_that_holds_nothing(scene: Scene, error: Exception) -> None:
    scene.bot.errors.append(error)
    scene.outbox.put("1", _line("one"), _line("two"))
    with capture_logs() as logs:
        scene.sender.wake()
        await scene.time.advance(2)
    assert scene.bot.texts == ["two"]
    assert not scene.outbox.rows
    assert [line["event"] for line in logs] == ["a reply was dropped"]
    assert "one" not in str([value for line in logs for key, value in line.items() if key != "event"])


@pytest.mark.parametrize(
    "error", [NetworkError("Bad Gateway (502)"), TimedOut(), RuntimeError("an answer nobody can read")]
)
async def test_network_trouble_puts_a_reply_off_and_keeps_the_order(scene: Scene, error: Exception) -> None:
    scene.bot.errors.extend([error, error])
    scene.outbox.put("1", _line("one"), _line("two"))
    scene.sender.wake()
    await settle()
    assert scene.bot.texts == []
    await scene.time.advance(30)
    assert scene.bot.texts == ["one", "two"]


async def test_someone_whose_call_hangs_holds_up_nobody_else(scene: Scene) -> None:
    scene.bot.stuck.add(1)
    scene.outbox.put("1", _line("one"))
    scene.outbox.put("2", _line("two"))
    scene.sender.wake()
    await settle()
    assert scene.bot.texts == ["two"]


async def test_after_a_day_a_reply_is_dropped_and_counted(scene: Scene) -> None:
    scene.outbox.put("1", _line("one"))
    identifier, (one, due) = next(iter(scene.outbox.rows.items()))
    nearly_a_day_ago = replace(one, created=one.created - timedelta(hours=23, minutes=55))
    scene.outbox.rows[identifier] = (nearly_a_day_ago, due + timedelta(days=9))
    with capture_logs() as logs:
        await scene.time.advance(4 * 60)
        assert scene.outbox.rows
        await scene.time.advance(7 * 60)
    assert not scene.outbox.rows
    assert [line["count"] for line in logs if "dropped" in line["event"]] == [1]


async def test_a_sent_reply_that_could_not_be_erased_is_not_sent_again(scene: Scene) -> None:
    scene.outbox.put("1", _line("one"))

    async def fail(*_: object) -> None:
        raise RuntimeError

    erase = scene.outbox.sent
    scene.outbox.sent = fail  # type: ignore[method-assign,assignment]
    scene.sender.wake()
    await scene.time.advance(3)
    assert scene.bot.texts == ["one"]
    scene.outbox.sent = erase  # type: ignore[method-assign]
    await scene.time.advance(10)
    assert scene.bot.texts == ["one"]
    assert not scene.outbox.rows


async def test_while_nothing_can_be_written_nobody_is_sent_to_without_a_pause(scene: Scene) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError

    scene.outbox.put_off = fail  # type: ignore[method-assign,assignment]
    scene.bot.errors.extend([NetworkError("away")] * 1000)
    scene.outbox.put("1", _line("one"))
    scene.sender.wake()
    for _ in range(20):
        await settle()
    assert len(scene.bot.errors) == 999
    await scene.time.advance(10)
    assert len(scene.bot.errors) < 995, "but it goes on trying"


async def test_a_broken_outbox_is_waited_for(scene: Scene) -> None:
    scene.outbox.put("1", _line("one"))
    scene.outbox.broken = True
    scene.sender.wake()
    await scene.time.advance(30)
    scene.outbox.broken = False
    await scene.time.advance(61)
    assert scene.bot.texts == ["one"]


async def test_the_chosen_option_is_shown_in_the_question(scene: Scene) -> None:
    scene.outbox.put("1", Reply(Says.YOU, "This"), _line("next"), context=TAPPED)
    scene.sender.wake()
    await settle()
    assert [(told.what, told.text) for told in scene.bot.told] == [("text of 5", "Which?\n\n✓ This"), ("send", "next")]


@pytest.mark.parametrize("why", ["Message is not modified: specified new", "Message to edit not found"])
async def test_a_question_that_cannot_be_changed_does_not_stop_what_follows(scene: Scene, why: str) -> None:
    scene.bot.errors.append(BadRequest(why))
    scene.outbox.put("1", Reply(Says.YOU, "This"), _line("next"), context=TAPPED)
    scene.sender.wake()
    await settle()
    assert scene.bot.texts == ["next"]


async def test_picked_options_change_the_keyboard_in_place(scene: Scene) -> None:
    scene.outbox.put("1", PICKED, context=TAPPED)
    scene.sender.wake()
    await settle()
    (told,) = scene.bot.told
    assert told.what == "buttons of 5"
    assert told.markup.inline_keyboard[0][0].text == "✓ This"


async def test_an_unmodified_keyboard_is_passed_over(scene: Scene) -> None:
    scene.bot.errors.append(BadRequest("Message is not modified: specified new message content"))
    scene.outbox.put("1", PICKED, context=TAPPED)
    scene.sender.wake()
    await settle()
    assert scene.bot.told == []
    assert not scene.outbox.rows


async def test_a_keyboard_that_cannot_be_changed_is_sent_again(scene: Scene) -> None:
    scene.bot.errors.append(BadRequest("Message can't be edited"))
    scene.outbox.put("1", PICKED, context=TAPPED)
    scene.sender.wake()
    await settle()
    assert [told.what for told in scene.bot.told] == ["send"]


async def test_an_address_that_is_no_chat_is_dropped(scene: Scene) -> None:
    scene.outbox.put("web:abc", _line("one"))
    scene.sender.wake()
    await settle()
    assert not scene.outbox.rows


async def test_sending_past_the_outbox_says_whether_it_worked(scene: Scene) -> None:
    assert await scene.sender.send_now(1, (HELP,))
    scene.bot.errors.append(NetworkError("away"))
    assert not await scene.sender.send_now(1, (HELP,))


async def test_a_reply_that_was_erased_while_it_waited_its_turn_is_not_sent(scene: Scene) -> None:
    scene.outbox.put("1", *[_line(str(number)) for number in range(9)])
    scene.sender.wake()
    await settle()
    sent = scene.bot.texts
    assert sent == ["0"]  # the next one waits, so that the chat does not get too many a second
    scene.outbox.rows.clear()  # as closing its consultation does
    await scene.time.advance(30)
    assert scene.bot.texts == sent


def _how(number: int) -> tuple[Reply, ...]:
    """What a tap on Help brings about."""
    question = Reply(Says.QUESTION, "Which?", (Button("This", "v1:1.o0"),), Expects.ONE, anchor="v1:1.add")
    return HELP, _line("you can say stop"), question


@pytest.mark.parametrize("times", [2, 130])
async def test_one_card_and_one_question_stand_for_all_taps_on_help(scene: Scene, times: int) -> None:
    for number in range(times):
        scene.outbox.put("1", *_how(number), context=TAPPED)
        scene.sender.wake()
        await scene.time.advance(0.05)
    await scene.time.advance(3)
    assert scene.bot.texts.count("help card") == 1
    assert scene.bot.texts.count("you can say stop\n\nWhich?") == 1
    assert not scene.outbox.rows


async def test_someone_who_writes_of_a_worry_again_gets_the_card_again(scene: Scene) -> None:
    for _ in range(2):
        scene.outbox.put("1", HELP)
        scene.sender.wake()
        await scene.time.advance(2)
    assert scene.bot.texts == ["help card", "help card"]


async def test_who_waits_longest_is_next_and_nobody_is_served_twice_before_them(scene: Scene) -> None:
    for chat in range(1, 201):
        scene.outbox.put(str(chat), _line("first"))
    again: set[int] = set()
    scene.sender.wake()
    for _ in range(100):
        await scene.time.advance(0.1)
        for told in list(scene.bot.told):
            if told.chat not in again:
                again.add(told.chat)
                scene.outbox.put(str(told.chat), _line("second"))
        scene.sender.wake()
        if len(scene.bot.told) >= 200:
            break
    assert [told.chat for told in scene.bot.told[:200]] == list(range(1, 201))
    assert scene.time.seconds < 7.5


async def test_changes_yield_to_messages_and_are_dropped_when_they_are_old(scene: Scene) -> None:
    for chat in range(1, 101):
        scene.outbox.put(str(chat), Reply(Says.YOU, "This"), _line("next"), context=TAPPED)
    scene.sender.wake()
    await scene.time.advance(3.3)
    assert {told.what for told in scene.bot.told} == {"send"}
    await scene.time.advance(10)
    assert [told.what for told in scene.bot.told].count("text of 5") == 100
    scene.bot.told.clear()
    scene.outbox.put("1", Reply(Says.YOU, "This"), context=TAPPED)
    for number in range(2000):  # as many people: what waits for one of them goes together
        scene.outbox.put(str(1000 + number), _line("x"))
    scene.sender.wake()
    await scene.time.advance(90)
    assert [told.what for told in scene.bot.told].count("text of 5") == 0
    assert len(scene.outbox.rows) == 0


async def test_a_question_that_a_newer_one_replaces_is_dropped_while_it_waits(scene: Scene) -> None:
    scene.outbox.put("1", _line("now"))
    scene.sender.wake()
    await settle()
    for number in range(5):
        scene.outbox.put("1", _line(f"line {number % 2}"), Reply(Says.QUESTION, f"Which {number}?"))
    scene.sender.wake()
    await scene.time.advance(10)
    assert scene.bot.texts == ["now", "line 0\n\nline 1\n\nWhich 4?"]


async def test_a_long_line_is_a_message_of_its_own(scene: Scene) -> None:
    words = "amber badger copper dolphin ember falcon " * 6
    scene.outbox.put("1", _line(words), Reply(Says.QUESTION, "Which?"))
    scene.sender.wake()
    await scene.time.advance(3)
    assert scene.bot.texts == [words, "Which?"]


GOT_IT = Reply(Says.QUESTION, "Got it.", (Button("Done", "v1:1.done"),), Expects.WORDS, anchor="v1:1.add")


@pytest.mark.parametrize(("times", "apart"), [(6, 0.48), (3, 1.0), (10, 0.05)])
async def test_a_flood_of_short_texts_gets_the_question_once_at_its_end(scene: Scene, times: int, apart: float) -> None:
    for _ in range(times):
        scene.sender.wrote(1, settles=True)
        scene.outbox.put("1", Reply(Says.YOU, "words"), GOT_IT)
        scene.sender.wake()
        await scene.time.advance(apart)
    assert scene.bot.texts == []
    await scene.time.advance(1.5)
    assert scene.bot.texts == ["Got it."]
    assert not scene.outbox.rows


async def test_an_album_whose_words_come_late_gets_one_reply(scene: Scene) -> None:
    for reply in (_line("no pictures"), GOT_IT, _line("only words"), GOT_IT):
        scene.sender.wrote(1, settles=True)
        scene.outbox.put("1", reply)
        scene.sender.wake()
        await scene.time.advance(0.1)
    await scene.time.advance(5)
    assert scene.bot.texts == ["no pictures\n\nonly words\n\nGot it."]


async def test_who_goes_on_writing_is_answered_in_between(scene: Scene) -> None:
    for _ in range(40):
        scene.sender.wrote(1, settles=True)
        scene.outbox.put("1", GOT_IT)
        scene.sender.wake()
        await scene.time.advance(0.5)
    assert 1 <= len(scene.bot.texts) <= 2


async def test_a_card_and_an_answer_to_a_tap_or_a_command_do_not_wait_for_a_flood_to_end(scene: Scene) -> None:
    scene.sender.wrote(1, settles=True)
    scene.sender.wrote(2, settles=True)
    scene.sender.wrote(3, settles=False)
    scene.outbox.put("1", HELP)
    scene.outbox.put("2", _line("tapped"), context=TAPPED)
    scene.outbox.put("3", _line("stopped"))
    scene.sender.wake()
    await settle()
    assert sorted(told.text for told in scene.bot.told if told.what == "send") == ["help card", "stopped", "tapped"]
