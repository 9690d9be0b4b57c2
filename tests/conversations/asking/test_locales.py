"""What young people read: plain words, short sentences, and no line that nothing shows."""

import ast
import re
import string
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import pytest
import textstat

from conversations.asking.consultation.file import bundled
from conversations.asking.consultation.model import Consultation
from conversations.asking.help.helplines import help_card, help_lines
from conversations.asking.locales import ENGLISH, catalogue

ROOT = Path(__file__).parents[3]
LINES = catalogue(ENGLISH)

# US school grades, as these formulas give them: grade 4 is read at nine. A single line swings more than the whole.
GRADE, GRADE_OF_A_LINE, GRADE_OF_A_QUESTION = 4, 6, 8
LONGEST_SENTENCE = 25

NOT_OUR_WORDS = {
    r"contact(?! card)": "family time, or how to reach someone",
    r"siblings?": "brothers and sisters",
    r"placements?": "home, or moved",
    r"lac": "care experienced",
    r"looked[- ]after": "care experienced",
    r"abscond\w*": "run away",
    r"challenging behaviou?r": "having trouble coping",
    r"respite": "a break",
    r"in-?mates?|peers": "friends, or other young people",
    r"service users?|clients?|users?": "young people",
    r"consultations?": "chat, or questions",
    r"respondents?": "you",
    r"anonymi[sz]ed|pseudonym\w*|redact\w*|safeguarding|moderator": "plain words for it",
    r"please note|in order to|terms and conditions": "nothing, or plain words",
    r"hurry|last chance|don't miss|streak\w*": "nothing: never press",
}


class Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "it"


def filled(line: str) -> str:
    return string.Formatter().vformat(line, (), Blank())


def shown() -> Mapping[str, str]:
    """All lines by key; those that list what people may type are not shown."""
    return {key: filled(line) for key, line in LINES.items() if not key.startswith("say_")}


def sentence(line: str) -> str:
    return line if line.rstrip()[-1:] in ".?!:" else f"{line}."


def of_the_bundled() -> dict[str, str]:
    texts = {}
    for consultation in bundled():
        texts[f"{consultation.id} title"] = f"{consultation.title}. {consultation.about}"
        for question in (*consultation.questions, *consultation.about_you):
            texts[f"{consultation.id} {question.id}"] = question.text
            if question.then_say or question.why:
                texts[f"{consultation.id} {question.id} more"] = f"{question.then_say or ''} {question.why or ''}"
            for option in question.options:
                texts[f"{consultation.id} {question.id} {option.id}"] = option.text
    return texts


EVERYTHING = {**shown(), **of_the_bundled(), "the help card": help_card()} | {
    one.name: f"{one.name}, {one.who}" for one in help_lines()
}


@pytest.mark.parametrize("formula", [textstat.automated_readability_index, textstat.coleman_liau_index])
def test_the_whole_catalogue_is_read_at_nine(formula: Callable[[str], float]) -> None:
    assert formula("\n".join(sentence(line) for line in shown().values())) <= GRADE


@pytest.mark.parametrize("key", [key for key, line in shown().items() if len(line.split()) >= 8])
def test_each_longer_line_is_easy(key: str) -> None:
    assert textstat.automated_readability_index(shown()[key]) <= GRADE_OF_A_LINE


@pytest.mark.parametrize("consultation", bundled(), ids=lambda one: str(one.id))
def test_the_bundled_consultations_are_easy(consultation: Consultation) -> None:
    questions = [question.text for question in (*consultation.questions, *consultation.about_you)]
    assert textstat.automated_readability_index("\n".join(questions)) <= GRADE
    for question in questions:
        assert textstat.automated_readability_index(question) <= GRADE_OF_A_QUESTION


@pytest.mark.parametrize("key", EVERYTHING)
def test_no_sentence_is_long(key: str) -> None:
    for part in re.split(r"[.?!:]\s|\n", EVERYTHING[key]):
        assert len(part.split()) <= LONGEST_SENTENCE, part


@pytest.mark.parametrize("key", EVERYTHING)
def test_words_that_young_people_asked_not_to_hear_are_not_used(key: str) -> None:
    for word, instead in NOT_OUR_WORDS.items():
        found = re.search(rf"\b(?:{word})\b", EVERYTHING[key], re.IGNORECASE)
        assert not found, f"{key} says '{found and found[0]}': use {instead}"


# ---------------------------------------------------------------------------------------------- nothing is left over


def named_in(source: str) -> Iterator[str]:
    """Patterns of the keys that Python code names: its texts, and those that it puts together."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else r"\w+" for one in node.values]
            if len(parts[0]) >= 3:
                yield "".join(parts)


def named_on(page: str) -> Iterator[str]:
    """The same for a template, where parts are joined by ~."""
    for first, joined, last in re.findall(r"""["'](\w{3,})["'](\s*~\s*[\w.]+)?(?:\s*~\s*["'](\w+)["'])?""", page):
        yield rf"{first}\w+{last}" if joined else first


def test_every_line_of_the_catalogue_is_used() -> None:
    patterns: set[str] = set()
    for package in ("bot", "conversations"):
        for file in (ROOT / package).rglob("*.py"):
            patterns.update(named_in(file.read_text(encoding="utf-8")))
        for file in (ROOT / package).rglob("*.html"):
            patterns.update(named_on(file.read_text(encoding="utf-8")))
    used = re.compile("|".join(sorted(patterns)))
    assert " ".join(key for key in LINES if not used.fullmatch(key)) == ""


def test_every_blank_of_a_line_is_named() -> None:
    for key, line in LINES.items():
        for _, blank, _, _ in string.Formatter().parse(line):
            assert blank is None or blank.isidentifier(), f"{key} has a blank without a name"


def test_no_line_has_the_key_of_another() -> None:
    text = (files("conversations.asking.locales") / "en.yaml").read_text(encoding="utf-8")
    keys = re.findall(r"^(\w+):", text, re.MULTILINE)
    assert sorted(keys) == sorted(set(keys))
