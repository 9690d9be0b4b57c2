"""What hearing makes of texts by writers of whom it has learned nothing: worries and what looks like them, the same
with something around them, worries told in pieces, and questions that nobody trained on."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.training import writers
from bot.training.data_split import TEST
from bot.training.evaluating.changes import CHANGES
from bot.training.evaluating.quality_rows import Row
from bot.training.evaluating.scoring import Share, feeling_f1, hidden, overlap
from bot.training.writers import AnswerSet
from conversations.hearing.encoded import Floats, vectors_by
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.pipeline import Hearing
from conversations.hearing.themes.code_frame import CodeFrame, Example, Theme
from conversations.hearing.themes.coder import learn
from conversations.hearing.values import Feeling, Kind, Risk, ToldBefore

SHORT = 6
"""Words that a short disclosure has fewer than."""

AGES = {"10 to 12": "under_13", "13 to 15": "13_15", "16 to 17": "16_17", "18 to 21": "18_25"}

HEARD_AGAIN = 400
"""So many texts are heard again with each change."""

CODED = 15
"""Answers of a question that people have coded, where some have; the others are measured on."""


SMALL = "(fewer is better)"

FLOORS: dict[str, float] = {
    "Screening: urgent ones flagged": 0.82,
    "concerning ones flagged": 0.75,
    "short ones flagged": 0.76,
    f"harmless ones flagged {SMALL}": 0.085,
    f"of these, look-alikes {SMALL}": 0.14,
    f"of these, everyday short answers {SMALL}": 0.03,
    f"of these, as urgent {SMALL}": 0.01,
    "Feeling: macro-F1": 0.67,
    "Redaction: spans hidden whole": 0.89,
    "PERSON": 0.91,
    "CONTACT and ID": 0.93,
    f"other words hidden {SMALL}": 0.012,
    f"answers without any touched {SMALL}": 0.07,
    "Themes of a new question, definitions only": 0.49,
    "Themes of a new question, 3 examples a theme": 0.53,
}
"""By the row's name: a little below what was reached when it was set. For what should be small, the most it may be."""


def rows(hearing: Hearing) -> list[Row]:
    """All lines, of the writers of TEST. Raises MaterialError."""
    answers = writers.texts(TEST)
    found = [
        *screening(hearing, answers),
        *changed(hearing, answers),
        *in_pieces(hearing, writers.answer_sets(TEST)),
        Row("Feeling: macro-F1", f"{feeling_f1(answers, _feelings(hearing, answers)):.3f}", ""),
        *_hidden(hearing, answers),
    ]
    if hearing.encoder is not None:
        found += new_questions(writers.questions(TEST), vectors_by(hearing.encoder))
    return [_with_floor(one) for one in found]


def _with_floor(row: Row) -> Row:
    if (floor := FLOORS.get(row.name.strip())) is None:
        return row
    value = float(row.figure.rpartition("= ")[2])
    return replace(row, floor=f"{floor:.3g}", good=value <= floor if _is_small(row) else value >= floor)


def _is_small(row: Row) -> bool:
    return SMALL in row.name or "came or went" in row.name


def _feelings(hearing: Hearing, answers: Sequence[Labelled]) -> list[Feeling]:
    return [hearing.sentiment(one.redacted).feeling for one in answers]


def _hidden(hearing: Hearing, answers: Sequence[Labelled]) -> list[Row]:
    found = hidden(answers, [hearing.redact_and_screen(one.raw).spans for one in answers])
    shares = {
        "Redaction: spans hidden whole": found.of(),
        "  in lower case": found.lower_case,
        "  PERSON": found.of(Kind.PERSON),
        "  CONTACT and ID": found.of(Kind.CONTACT, Kind.ID),
        f"  other words hidden {SMALL}": found.wrong,
        f"  answers without any touched {SMALL}": found.touched,
    }
    return [
        Row(name, f"{one.part}/{one.of} = {one.value:.3f}", "{:.3f} to {:.3f}".format(*one.interval))
        for name, one in shares.items()
    ]


def _levels(hearing: Hearing, texts: Iterable[str]) -> list[Risk]:
    return [hearing.redact_and_screen(text).level for text in texts]


def _share(name: str, found: Sequence[bool]) -> Row:
    share = Share(sum(found), len(found))
    low, high = share.interval
    return Row(name, f"{share.part}/{share.of} = {share.value:.3f}", f"{low:.3f} to {high:.3f}")


