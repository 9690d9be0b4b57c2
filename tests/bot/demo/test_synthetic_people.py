"""The synthetic people of the demo, and the set of answers that they are made from."""

from pathlib import Path

from bot.demo import synthetic_people
from bot.demo.synthetic_people import answers, make_people
from bot.telegram import TELEGRAM
from conversations.asking.consultation.file import bundled


def test_the_same_seed_makes_the_same_people() -> None:
    text = bundled()[0]
    assert make_people(text, 30, 1) == make_people(text, 30, 1)
    assert make_people(text, 30, 1) != make_people(text, 30, 2)


def test_nobody_under_sixteen_is_on_telegram() -> None:
    people = make_people(bundled()[0], 300, 1)
    assert {one.age for one in people if one.door is TELEGRAM} == {"16_17", "18_25"}


def test_the_set_fits_its_consultation_and_says_that_it_is_synthetic() -> None:
    text = next(one for one in bundled() if one.id == answers().consultation)
    for question in (*text.questions, *text.about_you):
        if question.type == "open":
            assert len(set(answers().written[question.id])) >= 35
        else:
            assert set(answers().ticked[question.id].weights) == {option.id for option in question.options}
    assert "SYNTHETIC" in (Path(synthetic_people.__file__).parent / "demo_answers.yaml").read_text(encoding="utf-8")
