"""Puts hearing together: the encoder that set-up has built, or rules alone where it cannot be used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits

from bot.inference.encoder import onnx_encoder
from bot.inference.own_list_files import read_own_lists
from bot.inference.screener_setup import screener
from conversations.asking.consultation.file import bundled_frames
from conversations.hearing.encoded import EncoderError
from conversations.hearing.pipeline import Hearing
from conversations.hearing.screening.feedback import Decision
from conversations.hearing.themes.pretrained_coders import Coders

if TYPE_CHECKING:
    from conversations.hearing.themes.pretrained import Pretrained


@dataclass(frozen=True, slots=True)
class Opened:
    """What hears. `trouble`: why it has no encoder, in words that say what to do; empty where it has one."""

    hearing: Hearing
    trouble: str = ""

    def adjusted(self, decisions: Iterable[Decision]) -> "Opened":
        """The same, but that screening has learned from decisions. Takes milliseconds and more: call it in a thread."""
        return replace(self, hearing=self.hearing.adjusted(decisions))


def open_hearing(lists: Path | None = None, seeds: Path | None = None) -> Opened:
    """Loads what hears. A missing encoder is no failure: it is said in `trouble`.

    `lists`: the folder of an organisation's own lists; `seeds`: that of its own seed sentences. Raises OwnListError and
    SeedsError where one of their files cannot be used.
    """
    # A text takes one core, and several texts take all there are: libraries that share out every small sum as well only
    # get into one another's way.
    threadpool_limits(1)
    own, coders = read_own_lists(lists), Coders(bundled_frames, _priors)
    try:
        loaded = onnx_encoder.load()
        return Opened(Hearing(loaded, own=own, screener=screener(loaded, seeds), coders=coders))
    except EncoderError as error:
        return Opened(Hearing(own=own, coders=coders), trouble=str(error))


def _priors() -> "Mapping[str, Pretrained]":
    from conversations.hearing.themes.pretrained import priors  # noqa: PLC0415 - a second of libraries that only coding needs

    return priors()
