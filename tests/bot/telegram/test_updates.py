"""What each kind of update means."""

from typing import Any

import pytest

from bot.telegram import TELEGRAM
from bot.telegram.reply_messages import Tapped
from bot.telegram.updates import FromSomeone, InAGroup, Meaning, NothingToDo, chat_of, meaning
from conversations.asking.events import Did, Media

PERSON = {"id": 42, "is_bot": False, "first_name": "Sam", "username": "sam_h"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Sam"}
GROUP = {"id": -99, "type": "supergroup", "title": "Our house"}
BOT = {"id": 9, "is_bot": True, "first_name": "Earshot"}
FILE = {"file_id": "f", "file_unique_id": "f"}


def _message(**content: Any) -> dict[str, Any]:
    return {"message_id": 7, "date": 1_790_000_000, "chat": PRIVATE, "from": PERSON, **content}


def _read(**update: Any) -> Meaning:
    return meaning({"update_id": 1000, **update})


def _said(**content: Any) -> FromSomeone:
    meant = _read(message=_message(**content))
    assert isinstance(meant, FromSomeone)
    return meant


def _tap(data: str | None = "v1:3.o1", **message: Any) -> Meaning:
    question = {**_message(text="Which?", **message), "from": BOT}
    query = {"id": "q1", "from": PERSON, "chat_instance": "1", "message": question}
    return _read(callback_query=query if data is None else {**query, "data": data})


def test_words_become_a_text_with_the_update_as_its_id() -> None:
    arrived = _said(text="It was ok").arrived("stable_homes")
    assert arrived.did is Did.TEXT
    assert arrived.text == "It was ok"
    assert arrived.id == "update:1000"
    assert arrived.door is TELEGRAM
    assert arrived.address == "telegram:42"
    assert arrived.message == "7"
    assert arrived.deliver is not None
    assert (arrived.deliver.address, arrived.deliver.context) == ("42", "")


def test_neither_words_nor_who_sent_them_show_in_a_repr() -> None:
    said = _said(text="secret words")
    for shown in (repr(said), repr(said.arrived("stable_homes"))):
        assert "secret" not in shown
        assert "42" not in shown


@pytest.mark.parametrize("entities", [{}, {"entities": [{"type": "bot_command", "offset": 0, "length": 6}]}])
@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("/start", ""),
        ("/start advocacy", "advocacy"),
        ("/START advocacy", "advocacy"),
        ("/start@earshot_bot advocacy", "advocacy"),
        (" /start ", ""),
    ],
)
def test_start_is_a_start_with_its_payload_with_and_without_entities(
    text: str, payload: str, entities: dict[str, Any]
) -> None:
    said = _said(text=text, **entities)
    assert (said.did, said.payload, said.text) == (Did.START, payload, None)


@pytest.mark.parametrize("text", ["/skip", "/skip@earshot_bot", "/SKIP"])
def test_other_commands_are_texts_of_the_command_alone(text: str) -> None:
    said = _said(text=text)
    assert (said.did, said.text) == (Did.TEXT, "/skip")


@pytest.mark.parametrize("text", ["/help me please", "start", "1/2", "/", "// no"])
def test_what_is_no_bare_command_is_left_as_it_was_written(text: str) -> None:
    assert _said(text=text).text == text


def test_a_forwarded_message_is_marked_and_is_never_a_command() -> None:
    origin = {"type": "hidden_user", "date": 1_780_000_000, "sender_user_name": "Someone"}
    said = _said(text="/start", forward_origin=origin)
    assert said.forwarded
    assert said.did is Did.TEXT


