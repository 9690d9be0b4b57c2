"""Questions with their code frames as arrays."""

import random

import pytest
from tokenizers import Tokenizer

from bot.inference.encoder import built_encoder, pinned_weights
from bot.training.learning.frame_batches import ANSWERS, THEMES, FrameBatches
from conversations.hearing.themes.code_frame import CodeFrame, Example, Theme

FRAME = CodeFrame("Q", "What helps?", (Theme("pets", "Pets", "An animal."), Theme("food", "Food", "Something to eat.")))
EXAMPLES = [Example("my dog", frozenset({"pets"})), Example("chips and my cat", frozenset({"pets", "food"}))]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer.from_file(str(built_encoder.folder() / pinned_weights.TOKENIZER))
    made.no_padding()
    made.enable_truncation(128)
    return made


def test_an_answer_states_its_themes_and_what_fills_up_counts_for_nothing(tokenizer: Tokenizer) -> None:
    batch = FrameBatches(tokenizer, [(FRAME, EXAMPLES)]).batch(FRAME, EXAMPLES, random.Random(0))
    assert batch.states[:3, :3].tolist() == [[1, 0, 0], [1, 1, 0], [0, 0, 0]]
    assert (batch.answers.sum(), batch.themes.sum()) == (2, 2)
    assert len(batch.ids) == ANSWERS + THEMES
    assert batch.mask[ANSWERS].sum() > batch.mask[ANSWERS + 3].sum() == 2


def test_a_question_with_many_answers_comes_more_often(tokenizer: Tokenizer) -> None:
    many = [Example(f"dog {at}", frozenset({"pets"})) for at in range(160)]
    batches = FrameBatches(tokenizer, [(FRAME, many), (FRAME, EXAMPLES)])
    assert batches.count() == 4
    assert sum(int(one.answers.sum() == ANSWERS) for one in batches.round(random.Random(0))) == 3
