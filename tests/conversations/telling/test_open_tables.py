"""Themes and feelings of written answers, as they may be published."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.asking.answer import Answer
from conversations.hearing.themes.code_frame import CodeFrame, Theme
from conversations.hearing.values import Feeling
from conversations.telling.counts import Counts
from conversations.telling.figures import Figures, figures
from conversations.telling.formats import csv, json
from conversations.telling.formats.document import Grid, Paragraph
from conversations.telling.formats.export import Export
from conversations.telling.letter import Setting, letter
from conversations.telling.responses import Review, ReviewedAnswer, ReviewedResponse
from conversations.telling.suppression import suppress_alike
from tests.conversations.telling.telling_given import AS_OF, clubs, response

FRAME = CodeFrame("C4", "What is missing?", (Theme("cost", "Cost", "Too dear."), Theme("travel", "Travel", "Too far.")))
MEASURED = "How well: not measured yet."


def wrote(
    *codes: str, feeling: Feeling | None = Feeling.NEGATIVE, review: Review = Review.APPROVED
) -> dict[str, ReviewedAnswer]:
    return {"C4": ReviewedAnswer(Answer(text="words"), review, "", codes=codes or None, feeling=feeling)}


def everyone(*said: tuple[int, dict[str, ReviewedAnswer]]) -> list[ReviewedResponse]:
    answers = [given for count, given in said for _ in range(count)]
    return [response(given, number=number) for number, given in enumerate(answers)]


def told(responses: Iterable[ReviewedResponse]) -> Figures:
    return figures(clubs(), list(responses), frames={"C4": FRAME}, doors={})


SKIPPED: dict[str, ReviewedAnswer] = {"C1": ReviewedAnswer(Answer(chosen=("often",)), Review.NOT_NEEDED)}


def test_people_count_once_for_each_theme_with_the_base_of_their_question() -> None:
    both = wrote("cost", "travel", feeling=Feeling.POSITIVE)
    found = told(everyone((21, wrote("cost")), (14, wrote("travel")), (22, both), (3, wrote("other")), (30, SKIPPED)))
    table = found.themes["C4"]
    assert [(cell.label, cell.count, cell.word) for cell in table.cells] == [
        ("Cost", 45, "about three quarters"),
        ("Travel", 35, "about two thirds"),
        ("Something else", None, ""),
        ("Hard to tell", None, ""),
        ("Nothing should change", None, ""),
    ]
    assert table.base == found.table("C4").base == found.feelings["C4"].base == 60
    # Nobody sounded mixed or neutral: the second number would tell so, and is hidden with them.
    assert [cell.count for cell in found.feelings["C4"].cells] == [None, None, None, 40]


def test_what_is_left_out_or_not_coded_is_in_no_theme() -> None:
    found = told(
        everyone(
            (40, wrote("cost")), (30, wrote("travel", review=Review.REJECTED)), (20, wrote(feeling=None)), (30, SKIPPED)
        )
    )
    counts = {cell.label: cell.count for cell in found.themes["C4"].cells}
    assert counts["Cost"] == 40
    assert counts["Travel"] is None
    assert counts["Not sorted yet"] == 20
    assert found.feelings["C4"].cells[-1].label == "Not sorted yet"


def test_nothing_is_said_of_themes_where_nothing_is_coded() -> None:
    found = told(everyone((40, wrote(feeling=None)), (30, SKIPPED)))
    assert found.themes == {}
    assert found.feelings == {}
    assert figures(clubs(), everyone((40, wrote("cost"))), doors={}).themes == {}, "nor without a frame"


def test_a_small_group_shows_no_theme_and_no_feeling() -> None:
    found = told(everyone((9, wrote("cost"))))
    assert not found.themes["C4"].shows
    assert not found.feelings["C4"].shows


@given(
    st.lists(st.integers(0, 40), min_size=2, max_size=4),
    st.lists(st.integers(0, 40), min_size=4, max_size=4),
    st.integers(0, 40),
)
def test_all_tables_of_a_question_show_the_same_base_or_none(themes: list[int], felt: list[int], skipped: int) -> None:
    """Else a base that is hidden in one, to protect a number there, could be read in another."""
    answered = sum(felt)
    cells = tuple(min(count, answered) for count in themes)
    counts = [
        Counts((), answered, answered + skipped),
        Counts(cells, answered, answered + skipped, most=len(cells)),
        Counts(tuple(felt), answered, answered + skipped),
    ]
    published = suppress_alike(counts)
    assert len({one.base for one in published}) == 1
    for true, shown in zip(counts, published, strict=True):
        for count, cell in zip(true.cells, shown.cells, strict=True):
            assert cell is None or count >= 10


RESPONSES = everyone((31, wrote("cost")), (22, wrote("travel", feeling=Feeling.POSITIVE)), (30, SKIPPED))


def test_every_format_of_an_export_has_themes_feelings_and_how_well_it_was_done() -> None:
    found = told(RESPONSES)
    export = Export(found, {}, False, date(2026, 6, 1), AS_OF, MEASURED)
    as_csv, as_json = csv.write(export).decode("utf-8-sig"), json.write(export).decode()
    assert "Themes: What is missing?" in as_csv
    assert "Feeling: What is missing?" in as_csv
    assert "Travel,20" in as_csv
    for made in (as_csv, as_json):
        assert MEASURED in made
        assert "Sounds upset" in made


def test_the_letter_tells_themes_and_feelings_as_a_spread() -> None:
    setting = Setting(False, None, None, date(2026, 6, 1), [], AS_OF, MEASURED)
    document = letter(clubs(), told(RESPONSES), {}, setting)
    grids = {block.caption: block for block in document.blocks if isinstance(block, Grid)}
    assert ("Cost", "30", "", "about two thirds") in grids["What you wrote about"].rows
    assert "How it sounded" in grids
    small = letter(clubs(), told(everyone((9, wrote("cost")))), {}, setting)
    assert "What you wrote about" not in {block.caption for block in small.blocks if isinstance(block, Grid)}
    assert MEASURED in str([block for block in document.blocks if not isinstance(block, Paragraph)])


def by_hand(given: dict[str, ReviewedAnswer]) -> dict[str, ReviewedAnswer]:
    return {question: replace(answer, by_person=True) for question, answer in given.items()}


@pytest.mark.parametrize(
    ("hands", "machine", "said"),
    [
        (0, 40, "No person has checked that yet."),
        (3, 37, "People checked some of it."),
        (40, 0, "People sorted what you wrote into these groups."),
    ],
)
def test_that_people_checked_is_said_from_the_count_of_what_they_coded(hands: int, machine: int, said: str) -> None:
    found = told(everyone((hands, by_hand(wrote("cost"))), (machine, wrote("cost")), (30, SKIPPED)))
    setting = Setting(False, None, None, date(2026, 6, 1), [], AS_OF, MEASURED)
    words = str(letter(clubs(), found, {}, setting).blocks)
    lines = ("No person has checked that yet.", "People checked some of it.", "People sorted what you wrote into these")
    assert [line for line in lines if line in words] == [line for line in lines if said.startswith(line)]
