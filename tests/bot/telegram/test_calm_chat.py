"""The chat feels calm: one message a question, toasts for stale taps, no live buttons left behind."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.limits import LimitedError, Whose
from bot.turns.arrived import TooFastError
from conversations.asking.consultation.file import bundled
from conversations.asking.locales import line
from tests.bot.telegram.conftest import WORRY, Place
from tests.bot_api import Fault, Person
from tests.bot_api.chat import Message
from tests.bot_api.whole_way_respondent import Respondent

ANSWERS = {
    "SH1": ["3 or more"],
    "SH2": ["a proper goodbye"],
    "SH3": ["Always"],
    "SH4": ["Things to do", "Homes close by"],
    "SH9": ["fewer changes"],
}


async def to_question(person: Person, number: int = 1) -> Message:
    await person.say("/start")
    for label in ("16 to 17", "Next", "Yes, I want to take part"):
        await person.next_with(label)
        await person.tap(label)
    seen = await person.next_saying("Question 1 of 9")
    for at in range(2, number + 1):
        await person.tap(line("skip"), seen)
        seen = await person.next_saying(f"Question {at} of 9")
    return seen


async def all_done(place: Place, person: Person) -> list[Message]:
    """New messages, once all is taken and sent, and old buttons are gone."""
    await place.api.until(lambda: place.api.unconfirmed == 0)
    await place.until_all_is_sent()
    await place.time.sleep(100)
    return [message for message in person.unread() if not message.changes]


def live(person: Person) -> list[int]:
    return [message.id for message in person.chat.messages.values() if message.buttons]


@pytest.mark.parametrize("times", [2, 3, 10])
@pytest.mark.parametrize("label", ["3 or more", "Skip"])
async def test_one_button_tapped_again_and_again_brings_one_question_and_toasts(
    place: Place, times: int, label: str
) -> None:
    person = place.api.person()
    async with place.open():
        question = await to_question(person)
        await all_done(place, person)
        place.api.toasts.clear()
        for _ in range(times):
            await person.tap(label, question)
        new = await all_done(place, person)
        await place.api.until(lambda: len(place.api.toasts) == times)
    assert [message.text.startswith("Question 2 of 9") for message in new] == [True]
    assert sorted(place.api.toasts) == sorted(["", *[line("stale_toast")] * (times - 1)])
    assert len(live(person)) == 1


async def test_a_stale_tap_after_something_was_written_brings_the_question_again(place: Place) -> None:
    person = place.api.person()
    async with place.open():
        question = await to_question(person)
        await person.tap("3 or more", question)
        await all_done(place, person)
        await person.say("/privacy")
        await all_done(place, person)
        person.chat.number()  # somebody else's message, as it were
        await person.tap("3 or more", question)
        assert await all_done(place, person) == [], "it stands at the end again"
        await person.edit(1, "what is not kept anywhere")
        new = await all_done(place, person)
        assert len(new) == 1


async def test_a_worry_before_an_old_tap_brings_its_card(place: Place) -> None:
    person = place.api.person()
    async with place.open():
        question = await to_question(person, 2)
        await person.say(WORRY)
        await person.tap(line("skip"), question)
        new = await all_done(place, person)
    assert sum("Childline" in message.text for message in new) == 1


async def test_no_live_buttons_are_left_behind_at_the_end_of_a_way(place: Place) -> None:
    respondent = Respondent(place.api.person(), bundled_homes(), ANSWERS)
    async with place.open():
        await respondent.go_all_the_way()
        await all_done(place, respondent.person)
    assert live(respondent.person) == [max(respondent.person.chat.messages)]


@pytest.mark.parametrize(
    "way",
    [
        ("Skip", "Back", "3 or more"),
        ("/back",),
        ("/stop", "/start"),
        ("/language", "Back"),
        ("Delete my answers", "No, keep it"),
        ("/delete", "Yes, delete it all"),
    ],
    ids=str,
)
async def test_whatever_way_is_taken_only_the_last_message_has_live_buttons(place: Place, way: tuple[str, ...]) -> None:
    person = place.api.person()
    async with place.open():
        await to_question(person)
        if way[0] == "Delete my answers":
            await person.say("/stop")
        for step in way:
            await all_done(place, person)
            await (person.say(step) if step.startswith("/") else person.tap(step))
        await all_done(place, person)
    assert live(person) in ([], [max(person.chat.messages)])


def bundled_homes() -> Any:
    return next(text for text in bundled() if text.id == "stable_homes")


@pytest.mark.parametrize("caption_at", [0, None])
async def test_an_album_gets_one_reply_and_its_words_are_kept(place: Place, caption_at: int | None) -> None:
    person = place.api.person()
    async with place.open():
        await to_question(person, 2)
        await all_done(place, person)
        for at in range(10):
            more = {"caption": "this is my room"} if at == caption_at else {}
            await person.send(photo=[PICTURE], media_group_id="77", **more)
        new = await all_done(place, person)
    assert len(new) == 1
    [response] = await place.store.gathering.responses("stable_homes")
    said = [one.answer.text for one in response.answers.values()]
    assert said == ([] if caption_at is None else ["this is my room"])


PICTURE = {"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}
FILE = {"file_id": "f", "file_unique_id": "f"}


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [PICTURE]},
        {"video": {**FILE, "width": 9, "height": 9, "duration": 1}},
        {"document": FILE},
        {"voice": {**FILE, "duration": 3}},
        {"animation": FILE, "document": FILE},
        {"something_new": {"of": "next year"}},
    ],
    ids=lambda content: next(iter(content)),
)
async def test_words_below_what_cannot_be_taken_are_kept(place: Place, content: dict[str, Any]) -> None:
    person = place.api.person()
    async with place.open():
        await to_question(person, 2)
        await person.send(**content, caption="a place with a garden")
        [reply] = await all_done(place, person)
    assert line("media_caption") in reply.text
    assert line("more_words") in reply.text
    [response] = await place.store.gathering.responses("stable_homes")
    assert [one.answer.text for one in response.answers.values()] == ["a place with a garden"]


async def test_a_question_that_is_refused_comes_without_buttons_and_is_counted(place: Place) -> None:
    person = place.api.person()
    refused: list[int] = []
    door = place.door()
    door._sender._delivery._refused = refused.append
    async with place.open(door):
        await to_question(person)
        await all_done(place, person)
        place.api.fail("sendMessage", Fault(400, "Bad Request: BUTTON_DATA_INVALID"))
        with capture_logs() as logs:
            await person.tap("3 or more")
            [plain] = await all_done(place, person)
    assert plain.text.startswith("Question 2 of 9")
    assert plain.buttons == ()
    assert refused == [1]
    [warned] = [entry for entry in logs if entry["log_level"] == "warning"]
    assert set(warned) == {"event", "door", "reason", "count", "log_level"}


async def test_a_refused_choice_lists_its_options_so_that_they_can_be_typed(place: Place) -> None:
    person = place.api.person()
    async with place.open():
        await to_question(person)
        place.api.fail("sendMessage", Fault(400, "Bad Request: reply markup is too long"))
        await person.say("/skip")
        await person.next_saying("Question 2 of 9")
        place.api.fail("sendMessage", Fault(400, "Bad Request: reply markup is too long"))
        await person.say("/skip")
        plain = await person.next_saying("Question 3 of 9")
        assert "1. Always" in plain.text
        await person.say("1")
        await person.next_saying("Question 4 of 9")


@pytest.mark.parametrize("result", [b"true", b"[]", b'{"message_id": "x"}', b'{"date": null}', b"null"])
async def test_ok_is_enough_for_what_was_sent(place: Place, result: bytes) -> None:
    person = place.api.person()
    odd = Fault(200, body=b'{"ok": true, "result": ' + result + b"}", applied=True)
    place.api.fail("sendMessage", *[odd] * 3)
    async with place.open():
        await person.say("/start")
        await all_done(place, person)
    assert len(person.chat.seen) == 1


ODD: tuple[dict[str, Any], ...] = (
    {"forward_origin": {"date": 1}},
    {"entities": [{"type": "bold", "offset": 0}]},
    {"entities": "what"},
    {"reply_to_message": {"no": "id"}},
    {"quote": 7},
    {"via_bot": {"id": "x"}},
    {"link_preview_options": []},
    {"date": "yesterday"},
    {"from": None},
    {"sender_chat": {}},
    {"reply_markup": {"inline_keyboard": [[{}]]}},
    {"external_reply": {"origin": {}}},
)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: next(iter(odd)))
async def test_a_field_that_nobody_can_read_costs_nobody_their_words(place: Place, odd: dict[str, Any]) -> None:
    person = place.api.person()
    async with place.open():
        await to_question(person, 2)
        await person.say("what I think", **odd)
        await all_done(place, person)
    assert await place.store._database.rows("SELECT * FROM dead_letter") == []
    [response] = await place.store.gathering.responses("stable_homes")
    kept = [one.answer.text for one in response.answers.values()]
    assert kept == ([] if "forward_origin" in odd else ["what I think"])


async def test_a_poll_that_the_library_could_not_read_gets_a_kind_line(place: Place) -> None:
    person = place.api.person()
    async with place.open():
        await to_question(person)
        await person.send(poll={"id": 3})
        assert (await person.next_question()).text.startswith(line("media_other"))
    assert await place.store._database.rows("SELECT * FROM dead_letter") == []


@pytest.mark.parametrize("command", ["/nonsense", "/settings@earshot_test_bot", "/Foo bar baz", "/2", "/été"])
async def test_a_command_that_nobody_knows_is_never_an_answer(place: Place, command: str) -> None:
    person = place.api.person()
    async with place.open():
        await to_question(person, 2)
        await person.say(command)
        [reply] = await all_done(place, person)
        assert reply.text.startswith(line("unknown_command"))
        number = await person.say("what I think")
        await all_done(place, person)
        await person.edit(number, command)
        await all_done(place, person)
    [response] = await place.store.gathering.responses("stable_homes")
    assert [one.answer.text for one in response.answers.values()] == ["what I think"]


async def test_a_tap_of_someone_who_is_too_fast_is_a_toast(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    person = place.api.person()
    async with place.open():
        question = await to_question(person)
        await all_done(place, person)

        async def too_fast(_: Any) -> Any:
            raise TooFastError(LimitedError(Whose.SESSION, 30))

        monkeypatch.setattr(place.turn_taker, "take", too_fast)
        await person.tap("3 or more", question)
        await place.api.until(lambda: line("too_fast") in place.api.toasts)
        assert await all_done(place, person) == []


@pytest.mark.long
async def test_while_many_wait_for_messages_changes_yield(place: Place) -> None:
    people = [place.api.person(5_000_001 + number) for number in range(40)]
    async with place.open():
        for person in people:
            await to_question(person)
        for person in people:
            await all_done(place, person)
        before = len(place.api.calls)
        await asyncio.gather(*(person.tap("3 or more") for person in people))
        for person in people:
            await person.next_saying("Question 2 of 9")
        calls = [name for name, _ in place.api.calls[before:] if name in ("sendMessage", "editMessageText")]
        await all_done(place, people[0])
    assert calls.count("sendMessage") == len(people)
    assert calls[5:].count("editMessageText") <= 3
