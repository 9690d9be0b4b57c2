"""What each command does. Commands work at every step, tapped or typed."""

from conversations.asking.locales import line
from conversations.asking.locales.dates import plain_day
from conversations.asking.steps.asides import ask_to_delete, back_on_the_way, pause, resume
from conversations.asking.steps.places import CHECK, DONE
from conversations.asking.steps.step import Skip
from conversations.asking.steps.step_registry import step_of
from conversations.asking.turn_builder import TurnBuilder
from conversations.asking.typed.commands import Command


def obey(builder: TurnBuilder, command: Command) -> None:
    """Does what was asked for. Skip and Back end a short way off."""
    match command:
        case Command.START:
            resume(builder)
        case Command.HELP:
            builder.card()
            builder.say("how_it_works")
            builder.show()
        case Command.STOP:
            pause(builder)
        case Command.DELETE:
            ask_to_delete(builder)
        case Command.PRIVACY:
            until = builder.running.words_until
            builder.say("privacy", day=plain_day(until))
            builder.show()
        case Command.LANGUAGE:
            builder.step_aside("language")
            builder.show()
        case Command.SKIP | Command.BACK if builder.state.aside:
            back_on_the_way(builder)
        case Command.SKIP:
            _skip(builder)
        case _:
            _back(builder)


def _skip(builder: TurnBuilder) -> None:
    skip = step_of(builder.state).skip
    if skip is Skip.REFUSED:
        builder.decline("cant_skip")
    elif skip is Skip.STAYS:
        builder.show()
    elif builder.question and builder.question.id in builder.state.answers:
        builder.say("skip_keeps")
        builder.go_on()
    else:
        builder.you(line("skipped"))
        builder.go_on()


def _back(builder: TurnBuilder) -> None:
    before = step_of(builder.state).back(builder.text, builder.state)
    if builder.state.changing:
        builder.change(changing=False)
        before = DONE if builder.state.finished else CHECK
    if before is None:
        builder.decline("first_one")
        return
    builder.go(before)
    builder.show()
