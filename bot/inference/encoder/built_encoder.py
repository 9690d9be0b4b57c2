"""The encoder that set-up has built: where it is, what it depends on, and whether it is still what was built.

What runs needs nothing else: not the weights, not what builds it.
"""

import hashlib
import json
import sys
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from bot.file_digest import file_digest
from bot.inference.encoder import pinned_weights
from conversations.hearing.encoded import EncoderError

RECIPE = "4"
"""Changes whenever set-up would build something else from the same weights."""

MODEL = "encoder.onnx"
MANIFEST = "encoder.json"


@dataclass(frozen=True, slots=True)
class BuiltEncoder:
    """Its two files. `version`: another one may read the same text otherwise."""

    model: Path
    tokenizer: Path
    version: str


def folder() -> Path:
    """Where the built encoder is kept: beside the installed packages, so that it goes when they go."""
    return Path(sys.prefix) / "share" / "earshot"


def adapters_bytes() -> bytes:
    """What was learned on top of the weights; empty where nothing was."""
    file = resources.files("conversations.hearing") / "learned" / "adapters.npz"
    return file.read_bytes() if file.is_file() else b""


def key(learned: bytes | None = None) -> str:
    """What the encoder built with these adapters (those that are shipped, if not given) depends on, as a digest:
    another key means that it has to be built anew."""
    learned = adapters_bytes() if learned is None else learned
    parts = [RECIPE, *pinned_weights.DIGESTS.values(), f"onnxruntime {metadata.version('onnxruntime')}"]
    return hashlib.sha256("\n".join(parts).encode() + learned).hexdigest()


def built(into: Path, learned: bytes | None = None) -> BuiltEncoder:
    """What was built into a folder, if it is there, whole, and from what is here now. Raises EncoderError with what to
    do. `learned`: as for `key`."""
    model, tokenizer, manifest = into / MODEL, into / pinned_weights.TOKENIZER, into / MANIFEST
    try:
        noted = json.loads(manifest.read_text(encoding="ascii"))
        if noted["key"] != key(learned):
            raise EncoderError("the encoder was built from other weights than those that are here now: run make setup")
        digests = {model: noted["sha256"], tokenizer: pinned_weights.DIGESTS[pinned_weights.TOKENIZER]}
        if any(file_digest(file) != digest for file, digest in digests.items()):
            raise EncoderError("the encoder's file is not as it was built: run make setup")
    except (OSError, ValueError, KeyError, TypeError):
        raise EncoderError("the encoder has not been built, or its file cannot be read: run make setup") from None
    return BuiltEncoder(model, tokenizer, noted["key"][:12])
