"""Puts hearing together: the encoder that set-up has built, or rules alone where it cannot be used."""

from dataclasses import dataclass

from bot.hearing import encoder
from conversations.asking.reading import bundled_frames
from conversations.hearing.coders import Coders
from conversations.hearing.encoded import EncoderError
from conversations.hearing.hear import Hearing
from conversations.hearing.priors import priors


@dataclass(frozen=True, slots=True)
class Opened:
    """What hears, and why it has no encoder, in words that say what to do (empty where it has one)."""

    hearing: Hearing
    trouble: str = ""


def open_hearing() -> Opened:
    """Loads the encoder. Never fails: what is missing is said in `trouble`."""
    coders = Coders(bundled_frames(), priors())
    try:
        return Opened(Hearing(encoder.load(), coders))
    except EncoderError as error:
        return Opened(Hearing(coders=coders), str(error))
