"""The tables of an open question: how many wrote, which themes they stated, and how it felt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from conversations.asking.consultation.model import Question
from conversations.hearing.themes.code_frame import CodeFrame
from conversations.telling.counts import Counts
from conversations.telling.lines import line
from conversations.telling.responses import ReviewedAnswer
from conversations.telling.suppression import suppress_alike
from conversations.telling.tables import Table, published_cells, published_table
from conversations.telling.theme_names import feeling_names, residual_names


class Checked(StrEnum):
    """How many of the answers to a question people themselves sorted into themes."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class OpenTables:
    """As published. `written` has no cells. `themes` and `feelings`: None where nothing is known of them yet.
    `checked`: how much of what was sorted people have looked at."""

    written: Table
    themes: Table | None
    feelings: Table | None
    checked: Checked


@dataclass(frozen=True, slots=True)
class _Spread:
    """How many people stated what, not for publication. `most`: how much of it one person can state."""

    kind: str
    counts: tuple[tuple[str, int], ...] = ()
    most: int = 1


def open_tables(
    question: Question, given: Sequence[ReviewedAnswer], took_part: int, frame: CodeFrame | None, threshold: int
) -> OpenTables:
    """The tables of the answers that count. A person counts once for each theme. All tables are of the same people, so
    they are suppressed together. `took_part`: how many people did, whether they answered this or not."""
    wrote = [one for one in given if one.answer.text or one.answer.language]
    spreads = [_Spread(question.type), *_themes(wrote, frame), *_feelings(wrote)]
    counts = [
        Counts(tuple(count for _, count in spread.counts), len(wrote), took_part, most=spread.most)
        for spread in spreads
    ]
    tables = {
        spread.kind: published_table(
            question.id,
            question.text,
            spread.kind,
            published_cells([label for label, _ in spread.counts], true, published, threshold=threshold),
            published,
        )
        for spread, true, published in zip(spreads, counts, suppress_alike(counts, threshold=threshold), strict=True)
    }
    return OpenTables(
        replace(tables[question.type], words=True), tables.get("themes"), tables.get("feeling"), _checked(wrote)
    )


def _checked(wrote: Sequence[ReviewedAnswer]) -> Checked:
    by_people = sum(one.by_person for one in wrote)
    if not by_people:
        return Checked.NONE
    return Checked.ALL if by_people == len(wrote) else Checked.SOME


def _themes(wrote: Sequence[ReviewedAnswer], frame: CodeFrame | None) -> list[_Spread]:
    """Empty where the question has no themes, or nothing is coded yet."""
    if frame is None or not frame.themes or not any(one.codes for one in wrote):
        return []
    names = [*((theme.code, theme.name) for theme in frame.themes), *residual_names().items()]
    stated = [(name, sum(code in (one.codes or ()) for one in wrote)) for code, name in names]
    return [_Spread("themes", _with_rest(stated, sum(not one.codes for one in wrote)), len(frame.themes))]


def _feelings(wrote: Sequence[ReviewedAnswer]) -> list[_Spread]:
    """Empty where the feeling of no answer is known yet."""
    if not any(one.feeling for one in wrote):
        return []
    felt = [(name, sum(one.feeling is feeling for one in wrote)) for feeling, name in feeling_names().items()]
    return [_Spread("feeling", _with_rest(felt, sum(not one.feeling for one in wrote)))]


def _with_rest(counts: list[tuple[str, int]], rest: int) -> tuple[tuple[str, int], ...]:
    return (*counts, (line("not_coded_yet"), rest)) if rest else tuple(counts)
