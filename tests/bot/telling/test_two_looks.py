"""Two looks at the figures of a consultation that runs: what someone can work out who looks before and after."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from bot.telling.findings import next_snapshot
from conversations.asking.steps.places import AGE_BANDS
from conversations.hearing.values import Feeling
from conversations.telling.counts import NOISE
from conversations.telling.figures import Figures, figures
from conversations.telling.responses import ReviewedAnswer, ReviewedResponse
from conversations.telling.snapshots.joined_figures import from_json
from conversations.telling.tables import Table
from storage.consultations import HeldConsultation
from storage.gathering import Snapshot
from tests.conversations.telling.telling_given import clubs, response, ticked, wrote

DAY = date(2026, 6, 1)
HELD = HeldConsultation("clubs", (clubs(),), "open", DAY, DAY + timedelta(days=300), trial=False)
NEWCOMERS = 200
FALSE = 23
"""So many false people are enough to bring every number of these questions to where one more person shows."""


def somebody(chance: Random, number: int) -> ReviewedResponse:
    picks: dict[str, ReviewedAnswer] = {
        "C1": ticked(*chance.choices(("often", "never", "not_sure"), (5, 3, 1))),
        "C2": ticked(*chance.sample(("sport", "music", "art"), chance.choice((1, 2)))),
        "C3": ticked(*chance.choices(("always", "often", "rarely", "never", "not_sure"), (4, 4, 3, 2, 1))),
        "part": ticked(chance.choice(("north", "south"))),
    }
    given = {question: answer for question, answer in picks.items() if chance.random() > 0.1 or question == "C1"}
    return response(given, number=number, age_band=chance.choice(AGE_BANDS), finished=chance.random() > 0.2)


def people(chance: Random, count: int, start: int = 0) -> list[ReviewedResponse]:
    return [somebody(chance, number) for number in range(start, start + count)]


def at_the_edge(there: Sequence[ReviewedResponse]) -> list[ReviewedResponse]:
    """With false people who bring each number of these three questions to where it steps with one more."""
    false: list[dict[str, ReviewedAnswer]] = [{} for _ in range(FALSE)]
    for question, options in (("C1", ("often", "never", "not_sure")), ("C3", ("always", "often", "rarely", "never"))):
        at = iter(range(FALSE))
        for option in options:
            count = sum(option in one.answers[question].answer.chosen for one in there if question in one.answers)
            for place in range((NOISE - count) % 5):
                false[next(at)][question] = ticked(option)
                assert place < 5
    return [*there, *(response(given, number=9000 + at) for at, given in enumerate(false) if given)]


def live(there: Sequence[ReviewedResponse]) -> Figures:
    return figures(clubs(), there, doors={})


def looks(there: Sequence[ReviewedResponse], day: date, last: Snapshot | None) -> Snapshot:
    """What is told on a day. `last`: the snapshot that was told before."""
    made = next_snapshot(HELD, last, there, lambda: live(there), day) or last
    assert made is not None
    return made


def certain(before: Figures, after: Figures, came: int = 1) -> Iterator[str]:
    """What a newcomer surely picked, or surely did not, as so many came between two looks, and nobody else did."""
    for old in before.tables:
        yield from _certain(old, after.table(old.id), came)


def _certain(old: Table, new: Table, came: int) -> Iterator[str]:
    counts = {cell.label: cell.count for cell in old.rows}
    for cell in new.rows:
        if cell.count is None or (was := counts.get(cell.label)) is None:
            continue
        if cell.count - was - 2 * NOISE >= came:
            yield f"{new.id}: {cell.label}"
        if cell.count - was + 2 * NOISE <= 0:
            yield f"{new.id}: not {cell.label}"


@cache
def base(count: int, *, false: bool = False) -> tuple[ReviewedResponse, ...]:
    there = people(Random(count), count)
    return tuple(at_the_edge(there) if false else there)


@pytest.mark.parametrize(("count", "false", "at_least"), [(40, False, 50), (40, True, 190), (300, False, 100)])
def test_the_attack_works_on_figures_that_are_counted_anew_at_each_look(count: int, false: bool, at_least: int) -> None:
    """Else the next tests would show nothing."""
    there = base(count, false=false)
    before, newcomers = live(there), people(Random(7), NEWCOMERS, start=5000)
    told = [bool(list(certain(before, live([*there, one])))) for one in newcomers]
    assert sum(told) >= at_least


@pytest.mark.parametrize(("count", "false"), [(40, False), (40, True), (300, False), (300, True)])
@pytest.mark.parametrize("days", [0, 1, 30], ids=["same day", "over midnight", "a month later"])
def test_nobody_who_looks_before_and_after_a_newcomer_sees_a_difference(count: int, false: bool, days: int) -> None:
    there = base(count, false=false)
    before = looks(there, DAY, None)
    for one in people(Random(7), NEWCOMERS, start=5000):
        assert looks([*there, one], DAY + timedelta(days=days), before) is before


@pytest.mark.parametrize("count", [40, 300])
def test_nobody_who_looks_each_day_while_one_comes_each_day_is_ever_certain_of_an_answer(count: int) -> None:
    there = list(base(count))
    last = looks(there, DAY, None)
    since, told = 0, 0
    for day, one in enumerate(people(Random(7), 60, start=5000), start=1):
        there.append(one)
        since += 1
        new = looks(there, DAY + timedelta(days=day), last)
        if new is not last:
            assert since == 10
            assert not list(certain(from_json(last.figures), from_json(new.figures), since))
            last, since, told = new, 0, told + 1
    assert told == 6


def test_people_who_did_not_change_a_number_are_no_cover_for_the_next() -> None:
    """As many who come as go, and say the same, leave every number as it was; they are counted once all the same."""
    there = base(40)
    last = looks(there, DAY, None)
    same = [response(one.answers, number=8000 + at, age_band=one.age_band) for at, one in enumerate(there)]
    new = looks(same, DAY + timedelta(days=1), last)
    assert new.number == last.number + 1
    assert looks([*same, somebody(Random(3), 5000)], DAY + timedelta(days=2), new) is new


# ---------------------------------------------------------------------------- others than newcomers, by what they did


def after(there: Sequence[ReviewedResponse], at: int, **answers: ReviewedAnswer) -> list[ReviewedResponse]:
    """As when this person has these answers now."""
    one = there[at]
    changed = response({**one.answers, **answers}, number=at, age_band=one.age_band, finished=one.finished)
    return [*there[:at], changed, *there[at + 1 :]]


def test_nobody_who_looks_before_and_after_somebody_withdrew_sees_a_difference() -> None:
    there = base(40)
    before = looks(there, DAY, None)
    assert all(looks([*there[:at], *there[at + 1 :]], DAY + timedelta(days=9), before) is before for at in range(40))


def test_nine_who_got_to_the_end_are_no_cover_for_one_who_came() -> None:
    there = [response({"C1": ticked("often")}, number=number, finished=number > 8) for number in range(40)]
    before = looks(there, DAY, None)
    ended = [response({"C1": ticked("often")}, number=number) for number in range(40)]
    newcomer = response({"C1": ticked("never")}, number=5000)
    assert looks([*ended, newcomer], DAY + timedelta(days=1), before) is before


@pytest.mark.parametrize(("others", "renewed"), [(8, False), (9, True)])
def test_what_was_written_is_told_as_it_is_sorted_once_enough_of_it_is(others: int, renewed: bool) -> None:
    def sorted_(count: int) -> list[ReviewedResponse]:
        glad = ReviewedAnswer(wrote("a bus").answer, wrote("a bus").review, feeling=Feeling.POSITIVE)
        return [response({"C4": glad if number < count else wrote("a bus")}, number=number) for number in range(40)]

    before = looks(sorted_(15), DAY, None)
    told = looks(sorted_(16 + others), DAY + timedelta(days=1), before)
    assert (told is not before) is renewed


def test_a_person_who_is_in_the_middle_at_each_look_is_counted_once_however_much_they_say() -> None:
    there = base(40)
    before = looks(there, DAY, None)
    more = after(there, 3, C4=wrote("one thing"), C3=ticked("never"), C2=ticked("art"))
    assert looks(more, DAY + timedelta(days=1), before) is before
