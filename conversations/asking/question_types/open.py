"""Open questions: several messages in a row are one answer, until Done."""

from collections.abc import Sequence

from msgspec.structs import replace

from conversations.asking.answer import Answer
from conversations.asking.consultation.model import Question
from conversations.asking.locales import line
from conversations.asking.prompts import BACK
from conversations.asking.replies import Reply, Says
from conversations.asking.session import Part
from conversations.asking.turn_builder import Taking
from conversations.hearing.redaction.entity_marks import kept
from conversations.hearing.redaction.placeholders import PLACEHOLDER, together
from conversations.hearing.values import LABELS, Heard, Kind

FULL = 20_000
"""Characters that one answer holds; as many as five of the longest messages."""

LONGEST_WORD = 60
"""Characters of a hidden word that is sent again."""


def write(taking: Taking, question: Question, heard: Heard) -> bool:
    """Adds one message to the answer and keeps it at once. False where nothing was added."""
    text = heard.redacted.strip()
    if not text:
        taking.say("nothing_yet")
        return False
    draft = _begun(taking, question)
    if sum(len(part.text) for part in draft) + len(text) > FULL:
        taking.say("too_full")
        return False
    taking.change(draft=(*draft, _part(taking, question, heard, text)))
    _keep(taking, question)
    taking.you(taking.state.draft[-1].text)
    _tell_hidden(taking, heard)
    return True


def edit(taking: Taking, question: Question | None, heard: Heard) -> None:
    """Changes a message of the answer that is still open."""
    parts = taking.state.draft
    text = heard.redacted.strip()
    if question is None or not text or taking.event.message not in {part.message for part in parts if part.message}:
        taking.say("edit_too_late")
    else:
        changed = _part(taking, question, heard, text)
        taking.change(
            draft=tuple(
                # A worry once raised stays: taking words back is no sign that all is well.
                replace(changed, risk=max(part.risk, changed.risk)) if part.message == changed.message else part
                for part in parts
            )
        )
        _keep(taking, question)
        taking.say("edited")
        _tell_hidden(taking, heard)
    taking.show()


def done(taking: Taking, question: Question) -> None:
    """Closes the answer and goes on."""
    if question.id in taking.state.answers:
        taking.go_on()
    else:
        taking.say("nothing_yet")
        taking.show()


def ask_again(taking: Taking, action: str) -> bool:
    """Someone wants to bring back a hidden thing of their newest message; False where the button is another."""
    if not (action.startswith("again") and action[5:].isdecimal()) or not taking.state.draft:
        return False
    taking.step_aside("again", again=int(action[5:]))
    taking.show()
    return True


def bring_back(taking: Taking, question: Question, heard: Heard) -> None:
    """Puts a hidden word back as its author sent it again. Only here do raw words become kept words."""
    word = " ".join(heard.raw.split())
    if not taking.state.draft:  # a break came in between
        taking.step_aside("")
        taking.show()
        return
    part = taking.state.draft[-1]
    places = list(PLACEHOLDER.finditer(part.text))
    at = taking.state.again
    if len(word) > LONGEST_WORD or not word:
        taking.say("again_too_long")
        taking.show()
        return
    if at >= len(places) or _private(heard):
        taking.say("again_private")
        taking.step_aside("")
        taking.show()
        return
    found = places[at]
    text = part.text[: found.start()] + word + part.text[found.end() :]
    marks = (*part.marks[:at], *part.marks[at + 1 :])
    risk = max(part.risk, heard.risk)
    changed = replace(part, text=text, hidden=hidden_kinds(text), sent_again=True, risk=risk, marks=marks)
    taking.change(draft=(*taking.state.draft[:-1], changed))
    _keep(taking, question)
    taking.step_aside("")
    taking.you(taking.state.draft[-1].text)
    taking.say("again_done")
    taking.show()


def _begun(taking: Taking, question: Question) -> tuple[Part, ...]:
    """The messages so far; an answer from before is the first of them."""
    before = taking.state.answers.get(question.id)
    if taking.state.draft or before is None:
        return taking.state.draft
    return (Part("", before.text, before.hidden, before.sent_again, before.risk, by_rules=before.by_rules),)


def _part(taking: Taking, question: Question, heard: Heard, text: str) -> Part:
    marks = kept(heard.marks, taking.response, question.id)
    return Part(taking.event.message, text, heard.hidden, risk=heard.risk, marks=marks, by_rules=heard.by_rules)


def _numbered(draft: Sequence[Part]) -> tuple[Part, ...]:
    """The messages numbered as one answer, so that two names never look like one, nor one like two."""
    texts = together([(part.text, [frozenset(marks) for marks in part.marks]) for part in draft])
    return tuple(replace(part, text=text) for part, text in zip(draft, texts, strict=True))


def _keep(taking: Taking, question: Question) -> None:
    """Keeps the messages so far as the answer."""
    draft = _numbered(taking.state.draft)
    taking.change(draft=draft)
    taking.keep(
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


def _tell_hidden(taking: Taking, heard: Heard) -> None:
    """Says what kind of thing was hidden, never what."""
    if not heard.hidden:
        return
    words = line("hidden_one", things=hidden_things(heard.hidden))
    if any(kind in BACK for kind in heard.hidden):
        words += f" {line('hidden_again')}"
    taking.reply(Reply(Says.LINE, words))


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
