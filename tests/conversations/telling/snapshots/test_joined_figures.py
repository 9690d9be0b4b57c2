"""Figures as they are kept, joined with newer ones, and dated."""

from dataclasses import replace
from datetime import date

import pytest

from conversations.telling.figures import Figures, figures
from conversations.telling.responses import Review
from conversations.telling.snapshots.counted_parts import AGE, LEFT_OUT, TOOK_PART, all_parts
from conversations.telling.snapshots.joined_figures import AsOf, as_of, from_json, joined, to_json
from tests.conversations.telling.formats.exported import responses
from tests.conversations.telling.telling_given import clubs, many, ticked, wrote
from tests.conversations.telling.test_open_tables import FRAME

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 9)
OLD = figures(clubs(), responses(), frames={"C4": FRAME}, doors={})
NEW = figures(
    clubs(), [*responses(), *many(40, {"C1": ticked("never"), "C4": wrote("a", Review.WAITING)}, "16_17")], doors={}
)


@pytest.mark.parametrize("one", [OLD, NEW, figures(clubs(), [], doors={})], ids=["old", "new", "nobody"])
def test_figures_come_back_as_they_were_kept(one: Figures) -> None:
    assert from_json(to_json(one)) == one


def test_all_parts_told_anew_are_the_new_figures_and_none_the_old_ones() -> None:
    assert joined(OLD, NEW, all_parts(clubs())) == NEW
    assert joined(OLD, NEW, ()) == replace(OLD, waiting=NEW.waiting)


def test_each_part_is_the_old_one_or_the_new_one_whole() -> None:
    both = joined(OLD, NEW, {TOOK_PART, AGE, "C1"})
    assert both.took_part == NEW.took_part != OLD.took_part
    assert both.table("age") == NEW.table("age") != OLD.table("age")
    assert both.table("C1") == NEW.table("C1") != OLD.table("C1")
    assert both.table("C2") == OLD.table("C2") != NEW.table("C2")
    assert both.table("finished") == OLD.table("finished") != NEW.table("finished")
    assert both.left_out == OLD.left_out
    assert joined(OLD, NEW, {LEFT_OUT}).left_out == NEW.left_out


def test_a_question_that_was_not_there_before_waits() -> None:
    without = replace(OLD, questions=OLD.questions[1:])
    assert [table.id for table in joined(without, NEW, ()).questions] == ["C2", "C3", "C4"]
    assert [table.id for table in joined(without, NEW, {"C1"}).questions] == ["C1", "C2", "C3", "C4"]


def test_what_is_told_says_of_which_days_it_is() -> None:
    assert "on 9 June 2026. They stay" in as_of({"C1": LAST, "C2": LAST}).sentence(10)
    some = as_of({"C1": LAST, "C2": FIRST}).sentence(10)
    assert "on 9 June 2026. Some are older, from 1 June 2026" in some
    assert "at least 10 people" in some
    assert "today (9 June 2026)" in AsOf(LAST, LAST, live=True).sentence(10)
