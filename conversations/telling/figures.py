"""Figures as they may be published: every question's counts, base and shares after suppression."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from conversations.asking.consultation.model import Consultation, Question
from conversations.asking.left_out import LeaveOutReason, sentence
from conversations.asking.locales import line as asked
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.steps.places import AGE_BANDS
from conversations.hearing.themes.code_frame import CodeFrame
from conversations.telling.counts import THRESHOLD, Counts, rounded
from conversations.telling.lines import line
from conversations.telling.open_tables import Checked, open_tables
from conversations.telling.responses import Review, ReviewedAnswer, ReviewedResponse
from conversations.telling.scale_ends import Together, together
from conversations.telling.suppression import suppress
from conversations.telling.tables import Cell, Table, published_cells, published_table


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Answers in no figure and no text, and why. `count` is answers, rounded, None where hidden."""

    reason: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that may be published of one consultation but the quotes. `nobody`: nobody has taken part yet. `waiting`:
    some answers nobody has read yet.
    `themes` and `feelings`: tables of what was written to open questions, by question, and `checked`: how much
    of the themes people have looked at."""

    consultation: str
    version: int
    title: str
    threshold: int
    took_part: int | None
    nobody: bool
    people: tuple[Table, ...]
    about_you: tuple[Table, ...]
    questions: tuple[Table, ...]
    left_out: tuple[LeftOut, ...]
    waiting: bool
    themes: Mapping[str, Table] = field(default_factory=dict)
    feelings: Mapping[str, Table] = field(default_factory=dict)
    checked: Mapping[str, Checked] = field(default_factory=dict)

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
    frames: Mapping[str, CodeFrame] | None = None,
    doors: Mapping[str, str],
) -> Figures:
    """The figures of a consultation. `text` is its latest version; answers to earlier ones count by their ids.

    A response counts once it has an answer, finished or not. Rejected answers are in no table and are counted as left
    out: a reason in a moderator's own words is named only where it is not rare. `doors` are the words of each known
    door's row, by its name, in the order of the rows.
    """
    took_part = [response for response in responses if response.answers]
    written = {
        question.id: open_tables(
            question, _given(question, took_part), len(took_part), (frames or {}).get(question.id), threshold
        )
        for question in text.questions
        if type_of(question).takes_words
    }
    return Figures(
        consultation=text.id,
        version=text.version,
        title=text.title,
        threshold=threshold,
        took_part=rounded(len(took_part)) if len(took_part) >= threshold else None,
        nobody=not took_part,
        people=tuple(_people(took_part, threshold, doors)),
        about_you=tuple(_table(question, took_part, threshold, group=True) for question in text.about_you),
        questions=tuple(
            _or_nobody(written[question.id].written, took_part, threshold)
            if question.id in written
            else _table(question, took_part, threshold)
            for question in text.questions
        ),
        left_out=tuple(_left_out(took_part, len(responses) - len(took_part), threshold)),
        waiting=any(given.review in (Review.WAITING, Review.UNREAD) for given in _all_given(took_part)),
        themes={question: tables.themes for question, tables in written.items() if tables.themes},
        feelings={question: tables.feelings for question, tables in written.items() if tables.feelings},
        checked={question: tables.checked for question, tables in written.items() if tables.themes},
    )


def _all_given(took_part: Sequence[ReviewedResponse]) -> Iterator[ReviewedAnswer]:
    for response in took_part:
        yield from response.answers.values()


# ------------------------------------------------------------------------------------------------------ who took part


def _people(took_part: Sequence[ReviewedResponse], threshold: int, doors: Mapping[str, str]) -> Iterator[Table]:
    ages = Counter(response.age_band for response in took_part)
    bands = (*AGE_BANDS, *sorted(set(ages) - set(AGE_BANDS)))
    yield _whole("age", line("table_age"), {_age(band): ages[band] for band in bands}, threshold)
    yield _whole("door", line("table_door"), _ways(took_part, doors), threshold)
    finished = sum(response.finished for response in took_part)
    ends = {line("finished_yes"): finished, line("finished_no"): len(took_part) - finished}
    yield _whole("finished", line("table_finished"), ends, threshold)


def _ways(took_part: Sequence[ReviewedResponse], doors: Mapping[str, str]) -> dict[str, int]:
    """How many came which way. Doors with the same words are one row; a door that is not known here (an installation
    may have closed it) is a row by its own name."""
    came = Counter(doors.get(response.door, response.door) for response in took_part)
    return {row: came[row] for row in (*doors.values(), *sorted(came.keys() - set(doors.values())))}


def _age(band: str) -> str:
    return asked(f"age_{band}") if band in AGE_BANDS else band


def _whole(identifier: str, title: str, groups: dict[str, int], threshold: int) -> Table:
    """A table of something that is known of everyone who took part."""
    everyone = sum(groups.values())
    counts = Counts(tuple(groups.values()), everyone, everyone, everyone=True)
    published = suppress(counts, threshold=threshold)
    cells = published_cells(tuple(groups), counts, published, threshold=threshold, group=True)
    return published_table(identifier, title, "people", cells, published)


# ---------------------------------------------------------------------------------------------------------- questions


def _given(question: Question, took_part: Sequence[ReviewedResponse]) -> list[ReviewedAnswer]:
    return [
        response.answers[question.id]
        for response in took_part
        if question.id in response.answers and response.answers[question.id].counts
    ]


def _table(question: Question, took_part: Sequence[ReviewedResponse], threshold: int, *, group: bool = False) -> Table:
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
    shown = published_cells(labels, counts, published, threshold=threshold, group=group)
    table = published_table(question.id, question.text, question.type, shown, published)
    if counting.in_order and (ends := together(counts, published, counting.in_order, threshold=threshold)):
        table = _with_ends(table, labels, ends, threshold, group=group)
    return _or_nobody(replace(table, several=question_type.takes_several), took_part, threshold)


def _with_ends(table: Table, labels: Sequence[str], ends: Together, threshold: int, *, group: bool) -> Table:
    """The ends of a scale as one row each, as in Always or Often, and the answers that stand alone."""
    names = [
        *(line("or").join(labels[place] for place in end) for end in ends.ends),
        *(labels[at] for at in ends.alone),
    ]
    told = published_cells(names, ends.counts, ends.published, group=group, threshold=threshold, inside=ends.inside)
    alone = dict(zip(ends.alone, told[len(ends.ends) :], strict=True))
    cells = tuple(alone.get(at, Cell(label, None)) for at, label in enumerate(labels))
    return replace(table, cells=cells, together=told[: len(ends.ends)], places=ends.ends)


def _or_nobody(table: Table, took_part: Sequence[ReviewedResponse], threshold: int) -> Table:
    """Nobody answered it: said of so many that it says nothing of anyone, and where nothing was left out either."""
    nobody = len(took_part) >= threshold and not any(table.id in response.answers for response in took_part)
    return replace(table, nobody=nobody)


# ----------------------------------------------------------------------------------------------------------- left out


def _left_out(took_part: Sequence[ReviewedResponse], nothing_said: int, threshold: int) -> Iterator[LeftOut]:
    """Counted over the whole consultation, not by question, so that nothing can be subtracted from a question."""
    rejected = Counter(given.reason for given in _all_given(took_part) if given.review is Review.REJECTED)
    named = {
        sentence(why): count for why, count in rejected.items() if isinstance(why, LeaveOutReason) or count >= threshold
    }
    if rare := sum(rejected.values()) - sum(named.values()):
        named[line("left_out_other")] = rare
    if nothing_said:
        named[line("left_out_nothing")] = nothing_said
    for reason, count in sorted(named.items()):
        yield LeftOut(reason, rounded(count) if count >= threshold else None)
