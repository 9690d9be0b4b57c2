"""Attacks on what is published, counts, shares and words together: whatever the numbers, nobody may work out how a few
people answered. All tables of a kind are made, and those that look the same are laid side by side."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import pytest

from conversations.telling.counts import Counts
from conversations.telling.scale_ends import together
from conversations.telling.suppression import suppress
from conversations.telling.tables import Cell, published_cells

ROOM = 5
"""How wide what can be worked out has to stay, at a threshold of 10."""

Seen = tuple[Any, ...]


def choices(options: int, most_people: int) -> Iterator[Counts]:
    """Every table of a choice question with up to so many people, some of whom may have skipped it."""
    for cells in product(range(most_people + 1), repeat=options):
        answered = sum(cells)
        for took_part in range(answered, most_people + 1):
            yield Counts(cells, answered, took_part)


def whole_groups(options: int, most_people: int, fewest_people: int = 0) -> Iterator[Counts]:
    """Every table of something that is known of everyone, as the age band is."""
    for cells in product(range(most_people + 1), repeat=options):
        if fewest_people <= sum(cells) <= most_people:
            yield Counts(cells, sum(cells), sum(cells), everyone=True)


def multis(most_people: int) -> Iterator[Counts]:
    """Every table of a question with two options of which people may pick both."""
    for took_part in range(most_people + 1):
        for answered in range(took_part + 1):
            for cells in product(range(answered + 1), repeat=2):
                if sum(cells) >= answered:
                    yield Counts(cells, answered, took_part, most=2)


def scales(people: Sequence[int]) -> Iterator[Counts]:
    """Every scale of four that so many people took part in, of whom none or two skipped it."""
    for took_part in people:
        for skipped in (0, 2):
            answered = took_part - skipped
            for first, second, third in product(range(answered + 1), repeat=3):
                if first + second + third <= answered:
                    cells = (first, second, third, answered - first - second - third)
                    yield Counts(cells, answered, took_part)


def seen(counts: Counts, *, scale: bool) -> Seen:
    """All that is told of a table."""
    published = suppress(counts)
    labels = [""] * len(counts.cells)
    group = counts.everyone
    cells: tuple[Cell, ...] = published_cells(labels, counts, published, threshold=10, group=group)
    ends = together(counts, published, range(len(counts.cells))) if scale else None
    if ends:
        rows = [""] * len(ends.counts.cells)
        cells = published_cells(rows, ends.counts, ends.published, threshold=10, group=group, inside=ends.inside)
    hidden = tuple(cell is None for cell in published.cells)
    told = tuple((cell.count, cell.per_cent, cell.word) for cell in cells)
    return published.base, published.took_part, published.at_least, hidden, told, ends.ends if ends else ()


def small(counts: Counts, look: Seen) -> tuple[bool, ...]:
    """Which numbers are small, as somebody may have been told; of a table of which no number is published, nothing can
    be kept from them."""
    base, _, _, hidden, _, ends = look
    nothing = all(hidden) and not ends and (base is None or counts.everyone)
    return () if nothing else tuple(count < 10 for count in counts.cells)


def too_narrow(possible: set[int]) -> bool:
    return min(possible) < 10 and max(possible) - min(possible) < ROOM


def found_out(alike: Mapping[Seen, Sequence[Counts]], judged: range) -> Iterator[str]:
    """What someone can work out who lays all tables that look the same side by side."""
    for look, same in alike.items():
        (base, took_part, _, hidden, told, ends), *_ = look
        if took_part is not None and not (took_part - 2 in judged and took_part + 2 in judged):
            continue  # tables that would look the same are missing here
        for place, is_hidden in enumerate(hidden):
            possible = {counts.cells[place] for counts in same}
            if is_hidden and too_narrow(possible):
                yield f"{look}: of number {place}: {possible}"
        for place, (_, per_cent, word) in enumerate(told if not ends else ()):
            left = {(counts.took_part if base is None else counts.answered) - counts.cells[place] for counts in same}
            if (per_cent is not None or word) and too_narrow(left):
                yield f"{look}: who is left beyond number {place}: {left}"


@pytest.mark.parametrize(
    ("tables", "judged", "scale"),
    [
        (choices(2, 47), range(48), False),
        (choices(3, 32), range(33), False),
        (whole_groups(2, 70), range(71), False),
        (whole_groups(2, 117, 93), range(93, 118), False),
        (whole_groups(3, 44), range(45), False),
        (multis(26), range(27), False),
        (scales(range(23, 28)), range(23, 28), True),
    ],
    ids=["choice of 2", "choice of 3", "group of 2", "group of 2 about 100", "group of 3", "multi of 2", "scale of 4"],
)
def test_among_all_tables_that_look_the_same_a_small_number_can_be_many_things(
    tables: Iterator[Counts], judged: range, scale: bool
) -> None:
    by_anyone: dict[Seen, list[Counts]] = defaultdict(list)
    by_who_knows_the_small_ones: dict[Seen, list[Counts]] = defaultdict(list)
    for counts in tables:
        look = seen(counts, scale=scale)
        by_anyone[(look,)].append(counts)
        by_who_knows_the_small_ones[(look, small(counts, look))].append(counts)
    assert len(by_anyone) > 10
    assert not list(found_out(by_anyone, judged))
    assert not list(found_out(by_who_knows_the_small_ones, judged))


def test_shares_are_told_of_most_tables_that_show_a_number() -> None:
    """Else nothing could be worked out because nothing is told."""
    shown = [look for look in (seen(counts, scale=False) for counts in choices(2, 40)) if not all(look[3])]
    told = [look for look in shown if any(word for _, _, word in look[4])]
    assert len(told) > 0.8 * len(shown)
