"""Coding: from a frame, examples and a prior to the codes of an answer."""

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.hearing.encoded import VECTOR, Floats
from conversations.hearing.themes.code_frame import RESIDUAL, CodeFrame, Example, Theme
from conversations.hearing.themes.coder import Coder, CoderError, falls_behind, learn
from conversations.hearing.themes.pretrained import Pretrained, from_arrays, learn_priors, to_arrays
from conversations.hearing.themes.pretrained_coders import Coders

PETS = (
    "my dog sleeps on my bed",
    "a cat that purrs",
    "walking the dog after school",
    "my hamster and the rabbit",
    "let me have a dog",
    "feeding the cat",
    "the dog barks when i come in",
    "a rabbit in the garden",
    "our cat sits on the stairs",
    "dog hair on the sofa",
)
SAFE = (
    "nobody shouts there",
    "i can lock the door at night",
    "feeling safe when i sleep",
    "no one hits anyone",
    "the door locks",
    "quiet at night with no shouting",
    "i sleep without being scared",
    "it is safe and calm",
    "no shouting no fights",
    "a lock on my door",
)
BOTH = (
    "my dog guards the door so i am safe",
    "cat on my bed and no shouting",
    "a dog and a lock on the door",
    "nobody shouts at me or the rabbit",
)
UNCLEAR = ("dunno", "idk", "not sure", "no idea", "i dont know")
FRAME = CodeFrame(
    "Q1",
    "What makes a home?",
    (
        Theme("pets", "Pets", "Having an animal, such as a dog or a cat.", PETS + BOTH),
        Theme("safe", "Feeling safe", "Nobody shouts or hits, and doors lock.", SAFE + BOTH),
    ),
    {"unclear": UNCLEAR},
)
BARE = replace(FRAME, themes=tuple(replace(theme, examples=()) for theme in FRAME.themes), residual={})
WORDS = ("dog", "cat", "rabbit", "hamster", "animal"), ("shout", "lock", "safe", "hit", "scared", "fight", "night")


def encode(texts: Sequence[str]) -> Floats:
    """Stands in for the encoder: two directions for two meanings, and a little of everything else."""
    made = np.zeros((len(texts), VECTOR), np.float32)
    for row, text in zip(made, texts, strict=True):
        row[:2] = [sum(word in text.lower() for word in words) for words in WORDS]
        row[2 + len(text) % 50] = 0.5
        row[:] = row / np.linalg.norm(row)
    return made


@pytest.fixture(scope="module")
def coder() -> Coder:
    return learn(FRAME, (), encode)


@pytest.fixture(scope="module")
def prior() -> Pretrained:
    return learn_priors({"Q1": (FRAME, ())}, encode, encoder="e1")["Q1"]


def codes(coder: Coder, text: str) -> tuple[str, ...]:
    return coder.code([text], encode([text]))[0].codes


def test_words_that_no_example_has_are_coded_by_their_meaning(coder: Coder) -> None:
    assert codes(coder, "any animal really") == ("pets",)
    assert codes(coder, "not being HIT") == ("safe",)


def test_an_answer_can_state_two_themes(coder: Coder) -> None:
    assert set(codes(coder, "the cat, and a lock, and nobody shouting at my dog")) == {"pets", "safe"}


def test_a_residual_code_stands_alone(coder: Coder) -> None:
    assert codes(coder, "dunno") == ("unclear",)


def test_without_an_encoder_words_alone_decide_and_a_person_has_to_look(coder: Coder) -> None:
    (coding,) = coder.code(["walking the dog after school"], None)
    assert "pets" in coding.codes
    assert coding.needs_person
    alone = learn(FRAME, (), None)
    assert alone.code(["walking the dog"], None)[0] == alone.code(["walking the dog"], encode(["dog"]))[0]
    assert alone.code(["walking the dog after school"], None)[0].codes == ("pets",)


def test_definitions_alone_are_enough_to_begin_with() -> None:
    beginner = learn(BARE, (), encode)
    assert codes(beginner, "rabbit and hamster") == ("pets",)
    assert codes(beginner, "being scared at night") == ("safe",)
    assert beginner.score is None


