"""The stages of `make train`, in their order: each learns a file from what those before it made."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from bot.inference import encoder_build
from bot.inference.onnx_encoder import OnnxEncoder
from bot.training import material
from bot.training.learning.build_word_lists import build_lists
from bot.training.learning.learn_name_recogniser import build_recogniser
from bot.training.learning.learn_tagger import learn_tagger, save
from conversations.asking.consultation.file import bundled_frames
from conversations.hearing import encoder_heads
from conversations.hearing.encoded import vectors_by
from conversations.hearing.encoder_heads import Heads
from conversations.hearing.labelled_texts import Material
from conversations.hearing.screening import risk_model
from conversations.hearing.screening.risk_model_learning import learn_risk_model
from conversations.hearing.screening.seed_sentences import seeds as shipped_seeds
from conversations.hearing.sentiment import sentiment_model
from conversations.hearing.sentiment.sentiment_learning import learn_sentiment
from conversations.hearing.text.word_lists import known, lists
from conversations.hearing.themes import pretrained
from conversations.hearing.themes.code_frame import Example

Told = Callable[[int, int, float | None], None]
"""Is told now and then how many steps of a stage are done, of how many, and how wrong it still is, if it can say."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a stage stands on. `shared`: the folder with corpus/ and data/. `out`: where learned files are and go."""

    shared: Path
    out: Path
    seed: int
    rounds: int

    def encoder(self) -> OnnxEncoder:
        """The encoder with the adapters in `out`, as it will run. Raises OSError where there are none yet."""
        learned = (self.out / "adapters.npz").read_bytes()
        with tempfile.TemporaryDirectory() as folder:
            model = encoder_build.build(Path(folder), learned)
            return OnnxEncoder(
                model, encoder_build.weights_folder() / "tokenizer.json", encoder_build.key(learned)[:12]
            )

    def heads(self) -> Heads:
        """The heads in `out`. Raises OSError where there are none yet."""
        with np.load(self.out / "heads.npz") as arrays:
            return encoder_heads.read(arrays)


Stage = Callable[[Ground, Told], str]
"""Writes its file into `out`, and says in a few words what is in it. Can tell how far it is."""


def _lists(ground: Ground, _told: Told) -> str:
    words = build_lists(ground.shared, ground.out)
    # The recogniser is learned on the lists that the product reads: those just made, unless `out` is another folder.
    lists.cache_clear()
    known.cache_clear()
    return f"{words} words"


def _recogniser(ground: Ground, _told: Told) -> str:
    return f"{build_recogniser(ground.shared, ground.out)} weights"


def _adapters(ground: Ground, told: Told) -> str:
    # JAX is installed only where this is learned, and takes a second to load.
    from bot.training.learning.adapters import Pace, learn  # noqa: PLC0415
    from bot.training.learning.network import Shape  # noqa: PLC0415

    # Not from the texts with personal data: they tell the tagger how sure the encoder is of what it never saw.
    rows = [
        *material.answers(ground.shared),
        *material.coded(material.frames()),
        *material.seeds(),
        *material.feelings(),
    ]
    learned = learn(
        encoder_build.weights(),
        Shape(encoder_build.LAYERS, encoder_build.HEADS, encoder_build.SHOWN),
        Tokenizer.from_file(str(encoder_build.weights_folder() / "tokenizer.json")),
        rows,
        pace=Pace(rounds=ground.rounds, seed=ground.seed),
        told=told,
    )
    learned.write(ground.out)
    return f"{len(learned.adapters)} + {len(learned.heads)} matrices from {len(rows)} texts"


def _tagger(ground: Ground, _told: Told) -> str:
    made = learn_tagger(material.answers(ground.shared), material.personal(), ground.encoder(), ground.heads().tags)
    save(made, ground.out)
    return f"{len(made.names)} signs"


def _worries(ground: Ground, _told: Told) -> str:
    known = Material(
        tuple(material.answers(ground.shared)), tuple(material.unseen(ground.shared)), tuple(shipped_seeds())
    )
    made = learn_risk_model(known, ground.encoder(), ground.heads().risk)
    np.savez_compressed(ground.out / "worries.npz", allow_pickle=False, **risk_model.arrays(made))
    return made.version


def _feelings(ground: Ground, _told: Told) -> str:
    learn = [*material.answers(ground.shared), *material.feelings()]
    made = learn_sentiment(learn, material.unseen(ground.shared), ground.encoder(), ground.heads().feeling)
    np.savez_compressed(ground.out / "feelings.npz", allow_pickle=False, **sentiment_model.arrays(made))
    return made.version


def _themes(ground: Ground, told: Told) -> str:
    encoder, frames = ground.encoder(), bundled_frames()
    answers = material.answers(ground.shared)
    learned: dict[str, pretrained.Pretrained] = {}
    for done, (question, frame) in enumerate(frames.items()):
        told(done, len(frames), None)
        of_it = [Example(one.redacted, one.codes) for one in answers if one.question == question]
        learned |= pretrained.learn_priors({question: (frame, of_it)}, vectors_by(encoder), encoder=encoder.version)
    np.savez_compressed(ground.out / "themes.npz", allow_pickle=False, **pretrained.to_arrays(learned))
    return ", ".join(f"{question} {prior.score:.2f}" for question, prior in learned.items())


STAGES: Mapping[str, Stage] = {
    "lists": _lists,
    "recogniser": _recogniser,
    "adapters": _adapters,
    "tagger": _tagger,
    "worries": _worries,
    "feelings": _feelings,
    "themes": _themes,
}
"""By name, in their order. To add one, write a Stage and name it here."""
