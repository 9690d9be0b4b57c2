"""Numbers as people say them: "3", "three", "number 3", "3rd", "the third one", "the last one"."""

import re

CARDINALS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def as_digits(words: str) -> str:
    """The words with each "three" as "3"."""
    return " ".join(str(CARDINALS.index(word) + 1) if word in CARDINALS else word for word in words.split())


def number_of(words: str) -> int | None:
    """The number that the words are, out of `as_digits`: "3", "number 3", "i am 14", "14 years old", "i have had 2".
    "no 3" is none: "no two" and "no one" say that there were none."""
    said = r"(?:number|num|i am|im|its|it is|just|only|(?:i have|ive|i)?(?: ?(?:just|only))? ?had(?: just| only)?)"
    found = re.fullmatch(rf"(?:{said} )?(\d{{1,4}})(?: years? old| yrs? old| years?)?", words)
    return int(found[1]) if found else None


def place_of(words: str, count: int) -> int | None:
    """The place in a list of `count` that the words name: "3rd", "the third one", "option 3", "the last one"."""
    if re.fullmatch(r"(?:the )?last(?: 1| option| answer)?", words):
        return count
    if found := re.fullmatch(r"(?:option|answer|choice|button) (\d{1,4})", words):
        return int(found[1])
    found = re.fullmatch(r"(?:the )?(?:(\d{1,4})(?:st|nd|rd|th)|([a-z]+))(?: 1| option| answer)?", words)
    if found is None:
        return None
    if found[1]:
        return int(found[1])
    return ORDINALS.index(found[2]) + 1 if found[2] in ORDINALS else None
