"""What of the labelled answers was learned from, and on which thresholds were tuned: learned/FITTED_ON.yaml.

`make train` keeps it with every file that it learns; by it `make evaluate` says what its figures are worth. A set of
answers is known by a digest of its texts, so that a record of other texts is not taken for one of these.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from bot.training import material, writers
from bot.training.data_split import TEST, TUNE, in_half
from conversations.hearing.labelled_texts import Labelled

NAME = "FITTED_ON.yaml"
LEARNED = Path(__file__).parents[2] / "conversations" / "hearing" / "learned"
"""Where the learned files are that ship."""

TRAIN = "train"
WRITERS_LEARN, WRITERS_TUNE, WRITERS_TEST = "writers-learn", "writers-tune", "writers-test"

Digests = Mapping[str, str]
"""The digest of a set of answers, by the set's name."""

_HEAD = """\
# From which answers each learned file has learned, and on which its thresholds and mixes were tuned: the name of the
# set, and the SHA-256 of its texts. Written by `make train`, read by `make evaluate`. `by_hand`: what was in the sight
# of whoever wrote rules and phrases and compared settings.
"""


@dataclass(frozen=True, slots=True)
class FittedFile:
    """The sets that a learned file has learned from, and was tuned on."""

    learned: Digests = field(default_factory=dict)
    tuned: Digests = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FittedOn:
    """`files`: by their names."""

    files: Mapping[str, FittedFile] = field(default_factory=dict)
    by_hand: Digests = field(default_factory=dict)

    def uses(self) -> dict[str, set[tuple[str, str]]]:
        """The sets, each with its digest, by what was done with them: words with a place for what it was done with."""
        return {
            "learned from {}": {use for one in self.files.values() for use in one.learned.items()},
            "tuned on {}": {use for one in self.files.values() for use in one.tuned.items()},
            "rules and phrases were written with {} in sight": set(self.by_hand.items()),
        }


def answer_sets(data: Path = material.DATA) -> dict[str, list[Labelled]]:
    """The labelled answers of the repository: those to learn from, both halves of answers-dev, and the three parts of
    the writers. Raises MaterialError."""
    dev = material.labelled(data / material.DEV)
    return {
        TRAIN: material.training_answers(data),
        TUNE: in_half(TUNE, dev),
        TEST: in_half(TEST, dev),
        WRITERS_LEARN: writers.texts(writers.LEARN, data),
        WRITERS_TUNE: writers.texts(TUNE, data),
        WRITERS_TEST: writers.texts(TEST, data),
    }


def digest(answers: Iterable[Labelled]) -> str:
    """SHA-256 of the texts as they are marked, whatever their order, in hex."""
    return hashlib.sha256("\x00".join(sorted(answer.marked for answer in answers)).encode()).hexdigest()


def read(folder: Path) -> FittedOn:
    """The record of a folder of learned files; an empty one where there is none."""
    try:
        held = yaml.safe_load((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return FittedOn()
    return FittedOn({name: FittedFile(**one) for name, one in held["files"].items()}, held["by_hand"])


def write(folder: Path, record: FittedOn) -> None:
    """Writes the record into a folder."""
    files = {
        name: {"learned": dict(one.learned), "tuned": dict(one.tuned)} for name, one in sorted(record.files.items())
    }
    text = yaml.safe_dump({"files": files, "by_hand": dict(record.by_hand)}, sort_keys=False)
    (folder / NAME).write_text(_HEAD + text, encoding="utf-8")


def note_learned(folder: Path, files: Iterable[str], learned: Sequence[str], tuned: Sequence[str]) -> None:
    """Notes in a folder's record that these files were learned now, from and on these sets of answers."""
    digests = {name: digest(answers) for name, answers in answer_sets().items()}
    fitted = FittedFile({name: digests[name] for name in learned}, {name: digests[name] for name in tuned})
    record = read(folder)
    write(folder, replace(record, files={**record.files, **dict.fromkeys(files, fitted)}))


def notes(answers: Sequence[Labelled], record: FittedOn, sets: Mapping[str, Sequence[Labelled]]) -> list[str]:
    """What has to be said with figures on these answers, a line each; at least one. `sets`: as answer_sets has them."""
    now = {(name, digest(some)): {one.marked for one in some} for name, some in sets.items()}
    said = []
    for what, uses in record.uses().items():
        for name, _ in sorted(uses - now.keys()):
            said.append(f"{what.format(f'other answers than {name} holds now')}, perhaps with these among them")
        known: set[str] = set().union(*(now[use] for use in uses & now.keys()))
        if count := sum(answer.marked in known for answer in answers):
            said.append(what.format("this file" if count == len(answers) else f"{count} of these answers"))
    return said or ["nothing was learned from these answers or tuned on them"]
