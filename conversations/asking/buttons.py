"""Buttons: what each of them sends back when it is tapped, and whether that is still of the question that waits."""

from collections.abc import Sequence

from conversations.asking.locales import line
from conversations.asking.replies import Button, Place
from conversations.asking.session import Session


def value(state: Session, action: str) -> str:
    """A button's opaque value: the seed tells a button of another session, the stamp one of an earlier question."""
    return f"v1:{state.seed:x}-{state.stamp}.{action}"


def action_of(state: Session, tapped: str) -> str | None:
    """What a button says to do; None where it is from an earlier question, or no button of ours."""
    _, _, action = tapped.partition(".")
    return action if action and tapped == value(state, action) else None


def asks_for_help(taps: Sequence[str]) -> bool:
    """Whether Help was tapped, of whatever question."""
    return any(one.endswith(".help") for one in taps)


def option(state: Session, key: str, action: str, *, picked: bool = False) -> Button:
    """Something to answer with, called by the catalogue's line `key`."""
    return Button(line(key), value(state, action), Place.OPTION, picked)


def control(state: Session, key: str, action: str) -> Button:
    """A way on, back or out, called by the catalogue's line `key`."""
    return Button(line(key), value(state, action), Place.CONTROL)


def controls(state: Session, *keys: str) -> tuple[Button, ...]:
    """Those whose line in the catalogue is called as what they do."""
    return tuple(Button(line(key), value(state, key), Place.CONTROL) for key in keys)


def numbered(action: str, name: str) -> int | None:
    """The number of an action that has one: 3 for "o3" called "o"; None where it is another action."""
    number = action.removeprefix(name)
    return int(number) if action.startswith(name) and number.isdecimal() else None
