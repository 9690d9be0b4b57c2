"""Properties that redaction keeps whatever is typed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.hearing.redaction.placeholders import PLACEHOLDER
from conversations.hearing.redaction.redact import find, redact
from conversations.hearing.values import LABELS
from tests.waiting import cost

PIECES = [
    "my social worker is Kayleigh",
    "07700 900123",
    "email me at a.b@example.org",
    "SW1A 1AA",
    "told mr okafor",
    "I live at 14 Pellow Close",
    "born 17/09/2008",
    "in Hartlepool",
    "[name]",
    "[school or group 2]",
    "[date",
    "will",
    "Grace",
    "hope",
    "\n",
    ". ",
    " and ",
    ",",
    "@mo.draws",
    "st oswins",
    "😀",
    "👩‍👧",
    "e\u0301",
    "\u200d",
    "\u202e",
    "שלום",
    "مرحبا",
    "\x00",
    "Ｊａｃｋ",
    "case ref CS/1234",
    "3rd of march",
    "oh seven seven double oh nine one two three",
]
typed = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=12).map(" ".join)
glued = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=12).map("".join)
FIRST_NAMES = [
    "kayleigh",
    "Harpreet",
    "Thomas",
    "keziah",
    "Oluwaseun",
    "jaxon",
    "Siobhan",
    "Zainab",
    "Krzysztof",
    "archie",
]


@settings(max_examples=400, deadline=None)
@given(st.one_of(typed, glued))
def test_redacting_twice_changes_nothing(text: str) -> None:
    once, _ = redact(text)
    twice, spans = redact(once)
    assert twice == once
    assert spans == ()


@settings(max_examples=300, deadline=None)
@given(st.one_of(typed, glued))
def test_spans_are_in_order_apart_and_inside_the_text(text: str) -> None:
    at = 0
    for span in find(text):
        assert at <= span.start < span.end <= len(text)
        at = span.end


@settings(max_examples=300, deadline=None)
@given(st.one_of(typed, glued))
def test_what_is_not_hidden_is_kept_to_the_letter(text: str) -> None:
    redacted, spans = redact(text)
    kept, at = [], 0
    for span in spans:
        kept.append(text[at : span.start])
        at = span.end
    kept.append(text[at:])
    rest = redacted
    for piece, span in zip(kept, spans, strict=False):
        assert rest.startswith(piece)
        rest = rest[len(piece) :]
        placeholder = PLACEHOLDER.match(rest)
        assert placeholder is not None
        assert placeholder["label"] == LABELS[span.kind]
        rest = rest[placeholder.end() :]
    assert rest == kept[-1]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FIRST_NAMES), st.text(max_size=30), st.sampled_from(["", "'s", "’s", ".", "!", " x"]))
def test_a_name_hidden_once_is_hidden_at_its_later_mentions(name: str, between: str, end: str) -> None:
    text = f"my social worker is called {name}. {between} {name.upper()}{end} and again {name.lower()}"
    redacted, _ = redact(text)
    assert name.lower() not in redacted.lower().split()
    assert redacted.lower().count(name.lower()) <= between.lower().count(name.lower())


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="😀👩‍👧🏽e\u0301a\u0308🇬🇧שم \u200d\u200b", max_size=20),
    st.sampled_from(
        [("Kayleigh", "PERSON"), ("07700 900123", "CONTACT"), ("LS1 4AP", "LOCATION"), ("QQ 12 34 56 C", "ID")]
    ),
)
def test_offsets_are_right_under_emoji_and_combining_characters(before: str, hidden: tuple[str, str]) -> None:
    words, kind = hidden
    text = f"{before} . my social worker is called {words} . {before}"
    assert (words, kind) in {(text[span.start : span.end], str(span.kind)) for span in find(text)}


def test_a_letter_and_its_mark_are_hidden_together() -> None:
    assert redact("my worker Oisi\u0301n left")[0] == "my worker [name] left"


def test_zero_width_characters_do_not_hide_a_name() -> None:
    assert redact("told Kay\u200dleigh")[0] == "told [name]"


def test_styled_letters_do_not_hide_a_name() -> None:
    assert redact("told 𝓚𝓪𝔂𝓵𝓮𝓲𝓰𝓱")[0] == "told [name]"


def test_the_longest_message_costs_no_more_a_letter_than_a_short_one() -> None:
    for piece in (
        "a ",
        "oh ",
        "0 ",
        "a dot ",
        "Ab ",
        "1.",
        "@a",
        "my name is ",
        "Grace ",
        "🙂 ",
        "x",
        "at the ",
        "st a",
        "case ",
        "one ",
    ):
        text = (piece * 4096)[:4096]
        # Four times the letters cost about four times as much; a rule that looks back at all before would cost sixteen.
        assert cost(lambda text=text: find(text)) < 10 * cost(lambda text=text: find(text[:1024])), piece  # type: ignore[misc]
