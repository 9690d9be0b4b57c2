"""CPU milliseconds that each rule of hearing takes for the hardest text of 4,096 characters that is found for it: the
ten slowest, and how many times as long as for 1,024 characters.  make slowest-rules

Fails where one takes more than MOST, or grows faster than its text.
"""

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from conversations.hearing.pipeline import BY_RULES
from conversations.hearing.redaction import glued, names, placeholders
from conversations.hearing.redaction.name_rules import contexts, group_names, no_names, person_rules
from conversations.hearing.redaction.patterns import international_numbers, pattern_order
from conversations.hearing.screening import phrase_matching
from conversations.hearing.screening.phrase_book import phrases
from conversations.hearing.text import ngrams, normalisation, tokens, windows
from tests.benchmarks.worst_texts import LONGEST, SHORTER, TRIES, Recipe, distinct, filled, recipes

MOST = 50.0
"""CPU milliseconds of one rule."""
MOST_TIMES = 8.0
"""How many times as long 4,096 characters may take as 1,024: 4 where work grows as the text does, 16 where it grows as
its square."""
SLOWEST = 10

Rule = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Hardest:
    """Of one rule: CPU seconds for 4,096 characters and for 1,024, and what its hardest text is made of."""

    name: str
    long: float
    short: float
    recipe: Recipe

    @property
    def times(self) -> float:
        return self.long / max(self.short, 1e-9)


def seconds(rule: Rule, text: str, again: int = 1) -> float:
    """The least CPU seconds of so many times."""
    least = float("inf")
    for _ in range(again):
        began = time.process_time()
        rule(text)
        least = min(least, time.process_time() - began)
    return least


def _everywhere(pattern: re.Pattern[str]) -> Rule:
    return lambda text: sum(1 for _ in pattern.finditer(text))


_BESIDE_FORMS = (names, contexts, person_rules, group_names, glued, no_names, international_numbers)


def redaction_patterns() -> dict[str, re.Pattern[str]]:
    """Those that go by form, by their place in the order, and the others that redaction and its texts are read by."""
    found = {f"form {at}: {one.kind}": one.pattern for at, one in enumerate(pattern_order._SUREST_FIRST)}
    for module in (
        *_BESIDE_FORMS,
        placeholders,
        tokens,
        windows,
        normalisation,
        ngrams,
        phrase_matching,
        pattern_order,
    ):
        for name, value in vars(module).items():
            for at, one in enumerate(value if isinstance(value, tuple) else (value,)):
                pattern = one[0] if isinstance(one, tuple) else one
                if isinstance(pattern, re.Pattern):
                    found[f"{module.__name__.rpartition('.')[2]}{name.lower()} {at}"] = pattern
    return found


def screening_patterns() -> dict[str, re.Pattern[str]]:
    """Every way to say something that screening knows, and to take it back."""
    book = phrases()
    found = {
        f"phrase {one.kind}/{one.name} {at}": wording.pattern
        for one in book.phrases
        for at, wording in enumerate((*one.says, *one.unless))
    }
    for name in ("now", "past", "joking"):
        found |= {f"phrases {name} {at}": wording.pattern for at, wording in enumerate(getattr(book, name))}
    return found


WHOLE: Mapping[str, Rule] = {
    "normalisation": normalisation.plain,
    "tokens": tokens.tokens,
    "forms": lambda text: list(pattern_order.found_by_form(text)),
    "phrases": lambda text: phrase_matching.phrases_in(text, phrases()),
}
"""Rules that are more than a pattern."""

ALL: Mapping[str, Rule] = {"all of hearing by rules": BY_RULES.by_rules}
"""Printed, and judged by how it grows only: it is the sum of all others, several times over."""

LETTERS = (
    "\u0301",
    "a\u200b",
    "аe",
    "\U0001d41a\U0001d41b ",
    "ﷺ",
    "각",
    "\U0001f52a",
    "\0a",
    "[name 1] ",
    "[",
    "\u0130",
)
"""What normalisation looks at, over and over."""
SAYINGS = (
    "i want to die. ",
    "he hits me ",
    "kms ",
    "kill myself not ",
    "lol jk i kill myself game ",
    "die.",
    "Jack said hi ",
)
"""What screening and the lists of names look at, over and over."""


def of_pattern(name: str, pattern: re.Pattern[str], seed: int, tries: int = TRIES) -> Hardest:
    """The hardest text for a pattern: the three that are hardest when short, as long as they can be."""
    return _hardest(name, _everywhere(pattern), recipes(pattern, seed, tries))


def of_rule(name: str, rule: Rule) -> Hardest:
    """The same of a rule that is more than a pattern."""
    rule("a")  # what it loads at its first use is no work of this text
    return _hardest(
        name, rule, [("", unit, end) for unit in (*LETTERS, *SAYINGS, "12 high street ", "a") for end in ("", "!")]
    )


def of_distinct(name: str, rule: Rule) -> Iterator[Hardest]:
    """The same for texts in which nothing comes twice."""
    for form in ("mr B%s ", "%s@a ", "@%s ", "%s. ", "my name is %s "):
        long, short = distinct(form, LONGEST), distinct(form, SHORTER)
        yield Hardest(name, seconds(rule, long, 2), seconds(rule, short, 2), ("", form, ""))


def _hardest(name: str, rule: Rule, made: list[Recipe]) -> Hardest:
    ranked = sorted(made, key=lambda one: seconds(rule, filled(one, SHORTER)), reverse=True)[:3]
    long, recipe = max((seconds(rule, filled(one, LONGEST), 2), one) for one in ranked)
    return Hardest(name, long, seconds(rule, filled(recipe, SHORTER), 3), recipe)


def main(seed: int = 1) -> int:
    found = [of_pattern(*one, seed) for one in (redaction_patterns() | screening_patterns()).items()]
    whole = [of_rule(*one) for one in (*WHOLE.items(), *ALL.items())]
    whole += [one for name, rule in ALL.items() for one in of_distinct(name, rule)]
    worst = sorted((*found, *whole), key=lambda one: one.long, reverse=True)
    for one in worst[:SLOWEST]:
        made = "".join((one.recipe[0][-20:], one.recipe[1][:30], one.recipe[2]))
        print(f"{one.long * 1000:8.1f} ms  {one.times:5.1f} times  {one.name:32} {made!r}")
    slow = [one for one in found if one.long * 1000 > MOST]
    steep = [one for one in worst if one.times > MOST_TIMES and one.long * 1000 > 1.0]
    return 1 if slow or steep else 0


if __name__ == "__main__":
    sys.exit(main())
