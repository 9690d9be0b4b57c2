"""Figures as they may be published: every question's counts, base and shares after suppression."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from conversations.asking.consultation.model import Consultation, Question
from conversations.asking.events import Door
from conversations.asking.locales import line as asked
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.steps.places import AGE_BANDS
from conversations.hearing.themes.code_frame import RESIDUAL, CodeFrame
from conversations.hearing.values import Feeling
from conversations.telling.lines import line
from conversations.telling.responses import Review, ReviewedAnswer, ReviewedResponse
from conversations.telling.share_words import word
from conversations.telling.suppression import (
    THRESHOLD,
    UNIT,
    Counts,
    Published,
    rounded,
    suppress,
    suppress_alike,
    together,
)

SMALLEST_BASE = 20 + UNIT
"""Published, so that it stands for 23 or more: no share is given on a base under 20."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer and how many people gave it.

    `count` is rounded to 5, None where hidden. `per_cent` is whole, None where hidden or where the base is too small
    for a share; `word` is empty where hidden or under 5 per cent.
    """

    label: str
    count: int | None
    per_cent: int | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One question (or the age bands, or the ways in) as published. `kind`: the question's type; or people, themes,
    feeling.

    `base`: people who answered, rounded, None where hidden; `took_part`: of how many. `together`: neighbouring answers
    of a scale shown as one, where none can be shown by itself. An open question has no cells: its themes and feelings
    have tables of their own. `at_least`: that many answered, where the base is hidden since few skipped; else 0.
    `words`: it was answered in own words; `several`: one answer could have several options.
    """

    id: str
    title: str
    kind: str
    cells: tuple[Cell, ...]
    base: int | None
    took_part: int | None
    together: tuple[Cell, ...] = ()
    at_least: int = 0
    words: bool = False
    several: bool = False

    @property
    def of(self) -> int | None:
        """What shares are shares of: the base, or where that is hidden, all who took part."""
        return self.took_part if self.base is None else self.base

    @property
    def shows(self) -> bool:
        """Whether there is a number of any answer."""
        return any(cell.count is not None for cell in (*self.cells, *self.together))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Answers in no figure and no text, and why. `count` is answers, rounded, None where hidden."""

    reason: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that may be published of one consultation but the quotes. `waiting`: some answers nobody has read yet.
    `themes` and `feelings`: tables of what was written to open questions, by question."""

    consultation: str
    version: int
    title: str
    threshold: int
    took_part: int | None
    people: tuple[Table, ...]
    about_you: tuple[Table, ...]
    questions: tuple[Table, ...]
    left_out: tuple[LeftOut, ...]
    waiting: bool
    themes: Mapping[str, Table] = field(default_factory=dict)
    feelings: Mapping[str, Table] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Table, ...]:
        return (*self.people, *self.about_you, *self.questions)

    def table(self, identifier: str) -> Table:
        """The table of this question. Raises KeyError where there is none."""
        for table in self.tables:
            if table.id == identifier:
                return table
        raise KeyError(identifier)


def figures(
    text: Consultation,
    responses: Sequence[ReviewedResponse],
    *,
    threshold: int = THRESHOLD,
    reasons: Collection[str] = (),
    frames: Mapping[str, CodeFrame] | None = None,
) -> Figures:
    """The figures of a consultation. `text` is its latest version; answers to earlier ones count by their ids.

    A response counts once it has an answer, finished or not. Rejected answers are in no table and are counted as left
    out. `reasons` are those that moderators choose from: one in their own words is named only where it is not rare.
    """
    took_part = [response for response in responses if response.answers]
    written = {
        question.id: _written(question, took_part, (frames or {}).get(question.id), threshold)
        for question in text.questions
        if type_of(question).takes_words
    }
    return Figures(
        consultation=text.id,
        version=text.version,
        title=text.title,
        threshold=threshold,
        took_part=rounded(len(took_part)) if len(took_part) >= threshold else None,
        people=tuple(_people(took_part, threshold)),
        about_you=tuple(_table(question, took_part, threshold) for question in text.about_you),
        questions=tuple(
            written[question.id][0] if question.id in written else _table(question, took_part, threshold)
            for question in text.questions
        ),
        left_out=tuple(_left_out(took_part, len(responses) - len(took_part), threshold, reasons)),
        waiting=any(given.review is Review.WAITING for one in took_part for given in one.answers.values()),
        themes={one: themes for one, (_, themes, _) in written.items() if themes},
        feelings={one: feelings for one, (_, _, feelings) in written.items() if feelings},
    )


# ------------------------------------------------------------------------------------------------------ who took part


def _people(took_part: Sequence[ReviewedResponse], threshold: int) -> Iterator[Table]:
    ages = Counter(response.age_band for response in took_part)
    bands = (*AGE_BANDS, *sorted(set(ages) - set(AGE_BANDS)))
    yield _whole("age", line("table_age"), {_age(band): ages[band] for band in bands}, threshold)
    telegram = sum(response.door is Door.TELEGRAM for response in took_part)
    ways = {line("door_telegram"): telegram, line("door_web"): len(took_part) - telegram}
    yield _whole("door", line("table_door"), ways, threshold)
    finished = sum(response.finished for response in took_part)
    ends = {line("finished_yes"): finished, line("finished_no"): len(took_part) - finished}
    yield _whole("finished", line("table_finished"), ends, threshold)


def _age(band: str) -> str:
    return asked(f"age_{band}") if band in AGE_BANDS else band


def _whole(identifier: str, title: str, groups: dict[str, int], threshold: int) -> Table:
    """A table of something that is known of everyone who took part."""
    everyone = sum(groups.values())
    counts = Counts(tuple(groups.values()), everyone, everyone, everyone=True)
    published = suppress(counts, threshold=threshold)
    return _shown(identifier, title, "people", published, _cells(tuple(groups), published))