@pytest.mark.parametrize(
    ("content", "media"),
    [
        ({"voice": {**FILE, "duration": 3}}, Media.VOICE),
        ({"audio": {**FILE, "duration": 3}}, Media.VOICE),
        ({"video_note": {**FILE, "duration": 3, "length": 240}}, Media.VOICE),
        ({"photo": [{**FILE, "width": 9, "height": 9}]}, Media.PHOTO),
        ({"video": {**FILE, "width": 9, "height": 9, "duration": 3}}, Media.PHOTO),
        (
            {"animation": {**FILE, "width": 9, "height": 9, "duration": 3}, "document": FILE},
            Media.PHOTO,
        ),
        (
            {
                "sticker": {
                    **FILE,
                    "type": "regular",
                    "width": 512,
                    "height": 512,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            Media.STICKER,
        ),
        ({"dice": {"emoji": "🎲", "value": 3}}, Media.STICKER),
        ({"document": FILE}, Media.FILE),
        ({"contact": {"phone_number": "+447700900123", "first_name": "Sam"}}, Media.CONTACT),
        ({"location": {"latitude": 51.5, "longitude": -0.1}}, Media.LOCATION),
        ({"something_new": {"of": "next year"}}, Media.OTHER),
    ],
)
def test_what_is_not_words_says_what_it_is(content: dict[str, Any], media: Media) -> None:
    said = _said(**content)
    assert (said.did, said.media, said.text) == (Did.MEDIA, media, None)


def test_the_caption_of_a_photo_is_heard() -> None:
    assert _said(photo=[{**FILE, "width": 9, "height": 9}], caption="help me").text == "help me"


def test_an_edited_message_is_an_edit_of_that_message() -> None:
    meant = _read(edited_message=_message(text="better", edit_date=1_790_000_100))
    assert isinstance(meant, FromSomeone)
    assert (meant.did, meant.text, meant.message) == (Did.EDIT, "better", "7")


def test_a_live_location_that_moves_is_nothing_to_do() -> None:
    moved = _message(location={"latitude": 51.5, "longitude": -0.1}, edit_date=1_790_000_100)
    assert _read(edited_message=moved) == NothingToDo()


def test_a_tap_brings_its_data_and_the_message_that_it_was_on() -> None:
    meant = _tap()
    assert isinstance(meant, FromSomeone)
    assert (meant.did, meant.taps, meant.query) == (Did.TAP, ("v1:3.o1",), "q1")
    delivery = meant.arrived("stable_homes").deliver
    assert delivery is not None
    assert Tapped.from_json(delivery.context) == Tapped(7, "Which?")


def test_a_tap_on_a_message_too_old_to_be_shown_is_still_a_tap() -> None:
    query = {
        "id": "q1",
        "from": PERSON,
        "chat_instance": "1",
        "data": "v1:3.o1",
        "message": {"message_id": 7, "date": 0, "chat": PRIVATE},
    }
    meant = _read(callback_query=query)
    assert isinstance(meant, FromSomeone)
    assert meant.tapped == Tapped(7)


def test_choosing_a_consultation_becomes_a_start_of_it() -> None:
    meant = _tap("v1:go.advocacy")
    assert isinstance(meant, FromSomeone)
    assert (meant.did, meant.payload, meant.taps) == (Did.START, "advocacy", ())


@pytest.mark.parametrize(
    "meant",
    [
        _tap(None),
        _tap(chat=GROUP),
        _read(callback_query={"id": "q1", "from": PERSON, "chat_instance": "1", "data": "x", "inline_message_id": "i"}),
        _read(message={**_message(text="hi"), "from": BOT}),
        _read(message=_message(pinned_message=_message(text="hi"))),
        _read(message=_message(message_auto_delete_timer_changed={"message_auto_delete_time": 60})),
        _read(edited_message=_message(text="hi", chat=GROUP)),
        _read(channel_post=_message(text="hi", chat={"id": -5, "type": "channel"})),
        _read(),
    ],
)
def test_what_nobody_said_in_private_is_nothing_to_do(meant: Meaning) -> None:
    assert meant == NothingToDo()


def _membership(chat: dict[str, Any], status: str) -> Meaning:
    extra = {"until_date": 0} if status == "kicked" else {}
    return _read(
        my_chat_member={
            "chat": chat,
            "from": PERSON,
            "date": 1_790_000_000,
            "old_chat_member": {"user": BOT, "status": "left"},
            "new_chat_member": {"user": BOT, "status": status, **extra},
        }
    )


def test_a_group_is_told_once_and_left() -> None:
    assert _read(message=_message(text="/start", chat=GROUP)) == InAGroup(-99, speak=True)
    assert _membership(GROUP, "member") == InAGroup(-99, speak=True)
    assert _membership(GROUP, "left") == NothingToDo()


def test_a_channel_is_left_without_a_word() -> None:
    posting = {"id": -5, "type": "channel", "title": "News"}
    assert _membership(posting, "left") == NothingToDo()
    assert _read(message=_message(text="x", chat=posting)) == InAGroup(-5, speak=False)


def test_being_blocked_is_nothing_to_do() -> None:
    assert _membership(PRIVATE, "kicked") == NothingToDo()


@pytest.mark.parametrize(
    ("raw", "chat"),
    [
        ({"message": {"chat": {"id": 42}}}, 42),
        ({"edited_message": {"chat": {"id": 42}}}, 42),
        ({"callback_query": {"message": {"chat": {"id": 42}}}}, 42),
        ({"callback_query": {"from": {"id": 42}}}, 42),
        ({"message": {"chat": {"id": -99}}}, -99),
        ({"message": {"chat": {"id": "42"}}}, None),
        ({"message": "what"}, None),
        ({"message": {"chat": 7}}, None),
        ({"callback_query": None}, None),
        ({}, None),
    ],
)
def test_the_chat_of_an_update_is_found_without_reading_it(raw: dict[str, Any], chat: int | None) -> None:
    assert chat_of(raw) == chat
