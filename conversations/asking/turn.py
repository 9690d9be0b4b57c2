"""The turn: one event from a respondent and everything that it causes. Pure: no input or output, no clock, no chance
but what the event brings.

Each of the other modules of this folder takes some kinds of events; this one says which.
"""

from conversations.asking.consultation.model import Running
from conversations.asking.events import Did, Event, Media
from conversations.asking.not_open import is_open, when_not_open
from conversations.asking.question_types.open import edit
from conversations.asking.receipts.coming_back import bring_back_response
from conversations.asking.session import Session, Turn
from conversations.asking.steps.asides import resume
from conversations.asking.taps import tapped
from conversations.asking.turn_builder import BREAK, TurnBuilder
from conversations.asking.typed.typed_ladder import take_words
from conversations.hearing.values import Heard


def take_turn(consultation: Running, state: Session | None, event: Event) -> Turn:
    """What this event causes. `state` is None for someone new; the same arguments always give the same turn.

    Raises ReceiptNeededError where the turn gives receipt words and the event brought none, and UnknownStepError where
    the session is at a step that there is not.
    """
    builder = TurnBuilder(consultation, state, event)
    builder.raise_flag()
    if not is_open(consultation, event):
        when_not_open(builder, known=state is not None)
    elif event.did in (Did.START, Did.LOOK):
        _arrive(builder, after_break=state is not None and event.at - state.at > BREAK)
    else:
        _TAKES[event.did](builder)
    return builder.turn()


def _arrive(builder: TurnBuilder, *, after_break: bool) -> None:
    """The chat was opened, for the first time or again. Looking keeps nothing and changes nothing; starting does."""
    looks = builder.event.did is Did.LOOK
    if builder.new:
        builder.show()
        builder.ended = looks
    elif looks and not after_break:
        builder.show()
    else:
        resume(builder)


def _come_back(builder: TurnBuilder) -> None:
    bring_back_response(builder, builder.event.returned)


def _unreadable(builder: TurnBuilder) -> None:
    builder.say(f"media_{(builder.event.media or Media.OTHER).value}")
    builder.show()


def _edited(builder: TurnBuilder) -> None:
    edit(builder, builder.question, builder.event.heard or Heard(""))


def _typed(builder: TurnBuilder) -> None:
    if builder.event.media is not None:
        builder.say("media_caption")
    take_words(builder, builder.event.heard or Heard(""))


_TAKES = {
    Did.BRING_BACK: _come_back,
    Did.TAP: tapped,
    Did.MEDIA: _unreadable,
    Did.EDIT: _edited,
    Did.TEXT: _typed,
}
"""What takes each kind of event, besides arriving."""
