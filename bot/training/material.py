"""What there is to learn from: labelled synthetic answers, and texts in our own words that the product ships."""

import json
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from bot.training.data_split import TUNE, in_half
from conversations.asking.consultation.file import bundled_frames
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.screening.seed_sentences import seeds as shipped_seeds
from conversations.hearing.themes.code_frame import CodeFrame
from conversations.hearing.values import Feeling, Risk

HARMLESS = "harmless"
"""The file of seeds without a worry; every other is named after a kind of harm."""


DATA = Path(__file__).parent / "data"
TRAIN, DEV = "answers-train.jsonl", "answers-dev.jsonl"


class MaterialError(Exception):
    """A file to learn from is not there or not as it should be. Says which; never what stands in it."""


def training_answers(data: Path = DATA) -> list[Labelled]:
    """The labelled synthetic answers to learn from. Raises MaterialError."""
    return labelled(data / TRAIN)


def tuning_answers(data: Path = DATA) -> list[Labelled]:
    """Those on which thresholds and mixes are fitted; the encoder does not learn from them. Raises MaterialError."""
    return in_half(TUNE, labelled(data / DEV))


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


def frames() -> list[CodeFrame]:
    """The code frames of the bundled consultations."""
    return list(bundled_frames().values())


def coded(frames: Iterable[CodeFrame]) -> list[Labelled]:
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
    return [Labelled(one.text, risk=one.level, kinds=(one.kind,) if one.kind else ()) for one in shipped_seeds()]


def feelings() -> list[Labelled]:
    """The sentences of examples/feeling.yaml."""
    found = _folder("examples")["feeling"].items()
    return [Labelled(line, feeling=Feeling(feeling)) for feeling, lines in found for line in lines]


def personal() -> list[Labelled]:
    """The sentences of examples/personal.yaml, whose personal data is marked."""
    return [Labelled(line) for line in _folder("examples")["personal"]]


def _folder(name: str) -> dict[str, Any]:
    """What stands in the YAML files of a folder of our own texts, by the file's name."""
    folder = resources.files("bot.training") / "data" / name
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return {file.name.removesuffix(".yaml"): yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}
