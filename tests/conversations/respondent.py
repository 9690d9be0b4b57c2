"""A respondent who follows a transcript through the turn alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from bot import known_doors
from conversations.asking.answer import Answer
from conversations.asking.consultation.file import bundled
from conversations.asking.consultation.model import Running
from conversations.asking.events import Did, Event, Media, ReceiptNeededError, Returned
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.receipts.after_closing import words_in
from conversations.asking.receipts.receipt_words import draw
from conversations.asking.records import (
    AnswerKept,
    AnswerRemoved,
    FlagRaised,
    QuotingSaid,
    Record,
    ResponseBegun,
    ResponseFinished,
    ResponseWithdrawn,
)
from conversations.asking.replies import Button, Place, Reply, Says
from conversations.asking.session import Session, Turn
from conversations.asking.turn import take_turn
from tests.conversations.transcript import Step, Transcript
from tests.listening import heard

BEGINS = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DOORS = {door.name: door for door in known_doors.DOORS}
UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


def chance(number: int) -> bytes:
    """The chance of the event with this number: the same each time."""
    return sha256(f"event {number}".encode()).digest()


def span(words: str) -> timedelta:
    """As in "3 weeks"."""
    number, unit = words.split()
    return int(number) * UNITS[unit.rstrip("s")]


def lines_of(replies: Sequence[Reply]) -> tuple[str, ...]:
    """Replies as a transcript shows them."""
    lines: list[str] = []
    for reply in replies:
        text = ("(you: " + reply.text + ")") if reply.says is Says.YOU else reply.text
        shown = [reply.progress] if reply.progress else []
        shown += ["HELP CARD"] if reply.says is Says.HELP else text.splitlines()
        shown += [line for line in reply.hint.splitlines() if line]
        buttons = " ".join(_shown(button) for button in reply.buttons)
        shown += [buttons] if buttons else []
        if reply.replaces:
            shown = ["(the same question, changed)", buttons]
        lines += [*shown, ""]
    return tuple(lines[:-1])


def _shown(button: Button) -> str:
    mark = "*" if button.picked else ""
    return f"[{mark}{button.label}]" if button.place is Place.OPTION else f"({mark}{button.label})"


class Kept:
    """What the store would hold, from the records of each turn."""

    def __init__(self) -> None:
        self.responses: dict[bytes, ResponseBegun] = {}
        self.answers: dict[bytes, dict[str, Answer]] = {}
        self.quoting: dict[bytes, bool] = {}
        self.finished: set[bytes] = set()
        self.flags: list[FlagRaised] = []

    def add(self, record: Record) -> None:
        match record:
            case ResponseBegun():
                self.responses[record.response] = record
                self.answers[record.response] = {}
            case AnswerKept():
                self.answers[record.response][record.question] = record.answer
            case AnswerRemoved():
                del self.answers[record.response][record.question]
            case QuotingSaid():
                self.quoting[record.response] = record.yes
            case ResponseFinished():
                self.finished.add(record.response)
            case ResponseWithdrawn():
                del self.responses[record.response], self.answers[record.response]
            case FlagRaised():
                self.flags.append(record)
            case _:
                pass

    def lines(self, running: Running) -> tuple[str, ...]:
        lines = []
        for response, begun in self.responses.items():
            quoting = {True: "may be quoted", False: "may not be quoted", None: "not asked"}[self.quoting.get(response)]
            end = "finished" if response in self.finished else "not finished"
            lines.append(f"a response: {begun.age_band}, {begun.door}, {quoting}, {end}")
            for question in (*running.text.questions, *running.text.about_you):
                if answer := self.answers[response].get(question.id):
                    words = (
                        answer.text.replace("\n", " / ")
                        if answer.text
                        else type_of(question).in_words(question, answer)
                    )
                    marks = [f"hidden: {', '.join(answer.hidden)}"] if answer.hidden else []
                    marks += ["sent again"] if answer.sent_again else []
                    marks += [answer.risk.name.lower()] if answer.risk else []
                    marks += ["another language"] if answer.language else []
                    lines.append(f"  {question.id}: {words}" + (f"  ({'; '.join(marks)})" if marks else ""))
        lines += [f"a flag: {one.flag.level.name.lower()}: {', '.join(one.flag.kinds)}" for one in self.flags]
        return tuple(lines or ["nothing"])


class Respondent:
    """Plays the steps of one transcript; `back` is what came back at each."""

    def __init__(self, transcript: Transcript) -> None:
        said = transcript.settings
        text = next(one for one in bundled() if one.id == said.get("consultation", "stable_homes"))
        self.running = Running(
            text=text,
            status="open",
            opens=date.fromisoformat(said.get("opens", "2026-11-01")),
            closes=date.fromisoformat(said.get("closes", "2027-01-31")),
            words_until=date.fromisoformat(said.get("closes", "2027-01-31")) + timedelta(days=14),
            trial=said.get("trial") == "yes",
            group_codes=frozenset({"k7mp-x3hr"}),
            web_address="https://earshot.example.org/c/stable_homes",
        )
        self.door = DOORS[said.get("door", "telegram")]
        self.kept = Kept()
        self.state: Session | None = None
        self.at = BEGINS
        self.count = 0
        self.messages = 0
        self.questions: list[Reply] = []
        self.receipt: tuple[str, ...] = ()
        self.last: tuple[Reply, ...] = ()

    def play(self, step: Step) -> tuple[str, ...]:
        """Does one step; gives the lines that come back."""
        if step.verb == "twice":
            # The store knows the event's id and repeats its replies without a turn.
            return lines_of(self.last)
        if step.verb == "restart":
            if self.state:
                self.state = Session.from_json(self.state.to_json(), self.state.answers)
            return ()
        if step.verb == "wait":
            self.at += span(step.rest)
            return ()
        if step.verb == "forget":
            self.state = None
            return ()
        replies: list[Reply] = []
        for event in self._events(step):
            replies = list(self._take(event))
        self.last = tuple(replies)
        return lines_of(replies)

    def _take(self, event: Event) -> tuple[Reply, ...]:
        try:
            turn = take_turn(self.running, self.state, event)
        except ReceiptNeededError:
            words = draw(event.chance)
            turn = take_turn(self.running, self.state, replace(event, receipt=words))
            self.receipt = words
        self._check(event, turn)
        for record in turn.records:
            self.kept.add(record)
        self.state = turn.state
        self.questions += [reply for reply in turn.replies if reply.says is Says.QUESTION]
        return turn.replies

    def _check(self, event: Event, turn: Turn) -> None:
        """What is true of every turn."""
        assert all(reply.text.strip() for reply in turn.replies)
        assert all(len(reply.text) <= 4096 for reply in turn.replies)
        for reply in turn.replies:
            for button in reply.buttons:
                assert button.value.startswith("v1:")
                assert len(button.value.encode()) <= 64
        if turn.state:
            assert turn.replies[-1].says is Says.QUESTION or event.at.date() > self.running.closes
            assert Session.from_json(turn.state.to_json(), turn.state.answers) == turn.state
        if event.heard and event.heard.flag:
            assert turn.replies[0].says is Says.HELP

    def _event(self, did: Did, **more: Any) -> Event:
        self.count += 1
        self.at += timedelta(seconds=20)
        return Event(did=did, door=self.door, at=self.at, chance=chance(self.count), **more)

    def _events(self, step: Step) -> Iterator[Event]:
        """The events of one step. A generator, since each tick needs the question that the one before brought back."""
        match step.verb:
            case "start":
                yield self._event(Did.START)
            case "look":
                yield self._event(Did.LOOK)
            case "tap":
                label = step.rest.removeprefix("old ")
                yield self._event(Did.TAP, taps=(self._button(label, old=label != step.rest),))
            case "pick" if self.door.whole_forms:
                labels = (*step.rest.split("; "), "Done")
                yield self._event(Did.TAP, taps=tuple(self._button(label) for label in labels))
            case "pick":
                for label in (*step.rest.split("; "), "Done"):
                    yield self._event(Did.TAP, taps=(self._button(label),))
            case "say" | "forward" | "form":
                self.messages += 1
                yield self._event(
                    Did.TEXT,
                    heard=heard(step.rest),
                    message=str(self.messages),
                    forwarded=step.verb == "forward",
                    taps=(self._button("Done"),) if step.verb == "form" else (),
                )
            case "edit":
                number, _, words = step.rest.partition(" ")
                yield self._event(Did.EDIT, heard=heard(words), message=number)
            case "send":
                yield self._event(Did.MEDIA, media=Media(step.rest))
            case "words":
                typed, withdraws = words_in(step.rest) or (self.receipt, step.rest == "delete")
                yield self._event(Did.BRING_BACK, heard=heard(""), returned=self._returned(typed), withdraws=withdraws)
            case _:
                raise ValueError(f"line {step.line}: nobody can {step.verb}")

    def _button(self, label: str, *, old: bool = False) -> str:
        """The value of the button with this label: of the newest question, or of the newest of those before it."""
        for question in self.questions[-2::-1] if old else self.questions[-1:]:
            for button in question.buttons:
                if button.label == label:
                    return button.value
            if label == "Done" and question.anchor:
                return question.anchor.replace(".add", ".done")
        raise ValueError(f"there is no button {label}")

    def _returned(self, words: tuple[str, ...]) -> Returned | None:
        if words != self.receipt or not self.kept.responses:
            return None
        response, begun = next(iter(self.kept.responses.items()))
        return Returned(
            consultation=self.running.text.id,
            response=response,
            version=begun.version,
            age_band=begun.age_band,
            answers=dict(self.kept.answers[response]),
            quoting=self.kept.quoting.get(response),
            finished=response in self.kept.finished,
            receipt=self.receipt,
        )