def screening(hearing: Hearing, answers: Sequence[Labelled]) -> list[Row]:
    """How many of which texts are flagged at all."""
    levels = _levels(hearing, (one.raw for one in answers))

    def of(name: str, where: Callable[[Labelled], bool], least: Risk = Risk.CONCERN) -> Row:
        return _share(name, [level >= least for one, level in zip(answers, levels, strict=True) if where(one)])

    return [
        of("Screening: urgent ones flagged", lambda one: one.risk is Risk.URGENT),
        of("  concerning ones flagged", lambda one: one.risk is Risk.CONCERN),
        of("  short ones flagged", lambda one: one.risk is not Risk.NONE and len(one.raw.split()) < SHORT),
        of("  harmless ones flagged (fewer is better)", lambda one: one.risk is Risk.NONE),
        of("  of these, look-alikes (fewer is better)", _part("E")),
        of("  of these, first messages (fewer is better)", _part("B")),
        of("  of these, everyday short answers (fewer is better)", _part("A")),
        of("  of these, as urgent (fewer is better)", _part("A"), Risk.URGENT),
    ]


def _part(name: str) -> Callable[[Labelled], bool]:
    return lambda one: f"part {name}" in one.traits


def changed(hearing: Hearing, answers: Sequence[Labelled], seed: int = 0) -> list[Row]:
    """In how many texts a flag comes or goes with something that says nothing."""
    chance = random.Random(seed)  # noqa: S311 - draws of a sample
    worries = [one for one in answers if one.risk is not Risk.NONE]
    others = [one for one in answers if one.risk is Risk.NONE]
    some = chance.sample(worries, min(HEARD_AGAIN // 2, len(worries)))
    some += chance.sample(others, min(HEARD_AGAIN // 2, len(others)))
    before = [level > Risk.NONE for level in _levels(hearing, (one.raw for one in some))]
    rows = []
    for name, change in CHANGES.items():
        now = [level > Risk.NONE for level in _levels(hearing, (change(one.raw, chance) for one in some))]
        row = _share(f"  with {name}: a flag came or went", [a != b for a, b in zip(before, now, strict=True)])
        of_worries = len([one for one in some if one.risk is not Risk.NONE])
        lost = sum(a and not b for a, b in zip(before[:of_worries], now[:of_worries], strict=True))
        came = sum(b and not a for a, b in zip(before[:of_worries], now[:of_worries], strict=True))
        rows.append(Row(row.name, row.figure, row.interval, peer=f"worries: {lost} lost, {came} more"))
    return rows


def in_pieces(hearing: Hearing, sets: Sequence[AnswerSet]) -> list[Row]:
    """Worries told over several answers."""
    found = [_is_found(hearing, one) for one in sets]
    return [
        _share(
            "Told in pieces: found, on any answer",
            [some for one, some in zip(sets, found, strict=True) if one.risk is not Risk.NONE],
        ),
        _share(
            "  harmless sets flagged (fewer is better)",
            [some for one, some in zip(sets, found, strict=True) if one.risk is Risk.NONE],
        ),
    ]


def _is_found(hearing: Hearing, one: AnswerSet) -> bool:
    told: list[str] = []
    for _, text in one.answers:
        heard = hearing.redact_and_screen(text, told=ToldBefore("\n".join(told), AGES[one.age]))
        if heard.flag:
            return True
        told.append(heard.redacted)
    return False


Encode = Callable[[Sequence[str]], Floats]


def new_questions(questions: Sequence[tuple[CodeFrame, Sequence[Example]]], encode: Encode, seed: int = 0) -> list[Row]:
    """F1 of each answer, averaged: from definitions alone, with three examples a theme, and with some coded answers."""
    chance = random.Random(seed)  # noqa: S311 - draws of a sample
    scores: dict[str, list[float]] = {
        "definitions only": [],
        "3 examples a theme": [],
        f"{CODED} coded answers more": [],
    }
    for frame, examples in questions:
        mixed = chance.sample(list(examples), len(examples))
        coded, held = mixed[:CODED], mixed[CODED:]
        bare = CodeFrame(frame.question, frame.wording, tuple(_bare(theme) for theme in frame.themes))
        for name, coder in zip(
            scores, (learn(bare, (), encode), learn(frame, (), encode), learn(frame, coded, encode)), strict=True
        ):
            texts = [one.text for one in held]
            made = coder.code(texts, encode(texts))
            scores[name] += [overlap(one.codes, set(said.codes)) for one, said in zip(held, made, strict=True)]
    return [
        Row(f"Themes of a new question, {name}", f"{sum(some) / len(some):.3f}", "") for name, some in scores.items()
    ]


def _bare(theme: Theme) -> Theme:
    return Theme(theme.code, theme.name, theme.definition)
