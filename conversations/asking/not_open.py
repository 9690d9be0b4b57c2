"""Before the opening and after the closing day: says so and helps; who answered can still delete, and the receipt words
still show what became of it."""

from conversations.asking.buttons import action_of, asks_for_help
from conversations.asking.consultation.model import Running
from conversations.asking.events import Did, Event
from conversations.asking.locales.dates import plain_day
from conversations.asking.receipts.after_closing import by_words, told_how
from conversations.asking.steps.asides import ask_to_delete, delete
from conversations.asking.steps.step_registry import show
from conversations.asking.turn_builder import TurnBuilder
from conversations.asking.typed.commands import Command, command_of
from conversations.asking.typed.typed_ladder import option_meant


def is_open(running: Running, event: Event) -> bool:
    """Whether questions are asked on this day."""
    return running.status == "open" and running.opens <= event.at.date() <= running.closes


def when_not_open(builder: TurnBuilder, *, known: bool) -> None:
    """Takes an event of a day on which nothing is asked. `known`: there still is a session."""
    command = _command(builder.event)
    if _deletes(builder, command):
        return
    if builder.event.did is Did.BRING_BACK and _has_begun(builder):
        by_words(builder, known=known)
        return
    _say_when(builder)
    builder.card(last=command is not Command.HELP)
    builder.ended = not known


def _command(event: Event) -> Command | None:
    """The command that was typed; or Help, whatever question its button is from."""
    if asks_for_help(event.taps):
        return Command.HELP
    return command_of(event.heard.raw) if event.heard else None


def _deletes(builder: TurnBuilder, command: Command | None) -> bool:
    """Deleting goes on as if it were open: the question whether to, and its answer. False where it is about
    something else, or is settled so that only the day is left to say."""
    if builder.state.response is None:
        return False
    asked = builder.state.aside == "delete"
    answer = _answer(builder) if asked else None
    if answer == "yes":
        return delete(builder, (answer,))
    if answer == "no":  # but the place is not shown again: it asks what can no longer be answered
        builder.say("kept")
        builder.step_aside("")
        return False
    asks_again = asked and (command is Command.HELP or builder.event.did is Did.TAP)
    if command is not Command.DELETE and not asks_again:
        return False
    if command is Command.HELP:
        builder.card()
    ask_to_delete(builder)
    return True


def _answer(builder: TurnBuilder) -> str | None:
    """What was tapped or typed to the question that waits; None where it means none of its options, or was not meant
    for it."""
    event = builder.event
    if event.did is Did.TAP:
        return action_of(builder.state, event.taps[-1])
    if event.did is not Did.TEXT or event.forwarded or not all(action_of(builder.state, one) for one in event.taps):
        return None
    option = option_meant(show(builder.running, builder.state), event.heard.raw if event.heard else "")
    return action_of(builder.state, option.value) if option else None


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
