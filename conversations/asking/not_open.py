"""Before the opening and after the closing day: says so and helps; who answered can still delete, and the receipt words
still show what became of it."""

from conversations.asking.buttons import action_of
from conversations.asking.consultation.model import Running
from conversations.asking.events import Did, Event
from conversations.asking.locales.dates import plain_day
from conversations.asking.receipts.after_closing import by_words, told_how
from conversations.asking.steps.asides import ask_to_delete, delete
from conversations.asking.turn_builder import TurnBuilder
from conversations.asking.typed.commands import Command, command_of


def is_open(running: Running, event: Event) -> bool:
    """Whether questions are asked on this day."""
    return running.status == "open" and running.opens <= event.at.date() <= running.closes


def when_not_open(builder: TurnBuilder, *, known: bool) -> None:
    """Takes an event of a day on which nothing is asked. `known`: there still is a session."""
    command = command_of(builder.event.heard.raw) if builder.event.heard else None
    if known and _deletes(builder, command):
        return
    if builder.event.did is Did.BRING_BACK and _has_begun(builder):
        by_words(builder, known=known)
        return
    _say_when(builder)
    builder.card(last=command is not Command.HELP)
    builder.ended = not known


def _deletes(builder: TurnBuilder, command: Command | None) -> bool:
    """Deleting goes on as if it were open: the question whether to, and its answer. False where it is about
    something else."""
    if builder.state.response is None:
        return False
    answers = builder.state.aside == "delete" and builder.event.did is Did.TAP
    if answers and (action := action_of(builder.state, builder.event.taps[-1])) and delete(builder, (action,)):
        return True
    if not answers and command is not Command.DELETE:
        return False
    ask_to_delete(builder)
    return True


def _is_early(builder: TurnBuilder) -> bool:
    return builder.running.status == "open" and builder.event.at.date() < builder.running.opens


def _has_begun(builder: TurnBuilder) -> bool:
    return builder.running.status != "draft" and not _is_early(builder)


def _say_when(builder: TurnBuilder) -> None:
    """When it opens or when it closed; and after that, what can be done with receipt words."""
    running, event = builder.running, builder.event
    if running.status == "draft":
        builder.say("not_open_yet_no_day")
        return
    early = _is_early(builder)
    day = running.opens if early else running.closes
    closed = "closed_sooner" if running.closes >= event.at.date() else "closed"
    builder.say("not_open_yet" if early else closed, day=plain_day(day))
    if not early and (how := told_how(running, event)):
        builder.tell(how)
