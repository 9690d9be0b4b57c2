"""One wording of a phrase: how it is written in a file, and the pattern that it becomes.

It is plain lower-case words without apostrophes (dont, im), with a few signs:

    cut|hurt       one word or the other        {family}   one of a list of words.yaml
    hurt*          any ending: hurts, hurting   ...        up to five words between
    (so)           may be there or not          <20        the number 20 or a smaller one
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property

_GAP = r"(?:[^ .][^ ]* ){0,5}?"
_PIECE = re.compile(r"\([^()]*\)|\.\.\.|[^ ]+")
_WORD = re.compile(r"[\w&%£=.\U0001F300-\U0001FAFF-]+\*?")

_Lists = Mapping[str, tuple[str, ...]]
"""The lists of words.yaml, by name."""

_Needs = tuple[str, ...]
"""Words of which a text has to have one, with * where any ending does; () where anything may do."""


@dataclass(frozen=True)
class Wording:
    """One way to say something.

    The pattern need not be tried on a text that has none of `words` as a whole word and none of `parts` anywhere; most
    never are, and to compile all two thousand takes a second.
    """

    source: str
    words: frozenset[str]
    parts: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(f"(?<= ){self.source}(?= )")

    def worth_trying(self, words: Set[str], text: str) -> bool:
        """Whether a text may have it. `words`: those of the text."""
        if not (self.words or self.parts) or not self.words.isdisjoint(words):
            return True
        for part in self.parts:  # noqa: SIM110 - asked of every text some hundred times, and any() takes twice as long
            if part in text:
                return True
        return False


def _one_word(word: str, lists: _Lists) -> tuple[str, _Needs]:
    """The pattern of one word, or of a choice, and what it needs: () where anything may do."""
    made = [_choice(option, word, lists) for option in word.split("|")]
    needs = tuple(need for _, option in made for need in option)
    return f"(?:{'|'.join(p for p, _ in made)})", needs if all(option for _, option in made) else ()


def _choice(option: str, word: str, lists: _Lists) -> tuple[str, _Needs]:
    if option.startswith("{"):
        if option[1:-1] not in lists:
            raise ValueError(f"the list {option} is not in words.yaml: add it there, or mend its name")
        made = [_words(entry, lists) for entry in lists[option[1:-1]]]
        return f"(?:{'|'.join(p for p, _ in made)})", tuple(need for _, needs in made for need in needs)
    if option.startswith("<") and option[1:].isdigit():
        return f"(?:{'|'.join(str(number) for number in range(int(option[1:]), 0, -1))})", ()
    if not option.strip("*"):
        raise ValueError(f"{word!r} has an empty choice: take a | or * away")
    if not _WORD.fullmatch(option):
        raise ValueError(f"{word!r} is not understood: use lower-case words and the signs | * ( ) {{ }} ... <")
    plain = option.rstrip("*")
    return re.escape(plain) + (r"[^ ]*" if option != plain else ""), (option,)


def _words(entry: str, lists: _Lists) -> tuple[str, _Needs]:
    made, best = "", ()  # type: tuple[str, _Needs]
    for piece in _PIECE.findall(entry):
        if piece == "...":
            made += _GAP
            continue
        if piece.startswith("("):
            inner, _ = _words(piece[1:-1], lists)
            made += f"(?:{inner} )?"
            continue
        pattern, needs = _one_word(piece, lists)
        made += pattern + " "
        if needs and (not best or _worth(needs) > _worth(best)):
            best = needs
    return made.removesuffix(" "), best


def _worth(needs: tuple[str, ...]) -> float:
    return min(len(need) for need in needs) - len(needs) / 4


def wording(entry: str, lists: _Lists) -> Wording:
    """Reads one wording. Raises ValueError with what to mend."""
    if not isinstance(entry, str) or not entry.strip():
        raise ValueError(f"{entry!r} is not words: write it in quotes")
    if entry != entry.lower():
        raise ValueError(f"{entry!r} has capitals: write it in lower case")
    if "'" in entry or "’" in entry:
        raise ValueError(f"{entry!r} has an apostrophe: leave it out, as in dont")
    pattern, needs = _words(entry.strip(), lists)
    whole = frozenset(need for need in needs if not need.endswith("*"))
    parts = tuple(need.rstrip("*") for need in needs if need.endswith("*"))
    return Wording(pattern, whole, parts)