def test_nothing_is_sure_before_people_have_coded_thirty_answers() -> None:
    said = [Example(text, frozenset({"pets"})) for text in PETS] + [Example(text, frozenset({"safe"})) for text in SAFE]
    more = [Example(f"{text} {word}", frozenset({"pets"})) for text, word in zip(PETS, "abcdefghij", strict=True)]
    few, enough = learn(FRAME, [*said, *more[:-1]], encode), learn(FRAME, [*said, *more], encode)
    assert few.code(["my dog"], encode(["my dog"]))[0].needs_person
    assert not enough.code(["my dog"], encode(["my dog"]))[0].needs_person


def test_a_frame_that_was_learned_before_is_excepted_until_it_is_changed(prior: Pretrained) -> None:
    new = replace(FRAME, themes=(*FRAME.themes, Theme("food", "Food", "Something to eat.", ("good dinners",))))
    assert learn(FRAME, (), encode, prior=prior).checked
    assert not learn(new, (), encode, prior=prior).checked


def test_a_correction_changes_what_is_made_of_the_same_words(coder: Coder) -> None:
    said = "the budgie sings"
    corrected = learn(FRAME, [Example(said, frozenset({"pets"}))], encode)
    assert codes(corrected, said) == ("pets",)
    assert corrected.version != coder.version


def test_the_last_word_on_an_answer_counts() -> None:
    said = "the budgie sings"
    first, last = Example(said, frozenset({"safe"})), Example(said, frozenset({"pets"}))
    assert learn(FRAME, [first, last], encode).version == learn(FRAME, [last], encode).version


def test_the_same_examples_make_the_same_coder_to_the_byte(coder: Coder) -> None:
    assert learn(FRAME, (), encode).to_bytes() == coder.to_bytes()


def test_a_version_tells_frames_examples_encoders_and_priors_apart(prior: Pretrained) -> None:
    renamed = replace(FRAME, themes=(replace(FRAME.themes[0], definition="Animals."), FRAME.themes[1]))
    versions = {
        learn(FRAME, (), encode).version,
        learn(renamed, (), encode).version,
        learn(FRAME, (), encode, encoder="e2").version,
        learn(FRAME, (), None).version,
        learn(FRAME, (), encode, prior=prior).version,
        learn(FRAME, [Example("a budgie", frozenset({"pets"}))], encode).version,
    }
    assert len(versions) == 6


