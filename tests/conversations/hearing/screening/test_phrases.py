"""Screening by the reviewed phrases, and what happens when a file of them is broken."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from conversations.hearing.pipeline import BY_RULES
from conversations.hearing.screening.phrase_book import Phrase, PhraseBookError, load, phrases
from conversations.hearing.screening.phrase_matching import phrases_in
from conversations.hearing.screening.risk_model import Mix, learned
from conversations.hearing.screening.screener import Screener, screen
from conversations.hearing.screening.wording import wording
from conversations.hearing.values import RISK_KINDS, Risk

NOTHING = Mix(np.zeros(2), np.zeros(2), np.inf, np.inf, np.inf)
PHRASES_ALONE = Screener(replace(learned(), without_encoder=NOTHING))

SOUND = """
kind: {kind}
phrases:
  - id: one
    level: when
    says: ["{kind} word", "hurt|cut (by) {{who}} ... arm*"]
    unless: ["only a joke"]
"""


WORRIES = [
    json.loads(line)["text"] for line in (Path(__file__).parent / "hard_lines.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "words.yaml").write_text(
        "now: [tonight]\npast: [used to]\njoking: [jk]\nwho: [him, my dad]\nsame: {tonight: [tonite]}\n"
    )
    for kind in RISK_KINDS:
        (tmp_path / f"{kind}.yaml").write_text(SOUND.format(kind=kind))
    return tmp_path


def risk(folder: Path, text: str) -> Risk:
    flag = screen(text, (), encoded=None, book=load(folder), screener=PHRASES_ALONE)
    return flag.level if flag else Risk.NONE


def test_a_phrase_that_speaks_of_now_is_urgent(folder: Path) -> None:
    assert risk(folder, "cut by my dad on both arms tonite") is Risk.URGENT


def test_a_phrase_that_speaks_of_the_past_is_a_concern(folder: Path) -> None:
    assert risk(folder, "it used to be: cut by him on the arm, not tonight") is Risk.CONCERN


def test_a_phrase_after_a_not_raises_nothing(folder: Path) -> None:
    assert risk(folder, "i was never cut by him on the arm") is Risk.NONE


def test_what_a_phrase_excepts_raises_nothing(folder: Path) -> None:
    assert risk(folder, "cut by him on the arm, only a joke") is Risk.NONE


def test_words_are_matched_whole(folder: Path) -> None:
    assert risk(folder, "a haircut by him on the arm") is Risk.NONE


def test_a_gap_does_not_reach_into_the_next_sentence(folder: Path) -> None:
    assert risk(folder, "cut by him. my arm is fine") is Risk.NONE


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("kind: neglect\nphrases: [", "neglect.yaml, line"),
        ("kind: hunger\nphrases: []", "neglect.yaml: needs `kind`"),
        ("kind: neglect\nphrases:\n  - level: urgent\n    says: [x]", "entry 1: needs an `id`"),
        ("kind: neglect\nphrases:\n  - {id: a, level: high, says: [x]}", "entry a: `level`"),
        ("kind: neglect\nphrases:\n  - {id: a, level: urgent}", "entry a: `says`"),
        ("kind: neglect\nphrases:\n  - {id: a, level: urgent, says: [Food]}", "entry a: 'Food' has capitals"),
        ('kind: neglect\nphrases:\n  - {id: a, level: urgent, says: ["don\'t"]}', "apostrophe"),
        ('kind: neglect\nphrases:\n  - {id: a, level: urgent, says: ["{nobody} fed"]}', "not in words.yaml"),
        ("kind: neglect\nphrases:\n  - {id: a, level: urgent, says: ['no||food']}", "empty choice"),
        ("kind: neglect\nphrases:\n  - {id: a, level: urgent, say: [x]}", "does not know `say`"),
        (
            "kind: neglect\nphrases:\n  - {id: a, level: urgent, says: [x]}\n  - {id: a, level: urgent, says: [x]}",
            "another",
        ),
    ],
)
def test_a_broken_file_is_named_with_its_entry(folder: Path, broken: str, says: str) -> None:
    (folder / "neglect.yaml").write_text(broken)
    with pytest.raises(PhraseBookError) as error:
        load(folder)
    assert "neglect.yaml" in str(error.value)
    assert says in str(error.value)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "missing.yaml").unlink()
    with pytest.raises(PhraseBookError, match=r"missing\.yaml"):
        load(folder)


def test_the_words_of_a_flag_are_redacted() -> None:
    heard = BY_RULES.redact_and_screen("i told kayleigh what my uncle did")
    assert heard.flag is not None
    assert "kayleigh" not in heard.flag.words
    assert "told [name] what my" in heard.flag.words


def test_a_flag_says_every_kind_that_raised_it() -> None:
    heard = BY_RULES.redact_and_screen("i cut myself again last night and my dad hits me")
    assert heard.flag is not None
    assert set(heard.flag.kinds) >= {"self_harm", "abuse"}


def test_emoji_do_not_shift_the_words_of_a_flag() -> None:
    heard = BY_RULES.redact_and_screen("😀👩‍👧 ok. i want to die")
    assert heard.flag is not None
    assert heard.flag.words == "want to die"


def test_slang_and_misspellings_are_heard() -> None:
    assert BY_RULES.redact_and_screen("gonna kill meself 2nite").risk is Risk.URGENT


def test_no_way_of_saying_something_is_left_untried_on_a_text_that_says_it() -> None:
    book = phrases()
    for text in WORRIES:
        words = text.lower().replace("'", "").split()
        said = f" {' '.join(words)} "
        tried = set(book.index.worth_trying(words, said))
        for number, phrase in enumerate(book.phrases):
            for at, says in enumerate(phrase.says):
                assert (number, at) in tried or not says.pattern.search(said), (phrase.name, text)


def test_a_way_without_words_of_its_own_is_tried_on_every_text() -> None:
    book = replace(phrases(), phrases=(Phrase("missing", "nights", Risk.CONCERN, (wording("<9", {}),), (), False),))
    assert phrases_in("it was 5 of them", book)
    assert not phrases_in("it was all of them", book)


def test_what_takes_only_itself_back_leaves_what_stands_close_by() -> None:
    ways = (wording("is missing", {}),), (wording("phone is missing", {}),)
    gone = Phrase("missing", "gone", Risk.URGENT, *ways, alone=True, itself=True)
    both = "my phone is missing and she is missing"
    assert not phrases_in("my phone is missing", replace(phrases(), phrases=(gone,)))
    [one] = phrases_in(both, replace(phrases(), phrases=(gone,)))
    assert [both[start:end] for start, end in one.places] == ["is missing"]
    assert one.places[0][0] > both.index("she")
    assert not phrases_in(both, replace(phrases(), phrases=(replace(gone, itself=False),)))


def test_a_threat_to_everybody_is_policy_talk_and_one_to_somebody_is_none() -> None:
    assert not BY_RULES.redact_and_screen("gambling ads are a threat to young people").flag
    assert BY_RULES.redact_and_screen("he made a threat to my mum").flag
    assert BY_RULES.redact_and_screen("she threatened to lock me out").flag
