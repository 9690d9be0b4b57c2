"""Attacks on what is published: whatever the counts, nobody may work out how a few people answered."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from conversations.telling.counts import Counts, Published, rounded
from conversations.telling.scale_ends import together
from conversations.telling.suppression import suppress

SENSIBLE = 6
"""Different values that a hidden small number must still be able to have."""


def test_numbers_are_rounded_to_five() -> None:
    assert [rounded(count) for count in (10, 12, 13, 17, 18, 22)] == [10, 10, 15, 15, 20, 20]


@st.composite
def any_counts(draw: st.DrawFn) -> Counts:
    small = st.integers(0, 12)
    cells = tuple(draw(st.lists(st.one_of(small, st.integers(0, 400)), min_size=2, max_size=10)))
    skipped = draw(st.one_of(small, st.integers(0, 300)))
    everyone = draw(st.booleans())
    return Counts(cells, sum(cells), sum(cells) + (0 if everyone else skipped), everyone=everyone)


@st.composite
def any_multi(draw: st.DrawFn) -> Counts:
    answered = draw(st.integers(0, 300))
    most = draw(st.integers(2, 10))
    cells = tuple(draw(st.lists(st.one_of(st.integers(0, min(12, answered)), st.integers(0, answered)), min_size=most)))
    return Counts(cells, answered, answered + draw(st.integers(0, 40)), most=most)


THRESHOLDS = st.sampled_from([5, 10])


@given(st.one_of(any_counts(), any_multi()), THRESHOLDS)
def test_no_number_under_the_threshold_is_published(counts: Counts, threshold: int) -> None:
    published = suppress(counts, threshold=threshold)
    for count, cell in zip(counts.cells, published.cells, strict=True):
        assert cell is None or (count >= threshold and cell % 5 == 0 and abs(cell - count) < 5)
        assert cell is None or cell == rounded(count) or (counts.most == 1 and cell == 5 * (count // 5))
    for true, shown in [(counts.answered, published.base), (counts.took_part, published.took_part)]:
        assert shown is None or (true >= threshold and shown == rounded(true))


@given(any_counts(), THRESHOLDS)
@example(Counts((13, 13, 13), 39, 39), 10)
def test_the_answers_to_a_choice_never_come_to_more_than_all_people(counts: Counts, threshold: int) -> None:
    published = suppress(counts, threshold=threshold)
    whole = published.took_part if published.base is None else published.base
    assert sum(cell or 0 for cell in published.cells) <= (whole or 0)


@settings(max_examples=400)
@given(any_counts(), THRESHOLDS)
@example(Counts((12, 12, 12, 12, 12, 9, 9), 78, 120), 10)
@example(Counts((251, 2), 253, 253, everyone=True), 10)
def test_someone_told_which_numbers_are_small_cannot_place_one_of_a_choice(counts: Counts, threshold: int) -> None:
    published = suppress(counts, threshold=threshold)
    if set(published.cells) == {None} and (counts.everyone or published.base is None):
        return  # only how many took part is known
    whole = published.base or rounded(counts.took_part)
    whole_low, whole_high = max(whole - 2, threshold), whole + 2
    if published.base is None:
        fewest_seen_to_skip = 15 if threshold == 10 else 10
        if whole - rounded(counts.answered) < fewest_seen_to_skip:
            whole_low = max(whole - fewest_seen_to_skip + 5 - 2, 0)
        else:
            whole_low, whole_high = 0, whole - fewest_seen_to_skip + 2
    shown = [cell for cell in published.cells if cell is not None]
    left_low = whole_low - sum(cell + 2 for cell in shown)
    left_high = whole_high - sum(max(cell - 2, threshold) for cell in shown)
    hidden = [
        (place, count < threshold)
        for place, (count, cell) in enumerate(zip(counts.cells, published.cells, strict=True))
        if cell is None
    ]
    for place, is_small in hidden:
        if not is_small:
            continue
        others = [small for at, small in hidden if at != place]
        others_low = sum(0 if small else threshold for small in others)
        others_high = sum(threshold - 1 if small else min(shown, default=10_000) + 2 for small in others)
        lowest = max(0, left_low - others_high)
        highest = min(threshold - 1, left_high - others_low)
        assert highest - lowest + 1 >= (4 if threshold == 5 else SENSIBLE), published


@settings(max_examples=400)
@given(any_counts(), THRESHOLDS)
def test_the_hidden_answers_to_a_choice_never_come_to_a_small_number(counts: Counts, threshold: int) -> None:
    published = suppress(counts, threshold=threshold)
    hidden = [cell for cell in published.cells if cell is None]
    if published.took_part is None or not hidden:
        return
    whole = published.took_part if published.base is None else published.base
    assert len(hidden) + (published.base is None) >= 2, "a lone hidden number can be worked out by subtraction"
    assert whole - sum(cell for cell in published.cells if cell is not None) >= threshold


@given(any_multi(), THRESHOLDS)
def test_where_several_may_be_picked_those_who_did_not_pick_an_option_are_no_small_number(
    counts: Counts, threshold: int
) -> None:
    published = suppress(counts, threshold=threshold)
    whole = published.took_part if published.base is None else published.base
    for cell in published.cells:
        assert cell is None or (whole is not None and whole - cell >= threshold)


@given(st.one_of(any_counts(), any_multi()), THRESHOLDS)
def test_took_part_less_base_never_shows_that_only_a_few_skipped(counts: Counts, threshold: int) -> None:
    published = suppress(counts, threshold=threshold)
    if published.base is None or published.took_part is None or counts.everyone:
        return
    assert (published.took_part - 2) - (published.base + 2) >= threshold


def test_all_and_none_are_hidden() -> None:
    everyone_said_the_same = Counts((40, 0, 0), 40, 40)
    assert suppress(everyone_said_the_same).cells == (None, None, None)
    everyone_picked_it = Counts((60, 30), 60, 90, most=2)
    assert suppress(everyone_picked_it).cells[0] is None or suppress(everyone_picked_it).base is None


def test_a_lone_small_number_takes_the_next_smallest_with_it() -> None:
    assert suppress(Counts((80, 90, 70, 30, 4), 274, 300)) == Published((80, 90, 70, None, None), 275, 300)


def test_the_base_is_hidden_rather_than_an_answer_that_many_gave() -> None:
    assert suppress(Counts((110, 100, 3, 2), 215, 300)) == Published((110, 100, None, None), None, 300)


def test_nothing_is_said_of_fewer_people_than_the_threshold() -> None:
    assert suppress(Counts((4, 5), 9, 9)) == Published((None, None), None, None)


def test_large_answers_of_a_small_consultation_are_shown() -> None:
    assert suppress(Counts((13, 12), 25, 25)) == Published((15, 10), None, 25, at_least=13)


def test_a_scale_with_only_small_numbers_is_shown_by_its_ends() -> None:
    assert ends(6, 7, 5, 4, 2, 1, of=25, scale=4) == {(0, 1): 15}


def test_two_ends_of_a_scale_are_shown_where_neither_gives_an_answer_away() -> None:
    assert ends(8, 8, 8, 8, 5, 4, of=60, scale=4) == {(0, 1): 15, (2, 3): 15}


def test_both_ends_are_shown_beside_what_stands_between_them() -> None:
    assert ends(4, 9, 12, 9, 1, of=35) == {(0, 1): 15, (3, 4): 10, (2,): 10}
    assert ends(5, 8, 14, 9, 6, of=60) == {(0, 1): 10, (3, 4): 15, (2,): 15}


def test_an_end_that_would_give_its_answers_away_is_not_shown() -> None:
    assert (0, 1) not in ends(9, 9, 2, 2, of=60)


def ends(*cells: int, of: int, scale: int = 0) -> dict[tuple[int, ...], int | None]:
    """What is told of a scale with something hidden: of its ends, and of the answers that stand alone."""
    counts = Counts(cells, sum(cells), of)
    found = together(counts, suppress(counts), range(scale or len(cells)))
    if found is None:
        return {}
    rows = [*found.ends, *((place,) for place in found.alone)]
    return {row: count for row, count in zip(rows, found.published.cells, strict=True) if count is not None}
