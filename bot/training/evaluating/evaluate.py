"""`make evaluate [CORPUS=file]`: tables of how well hearing does on labelled answers; fails under the floors.

Without a file both halves of answers-dev are measured. Above each table stands what was learned from its answers or
tuned on them: such figures flatter.
"""

import resource
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.inference.encoder import onnx_encoder
from bot.inference.hear_many import hear_many
from bot.inference.open_hearing import Opened, open_hearing
from bot.training import fitted_on, material, writers
from bot.training.data_split import TEST, TUNE
from bot.training.evaluating import unseen_writers
from bot.training.evaluating.new_question import new_question
from bot.training.evaluating.presidio import presidio
from bot.training.evaluating.quality_rows import Row, rows
from bot.training.evaluating.scoring import Said
from conversations.asking.consultation.file import bundled_frames
from conversations.hearing.encoded import EncoderError
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.pipeline import Whole
from conversations.hearing.values import Feeling

Sets = Mapping[str, Sequence[Labelled]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled answers to measure on. `notes`: what was fitted on them, in words."""

    name: str
    answers: Sequence[Labelled]
    notes: Sequence[str]


def corpora(file: Path | None, sets: Sets) -> list[Corpus]:
    """The answers of a file; both halves of answers-dev, if none is given. Raises MaterialError."""
    some = (
        {file.name: material.labelled(file)}
        if file
        else {f"{material.DEV}, half {name}": sets[name] for name in (TUNE, TEST)}
    )
    record = fitted_on.read(fitted_on.LEARNED)
    return [Corpus(name, answers, fitted_on.notes(answers, record, sets)) for name, answers in some.items()]


def hear(opened: Opened, answers: Sequence[Labelled], console: Console) -> tuple[list[Said], list[float]]:
    """What hearing makes of each answer, and the milliseconds that each took to be redacted and screened."""
    took = []
    for answer in track(answers, "Redacting and screening, one by one", console=console, transient=True):
        began = time.perf_counter()
        opened.hearing.redact_and_screen(answer.raw)
        took.append((time.perf_counter() - began) * 1000)
    wholes = hear_many(opened, open_hearing, [(answer.raw, answer.question or "") for answer in answers])
    return [_said(one) for one in wholes], took


def _said(whole: Whole) -> Said:
    """Of what is in another language nothing is said."""
    feeling = whole.sentiment.feeling if whole.sentiment else Feeling.NEUTRAL
    return Said(whole.heard.spans, whole.heard.level, feeling, whole.coding.codes if whole.coding else ())


def _new_question(answers: Sequence[Labelled], known: Sequence[Labelled]) -> list[Row]:
    """How themes of a new question would be coded; nothing without an encoder, or without others to learn from."""
    measured = {one.marked for one in answers}
    others = [one for one in known if one.marked not in measured]
    try:
        reads = onnx_encoder.load()
    except EncoderError:
        return []
    if not others:
        return []
    curve = new_question(bundled_frames(), others, answers, reads)
    said = {0: "definitions only"}
    return [
        Row(f"  As if new, {said.get(step, f'{step} examples a theme')} (somewhat too good)", f"{score:.3f}", "")
        for step, score in curve.items()
    ]


def _resources(took: Sequence[float]) -> list[Row]:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ranked = sorted(took)
    return [
        Row(
            "Speed: to redact and screen a text",
            f"{median(took):.1f} ms",
            f"95% under {ranked[len(took) * 95 // 100]:.1f} ms",
        ),
        Row("Memory: most that was resident", f"{most:.0f} MiB", ""),
    ]


def _table(corpus: Corpus, found: Sequence[Row], peer: bool) -> Table:
    notes = "; ".join(corpus.notes)
    table = Table(title=f"{len(corpus.answers)} synthetic answers of {corpus.name}:\n{notes}")
    for column in ("", "figure", "95% interval", "floor", "Presidio" if peer else "Presidio: not here"):
        table.add_column(column)
    for row in found:
        missed = "" if row.good in (None, True) else " MISSED"
        table.add_row(row.name, row.figure, row.interval, row.floor + missed, row.peer)
    return table


def measure(
    corpus: Corpus, said: Sequence[Said], peer: Path, sets: Sets, costs: Sequence[Row]
) -> tuple[Table, list[Row]]:
    """The table of a corpus, of which hearing `said` this, and its lines on quality. `peer`: a Python with Presidio."""
    spans = presidio(peer, corpus.answers)
    found = [*rows(corpus.answers, said, spans), *_new_question(corpus.answers, sets[fitted_on.TRAIN])]
    return _table(corpus, [*found, *costs], bool(spans)), found


def _unseen_table(found: Sequence[Row]) -> Table:
    table = Table(title=f"Writers of whom nothing was learned: {', '.join(writers.WRITERS[TEST])}")
    for column in ("", "figure", "95% interval", "floor", ""):
        table.add_column(column)
    for row in found:
        missed = "" if row.good in (None, True) else " MISSED"
        table.add_row(row.name, row.figure, row.interval, row.floor + missed, row.peer)
    return table


def evaluate(
    corpus: Annotated[
        Path | None,
        typer.Argument(help="Labelled answers, one JSON object a line. Both halves of answers-dev, if none."),
    ] = None,
    peer: Annotated[Path, typer.Option(help="A Python that has Presidio.")] = Path(".venv-peers/bin/python"),
) -> None:
    """Prints the tables."""
    # Into a file or a pipe as wide as on a wide screen.
    console = Console(width=None if sys.stdout.isatty() else 120)
    opened = open_hearing()
    if opened.trouble:
        console.print(f"By rules alone: {opened.trouble}", markup=False)
    try:
        sets = fitted_on.answer_sets()
        some = corpora(corpus, sets)
    except material.MaterialError as error:
        console.print(str(error), markup=False)
        sys.exit(1)
    heard = []
    for one in some:
        said, took = hear(opened, one.answers, Console(stderr=True))
        # Before anything is measured: what that takes is not what hearing takes.
        heard.append((one, said, _resources(took)))
    missed = []
    for one, said, costs in heard:
        table, found = measure(one, said, peer, sets, costs)
        console.print(table)
        missed += [f"{row.name.strip()} ({one.name})" for row in found if row.good is False]
    if corpus is None:
        found = unseen_writers.rows(opened.hearing)
        console.print(_unseen_table(found))
        missed += [f"{row.name.strip()} (unseen writers)" for row in found if row.good is False]
    if missed:
        console.print(f"Under the floor: {', '.join(missed)}", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    typer.run(evaluate)
