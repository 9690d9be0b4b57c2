"""What an export is made from, whatever file it becomes, and the notes that stand in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conversations.asking.locales.dates import plain_day
from conversations.telling.counts import SYMBOL, UNIT
from conversations.telling.figures import Figures
from conversations.telling.lines import line
from conversations.telling.open_tables import Checked
from conversations.telling.quotes import Quote
from conversations.telling.shares.told_shares import FRACTIONS, PER_CENT_FROM
from conversations.telling.shares.told_shares import key as key_of_words

_SORTED = {
    Checked.NONE: "export_sorted_none",
    Checked.SOME: "export_sorted_some",
    Checked.ALL: "export_sorted_all",
}


@dataclass(frozen=True, slots=True)
class Export:
    """What an export is made from. `quotes`: by question id, all that may be used. `as_of`: of which day the
    figures are (see AsOf). `accuracy`: how far coding can be trusted (see accuracy.statement)."""

    figures: Figures
    quotes: Mapping[str, Sequence[Quote]]
    trial: bool
    today: date
    as_of: str
    accuracy: str


def notes(export: Export) -> list[str]:
    """What a reader has to know; on a trial, first of all that it is one."""
    key = ", ".join(f"{word} {span}" for word, span in key_of_words())
    return [
        *([line("trial")] if export.trial else []),
        line("export_note_status"),
        export.as_of,
        line("export_note_symbol", symbol=SYMBOL, threshold=export.figures.threshold),
        line("export_note_rounded", unit=UNIT),
        line("export_note_base", symbol=SYMBOL),
        line("export_note_few", people=PER_CENT_FROM, fractions=", ".join(word for _, word in FRACTIONS), unit=UNIT),
        line("export_note_words", key=key),
        line("export_note_themes", sorted=line(_SORTED[_checked(export.figures)])),
        export.accuracy,
        line("export_note_chose"),
        line("lead_multi_note"),
        *([line("export_note_checked")] if any(export.quotes.values()) else []),
        line("made", day=plain_day(export.today)),
    ]


def _checked(figures: Figures) -> Checked:
    """How much of the themes of all questions people have looked at."""
    of_each = set(figures.checked.values())
    return Checked.SOME if len(of_each) > 1 else next(iter(of_each), Checked.NONE)
