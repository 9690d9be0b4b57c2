"""The door, from an update to what someone sees, with a real store and a Bot API server."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.telegram.telegram_door import TelegramDoor
from conversations.asking.locales import line
from storage.errors import StoreError
from tests.bot.telegram.conftest import DAY, WORRY, Place
from tests.bot_api import TOKEN, Fault, Person


async def _to_first_question(person: Person) -> None:
    await person.say("/start")
    for label in ("16 to 17", "Next", "Yes, I want to take part"):
        await person.next_with(label)
        await person.tap(label)
    await person.next_saying("Question 1 of 9")


async def test_a_tap_shows_what_was_chosen_and_brings_the_next_question(place: Place) -> None:
    person = place.api.person()
    async with place.open():
        await _to_first_question(person)
        await person.tap("3 or more")
        changed = await person.next()
        assert changed.text.endswith("\n\n✓ 3 or more")
        assert changed.buttons == ()
        assert "Question 2 of 9" in (await person.next()).text
        await place.api.until(lambda: place.api.unconfirmed == 0)
    assert place.api.count("answerCallbackQuery") == 4


async def test_ticks_change_the_question_in_place(place: Place) -> None:
    person = place.api.person()
    async with place.open():
        await _to_first_question(person)
        for number in (2, 3, 4):
            await person.say("/skip")
            question = await person.next_saying(f"Question {number} of 9")
        await person.tap("Things to do", question)
        ticked = await person.next()
        assert ticked.id == question.id
        assert "✓ Things to do" in ticked.labels
        await person.tap("Homes close by", ticked)
        assert sum(label.startswith("✓") for label in (await person.next()).labels) == 2
        await person.tap("Done")
        assert (await person.next()).text.count("✓") == 1
        assert "Question 5 of 9" in (await person.next()).text


@pytest.mark.parametrize(
    ("what", "key"),
    [
        ("voice", "media_voice"),
        ("photo", "media_photo"),
        ("sticker", "media_sticker"),
        ("file", "media_file"),
        ("contact", "media_contact"),
        ("location", "media_location"),
    ],
)
async def test_what_it_cannot_take_gets_a_kind_line(place: Place, what: str, key: str) -> None:
    person = place.api.person()
    async with place.open():
        await _to_first_question(person)
        await getattr(person, what)()
        said = await person.next_question()
        assert said.text.startswith(f"{line(key)}\n\nQuestion 1 of 9"), "in one message with its question"


async def test_a_worry_in_a_caption_brings_help(place: Place) -> None:
    person = place.api.person()
    async with place.open():
        await _to_first_question(person)
        await person.photo(WORRY)
        assert "Childline" in (await person.next()).text


async def test_a_deep_link_names_the_consultation(place: Place) -> None:
    await place.store.consultations.open("advocacy", DAY, DAY + timedelta(days=9), trial=False, by="test")
    person = place.api.person()
    async with place.open():
        await person.say("/start advocacy")
        assert "Someone to speak up for you" in (await person.next()).text


async def test_with_two_open_someone_chooses_and_starts(place: Place) -> None:
    await place.store.consultations.open("advocacy", DAY, DAY + timedelta(days=9), trial=False, by="test")
    person = place.api.person()
    async with place.open():
        await person.say("hello")
        assert (await person.next()).text.startswith(line("which_consultation"))
        await person.tap("Someone to speak up for you")
        assert "Someone to speak up for you" in (await person.next_question()).text


async def test_a_worry_brings_help_also_before_a_consultation_is_chosen(place: Place) -> None:
    await place.store.consultations.open("advocacy", DAY, DAY + timedelta(days=9), trial=False, by="test")
    person = place.api.person()
    async with place.open():
        await person.say(WORRY)
        assert "Childline" in (await person.next()).text
        assert (await person.next()).text.startswith(line("which_consultation"))


async def test_a_group_is_told_once_and_left(place: Place) -> None:
    group = place.api.group(-77)
    said = {
        "message_id": 1,
        "date": 1_790_000_000,
        "chat": {"id": -77, "type": "group", "title": "House"},
        "from": {"id": 5, "is_bot": False, "first_name": "Sam"},
    }
    async with place.open():
        await place.api.push("message", {**said, "text": "/start"})
        await place.api.push("message", {**said, "text": "/start"})
        await place.api.until(lambda: place.api.unconfirmed == 0)
    assert place.api.left == [-77]
    assert [message.text for message in group.seen] == [line("telegram_group")]


# ------------------------------------------------------------------------------------------------ things that go wrong


async def _letters(place: Place) -> list[str]:
    rows = await place.store._database.rows("SELECT what FROM dead_letter", ())
    return [what for (what,) in rows]


async def test_a_malformed_update_gets_an_apology_and_a_dead_letter_and_holds_nobody_up(place: Place) -> None:
    person = place.api.person()
    async with place.open():
        await place.api.push("message", {"chat": {"id": person.id, "type": "private"}, "text": WORRY})
        await person.say("/start")
        assert "Childline" in (await person.next()).text, "a worry is seen even in what cannot be read"
        assert (await person.next()).text == line("apology")
        assert "how old are you" in (await person.next()).text
        await place.api.until(lambda: place.api.unconfirmed == 0)
    assert await _letters(place) == ["unreadable"]


async def test_an_update_that_fails_three_times_is_given_up(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    person, tries = place.api.person(), []
    take = place.turn_taker.take

    async def fail(arrived: Any) -> Any:
        if arrived.text == "poison":
            tries.append(1)
            raise ZeroDivisionError(arrived.text)
        return await take(arrived)

    monkeypatch.setattr(place.turn_taker, "take", fail)
    with capture_logs() as logs:
        async with place.open():
            await person.say("poison")
            await person.say("/start")
            assert (await person.next()).text == line("apology")
            assert "how old are you" in (await person.next()).text
            await place.api.until(lambda: place.api.unconfirmed == 0)
    assert len(tries) == 3
    assert await _letters(place) == ["ZeroDivisionError"]
    assert "poison" not in str(logs)


async def test_while_the_store_fails_help_comes_once_and_the_message_waits(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, tries = place.api.person(), []

    async def fail(*args: Any, **more: Any) -> Any:
        tries.append(1)
        raise StoreError("disk full")

    async with place.open():
        await _to_first_question(person)
        with monkeypatch.context() as broken:
            broken.setattr(place.store.turns, "turn", fail)
            broken.setattr(place.store.maintenance, "check", fail)
            await person.say(WORRY)
            assert "Childline" in (await person.next()).text
            assert (await person.next()).text == line("telegram_held_up")
            await place.api.until(lambda: len(tries) > 12)
            assert person.unread() == [], "each was said once, however often it was tried"
            assert place.api.unconfirmed == 1
        await place.api.until(lambda: place.api.unconfirmed == 0)
        assert "Childline" in (await person.next()).text, "and then the turn is taken after all"
    assert await _letters(place) == []


async def test_while_routing_fails_help_comes_all_the_same(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    person = place.api.person()

    async def fail(*args: Any, **more: Any) -> Any:
        raise StoreError("locked")

    monkeypatch.setattr(place.store.consultations, "all", fail)
    monkeypatch.setattr(place.store.maintenance, "check", fail)
    async with place.open():
        await person.say(WORRY)
        assert "Childline" in (await person.next()).text
        assert (await person.next()).text == line("telegram_held_up")


async def test_an_update_that_the_store_alone_refuses_is_given_up(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = place.api.person()

    async def fail(*args: Any, **more: Any) -> Any:
        raise StoreError("this one cannot be kept")

    async with place.open():
        await _to_first_question(person)
        with monkeypatch.context() as broken:
            broken.setattr(place.store.turns, "turn", fail)
            await person.say(WORRY)
            assert "Childline" in (await person.next()).text
            assert (await person.next()).text == line("apology")
            await place.api.until(lambda: place.api.unconfirmed == 0)
    assert person.unread() == []
    assert await _letters(place) == ["NotKeptError"]


async def test_an_update_that_comes_again_after_a_restart_is_not_answered_twice(place: Place) -> None:
    person = place.api.person()
    async with place.open():
        await person.say("/start")
        await person.next_question()
        await place.api.until(lambda: place.api.unconfirmed == 0)
    again = {"message_id": 1, "date": 1_790_000_000, "chat": {"id": person.id, "type": "private"}}
    async with place.open():
        await place.api.push("message", {**again, "from": person.account, "text": "/start"}, number=700_000_001)
        await place.api.until(lambda: place.api.unconfirmed == 0)
        await place.until_all_is_sent()
    assert person.unread() == []


async def test_a_second_answer_to_a_tap_is_passed_over(place: Place) -> None:
    person = place.api.person()
    place.api.fail("answerCallbackQuery", Fault(400, "Bad Request: query is too old"))
    async with place.open():
        await person.say("/start")
        await person.next_question()
        await person.tap("16 to 17")
        assert "Here is what this is" in (await person.next_question()).text


async def test_someone_who_blocked_the_bot_leaves_nothing_waiting(place: Place) -> None:
    person, other = place.api.person(), place.api.person(6_000_001)
    async with place.open():
        person.block()
        await person.say("/start")
        await other.say("/start")
        await other.next_question()
        await place.until_all_is_sent()


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Fault(401, "Unauthorized"), "refuses the token"),
        (Fault(404, "Not Found"), "refuses the token"),
        (Fault(409, "Conflict: terminated by other getUpdates request"), "another process receives"),
        (Fault.too_many(5), "asks to wait"),
        (Fault(500), "answers with an error"),
        (Fault(502, body=b"<html>"), "answers with an error"),
        (Fault.garbage(), "something unreadable"),
        (Fault(200, body=b'{"ok": true, "result": {"not": "a list"}}'), "something unreadable"),
    ],
)
async def test_trouble_with_receiving_is_one_line_and_then_it_goes_on(place: Place, fault: Fault, says: str) -> None:
    person = place.api.person()
    place.api.fail("getUpdates", fault, fault, fault)
    with capture_logs() as logs:
        async with place.open():
            await person.say("/start")
            assert "how old are you" in (await person.next()).text
    assert len([entry for entry in logs if says in entry["event"]]) == 1, logs
    assert TOKEN not in str(logs)


@pytest.mark.parametrize(
    "fault", [Fault(500), Fault(500, applied=True), Fault.garbage(), Fault.too_many(5), Fault(502, body=b"")]
)
async def test_trouble_with_sending_loses_no_reply(place: Place, fault: Fault) -> None:
    person = place.api.person()
    place.api.fail("sendMessage", fault, fault)
    async with place.open():
        await person.say("/start")
        assert "how old are you" in (await person.next()).text


async def test_a_wrong_token_keeps_trying_and_says_so_once(place: Place) -> None:
    door = place.door("1:wrong")
    with capture_logs() as logs:
        async with place.open(door):
            await place.api.until(lambda: place.api.count("getMe") >= 3)
            assert "refuses the token" in door.status
    assert len(logs) == 1
    assert "1:wrong" not in str(logs)


async def test_a_server_that_is_away_is_waited_for(place: Place) -> None:
    person = place.api.person()
    port = int(place.api.url.rsplit(":", 1)[1])
    await place.api.stop()
    with capture_logs() as logs:
        async with place.open() as door:
            while "not reached" not in door.status:  # noqa: ASYNC110 (nothing tells when a line is written)
                await asyncio.sleep(0)
            await place.api.start(port)
            await person.say("/start")
            await person.next_question()
            assert door.status == "Telegram: open as @earshot_test_bot"
    assert [entry["event"].split(",")[0] for entry in logs][:2] == ["telegram not reached", "telegram reached again"]


async def test_a_server_too_old_for_the_start_up_calls_still_serves(place: Place) -> None:
    place.api.unknown = {"setMyCommands", "getMyDescription", "getMyShortDescription", "deleteWebhook"}
    person = place.api.person()
    with capture_logs() as logs:
        async with place.open():
            await person.say("/start")
            await person.next_question()
            await place.api.until(lambda: place.api.count("getMyShortDescription") == 1)
    assert {entry["method"] for entry in logs if "passed over" in entry["event"]} == {
        "setMyCommands",
        "setMyDescription",
        "setMyShortDescription",
    }


async def test_start_up_calls_that_get_garbage_are_passed_over(place: Place) -> None:
    place.api.fail("getMyDescription", Fault(200, body=b'{"ok": true, "result": 7}'))
    place.api.fail("deleteWebhook", Fault.garbage())
    place.api.fail("getMe", Fault(200, body=b'{"ok": true, "result": []}'))
    person = place.api.person()
    async with place.open():
        await person.say("/start")
        await person.next_question()
        await place.api.until(lambda: "short" in place.api.described)


async def test_a_description_is_not_set_again_where_it_is_the_same(place: Place) -> None:
    async with place.open():
        await place.api.until(lambda: "short" in place.api.described)
    async with place.open():
        await place.api.until(lambda: place.api.count("getMyShortDescription") == 2)
    assert place.api.count("setMyDescription") == 1
    assert place.api.count("setMyShortDescription") == 1


async def test_a_part_that_stumbles_is_started_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    door, person = place.door(), place.api.person()
    stumbles: list[int] = []
    start = door._receiver._start

    def stumble(*args: Any) -> None:
        start(*args)
        if not stumbles:
            stumbles.append(1)
            raise RuntimeError

    monkeypatch.setattr(door._receiver, "_start", stumble)
    async with place.open(door):
        await person.say("/start")
        await person.next_question()


async def test_no_log_line_holds_words_a_number_or_the_token(place: Place) -> None:
    person = place.api.person(5_432_109_876, username="sam_from_number_9")
    place.api.fail("sendMessage", Fault(400, "Bad Request: it said blue door"), Fault.garbage())
    with capture_logs() as logs:
        async with place.open():
            await person.say("blue door")
            await place.api.push("message", {"chat": {"id": person.id}, "text": "blue door"})
            await person.say("blue door")
            await place.api.until(lambda: place.api.unconfirmed == 0)
    for secret in (TOKEN, "blue door", "5432109876", "sam_from"):
        assert secret not in str(logs)


def test_a_door_shows_neither_its_token_nor_anything_else(place: Place) -> None:
    assert TOKEN not in repr(place.door())
    assert isinstance(place.door(), TelegramDoor)


async def test_a_code_of_the_desk_links_a_chat_once(place: Place) -> None:
    lee = await place.store.staff.add("Lee", ["safeguarding-lead"], by="test")
    code = "0a" * 15
    await place.store.alerts.code(lee.id, code, place.time.clock() + timedelta(minutes=30))
    person = place.api.person()
    async with place.open():
        await person.say(f"/staff {code}")
        await person.next_saying("This chat is linked.")
        await person.say(f"/staff {code}")
        await person.next_saying("That code does not work any more.")
    assert len(await place.store.alerts.of(lee.id)) == 1
