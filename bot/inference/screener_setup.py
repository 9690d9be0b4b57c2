"""Puts the screener together: the seeds that ship and an organisation's own, as the encoder reads them.

To read some 1,500 seeds takes seconds, so what the encoder made of them is kept beside it, under a digest of both.
Those that ship have a file of their own: whoever starts with other seeds of an organisation reads only these anew, and
leaves the rest to all the others.
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

SHIPPED, OWN = "seeds.npz", "own_seeds.npz"


def screener(encoder: Encoder, own: Path | None = None, kept: Path | None = None) -> Screener:
    """What texts are screened by. `own`: the folder of an organisation's seeds. `kept`: the folder in which the vectors
    are kept; that of the encoder where it is left out.

    Raises SeedsError where a file of seeds cannot be used, EncoderError where the encoder fails.
    """
    shipped, theirs = seed_sentences.seeds(), seed_sentences.load(own) if own else ()
    folder = kept or built_encoder.folder()
    read = _vectors(encoder, shipped, folder / SHIPPED)
    if theirs:
        read |= _vectors(encoder, theirs, folder / OWN)
    known = seed_sentences.joined(shipped, theirs)
    vectors = np.stack([read[seed.text] for seed in known])
    return Screener(risk_model.learned(), seed_similarity(known, vectors), encoder_heads.learned().risk)


def _vectors(encoder: Encoder, known: Sequence[Seed], file: Path) -> dict[str, Floats]:
    """What the encoder makes of each, by its text: as the file has it, else anew, and then the file has it."""
    texts = [seed.text for seed in known]
    digest = hashlib.sha256("\x00".join([encoder.version, *texts]).encode()).hexdigest()
    vectors = _held(file, digest, len(texts))
    if vectors is None:
        vectors = vectors_by(encoder)(texts)
        _keep(file, digest, vectors)
    return dict(zip(texts, vectors, strict=True))


def _held(file: Path, digest: str, count: int) -> Floats | None:
    """None where it is not there, not whole, or of others."""
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as held:
            vectors: Floats = held["vectors"]
            return vectors if str(held["digest"]) == digest and vectors.shape == (count, VECTOR) else None
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None


def _keep(file: Path, digest: str, vectors: Floats) -> None:
    """Whole or not at all. Where nothing can be written the next start takes as long again."""
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as made:
            np.savez(made, digest=np.array(digest), vectors=vectors)
        os.replace(made.name, file)  # noqa: PTH105
    except OSError:
        return
