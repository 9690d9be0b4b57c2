"""One way through a consultation, step by step, for tests that let something go wrong at each of them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from bot.telegram import TELEGRAM
from bot.turns.arrived import Arrived
from bot.turns.turn_taker import TurnTaker
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.replies import Reply
from conversations.hearing.values import Flag, Heard, Risk
from storage.store import Store
from storage.turns import Delivery
from tests.storage.stored import NOW

ID = "care"
CHAT = "7312045599"
ADDRESS = f"telegram:{CHAT}"
WORRY = "I am scared to go home"


@dataclass(frozen=True, slots=True)
class Step:
    """Writes `text`, or taps the button with this label."""

    label: str = ""
    text: str | None = None


WAY = (
    Step(text="/start"),
    Step("16 to 17"),
    Step(line("welcome_next")),
    Step(line("agree_yes")),
    Step(text="a dog"),
    Step(text=WORRY),
    Step(line("done")),
    Step(text="more people who listen"),
    Step(line("done")),
    Step("Option y"),
    Step(line("quoting_yes")),
    Step(line("finish")),
)
"""Through tests.storage.stored.consultation(), to its end."""

LEAVING = (*WAY, Step(text="/delete"), Step(line("delete_yes")))
"""And then everything is taken back."""


async def hear(text: str, before: str = "", **_: object) -> Heard:
    """Finds a worry in one sentence only, and takes no time."""
    return Heard(redacted=text, flag=Flag(Risk.URGENT, ("harm",), text) if WORRY in text else None, raw=text)


def chance_of(seed: object) -> Callable[[int], bytes]:
    """The same bytes each time for the same seed."""
    numbers = count()
    return lambda size: hashlib.shake_256(f"{seed} {next(numbers)}".encode()).digest(size)


def taker_of(store: Store, seed: object) -> TurnTaker:
    return TurnTaker(store, clock=lambda: NOW, chance=chance_of(seed), web_address="https://earshot.test", hear=hear)


def tapped(replies: Sequence[Reply], label: str) -> str:
    """The value of the button with this label. Raises LookupError."""
    for button in (button for reply in reversed(replies) for button in reply.buttons):
        if button.label == label:
            return button.value
    raise LookupError(label)


def arrived(number: int, step: Step, shown: Sequence[Reply], address: str = ADDRESS) -> Arrived:
    """A step as a door hands it to the turn. `shown` is what came back before."""
    did = Did.START if step.text == "/start" else Did.TEXT if step.text is not None else Did.TAP
    return Arrived(
        id=f"update:{number}",
        door=TELEGRAM,
        address=address,
        consultation=ID,
        did=did,
        text=step.text,
        taps=(tapped(shown, step.label),) if step.label else (),
        message=str(number),
        deliver=Delivery("telegram", address.partition(":")[2]),
    )
