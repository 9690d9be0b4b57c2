"""A state as it is kept between turns."""

from datetime import UTC, datetime

from conversations.asking.answer import Answer
from conversations.asking.session import Part, Session
from conversations.hearing.values import Kind, Risk

STATE = Session(
    version=2,
    place="home",
    at=datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC),
    aside="paused",
    stamp=12,
    seed=2**32 - 1,
    response=bytes(range(16)),
    age_band="13-15",
    picked=("a", "b"),
    draft=(Part("5", "a garden for [name]", (Kind.PERSON,), True, Risk.CONCERN), Part("6", "and a dog \U0001f415")),
    again=1,
    quoting=False,
    changing=True,
    sitting=("home",),
    receipt=("amber", "badger", "copper", "dolphin", "ember", "falcon"),
    answers={"home": Answer(text="a garden")},
)


def test_a_state_is_the_same_after_it_was_kept() -> None:
    assert Session.from_json(STATE.to_json(), STATE.answers) == STATE


def test_what_is_kept_of_a_state_leaves_the_answers_out() -> None:
    assert b"a garden" not in STATE.but(draft=()).to_json()


def test_half_a_character_in_a_draft_loses_nothing() -> None:
    half = STATE.but(draft=(Part("5", "half \ud83d"),))
    assert Session.from_json(half.to_json(), STATE.answers) == half


def test_a_state_that_was_kept_before_is_still_read() -> None:
    kept = (
        b'{"version":1,"place":"home","at":"2026-03-02T09:30:00+00:00","aside":"","stamp":3,"seed":7,'
        b'"response":"000102030405060708090a0b0c0d0e0f","age_band":"13-15","picked":[],'
        b'"draft":[["5","words",["PERSON"],false,2]],"again":-1,"quoting":null,"changing":false,"sitting":[],"receipt":[]}'
    )
    state = Session.from_json(kept, {})
    assert state.response == bytes(range(16))
    assert state.draft == (Part("5", "words", (Kind.PERSON,), False, Risk.URGENT),)
    assert state.at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_what_was_told_before_is_every_other_answer_that_raised_no_flag() -> None:
    answers = {
        "home": Answer(text="the answer that is being written"),
        "worker": Answer(text="my boyfriend is great"),
        "money": Answer(text="a worry", risk=Risk.CONCERN),
        "school": Answer(chosen=("a",)),
    }
    told = STATE.but(place="q:home", age_band="13_15", answers=answers).told_before
    assert (told.earlier, told.age_band) == ("my boyfriend is great", "13_15")
