"""From reviewed responses to published tables."""

from bot.known_doors import rows_in_figures
from bot.telegram import TELEGRAM
from bot.terminal import TERMINAL
from bot.web import WEB
from conversations.asking.answer import Answer
from conversations.asking.left_out import LeaveOutReason
from conversations.telling.figures import LeftOut, figures
from conversations.telling.responses import Review, ReviewedAnswer
from conversations.telling.tables import Cell
from tests.conversations.telling.telling_given import clubs, many, response, ticked, wrote


def test_counts_are_rounded_and_shares_are_of_those_who_answered() -> None:
    responses = [
        *many(41, {"C1": ticked("often")}),
        *many(22, {"C1": ticked("never")}),
        *many(13, {"C1": ticked("not_sure")}),
        *many(40, {"part": ticked("north")}),
    ]
    table = figures(clubs(), responses).table("C1")
    assert (table.base, table.took_part) == (75, 115)
    assert table.cells == (
        Cell("Yes", 40, 53, "most"),
        Cell("No", 20, 27, "many"),
        Cell("Not sure", 15, 20, "many"),
    )


def test_someone_who_picked_several_options_counts_once_for_each_and_once_in_the_base() -> None:
    responses = [
        *many(30, {"C2": ticked("sport", "music")}),
        *many(20, {"C2": ticked("art")}),
        *many(20, {"C1": ticked("often")}),
    ]
    table = figures(clubs(), responses).table("C2")
    assert table.base == 50
    assert [cell.count for cell in table.cells] == [30, 30, 20]


def test_a_rejected_answer_is_in_no_figure_and_is_counted_as_left_out_with_its_reason() -> None:
    responses = [
        *many(40, {"C4": wrote("more football")}),
        *many(12, {"C4": wrote("buy now", Review.REJECTED, reason=LeaveOutReason.TEST_OR_COPY)}),
        *many(20, {"C1": ticked("often")}),
    ]
    found = figures(clubs(), responses)
    assert found.table("C4").base == 40
    assert found.left_out == (LeftOut("It is a test, or copied", 10),)


def test_few_left_out_answers_are_hidden_and_a_moderators_own_words_are_not_shown() -> None:
    responses = [
        *many(30, {"C1": ticked("often")}),
        response({"C4": wrote("x", Review.REJECTED, reason="says that Bob did it")}),
        response({"C4": wrote("y", Review.REJECTED, reason=LeaveOutReason.TEST_OR_COPY)}),
    ]
    found = figures(clubs(), responses)
    assert found.left_out == (LeftOut("Another reason", None), LeftOut("It is a test, or copied", None))


def test_an_unfinished_response_counts() -> None:
    responses = [response({"C1": ticked("often")}, finished=False) for _ in range(30)]
    found = figures(clubs(), [*responses, *many(30, {"C1": ticked("never")}), *many(20, {"C1": ticked("not_sure")})])
    assert found.took_part == 80
    assert [cell.count for cell in found.table("C1").cells] == [30, 30, 20]


def test_a_response_without_any_answer_took_no_part() -> None:
    assert figures(clubs(), [*many(30, {"C1": ticked("often")}), *many(30, {})]).took_part == 30


def test_every_age_band_is_in_its_table_also_one_that_nobody_is_in() -> None:
    responses = [*many(30, {"C1": ticked("often")}), *many(20, {"C1": ticked("never")}, "16_17")]
    cells = figures(clubs(), responses).table("age").cells
    assert [cell.label for cell in cells] == ["Under 13", "13 to 15", "16 to 17", "18 to 25"]
    assert cells[0].count is None


def test_a_hidden_number_has_neither_share_nor_word() -> None:
    responses = [
        *many(40, {"C1": ticked("often")}),
        *many(30, {"C1": ticked("never")}),
        response({"C1": ticked("not_sure")}),
    ]
    assert figures(clubs(), responses).table("C1").cells[2] == Cell("Not sure", None)


def test_on_a_small_base_there_are_words_but_no_share() -> None:
    responses = [*many(10, {"C1": ticked("often")}), *many(8, {"C1": ticked("never")})]
    cell = figures(clubs(), responses).table("C1").cells[0]
    assert (cell.count, cell.per_cent, cell.word) == (10, None, "most")


def test_the_ends_of_a_scale_are_put_together_where_each_answer_is_small() -> None:
    responses = [
        *many(7, {"C3": ticked("always")}),
        *many(6, {"C3": ticked("often")}),
        *many(5, {"C3": ticked("rarely")}),
        *many(5, {"C3": ticked("never")}),
        *many(2, {"C3": ticked("not_sure")}),
    ]
    table = figures(clubs(), responses).table("C3")
    assert all(cell.count is None for cell in table.cells)
    assert table.together == (Cell("Always or Often", 15, 60, "most"),)


def test_ways_in_are_counted() -> None:
    gathered = [
        *[response({"C1": ticked("often")}, door=TELEGRAM.name) for _ in range(20)],
        *[response({"C1": ticked("often")}, door=WEB.name) for _ in range(20)],
        *[response({"C1": ticked("often")}, door=TERMINAL.name) for _ in range(5)],
    ]
    assert [cell.count for cell in figures(clubs(), gathered, doors=rows_in_figures()).table("door").cells] == [20, 25]


def test_a_door_that_is_not_known_is_a_row_of_its_own() -> None:
    gathered = [
        *[response({"C1": ticked("often")}, door="letter_box") for _ in range(20)],
        *[response({"C1": ticked("often")}, door=WEB.name) for _ in range(30)],
    ]
    cells = figures(clubs(), gathered, doors={WEB.name: "On the page"}).table("door").cells
    assert [(cell.label, cell.count) for cell in cells] == [("On the page", 30), ("letter_box", 20)]


def test_an_option_of_an_earlier_version_stays_in_the_base() -> None:
    responses = [
        *many(20, {"C1": ticked("often")}),
        *many(15, {"C1": ticked("never")}),
        *many(15, {"C1": ticked("not_sure")}),
        *many(20, {"C1": ticked("gone")}),
        *many(20, {"C2": ticked("art")}),
    ]
    table = figures(clubs(), responses).table("C1")
    assert table.base == 70
    assert table.cells[-1] == Cell("An answer that was offered earlier", 20, 29, "many")


def test_answers_that_wait_are_counted_and_said_to_wait() -> None:
    responses = [*many(40, {"C4": wrote("more", Review.WAITING)}), *many(20, {"C1": ticked("often")})]
    found = figures(clubs(), responses)
    assert found.waiting
    assert found.table("C4").base == 40


def test_nothing_is_counted_of_an_empty_consultation() -> None:
    found = figures(clubs(), [])
    assert found.took_part is None
    assert all(cell.count is None for table in found.tables for cell in table.cells)


def test_an_answer_in_another_language_that_nobody_has_read_counts_as_an_answer_and_says_nothing() -> None:
    unread = ReviewedAnswer(Answer(language="pl"), Review.UNREAD)
    responses = [
        *many(30, {"C4": wrote("more football")}),
        *many(20, {"C4": unread}),
        *many(40, {"C1": ticked("often")}),
    ]
    found = figures(clubs(), responses)
    assert found.table("C4").base == 50
    assert found.left_out == ()
    assert (found.themes, found.feelings) == ({}, {})
    assert found.waiting
