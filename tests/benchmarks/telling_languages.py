"""How often English is taken for another language, and how often another one is told:

python -m tests.benchmarks.telling_languages [more English texts, as answers-train.jsonl ...]
"""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from bot.training import material
from conversations.hearing.text.language import recogniser
from conversations.hearing.text.normalisation import plain
from tests.conversations.hearing.text.test_language import (
    ENGLISH,
    OTHER,
    OWN_LETTERS,
    SHORT,
    UNSEEN,
    as_typed,
    language,
)

MOST = 0.005
"""Of English texts at most so many may be taken for another language."""


def english(more: Sequence[Path] = ()) -> list[str]:
    """Every English text that there is here. A few of the answers are Welsh, and are counted as English too."""
    files = (material.DATA / material.TRAIN, material.DATA / material.DEV, *more)
    answers = [one for file in files for one in material.labelled(file)]
    own = [*material.seeds(), *material.feelings(), *material.personal(), *material.coded(material.frames())]
    return [*(one.raw for one in (*answers, *own)), *ENGLISH]


def taken_for_another(texts: list[str]) -> list[str]:
    return [text for text in texts if language(text)]


def report(more: Sequence[Path] = ()) -> Iterator[str]:
    texts = english(more)
    taken = taken_for_another(texts)
    yield f"English texts taken for another language: {len(taken)} of {len(texts)} ({len(taken) / len(texts):.2%})"
    for how, told in (("as written", lambda text: text), ("as typed on a phone", as_typed)):
        of = [
            told(text)
            for code, lines in OTHER.items()
            if how == "as written" or code not in OWN_LETTERS
            for text in lines
        ]
        found = sum(bool(language(text)) for text in of)
        share = f"{found} of {len(of)} ({found / len(of):.1%})"
        yield f"Texts in {len(OTHER)} other languages that are told, {how}: {share}"
    for which, lines_of in (("short disclosures", SHORT), ("those that no list was written with", UNSEEN)):
        short = [text for lines in lines_of.values() for text in lines]
        found = sum(bool(language(text)) for text in short)
        yield f"Of {which} in {len(lines_of)} languages are told: {found} of {len(short)} ({found / len(short):.1%})"
    seen = [plain(text).text for text in texts]
    took = []
    for text in seen:
        began = time.perf_counter()
        recogniser().spoken(text)
        took.append(time.perf_counter() - began)
    yield f"It takes {median(took) * 1e6:.0f} microseconds of an English text (median)"


if __name__ == "__main__":
    for line in report([Path(name) for name in sys.argv[1:]]):
        print(line)
