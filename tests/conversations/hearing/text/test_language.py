"""What is English and what is not: English is never taken for another language, and most of the others are told."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
import yaml

from conversations.hearing.text.language import Guess, Recogniser, recogniser, shortened, without
from conversations.hearing.text.language_names import ANOTHER
from conversations.hearing.text.language_words import LISTED, Sort, sort_of
from conversations.hearing.text.normalisation import plain
from conversations.hearing.text.word_lists import OFTEN, known, word_set

HERE = Path(__file__).parent
OTHER: dict[str, list[str]] = yaml.safe_load((HERE / "other_languages.yaml").read_text(encoding="utf-8"))
SHORT: dict[str, list[str]] = yaml.safe_load((HERE / "short_disclosures.yaml").read_text(encoding="utf-8"))
UNSEEN: dict[str, list[str]] = yaml.safe_load((HERE / "unseen_disclosures.yaml").read_text(encoding="utf-8"))
ENGLISH = [str(line) for line in yaml.safe_load((HERE / "not_foreign.yaml").read_text(encoding="utf-8"))]
OWN_LETTERS = {"uk", "ar", "fa", "ur", "ckb", "ti", "ps", "bn", "zh"}
TOLD_AS = {"ckb": "sdh", "ti": "am"}
"""Languages that nothing here knows, and the kin of theirs that they are taken for."""


@cache
def language(text: str) -> str:
    return recogniser().spoken(plain(text).text).language


def as_typed(text: str) -> str:
    """As on a phone: no capitals, no marks on letters, no punctuation."""
    bare = text.lower().translate(str.maketrans("łıđ", "lid"))
    letters = "".join(one for one in unicodedata.normalize("NFD", bare) if not unicodedata.combining(one))
    return re.sub(r"[^\w\s']", "", letters)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_of_every_sort_is_english(text: str) -> None:
    assert recogniser().spoken(plain(text).text).foreign == ()


@pytest.mark.parametrize("text", [text for text in ENGLISH if not text.istitle()])  # names alone may be anybody's
def test_english_is_english_in_capitals_and_in_none(text: str) -> None:
    assert not language(text.upper())
    assert not language(text.lower())


@pytest.mark.parametrize("code", OTHER)
def test_each_sentence_of_another_language_is_told_as_that_and_wholly(code: str) -> None:
    for text in OTHER[code]:
        spoken = recogniser().spoken(plain(text).text)
        assert spoken.language, text
        assert not spoken.english, text
    told = [language(text) for text in OTHER[code]]
    assert told.count(TOLD_AS.get(code, code)) >= len(told) - 2


@pytest.mark.parametrize(
    "text",
    [
        "unchiul meu ma bate cand e beat",
        "tata ma loveste",
        "mama ma lasa singur",
        "tatal meu vitreg ma bate",
        "wuu i dilaa",
        "mon oncle me tape le soir",
        "mae dad yn bwrw fi",
        "mere chacha mujhe marte hain",
        "baap marta hai",
    ],
)
def test_a_few_words_without_accents_are_told(text: str) -> None:
    """The guess is unsure of so little; that none of it is English says it."""
    assert recogniser().spoken(text).language


@pytest.mark.parametrize(("written", "least"), [(SHORT, 0.95), (UNSEEN, 0.9)])
def test_short_disclosures_are_told(written: dict[str, list[str]], least: float) -> None:
    texts = [text for lines in written.values() for text in lines]
    missed = [text for text in texts if not language(text)]
    assert len(missed) <= (1 - least) * len(texts), missed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("chacha mujhe marte hain", "ur"),
        ("3ammi yidrobni", "ar"),
        ("mama mene bje", "uk"),
        ("shabha miad to otaghe man", "fa"),
        ("wujek mnie bije", "pl"),
        ("dua te vdes", "sq"),
    ],
)
def test_its_common_words_name_a_language_however_it_is_spelt(text: str, code: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "ysgol was ok",
        "let me wam up",
        "my babcia and my wujek",
        "i live with ammi and abbu",
        "yr3",
        "kayla7xx on insta",
        "he said mujhe maaf karo to me and then he left",
        "mi waan go home",
        "its in the dungeon har har",
    ],
)
def test_a_common_word_of_another_language_makes_no_english_text_foreign(text: str) -> None:
    assert not language(text)


def test_no_common_word_is_one_of_the_commonest_english_ones() -> None:
    """They may stand in a list, as Romanian has "face"; in a text they are English."""
    for code in LISTED:
        for word in word_set(f"languages/{code}"):
            assert sort_of(word) is not Sort.COMMON or not known(word) & OFTEN, (code, word)


def test_no_language_is_named_where_the_guess_is_unsure() -> None:
    unsure = Recogniser(lambda _: Guess("ha", 0.2, 0.001))
    assert unsure.spoken("mama ma lasa singur").language == ANOTHER


def test_nearly_all_are_told_as_they_are_typed_on_a_phone() -> None:
    typed = [as_typed(text) for code, texts in OTHER.items() if code not in OWN_LETTERS for text in texts]
    missed = [text for text in typed if not language(text)]
    assert len(missed) <= 0.05 * len(typed), missed


@pytest.mark.parametrize("text", ["nie", "no sé", "tak", "hola", "ok", "", "?!", "👍👎", "07700 900123", "k i l l"])
def test_very_short_texts_are_in_doubt_and_so_english(text: str) -> None:
    assert not language(text)


@pytest.mark.parametrize("text", ["Допоможіть", "救命", "ساعدوني", "βοήθεια", "עזרה", "मदद करो", "도와주세요"])
def test_another_script_needs_no_length(text: str) -> None:
    assert language(text)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("my social worker hit me. لا أحد يسمعني في هذا البيت", "my social worker hit me"),
        ("он бьёт меня every night i want to die and i cant sleep", "every night i want to die and i cant sleep"),
        ("my foster mum is nice. wujek mnie bije jak mama jest w pracy", "my foster mum is nice."),
        (
            "they moved me again and nobody told me anything about it. mae fy ewythr yn fy mrifo pan mae wedi meddwi",
            "they moved me again and nobody told me anything about it.",
        ),
    ],
)
def test_of_a_mixed_text_both_parts_are_told(text: str, english: str) -> None:
    spoken = recogniser().spoken(text)
    assert spoken.language
    assert " ".join(text[start:end].strip() for start, end in spoken.english).startswith(english.rstrip("."))
    assert spoken.foreign


@pytest.mark.parametrize(
    "text",
    [
        "my busia makes pierogi every christmas and its the best",
        "i said שלום to my carer and she laughed",
        "she calls me cariad every morning",
        "we call him дядько because he likes it",
    ],
)
def test_an_english_sentence_with_a_foreign_word_is_english(text: str) -> None:
    assert not language(text)


@pytest.mark.parametrize(
    ("guess", "text", "told"),
    [
        (Guess("lt", 1.0, 0.0), "tevas musa mus kiekviena vakara", True),
        (Guess("en", 0.9, 0.9), "tevas musa mus kiekviena vakara", False),
        (Guess("lt", 0.5, 0.2), "tevas musa mus kiekviena vakara", False),
        (Guess("en", 0.9, 0.9), "wujek mnie bije kiedy pije", True),  # but not where its common words are listed
        (Guess("pl", 1.0, 0.0), "my carer never listens when something happens", False),
    ],
)
def test_in_latin_letters_both_have_to_say_another_language(guess: Guess, text: str, told: bool) -> None:
    assert bool(Recogniser(lambda _: guess).spoken(text).language) is told


def test_what_is_cut_out_leaves_the_rest_where_it_was() -> None:
    text = "one, wujek mnie bije, two"
    cut = without(text, [(5, 20)])
    assert len(cut) == len(text)
    assert shortened(cut) == "one, [another language] , two"


def test_of_all_english_texts_that_there_are_next_to_none_is_taken_for_another_language() -> None:
    from tests.benchmarks.telling_languages import MOST, english, taken_for_another

    texts = english()
    assert len(taken_for_another(texts)) <= MOST * len(texts)
