"""One turn while it is being made."""

from collections.abc import Mapping
from datetime import timedelta

from conversations.asking.answer import Answer
from conversations.asking.consultation.model import Consultation, Question, Running
from conversations.asking.events import Event
from conversations.asking.help.help_in_language import help_reply, unread_line
from conversations.asking.locales import line
from conversations.asking.question_types.long_lists import shown
from conversations.asking.records import AnswerKept, AnswerRemoved, FlagRaised, Record
from conversations.asking.replies import Reply, Says
from conversations.asking.session import Session, Turn
from conversations.asking.steps.places import AGE, ASKED, CHECK, DONE
from conversations.asking.steps.step import Aside, Step
from conversations.asking.steps.step_order import place_after, question_at
from conversations.asking.steps.step_registry import show, waiting
from conversations.hearing.text.found_words import sentences_with

BREAK = timedelta(minutes=30)
"""After this long someone else may hold the phone: progress is shown, not what was written."""


class TurnBuilder:
    """Gathers what one event causes: the state as it becomes, the replies, the records.

    `state` is None once the session has ended. `new` says whether this event begins one.
    """

    def __init__(self, running: Running, state: Session | None, event: Event) -> None:
        self.running = running
        self.event = event
        self.new = state is None
        self.state = state or Session(
            version=running.text.version,
            place=AGE,
            at=event.at,
            stamp=1,
        )
        self.ended = False
        self._replies: list[Reply] = []
        self._records: list[Record] = []
        if event.at - self.state.at > BREAK:
            self.end_sitting()
        self.state = self.state.but(at=event.at)

    @property
    def text(self) -> Consultation:
        return self.running.text

    @property
    def question(self) -> Question | None:
        """The question of the place where the state is."""
        return question_at(self.text, self.state.place)

    @property
    def waiting(self) -> Step | Aside:
        """What waits for an answer: the aside, else the step."""
        return waiting(self.state)

    @property
    def worried(self) -> bool:
        """Whether this event brought a worry, or what nobody understood, and so the help card."""
        return bool(self.event.heard and self.event.heard.needs_help)

    @property
    def response(self) -> bytes:
        """The response's id. Only called after agreement."""
        if self.state.response is None:
            raise AssertionError("no response before agreement")
        return self.state.response

    # What is said

    def reply(self, reply: Reply) -> None:
        self._replies.append(reply)

    def say(self, key: str, **values: object) -> None:
        self.reply(Reply(Says.LINE, line(key, **values)))

    def tell(self, words: str) -> None:
        """Says words that the consultation's file brings."""
        self.reply(Reply(Says.LINE, words))

    def you(self, words: str) -> None:
        """Echoes what was chosen or written, as it is kept."""
        self.reply(Reply(Says.YOU, words))

    def show(self, *, replaces: bool = False, again: bool = False) -> None:
        """Puts the question that waits: that of the aside, else of the place."""
        self.reply(self.shown(replaces=replaces, again=again))

    def shown(self, *, replaces: bool = False, again: bool = False) -> Reply:
        """The question that waits, as this door shows it."""
        return shown(show(self.running, self.state, replaces=replaces, again=again), self.state, self.event.door)

    def decline(self, key: str, *, toast: str = "", **values: object) -> None:
        """Says why a tap changes nothing, and where we are. `toast`: the line for where words can pass, if another."""
        self.reply(Reply(Says.LINE, line(key, **values), toast=line(toast or key, **values)))
        self.show(again=True)

    def raise_flag(self, question: Question | None = None) -> None:
        """Help first: the card, and the record if screening found a worry, about this question, or the one of the
        place. What is in another language may be one:
        whoever writes in it gets the card as well, once a session, and later a line."""
        heard = self.event.heard
        if heard is None:
            return
        if heard.flag:
            asked = question or self.question
            told = heard.english if heard.language else heard.redacted
            around = sentences_with(told, heard.flag.words)
            self._records.append(FlagRaised(heard.flag, self.state.response, asked.id if asked else "", around))
        told_unread = self.state.told_unread
        if heard.flag or (heard.language and not told_unread):
            self._replies.insert(0, help_reply(heard.language, unchecked=self.running.unchecked_help))
        if heard.language:
            self.change(told_unread=True)
            self.tell(unread_line(heard.language, again=told_unread))

    def card(self, *, last: bool = False) -> None:
        """The help card because it was asked for; once is enough in a turn. `last`: nobody asked, but they get it all
        the same, after what they came for."""
        if not any(reply.says is Says.HELP for reply in self._replies):
            self._replies.insert(len(self._replies) if last else 0, help_reply())

    # Where the state goes

    def change(self, **changes: object) -> None:
        self.state = self.state.but(**changes)

    def end_sitting(self) -> None:
        """Nothing that was written or ticked so far is shown from now on. What was kept stays; ticks that nobody sees
        must not count, so picking begins anew."""
        self.change(sitting=(), draft=(), picked=())

    def go(self, place: str) -> None:
        """To another place; what was begun at this one is closed. Old buttons become old."""
        question = place.removeprefix(ASKED)
        begun = self.state.answers.get(question)
        picked = begun.chosen if begun and question in self.state.sitting else ()
        self._move(place=place, aside="", picked=picked, draft=())

    def step_aside(self, aside: str, *, again: int = -1) -> None:
        """Off the way for a moment, or back onto it with an empty string."""
        self._move(aside=aside, again=again)

    def _move(self, **changes: object) -> None:
        """Something else is shown from now on. The first move gives the session its seed: the very first question has
        none, since it is shown before there is a session."""
        seed = self.state.seed or int.from_bytes(self.event.chance[:4]) or 1
        self.change(stamp=self.state.stamp + 1, seed=seed, page=0, found=(), **changes)

    def go_on(self) -> None:
        """To what comes next, and shows it."""
        if self.state.changing:
            self.change(changing=False)
            self.go(DONE if self.state.finished else CHECK)
        else:
            self.go(place_after(self.text, self.state))
        self.show()

    # What is kept

    def record(self, record: Record) -> None:
        self._records.append(record)

    def keep(self, question: Question, answer: Answer, *, adds: bool = False) -> None:
        """Keeps an answer in place of the one before. `adds`: what it held before is still in it; then it is not shown
        in this sitting where that was written in an earlier one."""
        hides = adds and question.id in self.state.answers
        self.record(AnswerKept(self.response, question.id, answer, self.event.at.date()))
        self._answers({**self.state.answers, question.id: answer})
        if question.id not in self.state.sitting and not hides:
            self.change(sitting=(*self.state.sitting, question.id))

    def remove(self, question: Question) -> None:
        if question.id in self.state.answers:
            self.record(AnswerRemoved(self.response, question.id))
            self._answers({key: one for key, one in self.state.answers.items() if key != question.id})

    def _answers(self, answers: Mapping[str, Answer]) -> None:
        self.change(answers=answers)

    def turn(self) -> Turn:
        return Turn(None if self.ended else self.state, tuple(self._replies), tuple(self._records))
