"""What was hidden, and bringing it back."""

import pytest

from conversations.asking.answer import Answer
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.question_types.hidden_words import LONGEST_WORD, hidden_kinds
from conversations.asking.records import AnswerKept
from conversations.asking.session import Part, Session
from conversations.asking.steps.places import ASKED
from conversations.asking.turn_builder import BREAK
from conversations.hearing.values import Heard, Kind, Span
from tests.conversations.asking.at_a_place import NOW, RUNNING, after, at, say, take, tap, texts

PLACE = f"{ASKED}SH2"
ONE = Part("2", "she left [place] then", (Kind.LOCATION,), marks=(("aa",),))
THREE = Part(
    "2",
    "[name 1] and [name 2] and [name 3]",
    (Kind.PERSON, Kind.PERSON, Kind.PERSON),
    marks=(("aa",), ("bb",), ("cc",)),
)


def asking(part: Part, again: int) -> Session:
    first = Part("1", "more time")
    answers = {"SH2": Answer(text=f"{first.text}\n{part.text}", hidden=part.hidden)}
    return at(PLACE, answers=answers, draft=(first, part), sitting=("SH2",), aside="again", again=again)


def sent(state: Session, raw: str, *spans: Span) -> tuple[Session, list[str], tuple[object, ...]]:
    turn = take(state, Did.TEXT, heard=Heard(raw, spans, raw=raw))
    return after(turn), texts(turn), turn.records


def test_the_kind_of_each_hidden_thing_is_known_by_what_stands_in_its_place() -> None:
    assert hidden_kinds("[name 2] at [school or group] in [place], [number] [date 3] [contact] [nothing]") == (
        Kind.PERSON,
        Kind.SCHOOL_ORG,
        Kind.LOCATION,
        Kind.ID,
        Kind.DATE,
        Kind.CONTACT,
    )


@pytest.mark.parametrize(("at_place", "left"), [(0, ("bb", "cc")), (1, ("aa", "cc")), (2, ("aa", "bb"))])
def test_one_of_several_is_brought_back_and_the_others_are_known_as_before(
    at_place: int, left: tuple[str, str]
) -> None:
    there, said, records = sent(asking(THREE, at_place), "Jo")
    names = [f"[name {number}]" for number in (1, 2)]
    names.insert(at_place, "Jo")
    text = " and ".join(names)
    assert there.draft == (
        Part("1", "more time"),
        Part("2", text, (Kind.PERSON, Kind.PERSON), sent_again=True, marks=tuple((one,) for one in left)),
    )
    assert (there.aside, there.again) == ("", -1)
    assert said[:2] == [text, line("again_done")]
    (record,) = records
    assert isinstance(record, AnswerKept)
    assert record.answer.text == f"more time\n{text}"


@pytest.mark.parametrize(("count", "fits"), [(LONGEST_WORD, True), (LONGEST_WORD + 1, False), (0, False)])
def test_a_hidden_word_is_one_to_sixty_characters(count: int, fits: bool) -> None:
    there, said, records = sent(asking(ONE, 0), "x" * count)
    assert bool(records) is fits
    assert (there.aside == "") is fits
    assert (said[0] == line("again_too_long")) is not fits


@pytest.mark.parametrize(
    ("raw", "kind", "private"),
    [
        ("07700 900123", Kind.CONTACT, True),
        ("QQ 12 34 56 C", Kind.ID, True),
        ("12 Priory Road", Kind.LOCATION, True),
        ("Leeds", Kind.LOCATION, False),
        ("Jo", Kind.PERSON, False),
        ("3 May", Kind.DATE, False),
        ("Year 9", Kind.SCHOOL_ORG, False),
    ],
)
def test_what_always_says_who_or_where_someone_is_stays_hidden(raw: str, kind: Kind, private: bool) -> None:
    there, said, records = sent(asking(ONE, 0), raw, Span(0, len(raw), kind))
    assert bool(records) is not private
    assert (said[0] == line("again_private")) is private
    assert there.aside == ""


def test_a_digit_elsewhere_makes_no_address_of_a_town() -> None:
    _, _, records = sent(asking(ONE, 0), "Leeds 2", Span(0, 5, Kind.LOCATION))
    assert records


@pytest.mark.parametrize("again", [1, 7])
def test_what_is_no_longer_hidden_cannot_be_brought_back(again: int) -> None:
    """The message was edited meanwhile."""
    there, said, records = sent(asking(ONE, again), "Leeds")
    assert (there.aside, said[0], records) == ("", line("again_private"), ())


def test_after_a_break_a_hidden_word_is_of_no_message_any_more() -> None:
    turn = say(asking(ONE, 0), "Leeds", at=NOW + 2 * BREAK)
    assert (turn.records, after(turn).aside, after(turn).draft) == ((), "", ())
    assert turn.replies[-1].text == RUNNING.text.question("SH2").text


def test_only_kinds_that_may_not_be_personal_have_a_button_to_bring_them_back() -> None:
    part = Part("2", "[name] [contact] [place]", (Kind.PERSON, Kind.CONTACT, Kind.LOCATION))
    shown = tap(asking(part, 0), "back").replies[-1]
    assert [one.label for one in shown.buttons if ".again" in one.value] == [
        line("hidden_again_button", thing=thing) for thing in ("[name]", "[place]")
    ]


def test_another_button_in_the_middle_of_an_answer_brings_nothing_back() -> None:
    before = asking(ONE, -1).but(aside="")
    for action in ("nothing", "again", "o1"):
        turn = tap(before, action)
        assert (turn.state, texts(turn)[0]) == (before, line("stale"))
