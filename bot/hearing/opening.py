"""Puts hearing together: the encoder that set-up has built, or rules alone where it cannot be used."""

from dataclasses import dataclass

from bot.hearing import encoder
from conversations.hearing.encoded import EncoderError
from conversations.hearing.hear import BY_RULES, Hearing


@dataclass(frozen=True, slots=True)
class Opened:
    """What hears, and why it has no encoder, in words that say what to do (empty where it has one)."""

    hearing: Hearing
    trouble: str = ""


def open_hearing() -> Opened:
    """Loads the encoder. Never fails: what is missing is said in `trouble`."""
    try:
        return Opened(Hearing(encoder.load()))
    except EncoderError as error:
        return Opened(BY_RULES, str(error))
