"""What redaction keeps to with an encoder: one that is wild, and the real one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.inference.encoder.onnx_encoder import load
from conversations.hearing.encoded import Encoded, Encoder, EncoderError
from conversations.hearing.redaction.placeholders import PLACEHOLDER
from conversations.hearing.redaction.redact import find, redact, redaction_of
from tests.conversations.hearing.redaction.test_redaction_properties import FIRST_NAMES, glued, typed
from tests.conversations.hearing.wild_encoder import WildEncoder
from tests.waiting import cost

MARKS = "😀👩‍👧🏽é\u0301\u200d\u200b\u202e🇬🇧שםمرحبا\x00Аβ "
odd = st.one_of(
    typed,
    glued,
    st.text(alphabet=MARKS, max_size=30),
    st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")),
    st.text(max_size=60),
)
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
many = settings(max_examples=150, deadline=None)


@pytest.fixture(scope="module")
def real() -> Encoder:
    return load()


def holds(text: str, encoder: Encoder) -> None:
    """What is true of every text."""
    once, spans = redact(text, encoder)
    assert redact(once, encoder) == (once, ())
    at, rest = 0, once
    for span in spans:
        assert at <= span.start < span.end <= len(text)
        kept = text[at : span.start]
        assert rest.startswith(kept)
        placeholder = PLACEHOLDER.match(rest, len(kept))
        assert placeholder is not None
        rest, at = rest[placeholder.end() :], span.end
    assert rest == text[at:]


@many
@given(odd, st.sampled_from([0.02, 0.1, 0.5]))
def test_whatever_an_encoder_says_redacting_twice_changes_nothing(text: str, strength: float) -> None:
    holds(text, WildEncoder(strength))


@few
@given(text=odd)
def test_with_the_real_encoder_redacting_twice_changes_nothing(real: Encoder, text: str) -> None:
    holds(text, real)


@few
@given(name=st.sampled_from(FIRST_NAMES), between=st.text(max_size=20), end=st.sampled_from(["", "'s", "!", " x"]))
def test_a_name_hidden_once_is_hidden_at_its_later_mentions(real: Encoder, name: str, between: str, end: str) -> None:
    redacted, _ = redact(f"my worker is called {name}. {between} {name.upper()}{end} and again {name.lower()}", real)
    assert redacted.lower().count(name.lower()) <= between.lower().count(name.lower())


@few
@given(before=st.text(alphabet=MARKS, max_size=15))
def test_offsets_are_right_under_emoji_and_combining_characters(real: Encoder, before: str) -> None:
    text = f"{before} . i told Kayleigh to ring 07700 900123 . {before}"
    found = {text[span.start : span.end] for span in find(text, real)}
    assert {"Kayleigh", "07700 900123"} <= found


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("told Kay\u200dleigh", "told [name]"),
        ("told 𝓚𝓪𝔂𝓵𝓮𝓲𝓰𝓱 today", "told [name] today"),
        ("i told Kаylеigh about it", "i told [name] about it"),  # with Cyrillic letters among the Latin
        ("my worker Oisi\u0301n left", "my worker [name] left"),
    ],
)
def test_disguised_letters_do_not_hide_a_name(real: Encoder, text: str, redacted: str) -> None:
    assert redact(text, real)[0] == redacted
    assert redact(text)[0] == redacted


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("will told me she would come", "[name] told me she would come"),
        ("will they ever listen", "will they ever listen"),
        ("grace from the unit always makes me laugh", "[name] from the unit always makes me laugh"),
        ("we say grace before tea", "we say grace before tea"),
        ("my social worker hope is really nice", "my social worker [name] is really nice"),
        ("i hope they listen", "i hope they listen"),
        ("my key worker mark helped me", "my key worker [name] helped me"),
        ("they mark you down for everything", "they mark you down for everything"),
        ("me and summer share a room", "me and [name] share a room"),
        ("in the summer we went camping", "in the summer we went camping"),
        ("it may help a bit", "it may help a bit"),
        ("my friend joy moved away", "my friend [name] moved away"),
        ("it was a joy to live there", "it was a joy to live there"),
    ],
)
def test_a_name_that_is_a_word_is_told_by_what_stands_around_it(real: Encoder, text: str, redacted: str) -> None:
    assert redact(text, real)[0] == redacted


def test_a_text_without_personal_data_is_read_once_and_its_reading_handed_on(real: Encoder) -> None:
    looked = redaction_of("we need more money for youth clubs", real)
    assert looked.spans == ()
    assert looked.raw_encoded is looked.redacted_encoded is not None


def test_what_is_handed_on_is_the_reading_of_the_raw_and_of_the_redacted_text(real: Encoder) -> None:
    looked = redaction_of("i told Kayleigh", real)
    assert looked.raw_encoded is not None
    assert looked.redacted_encoded is not None
    assert looked.raw_encoded.offsets[-1][1] == len("i told Kayleigh")
    assert looked.redacted_encoded.offsets[-1][1] == len(looked.redacted) == len("i told [name]")


def test_a_failing_encoder_is_not_swallowed() -> None:
    class Failing:
        version = "failing"

        def encode(self, texts: object) -> list[Encoded]:
            raise EncoderError("it failed")

    with pytest.raises(EncoderError):
        redact("i told Kayleigh", Failing())


@pytest.mark.parametrize(
    "piece", ["a ", "Kayleigh ", "0 ", "שלום ", "e\u0301", "\u200d", "👩‍👧", "x", "[name] ", "told a "]
)
def test_the_longest_message_does_no_harm(piece: str) -> None:
    text = (piece * 4096)[:4096]
    shorter, whole = (cost(lambda size=size: holds(text[:size], WildEncoder(0.02))) for size in (1024, 4096))  # type: ignore[misc]
    assert whole < 16 * shorter
