"""Puts the screener together: the seeds that ship and an organisation's own, as the encoder reads them.

To read some 1,500 seeds takes seconds, so what the encoder made of them is kept beside it, under a digest of both.
"""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.inference.encoder import built_encoder
from conversations.hearing import encoder_heads
from conversations.hearing.encoded import VECTOR, Encoder, Floats, vectors_by
from conversations.hearing.screening import risk_model, seed_sentences
from conversations.hearing.screening.screener import Screener
from conversations.hearing.screening.seed_sentences import Seed
from conversations.hearing.screening.seed_similarity import seed_similarity

FILE = "seeds.npz"


def screener(encoder: Encoder, own: Path | None = None, kept: Path | None = None) -> Screener:
    """What texts are screened by. `own`: the folder of an organisation's seeds. `kept`: the folder in which the vectors
    are kept; that of the encoder where it is left out.

    Raises SeedsError where a file of seeds cannot be used, EncoderError where the encoder fails.
    """
    known = seed_sentences.joined(seed_sentences.seeds(), seed_sentences.load(own) if own else ())
    vectors = _vectors(encoder, known, kept or built_encoder.folder())
    return Screener(risk_model.learned(), seed_similarity(known, vectors), encoder_heads.learned().risk)


def _vectors(encoder: Encoder, known: Sequence[Seed], kept: Path) -> Floats:
    digest = hashlib.sha256("\x00".join([encoder.version, *(seed.text for seed in known)]).encode()).hexdigest()
    try:
        with (kept / FILE).open("rb") as file, np.load(file, allow_pickle=False) as held:
            if str(held["digest"]) == digest and held["vectors"].shape == (len(known), VECTOR):
                vectors: Floats = held["vectors"]
                return vectors
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        pass  # not there, or not whole: made anew
    vectors = vectors_by(encoder)([seed.text for seed in known])
    _keep(kept, digest, vectors)
    return vectors


def _keep(kept: Path, digest: str, vectors: Floats) -> None:
    """Whole or not at all. Where nothing can be written the next start takes as long again."""
    try:
        with tempfile.NamedTemporaryFile(dir=kept, delete=False) as file:
            np.savez(file, digest=np.array(digest), vectors=vectors)
        os.replace(file.name, kept / FILE)  # noqa: PTH105
    except OSError:
        return
