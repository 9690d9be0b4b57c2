"""Builds the learned files of hearing from data that is not part of the product: `python -m bot.train SHARED [OUT]`."""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from bot.hearing.encoder import load
from bot.hearing.learning_names import MARKED, examples, learn_recogniser, learn_tagger, save
from conversations.hearing import recogniser
from conversations.hearing.lists import NAME, OFTEN, PLACE, PLACE_BEGINS, RECORD, WORD, hashed, known, lists

LEARNED = Path(__file__).parent.parent / "conversations" / "hearing" / "learned"
WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
TOLD_FROM_WORDS = 3000.0
"""A registered name that is this many times more often a name than a word is taken as a name wherever it stands."""
COMMON = 150
"""From this count on a word is one of the commonest."""


def answers(shared: Path) -> list[dict[str, Any]]:
    """The labelled synthetic answers to learn from."""
    lines = (shared / "corpus" / "answers-train.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def marked(shared: Path) -> list[str]:
    """The answers to learn from, with what is personal data marked."""
    return [row["marked"] for row in answers(shared)]


def hard() -> list[str]:
    """Own texts that were written to be hard, marked alike."""
    made: list[str] = yaml.safe_load((LEARNED.parent / "examples" / "personal.yaml").read_text(encoding="utf-8"))
    return made


def _tagged_words(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        parts = line.split("\t") if "\t" in line else line.split()
        if len(parts) == 2 and parts[0] and parts[1]:
            yield parts[0], parts[1]


def _everyday(shared: Path) -> tuple[Counter[str], set[str]]:
    """How often each word is met as an everyday word, and the words that a dictionary has in lower case."""
    english = resources.files("textblob") / "en"
    often: Counter[str] = Counter()
    for line in (english / "en-spelling.txt").read_text(encoding="utf-8").splitlines():
        word, _, count = line.partition(" ")
        if count.strip().isdigit():
            often[word] += int(count)
    dictionary = set()
    for line in (english / "en-lexicon.txt").read_text(encoding="utf-8").splitlines():
        word, _, tag = line.partition(" ")
        if word.isalpha() and word.islower() and not tag.startswith("NNP"):
            dictionary.add(word)
    for path in [*sorted((shared / "data" / "btc").glob("*.conll")), shared / "data" / "wnut17train.conll"]:
        for word, tag in _tagged_words(path):
            if tag == "O" and word.isalpha() and word.islower():
                often[word] += 3
    for row in answers(shared):
        for word in WORDS.findall(MARKED.sub(" ", row["marked"])):
            if word.islower():
                often[word.replace("’", "'")] += 20
    return often, dictionary


def build_lists(shared: Path, out: Path) -> int:
    """Writes words.bin, hashed names, everyday words and places, into `out`. Returns how many words it holds."""
    often, dictionary = _everyday(shared)
    flags: dict[str, int] = {}
    for word in dictionary | {word for word, count in often.items() if count >= 6}:
        flags[word] = WORD | (OFTEN if often[word] >= COMMON else 0)
    named = Counter(
        word.lower()
        for row in answers(shared)
        for match in MARKED.finditer(row["marked"])
        if match[1] == "PERSON"
        for word in WORDS.findall(match[2])
    )
    with (shared / "data" / "uk_first_names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name, births = row["name"].strip().lower(), float(row["n"])
            if len(name) < 2:
                continue
            count = often[name]
            if count >= COMMON and births < 600 and not named[name]:
                continue
            flags[name] = flags.get(name, 0) | NAME
            if births / (count + 1) > TOLD_FROM_WORDS or (name not in dictionary and count < 20):
                flags[name] &= ~(WORD | OFTEN)
    for line in (shared / "data" / "uk_towns.txt").read_text(encoding="utf-8").splitlines():
        for town in {line.strip().lower(), line.strip().lower().replace("-", " ")} - {""}:
            flags[town] = flags.get(town, 0) | PLACE
            if " " in town or "-" in town:
                begin = town.replace("-", " ").split()[0]
                flags[begin] = flags.get(begin, 0) | PLACE_BEGINS
    records = sorted((hashed(word), flag) for word, flag in flags.items())
    out.mkdir(parents=True, exist_ok=True)
    (out / "words.bin").write_bytes(b"".join(RECORD.pack(key, flag) for key, flag in records))
    return len(records)


def build_recogniser(shared: Path, out: Path) -> int:
    """Learns recogniser.bin from the answers and writes it into `out`. Returns how many weights it holds."""
    weights = learn_recogniser(examples([*marked(shared), *hard()]))
    (out / "recogniser.bin").write_bytes(
        b"".join(recogniser.WEIGHT.pack(key, *weights[key]) for key in sorted(weights))
    )
    return len(weights)


def build_tagger(shared: Path, out: Path) -> int:
    """Learns tagger.npz and writes it into `out`. Returns how many weights it holds. Wants the encoder that set-up has
    built from the adapters and heads in place."""
    made = learn_tagger(marked(shared), hard(), load())
    save(made, out)
    return made.weights.size


def main() -> None:
    shared = Path(sys.argv[1])
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else LEARNED
    sys.stdout.write(f"{build_lists(shared, out)} words\n")
    lists.cache_clear()
    known.cache_clear()
    sys.stdout.write(f"{build_recogniser(shared, out)} weights of the recogniser\n")
    recogniser.learned.cache_clear()
    sys.stdout.write(f"{build_tagger(shared, out)} weights of the tagger\n")


if __name__ == "__main__":
    main()
