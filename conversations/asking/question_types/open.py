"""Open questions: several messages in a row are one answer, until Done."""

from collections.abc import Sequence

from msgspec.structs import replace

from conversations.asking.answer import Answer
from conversations.asking.consultation.model import Question
from conversations.asking.locales import line
from conversations.asking.prompts import BACK
from conversations.asking.replies import Reply, Says
from conversations.asking.session import Part
from conversations.asking.turn_builder import TurnBuilder
from conversations.hearing.redaction.entity_marks import kept
from conversations.hearing.redaction.placeholders import PLACEHOLDER, together
from conversations.hearing.values import LABELS, Heard, Kind

FULL = 20_000
"""Characters that one answer holds; as many as five of the longest messages."""

LONGEST_WORD = 60
"""Characters of a hidden word that is sent again."""


def write(builder: TurnBuilder, question: Question, heard: Heard) -> bool:
    """Adds one message to the answer and keeps it at once. False where nothing was added."""
    text = heard.redacted.strip()
    if not text:
        builder.say("nothing_yet")
        return False
    draft = _begun(builder, question)
    if sum(len(part.text) for part in draft) + len(text) > FULL:
        builder.say("too_full")
        return False
    builder.change(draft=(*draft, _part(builder, question, heard, text)))
    _keep(builder, question)
    builder.you(builder.state.draft[-1].text)
    _tell_hidden(builder, heard)
    return True


def edit(builder: TurnBuilder, question: Question | None, heard: Heard) -> None:
    """Changes a message of the answer that is still open."""
    parts = builder.state.draft
    text = heard.redacted.strip()
    if question is None or not text or builder.event.message not in {part.message for part in parts if part.message}:
        builder.say("edit_too_late")
    else:
        changed = _part(builder, question, heard, text)
        builder.change(
            draft=tuple(
                # A worry once raised stays: taking words back is no sign that all is well.
                replace(changed, risk=max(part.risk, changed.risk)) if part.message == changed.message else part
                for part in parts
            )
        )
        _keep(builder, question)
        builder.say("edited")
        _tell_hidden(builder, heard)
    builder.show()


def done(builder: TurnBuilder, question: Question) -> None:
    """Closes the answer and goes on."""
    if question.id in builder.state.answers:
        builder.go_on()
    else:
        builder.say("nothing_yet")
        builder.show()


def ask_again(builder: TurnBuilder, action: str) -> bool:
    """Someone wants to bring back a hidden thing of their newest message; False where the button is another."""
    if not (action.startswith("again") and action[5:].isdecimal()) or not builder.state.draft:
        return False
    builder.step_aside("again", again=int(action[5:]))
    builder.show()
    return True


def bring_back(builder: TurnBuilder, question: Question, heard: Heard) -> None:
    """Puts a hidden word back as its author sent it again. Only here do raw words become kept words."""
    word = " ".join(heard.raw.split())
    if not builder.state.draft:  # a break came in between
        builder.step_aside("")
        builder.show()
        return
    part = builder.state.draft[-1]
    places = list(PLACEHOLDER.finditer(part.text))
    at = builder.state.again
    if len(word) > LONGEST_WORD or not word:
        builder.say("again_too_long")
        builder.show()
        return
    if at >= len(places) or _private(heard):
        builder.say("again_private")
        builder.step_aside("")
        builder.show()
        return
    found = places[at]
    text = part.text[: found.start()] + word + part.text[found.end() :]
    marks = (*part.marks[:at], *part.marks[at + 1 :])
    risk = max(part.risk, heard.risk)
    changed = replace(part, text=text, hidden=hidden_kinds(text), sent_again=True, risk=risk, marks=marks)
    builder.change(draft=(*builder.state.draft[:-1], changed))
    _keep(builder, question)
    builder.step_aside("")
    builder.you(builder.state.draft[-1].text)
    builder.say("again_done")
    builder.show()


def _begun(builder: TurnBuilder, question: Question) -> tuple[Part, ...]:
    """The messages so far; an answer from before is the first of them."""
    before = builder.state.answers.get(question.id)
    if builder.state.draft or before is None:
        return builder.state.draft
    return (Part("", before.text, before.hidden, before.sent_again, before.risk, by_rules=before.by_rules),)


def _part(builder: TurnBuilder, question: Question, heard: Heard, text: str) -> Part:
    marks = kept(heard.marks, builder.response, question.id)
    return Part(builder.event.message, text, heard.hidden, risk=heard.risk, marks=marks, by_rules=heard.by_rules)


def _numbered(draft: Sequence[Part]) -> tuple[Part, ...]:
    """The messages numbered as one answer, so that two names never look like one, nor one like two."""
    texts = together([(part.text, [frozenset(marks) for marks in part.marks]) for part in draft])
    return tuple(replace(part, text=text) for part, text in zip(draft, texts, strict=True))


def _keep(builder: TurnBuilder, question: Question) -> None:
    """Keeps the messages so far as the answer."""
    draft = _numbered(builder.state.draft)
    builder.change(draft=draft)
    builder.keep(
        question,
        Answer(
            text="\n".join(part.text for part in draft),
            hidden=tuple(kind for part in draft for kind in part.hidden),
            sent_again=any(part.sent_again for part in draft),
            risk=max(part.risk for part in draft),
            by_rules=any(part.by_rules for part in draft),
        ),
        adds=True,
    )


def _tell_hidden(builder: TurnBuilder, heard: Heard) -> None:
    """Says what kind of thing was hidden, never what."""
    if not heard.hidden:
        return
    words = line("hidden_one", things=hidden_things(heard.hidden))
    if any(kind in BACK for kind in heard.hidden):
        words += f" {line('hidden_again')}"
    builder.reply(Reply(Says.LINE, words))


def hidden_kinds(text: str) -> tuple[Kind, ...]:
    """The kind of each thing that is hidden in a redacted text, in order."""
    places = [place[0].strip("[]") for place in PLACEHOLDER.finditer(text)]
    return tuple(kind for one in places for kind, label in LABELS.items() if one.startswith(label))


def hidden_things(kinds: Sequence[Kind]) -> str:
    """As in: a name, a place and a number."""
    names = [line(f"hidden_{LABELS[kind].split()[0]}") for kind in dict.fromkeys(kinds)]
    return line("and", first=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else names[0]


def _private(heard: Heard) -> bool:
    """Whether what was sent again says who or where someone is, whatever its author thinks."""
    return any(
        span.kind in (Kind.CONTACT, Kind.ID)
        or (span.kind is Kind.LOCATION and any(letter.isdigit() for letter in heard.raw[span.start : span.end]))
        for span in heard.spans
    )
