"""`make evaluate CORPUS=…`: one table of how well hearing does on labelled answers; fails under the floors.

The product learns from answers-train and from texts in our own words. Give answers that it has not seen: with those
that it learned from, the figures say nothing.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.inference import onnx_encoder
from bot.inference.hear_many import hear_many
from bot.inference.open_hearing import Opened, open_hearing
from bot.training.evaluating import scoring
from bot.training.evaluating.new_question import new_question
from bot.training.evaluating.scoring import Hidden, Said, Share
from bot.training.material import MaterialError, labelled
from conversations.asking.consultation.file import bundled_frames
from conversations.hearing.encoded import EncoderError
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.values import Kind, Risk, Span

PRESIDIO = {
    "PERSON": Kind.PERSON,
    "LOCATION": Kind.LOCATION,
    "ORGANIZATION": Kind.SCHOOL_ORG,
    "EMAIL_ADDRESS": Kind.CONTACT,
    "PHONE_NUMBER": Kind.CONTACT,
    "URL": Kind.CONTACT,
    "UK_NHS": Kind.ID,
    "UK_NINO": Kind.ID,
    "DATE_TIME": Kind.DATE,
}
"""What of Presidio's findings is a kind of ours. The rest (an American driving licence) counts as a number."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. `good`: whether `value` holds its floor (None: has none)."""

    name: str
    figure: str
    interval: str
    floor: str = ""
    peer: str = ""
    good: bool | None = None


def hear(opened: Opened, answers: Sequence[Labelled], console: Console) -> tuple[list[Said], list[float]]:
    """What hearing makes of each answer, and the milliseconds that each took to be redacted and screened."""
    took = []
    for answer in track(answers, "Redacting and screening, one by one", console=console, transient=True):
        began = time.perf_counter()
        opened.hearing.redact_and_screen(answer.raw)
        took.append((time.perf_counter() - began) * 1000)
    wholes = hear_many(opened, open_hearing, [(answer.raw, answer.question or "") for answer in answers])
    said = [Said(one.heard.spans, one.heard.risk, one.sentiment.feeling, one.coding.codes) for one in wholes]
    return said, took


def presidio(python: Path, answers: Sequence[Labelled]) -> list[list[Span]] | None:
    """What Presidio hides in each answer; None where its environment is not there."""
    if not python.exists():
        return None
    lines = "".join(json.dumps(answer.raw) + "\n" for answer in answers)
    script = Path(__file__).parents[3] / "tests" / "benchmarks" / "presidio_peer.py"
    done = subprocess.run(  # noqa: S603 - our own script
        [python, script], input=lines, capture_output=True, text=True, check=True
    )
    return [
        [Span(start, end, PRESIDIO.get(kind, Kind.ID)) for start, end, kind in json.loads(line)]
        for line in done.stdout.splitlines()
    ]


def rows(answers: Sequence[Labelled], said: Sequence[Said], peer: Sequence[Sequence[Span]] | None) -> list[Row]:
    """The table's lines on quality, each with its floor: a little below what was reached on answers-dev."""
    mine = scoring.hidden(answers, [one.spans for one in said])
    its = scoring.hidden(answers, peer) if peer else None
    made = [
        *_hidden(mine, its),
        *_screened(answers, [one.risk for one in said]),
    ]
    felt = scoring.feeling_f1(answers, [one.feeling for one in said])
    made.append(Row("Feeling: macro-F1", f"{felt:.3f}", "", f"{FLOORS['feeling']:.2f}", good=felt >= FLOORS["feeling"]))
    coded = scoring.themes(answers, [one.codes for one in said])
    low, high = coded.interval
    made += [
        Row(
            "Themes: F1, averaged over answers",
            f"{coded.sample:.3f}",
            f"{low:.3f} to {high:.3f}",
            f"{FLOORS['themes']:.2f}",
            good=coded.sample >= FLOORS["themes"],
        ),
        Row(
            "Themes: F1, averaged over themes",
            f"{coded.macro:.3f}",
            "",
            f"{FLOORS['themes macro']:.2f}",
            good=coded.macro >= FLOORS["themes macro"],
        ),
    ]
    return made


FLOORS = {
    "spans": 0.94,
    "lower case": 0.92,
    "names": 0.94,
    "contacts and numbers": 0.95,
    "wrong words": 0.015,
    "touched": 0.08,
    "urgent": 0.90,
    "concern": 0.86,
    "false alarms": 0.10,
    "look-alikes": 0.10,
    "feeling": 0.72,
    "themes": 0.78,
    "themes macro": 0.74,
}
"""For shares that should be small, the most that they may be."""


