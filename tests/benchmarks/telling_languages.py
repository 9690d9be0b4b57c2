"""How often English is taken for another language, and how often another one is told:

python -m tests.benchmarks.telling_languages
"""

import time
from collections.abc import Iterator
from statistics import median

from bot.training import material
from conversations.hearing.text.language import recogniser
from conversations.hearing.text.normalisation import plain
from tests.conversations.hearing.text.test_language import ENGLISH, OTHER, OWN_LETTERS, as_typed, language

MOST = 0.005
"""Of English texts at most so many may be taken for another language."""


def english() -> list[str]:
    """Every English text that there is here. A few of the answers are Welsh, and are counted as English too."""
    answers = [*material.labelled(material.DATA / material.TRAIN), *material.labelled(material.DATA / material.DEV)]
    own = [*material.seeds(), *material.feelings(), *material.personal(), *material.coded(material.frames())]
    return [*(one.raw for one in (*answers, *own)), *ENGLISH]


def taken_for_another(texts: list[str]) -> list[str]:
    return [text for text in texts if language(text)]


def report() -> Iterator[str]:
    texts = english()
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
    seen = [plain(text).text for text in texts]
    took = []
    for text in seen:
        began = time.perf_counter()
        recogniser().spoken(text)
        took.append(time.perf_counter() - began)
    yield f"It takes {median(took) * 1e6:.0f} microseconds of an English text (median)"


if __name__ == "__main__":
    for line in report():
        print(line)
