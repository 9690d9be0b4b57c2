"""What there is to learn from: labelled synthetic answers, and texts in our own words that the product ships."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from conversations.asking.reading import bundled_frames
from conversations.hearing.frame import Frame
from conversations.hearing.heard import LABELS, Feeling, Kind, Risk, Span

MARKED = re.compile(r"\[\[([A-Z_]+):(.*?)\]\]", re.DOTALL)
HARMLESS = "harmless"
"""The file of seeds without a worry; every other is named after a kind of harm."""


class MaterialError(Exception):
    """A file to learn from is not there or not as it should be. Says which; never what stands in it."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what somebody said of it; None, or nothing, where nobody said.

    `marked`: as typed, with each span of personal data as [[KIND:text]]. `codes`: of the frame of `question`. `kinds`:
    of harm. `traits`: what kind of text it is, as in "hard_negative_risk".

    `redacted_only`: personal data in it was hidden or is not marked, so it says nothing of where such data is.
    """

    marked: str = field(repr=False)
    question: str | None = None
    codes: frozenset[str] = frozenset()
    risk: Risk | None = None
    kinds: tuple[str, ...] = ()
    feeling: Feeling | None = None
    redacted_only: bool = False
    traits: frozenset[str] = frozenset()

    @property
    def raw(self) -> str:
        """As it was typed."""
        return MARKED.sub(lambda match: match[2], self.marked)

    @property
    def redacted(self) -> str:
        """As it reads after a redaction without a fault."""
        return MARKED.sub(lambda match: f"[{LABELS[Kind(match[1])]}]", self.marked)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where personal data stands in `raw`."""
        found, before = [], 0
        for match in MARKED.finditer(self.marked):
            start = match.start() - before
            found.append(Span(start, start + len(match[2]), Kind(match[1])))
            before += len(match[0]) - len(match[2])
        return tuple(found)


def answers(shared: Path) -> list[Labelled]:
    """The labelled synthetic answers in SHARED/corpus to learn from. Raises MaterialError."""
    return labelled(shared / "corpus" / "answers-train.jsonl")


def labelled(file: Path) -> list[Labelled]:
    """The labelled answers of a file, one JSON object a line. Raises MaterialError."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return [_answer(json.loads(line)) for line in lines if line.strip()]
    except OSError as error:
        raise MaterialError(f"{file}: cannot be read ({error.strerror})") from None
    except (ValueError, KeyError, TypeError) as error:
        raise MaterialError(f"{file}: holds a line that is no labelled answer ({type(error).__name__})") from None


def _answer(row: Mapping[str, Any]) -> Labelled:
    """Only `marked` has to be there."""
    return Labelled(
        row["marked"],
        row.get("question"),
        frozenset(row.get("themes", ())),
        Risk[row["risk"].upper()] if "risk" in row else None,
        tuple(row.get("risk_kinds", ())),
        Feeling(row["sentiment"]) if "sentiment" in row else None,
        traits=frozenset(row.get("traits", ())),
    )


def own() -> list[Labelled]:
    """Every text in our own words that the product ships: examples of the frames, seeds, feelings, personal data."""
    return [*coded(frames()), *seeds(), *feelings(), *personal()]


def frames() -> list[Frame]:
    """The code frames of the bundled consultations."""
    return list(bundled_frames().values())


def coded(frames: Iterable[Frame]) -> list[Labelled]:
    """The examples of code frames, each text of a frame once, with all the codes that it stands under."""
    made = []
    for frame in frames:
        codes: dict[str, set[str]] = {}
        for code, examples in [*((one.code, one.examples) for one in frame.themes), *frame.residual.items()]:
            for text in examples:
                codes.setdefault(text, set()).add(code)
        made += [Labelled(text, frame.question, frozenset(of), redacted_only=True) for text, of in codes.items()]
    return made


def seeds() -> list[Labelled]:
    """The sentences of seeds/, with their kind of harm and how worrying they are."""
    made = []
    for name, texts in _folder("seeds").items():
        for level, lines in texts.items():
            risk = Risk.NONE if name == HARMLESS else Risk[level.upper()]
            made += [Labelled(line, risk=risk, kinds=(name,) if risk else ()) for line in lines]
    return made


def feelings() -> list[Labelled]:
    """The sentences of examples/feeling.yaml."""
    found = _folder("examples")["feeling"].items()
    return [Labelled(line, feeling=Feeling(feeling)) for feeling, lines in found for line in lines]


def personal() -> list[Labelled]:
    """The sentences of examples/personal.yaml, whose personal data is marked."""
    return [Labelled(line) for line in _folder("examples")["personal"]]


def _folder(name: str) -> dict[str, Any]:
    """What stands in the YAML files of a folder of hearing, by the file's name."""
    folder = resources.files("conversations.hearing") / name
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return {file.name.removesuffix(".yaml"): yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}