# ---------------------------------------------------------------------------------------------------------- questions


def _given(question: Question, took_part: Sequence[ReviewedResponse]) -> list[ReviewedAnswer]:
    return [
        response.answers[question.id]
        for response in took_part
        if question.id in response.answers and counts_at_all(response.answers[question.id])
    ]


def _table(question: Question, took_part: Sequence[ReviewedResponse], threshold: int) -> Table:
    given = [one.answer for one in _given(question, took_part)]
    question_type, counting = type_of(question), type_of(question).counting(question)
    chosen = [set(question_type.counted(question, answer)) for answer in given if answer.chosen]
    options = [option for option, _ in counting.cells]
    cells = [sum(option in picked for picked in chosen) for option in options]
    labels = [label for _, label in counting.cells]
    if earlier := sum(bool(picked - set(options)) for picked in chosen):
        cells.append(earlier)
        labels.append(line("option_gone"))
    counts = Counts(tuple(cells), len(chosen), len(took_part), most=counting.most)
    published = suppress(counts, threshold=threshold)
    ends: tuple[Cell, ...] = ()
    if counting.in_order:
        ends = tuple(
            _cell(line("or").join(labels[place] for place in end.places), end.count, published)
            for end in together(counts, published, counting.in_order, threshold=threshold)
        )
    shown = _shown(question.id, question.text, question.type, published, _cells(tuple(labels), published))
    return replace(shown, together=ends, several=question_type.takes_several)


def _written(
    question: Question, took_part: Sequence[ReviewedResponse], frame: CodeFrame | None, threshold: int
) -> tuple[Table, Table | None, Table | None]:
    """An open question: how many wrote, which themes they stated, and how it felt. A person counts once for each theme.
    The tables are of the same people, so they are suppressed together."""
    given = [one for one in _given(question, took_part) if one.answer.text]

    def counted(cells: Sequence[int], most: int = 1) -> Counts:
        return Counts(tuple(cells), len(given), len(took_part), most=most)

    tables: list[tuple[str, list[tuple[str, int]], int]] = [(question.type, [], 1)]
    if frame and frame.themes and any(one.codes for one in given):
        names = [*((theme.code, theme.name) for theme in frame.themes), *residual_names().items()]
        stated = [(name, sum(code in (one.codes or ()) for one in given)) for code, name in names]
        tables.append(("themes", _with_rest(stated, sum(not one.codes for one in given)), len(frame.themes)))
    if any(one.feeling for one in given):
        felt = [(name, sum(one.feeling is feeling for one in given)) for feeling, name in feeling_names().items()]
        tables.append(("feeling", _with_rest(felt, sum(not one.feeling for one in given)), 1))
    published = suppress_alike(
        [counted([count for _, count in cells], most) for _, cells, most in tables], threshold=threshold
    )
    made = {
        kind: _shown(question.id, question.text, kind, shown, _cells(tuple(label for label, _ in cells), shown))
        for (kind, cells, _), shown in zip(tables, published, strict=True)
    }
    return replace(made[question.type], words=True), made.get("themes"), made.get("feeling")


def _with_rest(cells: list[tuple[str, int]], rest: int) -> list[tuple[str, int]]:
    return [*cells, (line("not_coded_yet"), rest)] if rest else cells


def residual_names() -> dict[str, str]:
    """What those of RESIDUAL are called, by code."""
    return dict(zip(RESIDUAL, (line("theme_other"), line("theme_unclear"), line("theme_no_change")), strict=True))


def feeling_names() -> dict[Feeling, str]:
    """What feelings are called, in the order of the spread."""
    return {
        Feeling.POSITIVE: line("feeling_positive"),
        Feeling.MIXED: line("feeling_mixed"),
        Feeling.NEUTRAL: line("feeling_neutral"),
        Feeling.NEGATIVE: line("feeling_negative"),
    }


def counts_at_all(given: ReviewedAnswer) -> bool:
    """Whether an answer may be in a figure or a text."""
    return given.review is not Review.REJECTED


def _shown(identifier: str, title: str, kind: str, published: Published, cells: tuple[Cell, ...]) -> Table:
    return Table(identifier, title, kind, cells, published.base, published.took_part, at_least=published.at_least)


def _cells(labels: tuple[str, ...], published: Published) -> tuple[Cell, ...]:
    return tuple(_cell(label, count, published) for label, count in zip(labels, published.cells, strict=True))


def _cell(label: str, count: int | None, published: Published) -> Cell:
    """Shares and words are made from published numbers alone, so that they tell no more than these do."""
    of = published.took_part if published.base is None else published.base
    if count is None or of is None:
        return Cell(label, count)
    per_cent = (200 * count + of) // (2 * of)
    return Cell(label, count, per_cent if of >= SMALLEST_BASE else None, word(per_cent))


# ----------------------------------------------------------------------------------------------------------- left out


def _left_out(
    took_part: Sequence[ReviewedResponse], nothing_said: int, threshold: int, reasons: Collection[str]
) -> Iterator[LeftOut]:
    """Counted over the whole consultation, not by question, so that nothing can be subtracted from a question."""
    rejected = Counter(
        given.reason for one in took_part for given in one.answers.values() if given.review is Review.REJECTED
    )
    named = {reason: count for reason, count in rejected.items() if reason in reasons or count >= threshold}
    if rare := sum(rejected.values()) - sum(named.values()):
        named[line("left_out_other")] = rare
    if nothing_said:
        named[line("left_out_nothing")] = nothing_said
    for reason, count in sorted(named.items()):
        yield LeftOut(reason, rounded(count) if count >= threshold else None)