def test_a_kept_coder_codes_as_before(coder: Coder, prior: Pretrained) -> None:
    texts = ["any animal", "dunno", "a lock", "dog and no shouting"]
    over_prior = learn(FRAME, [Example("a budgie", frozenset({"pets"}))], encode, prior=prior)
    for made in (coder, over_prior, learn(BARE, (), None)):
        kept = Coder.from_bytes(made.to_bytes())
        assert (kept.version, kept.score, kept.codes) == (made.version, made.score, made.codes)
        before, after = made.code(texts, encode(texts)), kept.code(texts, encode(texts))
        assert [one.codes for one in after] == [one.codes for one in before]
        for one, other in zip(after, before, strict=True):
            assert one.confidence == pytest.approx(other.confidence, abs=0.02)


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04", b"junk" * 100])
def test_a_broken_coder_is_said_to_be_broken(broken: bytes, coder: Coder) -> None:
    with pytest.raises(CoderError, match="learn it anew"):
        Coder.from_bytes(broken)
    whole = coder.to_bytes()
    with pytest.raises(CoderError):
        Coder.from_bytes(whole[: len(whole) // 2])


def test_no_words_are_kept_in_clear(coder: Coder) -> None:
    with np.load(io.BytesIO(coder.to_bytes())) as arrays:
        kept = b"".join(arrays[name].tobytes() for name in arrays.files)
    assert b"hamster" not in kept
    assert "hamster".encode("utf-32-le") not in kept
    assert "hamster" not in repr(coder)


def test_a_prior_codes_before_anybody_has_coded_and_moves_gently(prior: Pretrained) -> None:
    fresh = learn(FRAME, (), encode, prior=prior)
    assert codes(fresh, "any animal") == ("pets",)
    assert fresh.score == prior.score
    wrong = [Example("my dog", frozenset({"safe"}))]
    moved = learn(FRAME, wrong, encode, prior=prior)
    before, after = (
        one.thresholds.odds(
            one.prior_weights(*_read("my dog"))  # type: ignore[arg-type]
            + (one.learned(*_read("my dog")) if one.learned else 0)
        )[0]
        for one in (fresh, moved)
    )
    assert after[1] > before[1]
    assert codes(moved, "walking the dog after school") == ("pets",)


def _read(text: str) -> tuple[object, Floats]:
    from conversations.hearing.themes.answer_features import counted

    return counted([text]), encode([text])


def test_a_theme_that_the_prior_does_not_know_is_learned_from_its_examples(prior: Pretrained) -> None:
    food = ("roast on sunday", "jollof rice", "cooking curry together", "sunday roast dinner", "rice and peas")
    grown = replace(FRAME, themes=(*FRAME.themes, Theme("food", "Food", "Meals.", food)))
    coder = learn(grown, (), encode, prior=prior)
    assert coder.codes == ("pets", "safe", "food", *RESIDUAL)
    assert codes(coder, "jollof rice") == ("food",)
    assert codes(coder, "my dog sleeps on my bed") == ("pets",)
    shrunk = replace(FRAME, themes=FRAME.themes[:1])
    assert "safe" not in codes(learn(shrunk, (), encode, prior=prior), "nobody shouts there")


def test_a_prior_that_is_kept_is_the_same(prior: Pretrained) -> None:
    again = from_arrays(to_arrays({"Q1": prior}))["Q1"]
    assert (again.version, again.codes, again.thresholds, again.score) == (
        prior.version,
        prior.codes,
        prior.thresholds,
        prior.score,
    )
    texts = ["any animal", "a lock"]
    one, other = (learn(FRAME, (), encode, prior=it).code(texts, encode(texts)) for it in (prior, again))
    assert one == other


def test_a_coder_that_got_worse_on_what_both_know_falls_behind(coder: Coder) -> None:
    more = [Example(f"{text} too", frozenset({"pets"})) for text in PETS] + [
        Example(f"{text} too", frozenset({"safe"})) for text in SAFE
    ]
    good = learn(FRAME, more, encode)
    mixed_up = [Example(one.text, frozenset({"pets", "safe"}) - one.codes) for one in more]
    bad = learn(FRAME, mixed_up, encode)
    assert good.score is not None
    assert bad.score is not None
    assert bad.score < good.score
    assert falls_behind(bad, good)
    assert not falls_behind(good, bad)
    assert not falls_behind(good, good)
    assert not falls_behind(bad, coder)  # too few that both know


def test_coders_are_made_at_first_use_and_an_unknown_question_needs_a_person(prior: Pretrained) -> None:
    coders = Coders(lambda: {"Q1": FRAME}, lambda: {"Q1": prior})
    assert coders.coder("Q1") is coders.coder("Q1")
    assert coders.coder("Q2") is None
    assert coders.code("Q1", ["any animal"], encode(["any animal"]))[0].codes == ("pets",)
    (unknown,) = coders.code("Q2", ["any animal"], None)
    assert unknown.codes == ("unclear",)
    assert unknown.needs_person


@given(
    st.lists(
        st.one_of(
            st.text(max_size=60),
            st.sampled_from(
                ["[name 2]", "\u200f\u202e dog", "\ud800", "d\u200dog", "😀" * 50, "x" * 4096, "ｄｏｇ", "\x00"]
            ),
        ),
        max_size=4,
    )
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_gets_several_themes_or_one_residual_code(coder: Coder, texts: list[str]) -> None:
    vectors = np.tile(encode(["my dog"]), (len(texts), 1)) if texts else np.zeros((0, VECTOR), np.float32)
    for given_vectors in (vectors, None):
        made = coder.code(texts, given_vectors)
        assert len(made) == len(texts)
        for coding in made:
            assert 1 <= len(set(coding.codes)) == len(coding.codes) <= 4
            assert len(coding.codes) == 1 or not set(coding.codes) & set(RESIDUAL)
            assert set(coding.confidence) == set(coding.codes)
            assert all(0 <= confidence <= 1 for confidence in coding.confidence.values())


@given(st.permutations(["any animal", "dunno", "a lock", "dog and no shouting", ""]))
@settings(max_examples=20, deadline=None)
def test_an_answer_is_coded_the_same_whatever_stands_beside_it(coder: Coder, texts: list[str]) -> None:
    together = coder.code(texts, encode([text or "x" for text in texts]))
    alone = [coder.code([text], encode([text or "x"]))[0] for text in texts]
    assert [one.codes for one in together] == [one.codes for one in alone]
