"""`make evaluate`: which answers are measured, and what stands above the figures."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bot.training import fitted_on
from bot.training.data_split import TEST, TUNE
from bot.training.evaluating import evaluate
from bot.training.evaluating.quality_rows import FLOORS, rows
from bot.training.evaluating.scoring import Said
from bot.training.material import MaterialError
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.values import Feeling, Kind, Risk, Span


def test_without_a_file_both_halves_are_measured_and_named() -> None:
    sets = fitted_on.answer_sets()
    tune, test = evaluate.corpora(None, sets)
    assert (tune.name, test.name) == ("answers-dev.jsonl, half tune", "answers-dev.jsonl, half test")
    assert (tune.answers, test.answers) == (sets[TUNE], sets[TEST])
    assert "tuned on this file" in tune.notes


def test_any_other_file_is_measured_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "fresh.jsonl"
    file.write_text(json.dumps({"marked": "nobody has written this before, zorbina"}))
    [one] = evaluate.corpora(file, fitted_on.answer_sets())
    assert one.name == "fresh.jsonl"
    assert one.notes == ["nothing was learned from these answers or tuned on them"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MaterialError, match=r"fresh\.jsonl"):
        evaluate.corpora(tmp_path / "fresh.jsonl", fitted_on.answer_sets())


def test_the_table_says_what_was_fitted_on_its_answers(tmp_path: Path) -> None:
    answers = [Labelled("ask [[PERSON:Jo]]", "SH2", frozenset({"notice"}), Risk.NONE, (), Feeling.NEUTRAL)]
    said = Said((Span(4, 6, Kind.PERSON),), Risk.NONE, Feeling.NEUTRAL, ("notice",))
    corpus = evaluate.Corpus("some.jsonl", answers, ["tuned on this file"])
    table, _ = evaluate.measure(corpus, [said], tmp_path / "no-python", {fitted_on.TRAIN: answers}, [])
    console = Console(file=io.StringIO(), width=200)
    console.print(table)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "1 synthetic answers of some.jsonl:" in shown
    assert "tuned on this file" in shown
    assert "Presidio: not here" in shown


def test_a_figure_under_its_floor_is_a_miss_and_one_over_what_is_allowed_too() -> None:
    answers = [
        Labelled("ask [[PERSON:jo]] about it", "SH2", frozenset({"notice"}), Risk.URGENT, (), Feeling.NEUTRAL),
        Labelled("more time please", "SH2", frozenset({"time"}), Risk.NONE, (), Feeling.NEUTRAL),
    ]
    wrong = [
        Said((), Risk.NONE, Feeling.POSITIVE, ("time",)),
        Said((Span(0, 4, Kind.PERSON),), Risk.CONCERN, Feeling.POSITIVE, ("notice",)),
    ]
    right = [
        Said((Span(4, 6, Kind.PERSON),), Risk.URGENT, Feeling.NEUTRAL, ("notice",)),
        Said((), Risk.NONE, Feeling.NEUTRAL, ("time",)),
    ]
    missed = {row.name.strip() for row in rows(answers, wrong, None) if row.good is False}
    assert {"Redaction: spans hidden whole", "Screening: urgent ones flagged", "Feeling: macro-F1"} <= missed
    assert {"other words hidden (fewer is better)", "harmless ones flagged (fewer is better)"} <= missed
    kept = {row.name.strip() for row in rows(answers, right, None) if row.good}
    assert {"Redaction: spans hidden whole", "harmless ones flagged (fewer is better)"} <= kept
    assert {row.floor for row in rows(answers, right, None)} >= {f"{FLOORS['spans']:.3g}"}
