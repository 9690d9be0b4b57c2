"""What was tapped: a command, or something of what waits."""

from collections.abc import Sequence

from conversations.asking.buttons import action_of, asks_for_help
from conversations.asking.command_effects import obey
from conversations.asking.turn_builder import TurnBuilder
from conversations.asking.typed.commands import Command

ON_BUTTONS = {
    command.value: command for command in (Command.SKIP, Command.BACK, Command.STOP, Command.HELP, Command.DELETE)
}
"""The commands that have a button."""


def tapped(builder: TurnBuilder) -> None:
    """The taps of one event: one button, or a form's ticks and its button. Those of an earlier question do nothing,
    but Help helps whatever it is from."""
    actions = [action_of(builder.state, one) for one in builder.event.taps]
    known = [action for action in actions if action]
    if known and len(known) == len(actions) and act(builder, known):
        return
    if asks_for_help(builder.event.taps):
        obey(builder, Command.HELP)
        return
    builder.decline("stale", toast="stale_toast")


def act(builder: TurnBuilder, actions: Sequence[str]) -> bool:
    """Does what buttons say; False where they are none of what waits."""
    if len(actions) == 1 and (command := ON_BUTTONS.get(actions[0])):
        obey(builder, command)
        return True
    return builder.waiting.taps(builder, actions)
