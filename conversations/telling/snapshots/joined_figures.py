"""Figures of which some are older: how they are kept, joined with newer ones, and dated."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import msgspec

from conversations.asking.locales.dates import plain_day
from conversations.telling.figures import Figures
from conversations.telling.lines import line
from conversations.telling.snapshots.counted_parts import LEFT_OUT, TOOK_PART, people_part
from conversations.telling.tables import Table

_Told = TypeVar("_Told")

_READS = msgspec.json.Decoder(Figures)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The days that numbers are of, from the oldest to the newest; most often that is one day. `live`: they are counted
    anew at each look, as those of a trial are."""

    first: date
    last: date
    live: bool = False

    def sentence(self, threshold: int) -> str:
        """As it stands in everything that tells numbers."""
        key = "as_of_live" if self.live else "as_of" if self.first == self.last else "as_of_days"
        return line(key, day=plain_day(self.last), first=plain_day(self.first), threshold=threshold)


def as_of(days: Mapping[str, date]) -> AsOf:
    """Of numbers of which each part's are of a day."""
    return AsOf(min(days.values()), max(days.values()))


def to_json(figures: Figures) -> str:
    """Figures as they are published, and nothing else: whoever reads this learns no more than from a letter."""
    return msgspec.json.encode(figures).decode()


def from_json(text: str) -> Figures:
    """Raises msgspec.ValidationError where that is no figures."""
    return _READS.decode(text)


def joined(old: Figures, new: Figures, renewed: Collection[str]) -> Figures:
    """The new figures in these parts, the old ones in all others. A table that is not to be renewed and that was not
    there before is left out. Whether answers still wait to be read is always told as it is now."""
    took_part = new if TOOK_PART in renewed else old
    whole = {table.id for table in (*new.about_you, *new.questions) if table.id in renewed}
    return replace(
        new,
        took_part=took_part.took_part,
        nobody=took_part.nobody,
        people=_tables(old.people, new.people, {one.id for one in new.people if people_part(one.id) in renewed}),
        about_you=_tables(old.about_you, new.about_you, whole),
        questions=_tables(old.questions, new.questions, whole),
        left_out=(new if LEFT_OUT in renewed else old).left_out,
        themes=_by_question(old.themes, new.themes, whole),
        feelings=_by_question(old.feelings, new.feelings, whole),
        checked=_by_question(old.checked, new.checked, whole),
    )


def _tables(old: Collection[Table], new: Collection[Table], renewed: Collection[str]) -> tuple[Table, ...]:
    before = {table.id: table for table in old}
    either = (table if table.id in renewed else before.get(table.id) for table in new)
    return tuple(table for table in either if table is not None)


def _by_question(old: Mapping[str, _Told], new: Mapping[str, _Told], renewed: Collection[str]) -> dict[str, _Told]:
    return {
        **{question: told for question, told in old.items() if question not in renewed},
        **{question: told for question, told in new.items() if question in renewed},
    }
