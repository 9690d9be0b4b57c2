"""Builds words.bin: of each word, by its hash, whether it is a first name, an everyday word or a place."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

from conversations.hearing.labelled_texts import MARKED, Labelled
from conversations.hearing.text.word_lists import NAME, OFTEN, PLACE, PLACE_BEGINS, RECORD, WORD, hashed

WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
TOLD_FROM_WORDS = 3000.0
"""A registered name that is this many times more often a name than a word is taken as a name wherever it stands."""
COMMON = 150
"""From this count on a word is one of the commonest."""
MET = 6
"""From this count on a word that no dictionary has is one all the same."""

Flags = dict[str, int]


def build_lists(public: Path, answers: Sequence[Labelled], out: Path) -> int:
    """Writes words.bin, hashed names, everyday words and places, into `out`. Returns how many words it holds.

    `public`: the folder with the files of public_sources.yaml. `answers`: marked ones.
    """
    often, dictionary = _how_often(public, answers), _dictionary()
    flags = {
        word: WORD | (OFTEN if often[word] >= COMMON else 0)
        for word in dictionary | {word for word, count in often.items() if count >= MET}
    }
    _add_names(flags, public / "uk_first_names.csv", often, dictionary, _marked_names(answers))
    _add_places(flags, public / "uk_towns.txt")
    records = sorted((hashed(word), flag) for word, flag in flags.items())
    out.mkdir(parents=True, exist_ok=True)
    (out / "words.bin").write_bytes(b"".join(RECORD.pack(key, flag) for key, flag in records))
    return len(records)


def _how_often(public: Path, answers: Sequence[Labelled]) -> Counter[str]:
    """How often each word is met as an everyday word."""
    often: Counter[str] = Counter()
    for word, count in _of_textblob("en-spelling.txt"):
        if count.isdigit():
            often[word] += int(count)
    for path in [*sorted((public / "btc").glob("*.conll")), public / "wnut17train.conll"]:
        for word, tag in _tagged_words(path):
            if tag == "O" and word.isalpha() and word.islower():
                often[word] += 3
    for answer in answers:
        for word in WORDS.findall(MARKED.sub(" ", answer.marked)):
            if word.islower():
                often[word.replace("’", "'")] += 20
    return often


def _dictionary() -> set[str]:
    """The words that a dictionary has in lower case."""
    return {
        word
        for word, tag in _of_textblob("en-lexicon.txt")
        if word.isalpha() and word.islower() and not tag.startswith("NNP")
    }


def _of_textblob(name: str) -> Iterator[tuple[str, str]]:
    """A word and what stands after it, of each line."""
    for line in (resources.files("textblob") / "en" / name).read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        yield word, rest.strip()


def _tagged_words(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        parts = line.split("\t") if "\t" in line else line.split()
        if len(parts) == 2 and parts[0] and parts[1]:
            yield parts[0], parts[1]


def _marked_names(answers: Sequence[Labelled]) -> set[str]:
    """The words of names of people in the answers."""
    return {
        word.lower()
        for answer in answers
        for match in MARKED.finditer(answer.marked)
        if match[1] == "PERSON"
        for word in WORDS.findall(match[2])
    }


def _add_names(flags: Flags, file: Path, often: Counter[str], dictionary: set[str], marked: set[str]) -> None:
    """Registered first names. Rare ones that are common words are no names, unless an answer has them as one."""
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            name, births = row["name"].strip().lower(), float(row["n"])
            count = often[name]
            if len(name) < 2 or (count >= COMMON and births < 600 and name not in marked):
                continue
            flags[name] = flags.get(name, 0) | NAME
            if births / (count + 1) > TOLD_FROM_WORDS or (name not in dictionary and count < 20):
                flags[name] &= ~(WORD | OFTEN)


def _add_places(flags: Flags, file: Path) -> None:
    """Towns, with hyphens and without, and the words that those of several words begin with."""
    for line in file.read_text(encoding="utf-8").splitlines():
        for town in {line.strip().lower(), line.strip().lower().replace("-", " ")} - {""}:
            flags[town] = flags.get(town, 0) | PLACE
            if " " in town or "-" in town:
                begin = town.replace("-", " ").split()[0]
                flags[begin] = flags.get(begin, 0) | PLACE_BEGINS
