"""What many hands wrote to learn from and to measure on: texts, worries told over several answers, and questions of all
sorts with their code frames. A folder for each writer; data/README.md says who they are and what they saw.

Nothing is learned from the writers of TEST, and on those of TUNE thresholds and mixes alone are fitted: so "unseen"
means an unseen writer, with questions that nobody trained on.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot.training.data_split import TEST, TUNE
from bot.training.material import DATA, MaterialError, labelled
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.themes.code_frame import CodeFrame, Example, Theme
from conversations.hearing.values import Risk

LEARN: Final = "learn"

WRITERS: Mapping[str, Sequence[str]] = {
    LEARN: (
        "glasgow",
        "london",
        "special_school",
        "care_leaver",
        "forum",
        "night_shift",
        "youth_justice",
        "workshop_and_ward",
    ),
    TUNE: ("rural", "school_nurse"),
    TEST: ("newcomers", "safeguarding", "girls", "councils"),
}
"""Folders of data/writers. Who is in which part was drawn up before hearing had read any of them."""


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """What one person said in several answers, each with its question. `completed_by`: which answer makes a worry of
    what was said, from 0; None where there is none. `age`: an age band, as in "13 to 15"."""

    age: str
    answers: tuple[tuple[str, str], ...] = field(repr=False)
    risk: Risk
    completed_by: int | None


def texts(part: str, data: Path = DATA) -> list[Labelled]:
    """All texts of the writers of a part, and all answers to their questions. Raises MaterialError."""
    return [one for folder in _folders(part, data) for name in ("texts", "answers") for one in _texts(folder, name)]


def questions(part: str, data: Path = DATA) -> list[tuple[CodeFrame, list[Example]]]:
    """The questions of the writers of a part, each with its coded answers, as they read after a redaction without a
    fault. Raises MaterialError."""
    return [one for folder in _folders(part, data) for one in _questions(folder)]


def answer_sets(part: str, data: Path = DATA) -> list[AnswerSet]:
    """Worries told over several answers, and what only looks like it. Raises MaterialError."""
    return [
        AnswerSet(
            row["age_band"],
            tuple((one["question"], one["text"]) for one in row["answers"]),
            Risk[row["risk"].upper()],
            row["completed_by"],
        )
        for folder in _folders(part, data)
        for row in _rows(folder / "sets.jsonl")
    ]


def _folders(part: str, data: Path) -> list[Path]:
    return [data / "writers" / name for name in WRITERS[part]]


def _texts(folder: Path, name: str) -> Iterator[Labelled]:
    file = folder / f"{name}.jsonl"
    wording = {row["id"]: row["question"] for row in _rows(folder / "questions.jsonl")}
    for row, one in zip(_rows(file), labelled(file), strict=True):
        asked = row.get("question", wording.get(row.get("question_id"), ""))
        part = frozenset((f"part {row['part']}",) if "part" in row else ())
        yield Labelled(
            one.marked,
            risk=one.risk,
            kinds=one.kinds,
            feeling=one.feeling,
            traits=one.traits | part,
            asked=asked,
            singles_out=row.get("singles_out"),
        )


def _questions(folder: Path) -> Iterator[tuple[CodeFrame, list[Example]]]:
    answers: dict[str, list[Example]] = {}
    for row in _rows(folder / "answers.jsonl"):
        text = Labelled(row["marked"]).redacted
        answers.setdefault(row["question_id"], []).append(Example(text, frozenset(row["themes"])))
    for row in _rows(folder / "questions.jsonl"):
        themes = (Theme(one["id"], one["name"], one["definition"], tuple(one["examples"])) for one in row["themes"])
        yield CodeFrame(row["id"], row["question"], tuple(themes)), answers[row["id"]]


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise MaterialError(f"{file}: cannot be read ({error.strerror})") from None
    except ValueError:
        raise MaterialError(f"{file}: holds a line that is no JSON") from None
