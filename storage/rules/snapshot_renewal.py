"""When numbers that were told are told anew: two looks at them must not show what a few people said.

Counts are rounded the same way each time, so a number that steps after one more person came says what that person
picked. So numbers stay as they were told until at least the threshold of people came, went or changed. Somebody who
changed an answer counts once, however often they did. That is asked of each part of the figures by itself: nine who
change one answer must not let the tenth, who is new, be seen in all the others.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

_Parts = Mapping[str, str]


def moved(counted: Mapping[bytes, _Parts], now: Mapping[bytes, _Parts]) -> Counter[str]:
    """How many people came, went or changed, by part: what each response added to it when it was counted, and what it
    adds now."""
    people = Counter[str]()
    for response in counted.keys() | now.keys():
        before, after = counted.get(response, {}), now.get(response, {})
        people.update(part for part in before.keys() | after.keys() if before.get(part) != after.get(part))
    return people


def renewed(
    people: Mapping[str, int],
    parts: Collection[str],
    *,
    day: date,
    today: date,
    over: bool,
    told_nothing: bool,
    threshold: int,
) -> frozenset[str]:
    """The parts whose numbers may be told as they are now; none: all stay as they were told.

    `people`: how many moved in each part since it was told; `parts`: all that there are now; `day`: the newest that
    anything told is of. `told_nothing`: what was told had no number, as too few had taken part, and now enough have:
    then there is nothing to compare with. While a consultation runs all parts are of one day and wait for it to pass;
    once it is `over` nobody new comes, so each part is renewed by itself where enough or none moved in it.
    """
    if not over and today <= day:
        return frozenset()
    if told_nothing:
        return frozenset(parts)
    few = {part for part in parts if 0 < people.get(part, 0) < threshold}
    if not over and (few or not any(people.get(part, 0) >= threshold for part in parts)):
        return frozenset()
    return frozenset(parts) - few
