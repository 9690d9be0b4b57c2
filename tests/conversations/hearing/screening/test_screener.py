"""Screening by likeness and by what was learned: with a small world of made-up words in which all can be foreseen."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from conversations.hearing.encoder_heads import Head
from conversations.hearing.screening import risk_model
from conversations.hearing.screening.phrase_book import Phrase, PhraseBook
from conversations.hearing.screening.risk_model import NGRAM_SPREAD, Mix, RiskModel
from conversations.hearing.screening.screener import Screener, screen
from conversations.hearing.screening.seed_sentences import Seed
from conversations.hearing.screening.seed_similarity import seed_similarity
from conversations.hearing.screening.wording import wording
from conversations.hearing.text.ngram_learning import learn_ngrams, rarity
from conversations.hearing.text.ngrams import NgramModel
from conversations.hearing.values import RISK_KINDS, Kind, Risk, Span
from tests.conversations.hearing.word_encoder import BagOfWords

ENCODER = BagOfWords()
NO_PHRASES = PhraseBook((), (), (), (), {})
SEEDS = (
    Seed("the creak comes up slowly", "abuse", Risk.URGENT),
    Seed("nobody filled the fridge", "neglect", Risk.CONCERN),
    Seed("the stairs want paint", "", Risk.NONE),
)
KINDS_HEAD = Head(
    np.zeros((len(RISK_KINDS), 384), np.float32), np.arange(len(RISK_KINDS), 0, -1).astype(np.float32) - 11
)
NEVER = Mix(np.zeros(2), np.array([0.0, -1.0]), 9.0, 0.0, np.inf)


def of_likeness(similar_from: float) -> Screener:
    """A screener that goes by likeness alone."""
    reader = NgramModel(*(np.zeros(shape, np.float32) for shape in ((1 << 16,), (1 << 16, 12), (12,))))
    heard = Mix(np.zeros(5), np.zeros(5), 9.0, 9.0, similar_from)
    vectors = np.array([one.vector for one in ENCODER.encode([seed.text for seed in SEEDS])])
    head = Head(np.zeros((2, 384), np.float32), np.zeros(2, np.float32))
    return Screener(RiskModel(reader, KINDS_HEAD, heard, NEVER, "v"), seed_similarity(SEEDS, vectors), head)


ZILCH = ("zilch", "zilch", "zilch daily", "zilch daily", "dog", "cat", "my dog", "my cat")


def of_ngrams(flag_from: float = 0.0, texts: Sequence[str] = ZILCH, worrying: str = "zilch") -> Screener:
    """A screener that goes by grams alone: "zilch" worries, and "zilch daily" is urgent."""
    outputs = [np.array([text.startswith(word) for text in texts]) for word in (worrying, texts[3])]
    rare = rarity(texts)
    two = learn_ngrams(texts, outputs, np.ones(len(texts)), rare, 100.0)
    reader = NgramModel(
        rare, np.pad(two.weight, ((0, 0), (0, len(RISK_KINDS)))), np.append(two.bias, np.arange(0.0, -10.0, -1.0))
    )
    alone = Mix(np.array([NGRAM_SPREAD, 0.0]), np.array([NGRAM_SPREAD, 0.0]), flag_from, 0.0, np.inf)
    return Screener(RiskModel(reader, KINDS_HEAD, alone, alone, "v"), short=1)


def test_a_text_that_is_like_a_seed_is_flagged_and_says_which_kind() -> None:
    text = "that creak comes up slowly"
    flag = screen(text, (), encoded=ENCODER.encode([text])[0], book=NO_PHRASES, screener=of_likeness(0.2))
    assert flag is not None
    assert flag.raised_by[0] == "seed:abuse"
    assert flag.kinds[0] == "abuse"


def test_a_text_that_is_more_like_a_harmless_seed_is_not() -> None:
    text = "the stairs want paint now"
    assert screen(text, (), encoded=ENCODER.encode([text])[0], book=NO_PHRASES, screener=of_likeness(0.2)) is None


def test_a_line_does_not_drown_in_a_long_text() -> None:
    text = "lovely weather and biscuits " * 20 + "the creak comes up slowly"
    short = BagOfWords(windows=5).encode([text])[0]
    assert screen(text, (), encoded=short, book=NO_PHRASES, screener=of_likeness(0.5)) is not None
    long = BagOfWords().encode([text])[0]
    assert screen(text, (), encoded=long, book=NO_PHRASES, screener=of_likeness(0.5)) is None


def test_the_words_of_a_flag_are_the_sentence_that_is_most_like_the_seed_and_redacted() -> None:
    text = "I like my dog. The creak of Kayleigh comes up slowly! We had chips."
    flag = screen(
        text,
        [Span(text.index("Kay"), text.index(" comes"), Kind.PERSON)],
        encoded=ENCODER.encode([text])[0],
        book=NO_PHRASES,
        screener=of_likeness(0.1),
    )
    assert flag is not None
    assert flag.words == "The creak of [name] comes up slowly!"


def test_no_flag_shows_the_words_of_a_seed_as_if_they_were_said() -> None:
    text = "the creak comes up very slowly"
    flag = screen(text, (), encoded=ENCODER.encode([text])[0], book=NO_PHRASES, screener=of_likeness(0.1))
    assert flag is not None
    assert flag.words == text


def test_without_an_encoder_grams_alone_raise_a_flag() -> None:
    flag = screen("zilch", (), encoded=None, book=NO_PHRASES, screener=of_ngrams())
    assert flag is not None
    assert flag.level is Risk.CONCERN
    assert flag.raised_by == ("learned:v",)
    assert screen("my dog", (), encoded=None, book=NO_PHRASES, screener=of_ngrams()) is None


def test_a_few_words_say_less_where_there_is_no_encoder() -> None:
    long, few = of_ngrams(), replace(of_ngrams(), short=12)
    assert screen("zilch", (), encoded=None, book=NO_PHRASES, screener=long) is not None
    assert screen("zilch", (), encoded=None, book=NO_PHRASES, screener=few) is None


def test_how_urgent_it_is_was_learned_too() -> None:
    flag = screen("zilch daily", (), encoded=None, book=NO_PHRASES, screener=of_ngrams())
    assert flag is not None
    assert flag.level is Risk.URGENT


def test_a_worry_that_drowns_among_many_words_is_found_by_windows() -> None:
    text = "my cat my dog " * 60 + "zilch " * 50
    screener = of_ngrams()
    whole, window = (screener.risk_model.ngrams(part)[0] for part in (text, " ".join(text.split()[-60:])))
    between = of_ngrams(flag_from=(whole + window) / 2)
    assert screen(text, (), encoded=None, book=NO_PHRASES, screener=between) is not None


def test_a_phrase_that_takes_two_messages_is_heard_at_the_second() -> None:
    phrase = Phrase("abuse", "comes_in", Risk.URGENT, (wording("comes in my room", {}),), (), False)
    book = replace(NO_PHRASES, phrases=(phrase,))
    screener = of_ngrams(flag_from=9.0)
    assert screen("in my room", (), encoded=None, book=book, screener=screener) is None
    flag = screen("in my room", (), encoded=None, before="[name] comes", book=book, screener=screener)
    assert flag is not None
    assert flag.words == "comes in my room"
    assert flag.raised_by == ("phrase:abuse/comes_in",)


def test_what_was_learned_is_heard_over_two_messages_too() -> None:
    texts = ["no tea"] * 4 + ["no dog", "no cat", "tea dog", "tea cat"]
    reader = of_ngrams(texts=texts, worrying="no tea").risk_model.ngrams
    whole, single = float(reader("no tea")[0]), max(float(reader(text)[0]) for text in ("no", "tea"))
    assert single < whole
    screener = of_ngrams((single + whole) / 2, texts, "no tea")
    for text in ("no", "tea"):
        assert screen(text, (), encoded=None, book=NO_PHRASES, screener=screener) is None
    assert screen("tea", (), encoded=None, before="no", book=NO_PHRASES, screener=screener) is not None


def test_what_earlier_messages_raised_is_not_raised_again() -> None:
    assert screen("my cat", (), encoded=None, before="zilch zilch", book=NO_PHRASES, screener=of_ngrams()) is None
    assert screen("ok thanks", (), encoded=None, before="my dad hits me", screener=of_ngrams(9.0)) is None


@pytest.mark.parametrize("text", ["", " ", "\n", "...", "😀", "\u200d", "a" * 4096, "מה שלומך", "[name]"])
def test_odd_texts_do_no_harm(text: str) -> None:
    encoded = ENCODER.encode([text])[0]
    screen(text, (), encoded=encoded, screener=of_likeness(0.2))
    screen(text, (), encoded=None, screener=Screener(risk_model.learned()))
