"""How replies look on Telegram."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.reply_messages import LONGEST, ChangeButtons, ChangeText, Send, Tapped, calls, keyboard, pieces
from conversations.asking.replies import Beside, Button, Expects, Place, Reply, Says

OPTIONS = (Button("Yes", "v1:1.o0"), Button("No", "v1:1.o1", picked=True))
CONTROLS = tuple(Button(name, f"v1:1.{name.lower()}", Place.CONTROL) for name in ("Skip", "Back", "Help"))
QUESTION = Reply(
    Says.QUESTION, "Do you?", (*OPTIONS, *CONTROLS), Expects.ONE, progress="Question 1 of 9", hint="Why we ask."
)


def _send(reply: Reply) -> Send:
    (call,) = calls(reply, None)
    assert isinstance(call, Send)
    return call


def test_progress_stands_above_and_the_hint_below() -> None:
    assert _send(QUESTION).text == "Question 1 of 9\n\nDo you?\n\nWhy we ask."


def test_options_stand_one_a_row_and_controls_two_a_row() -> None:
    markup = keyboard(QUESTION.buttons)
    assert markup is not None
    rows = [[button.text for button in row] for row in markup.inline_keyboard]
    assert rows == [["Yes"], ["✓ No"], ["Skip", "Back"], ["Help"]]
    assert markup.inline_keyboard[0][0].callback_data == "v1:1.o0"


def test_a_line_has_no_keyboard() -> None:
    assert _send(Reply(Says.LINE, "Thank you.")).buttons is None


def test_a_help_card_is_sent_as_it_is() -> None:
    assert _send(Reply(Says.HELP, "Call 999")).text == "Call 999"


def test_another_language_stands_below_the_english_in_the_same_message() -> None:
    card = Reply(Says.HELP, "Call 999", beside=Beside("In Polish:", "Zadzwoń\n999", "pl"))
    assert _send(card).text == "Call 999\n\nIn Polish:\n\nZadzwoń\n999"


def test_options_that_a_phone_would_cut_short_are_listed_by_number() -> None:
    long = "It is different for different people in my family"
    reply = Reply(Says.QUESTION, "Do you?", (Button("Yes", "v1:1.o0"), Button(long, "v1:1.o1"), *CONTROLS))
    assert _send(reply).text == f"Do you?\n\n1. Yes\n2. {long}"


def test_options_that_have_numbers_are_not_numbered_twice() -> None:
    labels = ("1. How many social workers have you had?", "2. What makes a place feel like home?")
    reply = Reply(Says.QUESTION, "Which?", tuple(Button(label, "v1:1.c0") for label in labels))
    assert _send(reply).text == "Which?\n\n" + "\n".join(labels)


def test_what_was_chosen_stands_below_the_question_and_the_buttons_go() -> None:
    assert calls(Reply(Says.YOU, "Yes"), Tapped(5, "Do you?")) == (ChangeText(5, "Do you?\n\n✓ Yes"),)


def test_what_was_typed_is_not_said_back() -> None:
    assert calls(Reply(Says.YOU, "my words"), None) == ()


def test_only_the_buttons_go_where_the_text_is_unknown_or_full() -> None:
    for tapped in (Tapped(5), Tapped(5, "x" * LONGEST)):
        assert calls(Reply(Says.YOU, "Yes"), tapped) == (ChangeButtons(5, None),)


def test_the_same_question_with_other_ticks_changes_the_keyboard_in_place() -> None:
    again = Reply(Says.QUESTION, "Which?", OPTIONS, Expects.MANY, replaces=True)
    assert calls(again, Tapped(5, "Which?")) == (
        ChangeButtons(5, keyboard(OPTIONS), (Send("Which?", keyboard(OPTIONS)),)),
    )


def test_the_same_question_is_sent_where_nothing_was_tapped() -> None:
    again = Reply(Says.QUESTION, "Which?", OPTIONS, Expects.MANY, replaces=True)
    assert calls(again, None) == (Send("Which?", keyboard(OPTIONS)),)


def test_a_long_reply_is_cut_at_line_ends_and_its_buttons_stand_below_the_last_piece() -> None:
    text = "\n".join(f"line {number} " + "x" * 80 for number in range(100))
    sends = calls(Reply(Says.QUESTION, text, OPTIONS, Expects.ONE), None)
    assert [bool(isinstance(send, Send) and send.buttons) for send in sends] == [False, False, True]
    assert "\n".join(send.text for send in sends if isinstance(send, Send)) == text


@given(st.text(alphabet=st.sampled_from("ab \n👍é"), max_size=400))
def test_pieces_lose_nothing_but_space_and_are_never_too_long_or_empty(text: str) -> None:
    cut = list(pieces(text, longest=20))
    assert all(0 < len(piece.encode("utf-16-le")) // 2 <= 20 and piece.strip() for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


@pytest.mark.parametrize("tapped", [Tapped(5), Tapped(5, 'Do "you"?\n✓ é')])
def test_the_context_of_a_delivery_survives_the_outbox(tapped: Tapped) -> None:
    assert Tapped.from_json(tapped.to_json()) == tapped
    assert Tapped.from_json("") is None


def test_no_words_show_in_a_repr() -> None:
    assert "secret" not in repr((Tapped(5, "secret"), *calls(Reply(Says.YOU, "secret"), Tapped(5, "secret"))))
    assert "secret" not in repr(calls(Reply(Says.LINE, "secret"), None))
