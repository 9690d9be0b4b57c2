"""Typed answers: which options someone means by their words.

Nothing is guessed: what could be two options equally well is not understood, and the bot asks again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Protocol

from conversations.asking.typed.number_words import as_digits, number_of, place_of

LONGEST = 300
YOUNGEST = 5
"""Nobody as young as this types their age: in a list of ages, such a number is a place."""

SAME_AS = {
    "yes": ("y", "ye", "yea", "yeah", "yeh", "yep", "yup", "yah", "ya", "aye", "yes please", "👍"),
    "no": ("n", "nah", "nope", "naw", "no thanks", "no thank you", "👎"),
    "not sure": ("im not sure", "i am not sure", "unsure", "idk", "dunno", "i do not know", "do not know"),
    "none": ("0", "zero", "nil", "nobody", "not any", "none of them", "none at all", "not even 1"),
}
"""What people type for an option with these words, or with one another."""

NEGATING = ("un", "in", "im", "ir", "il", "dis", "non", "mis")
NEGATIVE = re.compile(r"(?<![^\s(])[-−–]\s*(?=\d)")
"""-1 is less than nothing, and neither 1 nor the first option."""

NO_PLACE = re.compile(r"\d[.,:/⁄]\d|[-−]\s*\d")
"""2.5, 1/2 and 1-3 are no number of an option."""

BETWEEN = re.compile(r"\s*(?:[,;/&+\n]|\band\b|\bplus\b|\bthen\b)\s*", re.IGNORECASE)


class Option(Protocol):
    """Something to choose: an option of a question, or any button."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...


def match_options(typed: str, shown: Sequence[Option], *, several: bool) -> tuple[str, ...] | None:
    """The ids of the options that were meant, in the order typed; None where that is not clear.

    `shown` has the options in the order in which this person sees them: "3" is the third, unless an option's own words
    are that number. With `several` a list is understood too: "1, 3 and 5", "1 3 5".
    """
    if len(typed) > LONGEST:
        return None
    whole = _one(typed, shown)
    if whole is not None:
        return (whole.id,)
    return _list(typed, shown) if several else None


def _list(typed: str, shown: Sequence[Option]) -> tuple[str, ...] | None:
    """Each thing of a list by itself; an option that has "and" or a comma in its own words is one thing."""
    if re.fullmatch(r"\s*\d+(\s+\d+)+\s*", typed):
        typed = ",".join(typed.split())
    cuts = [0, *(at for found in BETWEEN.finditer(typed) for at in found.span()), len(typed)]
    pieces = [(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True) if typed[start:end].strip()]
    if len(pieces) < 2 and not cuts[1:-1]:
        return None
    chosen: list[str] = []
    at = 0
    while at < len(pieces):
        for last in range(len(pieces), at, -1):
            words = typed[pieces[at][0] : pieces[last - 1][1]]
            one = _one(words, shown) if last == at + 1 else _by_words(_plain(words), shown)
            if one is not None:
                break
        else:
            return None
        chosen.append(one.id)
        at = last
    return tuple(dict.fromkeys(chosen)) or None


def _one(typed: str, shown: Sequence[Option]) -> Option | None:
    if NO_PLACE.search(unicodedata.normalize("NFKC", typed)):
        return _by_words(_plain(typed), shown)
    words = _plain(typed)
    if not words:
        return None
    if exact := _by_words(words, shown):
        return exact
    if (place := place_of(words, len(shown))) is not None:
        return shown[place - 1] if 1 <= place <= len(shown) else None
    if (number := number_of(words)) is not None:
        return _by_number(number, shown)
    return _only([*_by_beginning(words, shown), *_by_spelling(words, shown)])


