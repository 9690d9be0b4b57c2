"""Builds words.bin: of each word, by its hash, whether it is a first name, an everyday word or a place."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from bot.training.material import answers
from conversations.hearing.labelled_texts import MARKED
from conversations.hearing.text.word_lists import NAME, OFTEN, PLACE, PLACE_BEGINS, RECORD, WORD, hashed

WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
TOLD_FROM_WORDS = 3000.0
"""A registered name that is this many times more often a name than a word is taken as a name wherever it stands."""
COMMON = 150
"""From this count on a word is one of the commonest."""


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
    for answer in answers(shared):
        for word in WORDS.findall(MARKED.sub(" ", answer.marked)):
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
        for answer in answers(shared)
        for match in MARKED.finditer(answer.marked)
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
