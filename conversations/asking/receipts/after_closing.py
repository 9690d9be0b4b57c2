"""Receipt words after the closing day: what became of each answer, and how it is changed or taken back.

While a consultation is open the words bring someone back onto the way: see coming_back.py. Afterwards there is
no way to go on: each event brings the words again, causes what it causes, and leaves no state.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from conversations.asking.consultation.model import Consultation, Question, Running
from conversations.asking.events import Became, Event, Media, Outcome, Returned
from conversations.asking.left_out import LeaveOutReason, WhyLeftOut
from conversations.asking.locales import line
from conversations.asking.locales.dates import plain_day
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.receipts.receipt_words import parse
from conversations.asking.records import QuotingSaid, ResponseWithdrawn
from conversations.asking.replies import Reply, Says
from conversations.asking.session import Turn
from conversations.asking.turn_builder import TurnBuilder
from conversations.asking.typed.commands import Command, command_of
from conversations.hearing.values import Heard

CUT = 80
"""Characters of an answer beside what became of it, in a chat: enough to know it again."""

LONGEST = 3500
"""Characters of one message that lists answers."""


def words_in(text: str) -> tuple[tuple[str, ...], bool] | None:
    """The six words that a text consists of, and whether "delete" stands before them; else None."""
    if words := parse(text):
        return words, False
    first, _, rest = text.strip().partition(" ")
    if command_of(first.strip(",;:.!-")) is Command.DELETE and (words := parse(rest)):
        return words, True
    return None


# What became of the answers


@dataclass(frozen=True, slots=True)
class Item:
    """One answer, for its author: the answer in words, and what became of it."""

    question: Question
    said: str
    became: str


def items(text: Consultation, returned: Returned) -> tuple[Item, ...]:
    """Every answer that there is, in the order of the questions. `text` is the version that was answered."""
    return tuple(
        Item(
            question,
            type_of(question).in_full(question, answer),
            _became(returned.outcomes.get(question.id) or _unread(question)),
        )
        for question in (*text.questions, *text.about_you)
        if (answer := returned.answers.get(question.id))
    )


def used(returned: Returned) -> str:
    """Whether the answers are in a file so far."""
    return line("became_used", day=plain_day(returned.counted)) if returned.counted else line("became_not_used")


def _unread(question: Question) -> Outcome:
    return Outcome(Became.WAITING if type_of(question).takes_words else Became.COUNTED)


def _became(outcome: Outcome) -> str:
    if outcome.became is Became.LEFT_OUT:
        words = line("became_left_out", why=_why(outcome.reason))
    else:
        words = line(f"became_{outcome.became}")
    return f"{words} {line('became_quoted', day=plain_day(outcome.quoted))}" if outcome.quoted else words


def _why(reason: WhyLeftOut) -> str:
    """A moderator's own words are shown as they are."""
    return line(reason.plain_line) if isinstance(reason, LeaveOutReason) else line("left_out_own", why=reason)


def tell_outcomes(builder: TurnBuilder, returned: Returned) -> None:
    """Says what became of each answer, in as few messages as it fits in."""
    parts = list(_parts(builder.text, returned))
    message = parts.pop(0)
    for part in parts:
        if len(message) + len(part) > LONGEST:
            builder.reply(Reply(Says.LINE, message))
            message = part
        else:
            message = f"{message}\n\n{part}"
    builder.reply(Reply(Says.LINE, message))


def _parts(text: Consultation, returned: Returned) -> Iterator[str]:
    found = items(text, returned)
    yield line("became" if found else "became_nothing")
    asked = (*text.questions, *text.about_you)
    for item in found:
        said = item.said if len(item.said) <= CUT else line("check_cut", words=item.said[:CUT].rstrip())
        number = asked.index(item.question) + 1
        yield line("became_line", number=number, question=item.question.text, answer=said, became=item.became)
    if found:
        yield used(returned)


# Words sent in a chat when it is not open


def by_words(builder: TurnBuilder, *, known: bool) -> None:
    """Six words, sent after the closing day: shows what became of each answer, or deletes all of them. `known`: there
    still is a session."""
    running, event, returned = builder.running, builder.event, builder.event.returned
    builder.ended = not known
    if event.at.date() > running.words_until:
        builder.say("receipt_late", day=plain_day(running.words_until))
        builder.card(last=True)
    elif event.refused:
        builder.say(f"receipt_{event.refused}")
    elif returned is None:
        builder.say("receipt_unknown")
        builder.say("receipt_until", day=plain_day(running.words_until))
    elif event.withdraws:
        _withdraw(builder, returned)
        builder.ended = builder.ended or builder.state.response == returned.response
    else:
        tell_outcomes(builder, returned)
        address = f"{running.web_address}/words"
        builder.say("receipt_after", address=address, day=plain_day(running.words_until))


def _withdraw(builder: TurnBuilder, returned: Returned) -> None:
    builder.record(ResponseWithdrawn(returned.response))
    builder.say("deleted")
    if returned.counted or any(outcome.quoted for outcome in returned.outcomes.values()):
        builder.say("deleted_files")


# What a page with the words does. None of these has a state after it.


def change(running: Running, returned: Returned, question: Question, chosen: Sequence[str], event: Event) -> Turn:
    """Puts another answer in place of one that was given: words (`event.heard`) or option ids (`chosen`)."""
    builder = _taking(running, returned, event)
    builder.raise_flag(question)
    before = returned.answers.get(question.id)
    if before is None:
        builder.say("back_gone")
    elif event.media is Media.TOO_LONG:
        builder.say("media_too_long")
    else:
        type_of(question).replace(builder, question, before, chosen, event.heard or Heard(""))
    return _over(builder)


def take_away(running: Running, returned: Returned, question: Question, event: Event) -> Turn:
    """Takes one answer away."""
    builder = _taking(running, returned, event)
    if question.id in returned.answers:
        builder.remove(question)
        builder.say("back_removed")
    else:
        builder.say("back_gone")
    return _over(builder)


def say_quoting(running: Running, returned: Returned, event: Event, *, yes: bool) -> Turn:
    """Whether their words may be used in a letter."""
    builder = _taking(running, returned, event)
    builder.record(QuotingSaid(returned.response, yes))
    builder.say("back_quoting_yes" if yes else "back_quoting_no")
    return _over(builder)


def withdraw(running: Running, returned: Returned, event: Event) -> Turn:
    """Takes everything back."""
    builder = _taking(running, returned, event)
    _withdraw(builder, returned)
    return _over(builder)


def _taking(running: Running, returned: Returned, event: Event) -> TurnBuilder:
    builder = TurnBuilder(running, None, event)
    builder.change(response=returned.response, version=returned.version, answers=returned.answers)
    return builder


def _over(builder: TurnBuilder) -> Turn:
    return replace(builder.turn(), state=None)


def told_how(running: Running, event: Event) -> str | None:
    """What someone with six words can still do after the closing day; None where it is too late for that."""
    deleted = running.trial and running.status != "open"
    if deleted or event.at.date() > running.words_until:
        return None
    key = "closed_words" if event.door.page_for_words else "closed_words_here"
    return line(key, day=plain_day(running.words_until))