def _hidden(mine: Hidden, its: Hidden | None) -> list[Row]:
    kinds = {kind.value: (lambda one, kind=kind: one.of(kind)) for kind in mine.kinds}
    shown: list[tuple[str, Callable[[Hidden], Share], str]] = [
        ("Redaction: spans hidden whole", lambda one: one.of(), "spans"),
        ("  in lower case", lambda one: one.lower_case, "lower case"),
        ("  PERSON", lambda one: one.of(Kind.PERSON), "names"),
        ("  CONTACT and ID", lambda one: one.of(Kind.CONTACT, Kind.ID), "contacts and numbers"),
        *((f"  {name}", of, "") for name, of in kinds.items() if name != "PERSON"),
        ("  other words hidden (fewer is better)", lambda one: one.wrong, "wrong words"),
        ("  answers without any touched (fewer is better)", lambda one: one.touched, "touched"),
    ]
    return [_row(name, of(mine), floor, of(its) if its else None) for name, of, floor in shown]


def _screened(answers: Sequence[Labelled], risks: Sequence[Risk]) -> list[Row]:
    shown: list[tuple[str, Callable[[Labelled], bool], str]] = [
        ("Screening: urgent ones flagged", lambda one: one.risk is Risk.URGENT, "urgent"),
        ("  concerning ones flagged", lambda one: one.risk is Risk.CONCERN, "concern"),
        ("  harmless ones flagged (fewer is better)", lambda one: one.risk is Risk.NONE, "false alarms"),
        (
            "  of these, look-alikes (fewer is better)",
            lambda one: one.risk is Risk.NONE and "hard_negative_risk" in one.traits,
            "look-alikes",
        ),
    ]
    return [_row(name, scoring.flagged(answers, risks, where), floor) for name, where, floor in shown]


SMALL = frozenset({"wrong words", "touched", "false alarms", "look-alikes"})
"""Figures that should be small."""


def _row(name: str, share: Share, floor: str, peer: Share | None = None) -> Row:
    low, high = share.interval
    return Row(
        name,
        f"{share.part}/{share.of} = {share.value:.3f}",
        f"{low:.3f} to {high:.3f}",
        f"{FLOORS[floor]:.3g}" if floor else "",
        f"{peer.part}/{peer.of} = {peer.value:.3f}" if peer else "",
        None if not floor else share.value <= FLOORS[floor] if floor in SMALL else share.value >= FLOORS[floor],
    )


def _new_question(corpus: Path, answers: Sequence[Labelled]) -> list[Row]:
    """How themes of a question would be coded that is new; nothing without an encoder, or answers to learn from."""
    learned_from = corpus.with_name("answers-train.jsonl")
    try:
        reads = onnx_encoder.load()
    except EncoderError:
        return []
    if not learned_from.exists() or learned_from.samefile(corpus):
        return []
    curve = new_question(bundled_frames(), labelled(learned_from), answers, reads)
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


def evaluate(
    corpus: Annotated[Path, typer.Argument(help="Labelled answers, one JSON object a line.")],
    peer: Annotated[Path, typer.Option(help="A Python that has Presidio.")] = Path(".venv-peers/bin/python"),
) -> None:
    """Prints the table."""
    console = Console()
    opened = open_hearing()
    if opened.trouble:
        console.print(f"By rules alone: {opened.trouble}", markup=False)
    try:
        answers = labelled(corpus)
    except MaterialError as error:
        console.print(str(error), markup=False)
        sys.exit(1)
    said, took = hear(opened, answers, Console(stderr=True))
    # Before Presidio, whose memory is not ours.
    costs = _resources(took)
    spans = presidio(peer, answers)
    found = [*rows(answers, said, spans), *_new_question(corpus, answers), *costs]
    table = Table(title=f"{len(answers)} synthetic answers of {corpus.name}")
    for column in ("", "figure", "95% interval", "floor", "Presidio" if spans else "Presidio: not here"):
        table.add_column(column)
    for row in found:
        table.add_row(
            row.name, row.figure, row.interval, row.floor + ("" if row.good in (None, True) else " MISSED"), row.peer
        )
    console.print(table)
    if missed := [row.name.strip() for row in found if row.good is False]:
        console.print(f"Under the floor: {', '.join(missed)}", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    typer.run(evaluate)
