"""Builds the learned files of hearing from data that is not part of the product: `python -m bot.train SHARED [OUT]`."""

import csv
import json
import random
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from conversations.hearing import recogniser
from conversations.hearing.lists import NAME, OFTEN, PLACE, PLACE_BEGINS, RECORD, WORD, hashed, known, lists

LEARNED = Path(__file__).parent.parent / "conversations" / "hearing" / "learned"
MARKED = re.compile(r"\[\[([A-Z_]+):(.*?)\]\]", re.DOTALL)
WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
TOLD_FROM_WORDS = 3000.0
"""A registered name that is this many times more often a name than a word is taken as a name wherever it stands."""
COMMON = 150
"""From this count on a word is one of the commonest."""


def answers(shared: Path) -> list[dict[str, Any]]:
    """The labelled synthetic answers to learn from."""
    lines = (shared / "corpus" / "answers-train.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The answer as it was typed, and its (start, end, kind) in characters."""
    text, spans, at = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return text + marked[at:], spans


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


def _examples(shared: Path) -> list[tuple[list[recogniser.Token], list[int], bool]]:
    made = []
    for row in answers(shared):
        text, spans = unmarked(row["marked"])
        variants = [text] if text == text.lower() else [text, text.lower()]
        for variant in variants:
            if len(variant) != len(text):
                continue
            tokens = recogniser.tokens(variant)
            tags = [
                next(
                    (
                        recogniser.TAGS.index(kind)
                        for a, b, kind in spans
                        if a <= t.start < b and kind in recogniser.TAGS
                    ),
                    0,
                )
                for t in tokens
            ]
            made.append((tokens, tags, any(t.shape == "capital" for t in tokens)))
    return made


def learn(
    examples: list[tuple[list[recogniser.Token], list[int], bool]], rounds: int = 8, margin: float = 1.0
) -> recogniser.Weights:
    """An averaged perceptron with a margin.

    Each word is seen with the true tag of the word before it, or with the one that the model itself gave, so that it
    learns to live with its own mistakes.
    """
    chance = random.Random(0)  # noqa: S311 - order of examples, nothing secret
    weights: dict[int, list[float]] = {}
    totals: dict[int, list[float]] = {}
    step = 0
    order = list(range(len(examples)))
    for _ in range(rounds):
        chance.shuffle(order)
        for index in order:
            tokens, tags, capital = examples[index]
            before = 0
            for at, token in enumerate(tokens):
                if not recogniser.candidate(token):
                    before = 0
                    continue
                step += 1
                keys = [zlib.crc32(f.encode()) for f in recogniser.features(tokens, at, before, capital)]
                points = [0.0] * 4
                for key in keys:
                    if held := weights.get(key):
                        points = [p + w for p, w in zip(points, held, strict=True)]
                true = tags[at]
                rival = max((tag for tag in range(4) if tag != true), key=lambda tag: points[tag])
                if points[true] - points[rival] < margin:
                    for key in keys:
                        held, total = weights.setdefault(key, [0.0] * 4), totals.setdefault(key, [0.0] * 4)
                        held[true] += 0.1
                        held[rival] -= 0.1
                        total[true] += 0.1 * step
                        total[rival] -= 0.1 * step
                before = true if chance.random() < 0.5 else max(range(4), key=lambda tag: points[tag])
    made: recogniser.Weights = {}
    for key, held in weights.items():
        mean = [h - t / step for h, t in zip(held, totals[key], strict=True)]
        whole = tuple(max(-127, min(127, round(w * recogniser.SCALE))) for w in mean)
        if max(abs(w) for w in whole) >= 1:
            made[key] = whole
    return made


def build_recogniser(shared: Path, out: Path) -> int:
    """Learns recogniser.bin from the answers and writes it into `out`. Returns how many weights it holds."""
    weights = learn(_examples(shared))
    (out / "recogniser.bin").write_bytes(
        b"".join(recogniser.WEIGHT.pack(key, *weights[key]) for key in sorted(weights))
    )
    return len(weights)


def main() -> None:
    shared = Path(sys.argv[1])
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else LEARNED
    sys.stdout.write(f"{build_lists(shared, out)} words\n")
    lists.cache_clear()
    known.cache_clear()
    sys.stdout.write(f"{build_recogniser(shared, out)} weights\n")


if __name__ == "__main__":
    main()
