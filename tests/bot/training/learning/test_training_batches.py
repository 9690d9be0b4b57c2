"""Labelled texts as arrays."""

import random

import numpy as np
import pytest
from tokenizers import Tokenizer

from bot.inference.encoder import built_encoder, pinned_weights
from bot.training.learning.training_batches import LENGTHS, Batches, codes_of
from conversations.hearing.encoder_heads import FEELINGS, TAGS
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.values import Feeling, Kind, Risk


class Typed(random.Random):
    """Chance that always takes a text as typed."""

    def random(self) -> float:
        return 0.9


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer.from_file(str(built_encoder.folder() / pinned_weights.TOKENIZER))
    made.no_padding()
    made.enable_truncation(LENGTHS[-1])
    return made


CODED = [Labelled("a", "Q2", frozenset({"y", "x"})), Labelled("b", "Q1", frozenset({"z"})), Labelled("c")]


def test_codes_and_questions_are_in_order() -> None:
    assert codes_of(CODED) == {"Q1": ("z",), "Q2": ("x", "y")}


def test_a_text_is_asked_about_the_codes_of_its_question_only(tokenizer: Tokenizer) -> None:
    batch = Batches(tokenizer, codes_of(CODED), 3).batch(CODED, Typed())
    assert batch.asked.tolist() == [[0, 1, 1], [1, 0, 0], [0, 0, 0]]
    assert batch.codes.tolist() == [[0, 1, 1], [1, 0, 0], [0, 0, 0]]


def test_what_nobody_said_counts_for_nothing(tokenizer: Tokenizer) -> None:
    rows = [Labelled("a", risk=Risk.NONE), Labelled("b", risk=Risk.URGENT, feeling=Feeling.MIXED), Labelled("c")]
    batch = Batches(tokenizer, {}, 4).batch(rows, Typed())
    assert batch.screened.tolist() == [1, 1, 0, 0]
    assert batch.risk.tolist() == [[0, 0], [1, 1], [0, 0], [0, 0]]
    assert batch.feeling.sum(1).tolist() == [0, 1, 0, 0]
    assert batch.feeling[1, FEELINGS.index(Feeling.MIXED)] == 1
    assert batch.real.tolist() == [1, 1, 1, 0]


def test_the_tokens_of_personal_data_have_its_kind(tokenizer: Tokenizer) -> None:
    batch = Batches(tokenizer, {}, 1).batch([Labelled("ask ([[PERSON:Shaniqua]])")], Typed())
    words = [tokenizer.id_to_token(number) for number in batch.ids[0][batch.mask[0] > 0]]
    tags = [TAGS[tag] if told else "unsaid" for tag, told in zip(batch.tags[0], batch.tagged[0], strict=True)]
    assert words[:3] == ["[CLS]", "ask", "("]
    assert words[-2:] == [")", "[SEP]"]
    inside = [Kind.PERSON] * (len(words) - 5)
    assert tags == ["unsaid", None, None, *inside, None, *["unsaid"] * (len(tags) - len(words) + 1)]


@pytest.mark.parametrize("row", [Labelled("a [[PERSON:b]]"), Labelled("a [name]", redacted_only=True)])
def test_where_data_stands_is_not_learned_from_a_redacted_text(row: Labelled, tokenizer: Tokenizer) -> None:
    class Redacted(random.Random):
        def random(self) -> float:
            return 0.4 if not row.redacted_only else 0.9

    batch = Batches(tokenizer, {}, 1).batch([row], Redacted())
    assert batch.tagged.sum() == 0
    assert tokenizer.decode(batch.ids[0]) == "a [ name ]"


def test_a_round_has_every_row_once_and_few_shapes(tokenizer: Tokenizer) -> None:
    rows = [Labelled(f"number{at}" + " word" * (at * 3)) for at in range(70)]
    batches = Batches(tokenizer, {}, 8)
    made = list(batches.round(rows, random.Random(1)))
    assert len(made) == batches.count(rows) == 9
    assert {batch.ids.shape[1] for batch in made} <= set(LENGTHS)
    texts = [tokenizer.decode(ids) for batch in made for ids, real in zip(batch.ids, batch.real, strict=True) if real]
    assert sorted({int("".join(filter(str.isdigit, text.split(" word")[0]))) for text in texts}) == list(range(70))
    assert len(texts) == 70


def test_the_same_seed_makes_the_same_batches(tokenizer: Tokenizer) -> None:
    rows = [Labelled(f"this is the text of number {at}, and it may be misspelt") for at in range(40)]
    once, again, other = (
        np.concatenate([batch.ids[:, :24].ravel() for batch in Batches(tokenizer, {}, 8).round(rows, random.Random(n))])
        for n in (1, 1, 2)
    )
    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)