def _plain(text: str) -> str:
    """Lower case, without punctuation, number words as digits, "don't" as "do not"."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    text = re.sub(r"\bno[\s-]?one\b", "nobody", text)  # before "one" is 1
    text = NEGATIVE.sub("minus ", re.sub(r"\bno\.\s*(?=\d)", "number ", text))
    text = re.sub(r"\b(do|does|did|is|was|have|has|would|could|should|are)n'?t\b", r"\1 not", text)
    text = re.sub(r"\b(can)(?:'?t|not)\b", r"\1 not", text).replace("'", "")
    text = re.sub(r"(\d)\s*[-–]\s*(\d)", r"\1 to \2", text)
    text = re.sub(r"([a-z])\1{2,}", r"\1", text)  # "yesss"
    return as_digits(" ".join(re.findall(r"\w+|[👍👎]", text)))


def _by_words(words: str, shown: Sequence[Option]) -> Option | None:
    """The option whose own words these are, or that has a usual word for them."""
    for option in shown:
        if _plain(option.text) == words:
            return option
    if not (meant := _usual(words)):
        return None
    whole = [option for option in shown if _usual(_plain(option.text)) == meant]
    # "Yes, delete it all" is a yes, too: what stands after the comma only says what that does.
    return _only(whole or [option for option in shown if _usual(_plain(option.text.partition(",")[0])) == meant])


def _usual(words: str) -> str | None:
    """The word of SAME_AS that these words are, or are as good as; None where they are of none."""
    return next((word for word, others in SAME_AS.items() if words == word or words in others), None)


def _by_number(number: int, shown: Sequence[Option]) -> Option | None:
    """An option that begins with the number ("3 or more"), else the one in that place, else the one whose range has it.

    Where place and range would be two options, neither is taken.
    """
    if begins := [option for option in shown if re.match(rf"{number}\b", _plain(option.text))]:
        return _only(begins)
    meant = [option for option in shown if _has(option, number)]
    if 1 <= number <= len(shown):
        meant = [option for option in meant if not (number <= YOUNGEST and _is_age(option))]
        meant.append(shown[number - 1])
    return _only(meant)


def _is_age(option: Option) -> bool:
    """Whether it says "Under 13" or the like, and nothing besides."""
    return re.fullmatch(r"under 1[2-9]", _plain(option.text)) is not None


def _has(option: Option, number: int) -> bool:
    words = _plain(option.text)
    if found := re.match(r"(\d+) (?:or (?:more|over)|and (?:over|above))\b", words):
        return number >= int(found[1])
    if found := re.match(r"(\d+) (?:to )?(\d+)\b", words):
        return int(found[1]) <= number <= int(found[2])
    if found := re.match(r"(?:under|less than|fewer than) (\d+)\b", words):
        return number < int(found[1])
    if found := re.match(r"(?:over|more than) (\d+)\b", words):
        return number > int(found[1])
    return False


def _by_beginning(words: str, shown: Sequence[Option]) -> Iterator[Option]:
    for option in shown:
        own = _plain(option.text)
        if len(words) >= 3 and own.startswith(words) and _denies(own) == _denies(words):
            yield option


def _by_spelling(words: str, shown: Sequence[Option]) -> list[Option]:
    """The nearest option within one slip in a short text, two in a longer one; more than one if they are as near."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - whoever only reads a consultation matches no words

    slips = 0 if len(words) < 4 else 1 if len(words) < 8 else 2
    near = [
        (OSA.distance(words, own, score_cutoff=slips), option)
        for option in shown
        if (own := _plain(option.text)) and _could_be(words, own)
    ]
    nearest = min((distance for distance, _ in near), default=slips + 1)
    return [option for distance, option in near if distance == nearest and distance <= slips]


def _could_be(words: str, own: str) -> bool:
    """Whether one could be a slip of the other: the same numbers, and nothing that turns the meaning round."""
    if re.findall(r"\d+", words) != re.findall(r"\d+", own):
        return False
    if len(words.split()) == len(own.split()):
        pairs = zip(words.split(), own.split(), strict=True)
        return not any(one == begin + other or other == begin + one for one, other in pairs for begin in NEGATING)
    return not words.endswith(own) and not own.endswith(words)


def _denies(words: str) -> int:
    return sum(word in ("not", "no") for word in words.split())


def _only(options: Sequence[Option]) -> Option | None:
    """The option, if all are the same one."""
    return options[0] if options and all(option is options[0] for option in options) else None
