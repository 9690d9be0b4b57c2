"""A list of 153 councils works on every door: pages of buttons, a part of a name, the whole of it on a page."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.telegram import TELEGRAM
from bot.telegram.reply_messages import Send, calls
from bot.terminal import TERMINAL
from bot.web import WEB
from conversations.asking.buttons import value
from conversations.asking.consultation.model import Consultation, Running
from conversations.asking.door import Door
from conversations.asking.locales import line
from conversations.asking.question_types.long_lists import having
from conversations.asking.replies import Place, Reply
from conversations.asking.session import Session
from conversations.asking.steps.places import ASKED
from tests.conversations.asking import at_a_place
from tests.conversations.asking.at_a_place import after, at, say, tap, texts

NAMES = [f"{name} {part}" for part in ("Vale", "Moor", "Heath") for name in (f"Aber{n}" for n in range(50))] + [
    "Bristol",
    "Ynys Môn",
    "St Helens",
]
ONE, SEVERAL = f"{ASKED}one", f"{ASKED}several"


def lists(*names: str, **more: object) -> Running:
    options = [{"id": f"o{number}", "text": name} for number, name in enumerate(names)]
    questions = [
        {"id": "one", "type": "choice", "text": "Which council?", "options": options, **more},
        {"id": "several", "type": "multi", "text": "Which councils?", "options": options, **more},
    ]
    text = {"format": 1, "id": "long", "version": 1, "title": "Long", "about": "Lists.", "questions": questions}
    return replace(at_a_place.RUNNING, text=Consultation.model_validate(text))


RUNNING = lists(*NAMES)


def shown(reply: Reply, place: Place = Place.OPTION) -> list[str]:
    return [button.label for button in reply.buttons if button.place is place]


def ticked(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons if button.picked]


def put(place: str, door: Door = TELEGRAM, running: Running = RUNNING) -> Reply:
    """The question as it is put, after something that means nothing there."""
    return say(at(place, version=1), "qqqqq", running, door=door).replies[-1]


def turns(there: Session, *actions: str, door: Door = TELEGRAM) -> tuple[Session, Reply]:
    reply = None
    for action in actions:
        turn = tap(there, action, running=RUNNING, door=door)
        there, reply = after(turn), turn.replies[-1]
    assert reply is not None
    return there, reply


@pytest.mark.parametrize("place", [ONE, SEVERAL])
def test_every_option_is_on_a_page_that_telegram_takes(place: str) -> None:
    there, seen = at(place, version=1), []
    reply = put(place)
    while True:
        [sent] = calls(reply, None)
        assert isinstance(sent, Send)
        assert sent.buttons is not None
        assert sum(len(row) for row in sent.buttons.inline_keyboard) <= 100
        assert len(sent.text) <= 4096
        seen += shown(reply)
        if line("list_more") not in shown(reply, Place.CONTROL):
            break
        there, reply = turns(there, "list_more")
        assert reply.replaces
    assert seen == [f"{number}. {name}" for number, name in enumerate(NAMES, 1)]
    assert len(seen) > 100
    _, before = turns(there, "list_before")
    assert shown(before)[0] == "121. Aber20 Heath"


def test_a_button_of_any_page_is_the_option_that_it_says() -> None:
    there, reply = turns(at(ONE, version=1), *["list_more"] * 7)
    [bristol] = [button for button in reply.buttons if "Bristol" in button.label]
    turn = tap(there, bristol.value.partition(".")[2], running=RUNNING)
    assert after(turn).answers["one"].chosen == ("o150",)
    assert (after(turn).page, after(turn).found) == (0, ())


def test_ticks_of_all_pages_are_kept_and_the_page_stays() -> None:
    there, reply = turns(at(SEVERAL, version=1), "o0", "list_more", "o25")
    assert shown(reply)[:2] == ["1. Aber0 Vale", "21. Aber20 Vale"]
    assert ticked(reply) == ["1. Aber0 Vale", "26. Aber25 Vale"]
    there, _ = turns(there, "done")
    assert there.answers["several"].chosen == ("o0", "o25")


@pytest.mark.parametrize("words", ["Bristol", "bris", "BRISTOL ", "151", "bristl"])
@pytest.mark.parametrize("door", [TELEGRAM, TERMINAL, WEB])
def test_a_name_or_a_part_of_it_is_the_option(door: Door, words: str) -> None:
    turn = say(at(ONE, version=1), words, RUNNING, door=door)
    assert after(turn).answers["one"].chosen == ("o150",)
    turn = say(at(SEVERAL, version=1), words, RUNNING, door=door)
    assert after(turn).picked == ("o150",)


@pytest.mark.parametrize(("words", "chosen"), [("mon", "o151"), ("helens", "o152"), ("aber7 heath", "o107")])
def test_any_words_of_a_name_find_it(words: str, chosen: str) -> None:
    assert after(say(at(ONE, version=1), words, RUNNING)).answers["one"].chosen == (chosen,)


@pytest.mark.parametrize("door", [TELEGRAM, TERMINAL])
def test_where_several_have_it_those_alone_are_shown(door: Door) -> None:
    turn = say(at(SEVERAL, version=1), "aber7", RUNNING, door=door)
    assert texts(turn)[0] == line("list_found", count=3)
    there, reply = after(turn), turn.replies[-1]
    assert shown(reply) == ["8. Aber7 Vale", "58. Aber7 Moor", "108. Aber7 Heath"]
    there, reply = turns(there, "o57", door=door)
    assert ticked(reply) == ["58. Aber7 Moor"]
    there = after(say(there, line("list_all"), RUNNING, door=door))
    assert (there.found, there.picked) == ((), ("o57",))


@pytest.mark.parametrize("door", [TELEGRAM, TERMINAL, WEB])
def test_what_is_ticked_stays_on_top_of_what_was_looked_for(door: Door) -> None:
    reply = say(at(SEVERAL, version=1, picked=("o0", "o57"), sitting=("several",)), "aber7", RUNNING, door=door)
    assert shown(reply.replies[-1]) == ["1. Aber0 Vale", "8. Aber7 Vale", "58. Aber7 Moor", "108. Aber7 Heath"]
    assert ticked(reply.replies[-1]) == ["1. Aber0 Vale", "58. Aber7 Moor"]


def test_a_page_shows_what_was_looked_for_and_keeps_the_boxes_of_its_form() -> None:
    """Without scripts, too: the typed words, Show all and Done each bring all boxes that are ticked."""
    there = at(SEVERAL, version=1)
    boxes = (value(there, "o0"), value(there, "add"))
    turn = say(there, "aber7", RUNNING, door=WEB, taps=boxes)
    assert texts(turn)[0] == line("list_found", count=3)
    assert shown(turn.replies[-1]) == ["1. Aber0 Vale", "8. Aber7 Vale", "58. Aber7 Moor", "108. Aber7 Heath"]
    there = after(turn)
    turn = tap(there, "o0", "o57", "list_all", running=RUNNING, door=WEB)
    assert (shown(turn.replies[-1]), after(turn).picked) == (NAMES, ("o0", "o57"))
    assert after(tap(there, "o57", "done", running=RUNNING, door=WEB)).answers["several"].chosen == ("o57",)
    turn = say(there, "151", RUNNING, door=WEB, taps=(value(there, "o0"), value(there, "o57"), value(there, "add")))
    assert after(turn).picked == ("o0", "o57", "o150")
    turn = say(at(ONE, version=1), "aber7", RUNNING, door=WEB)
    assert shown(turn.replies[-1]) == ["8. Aber7 Vale", "58. Aber7 Moor", "108. Aber7 Heath"]
    assert line("list_all") in shown(turn.replies[-1], Place.CONTROL)


def test_very_many_ticks_are_partly_on_top_and_the_rest_is_said() -> None:
    picked = tuple(f"o{number}" for number in range(100))
    there = at(SEVERAL, version=1, picked=picked, sitting=("several",))
    reply = say(there, "heath", RUNNING).replies[-1]
    [sent] = calls(reply, None)
    assert isinstance(sent, Send)
    assert sent.buttons is not None
    assert sum(len(row) for row in sent.buttons.inline_keyboard) <= 100
    assert len(ticked(reply)) == TELEGRAM.most_options
    assert line("list_ticked", count=80) in reply.hint
    _, reply = turns(there, "o101")
    assert not reply.replaces  # its words have another number now


ALONE = lists(*NAMES)
ALONE = replace(
    ALONE,
    text=Consultation.model_validate(
        ALONE.text.model_dump()
        | {
            "questions": [
                one | {"options": [*one["options"], {"id": "none", "text": "None of them", "alone": True}]}
                for one in ALONE.text.model_dump()["questions"]
            ]
        }
    ),
)


def test_nothing_is_taken_away_unseen() -> None:
    there = at(SEVERAL, version=1, picked=("none",), sitting=("several",))
    there = after(say(there, "aber7", ALONE))
    turn = tap(there, "o7", running=ALONE)
    assert after(turn).picked == ("o7",)
    assert texts(turn)[0] == line("unpicked", names="None of them")
    turn = say(there, "8", ALONE)
    assert texts(turn)[0] == line("unpicked", names="None of them")
    turn = say(after(turn), "none of them", ALONE)
    assert after(turn).picked == ("none",)
    assert "Aber7 Vale" in shown(turn.replies[-1])[1]  # still in sight, without its tick
    turn = tap(there.but(found=(), page=0, picked=("o90", "o91")), "o153", running=ALONE)
    assert texts(turn)[0] == line("unpicked", names="Aber40 Moor, Aber41 Moor")


def test_what_somebody_takes_away_themselves_is_not_said() -> None:
    there = after(say(at(SEVERAL, version=1, picked=("o0",), sitting=("several",)), "aber7", RUNNING))
    turn = tap(there, "o0", running=RUNNING)
    assert after(turn).picked == ()
    assert len(turn.replies) == 1


def test_many_that_have_it_come_in_pages_too() -> None:
    turn = say(at(ONE, version=1), "moor", RUNNING)
    assert len(shown(turn.replies[-1])) == TELEGRAM.most_options
    _, reply = turns(after(turn), "list_more", "list_more")
    assert len(shown(reply)) == 10


@pytest.mark.parametrize("typed", [line("list_more"), "more"])
def test_whoever_types_what_a_button_says_turns_the_page(typed: str) -> None:
    assert after(say(at(ONE, version=1), typed, RUNNING)).page == 1


def test_what_no_name_has_is_not_understood() -> None:
    assert texts(say(at(ONE, version=1), "my dog and me", RUNNING))[0] == line("not_understood")


def test_a_page_shows_the_whole_list_and_a_short_list_is_as_ever() -> None:
    assert shown(put(ONE, WEB)) == NAMES
    assert shown(put(ONE, TERMINAL)) == NAMES
    few = lists(*NAMES[:20])
    assert shown(put(ONE, TELEGRAM, few)) == NAMES[:20]
    assert texts(say(at(ONE, version=1), "9 vale", few))[0] == line("not_understood")


def test_another_page_of_labels_that_a_button_cuts_is_a_message_of_its_own() -> None:
    long = lists(*(f"The council of the town and country around number {number}" for number in range(60)))
    turn = tap(at(ONE, version=1), "list_more", running=long)
    assert not turn.replies[-1].replaces
    [sent] = calls(turn.replies[-1], None)
    assert isinstance(sent, Send)
    assert "21. The council of the town and country around number 20" in sent.text


def test_very_many_ticks_are_named_in_short() -> None:
    there = at(SEVERAL, version=1, picked=tuple(f"o{number}" for number in range(153)))
    said = tap(there, "done", running=RUNNING)
    assert len(said.replies[0].text) < 1000
    assert said.replies[0].text.endswith("and 133 more")
    assert len(after(said).answers["several"].chosen) == 153


@pytest.mark.parametrize(
    ("typed", "names", "found"),
    [
        ("a", ["Ash", "Oak", "Big Alder"], (0, 2)),
        ("oak a", ["Ash Oak", "Oak"], (0,)),
        ("", ["Ash"], ()),
        ("12", ["12 Ash"], ()),
        ("kings lynn", ["King's Lynn"], (0,)),
        ("sh", ["Ash"], ()),
    ],
)
def test_every_typed_word_begins_a_word_of_the_name(typed: str, names: Sequence[str], found: tuple[int, ...]) -> None:
    assert having(typed, names) == found
