"""The stages of `make train`, in their order: each learns a file from what those before it made."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from bot.inference.encoder import encoder_build, encoder_graph
from bot.inference.encoder.onnx_encoder import OnnxEncoder
from bot.inference.encoder.pinned_weights import PinnedWeights
from bot.training import material, writers
from bot.training.data_split import TUNE
from bot.training.fitted_on import LEARNED, TRAIN, WRITERS_LEARN, WRITERS_TUNE
from bot.training.learning.build_word_lists import build_lists
from bot.training.learning.learn_name_recogniser import build_recogniser
from bot.training.learning.learn_tagger import learn_tagger, save
from bot.training.public_sources import SourcesMissingError, checked
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
from conversations.hearing.themes.code_frame import CodeFrame, Example

Told = Callable[[int, int, float | None], None]
"""Is told now and then how many steps of a stage are done, of how many, and how wrong it still is, if it can say."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a stage stands on. `public`: the folder with the files of public_sources.yaml, if there is one. `out`: where
    learned files are and go. `rounds`: how often the adapters see every text."""

    public: Path | None
    out: Path
    weights: PinnedWeights
    seed: int
    rounds: int

    def encoder(self) -> OnnxEncoder:
        """The encoder with the adapters in `out`, as it will run. Raises OSError where there are none yet."""
        learned = (self.out / "adapters.npz").read_bytes()
        with tempfile.TemporaryDirectory() as folder:
            return OnnxEncoder(encoder_build.build(Path(folder), self.weights, learned))

    def heads(self) -> Heads:
        """The heads in `out`. Raises OSError where there are none yet."""
        with np.load(self.out / "heads.npz") as arrays:
            return encoder_heads.read(arrays)


Learn = Callable[[Ground, Told], str]
"""Writes its files into `out`, and says in a few words what is in them. Can tell how far it is. Raises KeptError."""


class KeptError(Exception):
    """A stage cannot learn its file here, so that it stays as it ships. Says why."""


@dataclass(frozen=True, slots=True)
class Stage:
    """`files`: those that it writes. `learned`, `tuned`: the sets of answers that it learns from, and on which it sets
    thresholds and mixes (as fitted_on names them)."""

    learn: Learn
    files: tuple[str, ...]
    learned: tuple[str, ...] = (TRAIN,)
    tuned: tuple[str, ...] = ()


def _lists(ground: Ground, _told: Told) -> str:
    try:
        public = checked(ground.public)
    except SourcesMissingError as error:
        if ground.out.resolve() != LEARNED:
            ground.out.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(LEARNED / "words.bin", ground.out / "words.bin")
        raise KeptError(f"words.bin stays as it ships: {error}") from None
    words = build_lists(public, material.training_answers(), ground.out)
    # The recogniser is learned on the lists that the product reads: those just made, unless `out` is another folder.
    lists.cache_clear()
    known.cache_clear()
    return f"{words} words"


def _recogniser(ground: Ground, _told: Told) -> str:
    return f"{build_recogniser(ground.out)} weights"


def _adapters(ground: Ground, told: Told) -> str:
    # JAX is installed only where this is learned, and takes a second to load.
    from bot.training.learning.adapters import Pace, learn  # noqa: PLC0415
    from bot.training.learning.network import Shape  # noqa: PLC0415

    # Not from the texts with personal data: they tell the tagger how sure the encoder is of what it never saw.
    rows = [
        *material.training_answers(),
        *material.coded(material.frames()),
        *material.seeds(),
        *material.feelings(),
        *writers.texts(writers.LEARN),
    ]
    learned = learn(
        encoder_build.weights(ground.weights),
        Shape(encoder_graph.LAYERS, encoder_graph.HEADS, encoder_graph.SHOWN),
        Tokenizer.from_file(str(ground.weights.tokenizer)),
        rows,
        [*writers.questions(writers.LEARN), *_bundled_questions()],
        pace=Pace(rounds=ground.rounds, seed=ground.seed),
        told=told,
    )
    learned.write(ground.out)
    return f"{len(learned.adapters)} + {len(learned.heads)} matrices from {len(rows)} texts"


def _bundled_questions() -> list[tuple[CodeFrame, list[Example]]]:
    """The bundled questions, with the labelled answers to each."""
    answers = material.training_answers()
    return [
        (frame, [Example(one.redacted, one.codes) for one in answers if one.question == question])
        for question, frame in bundled_frames().items()
    ]


def _tagger(ground: Ground, _told: Told) -> str:
    answers = [*material.training_answers(), *writers.texts(writers.LEARN)]
    made = learn_tagger(answers, material.personal(), ground.encoder(), ground.heads().tags)
    save(made, ground.out)
    return f"{len(made.names)} signs"


def _worries(ground: Ground, _told: Told) -> str:
    known = Material(
        (*material.training_answers(), *writers.texts(writers.LEARN)),
        (*material.tuning_answers(), *writers.texts(TUNE)),
        tuple(shipped_seeds()),
    )
    made = learn_risk_model(known, ground.encoder(), ground.heads().risk)
    np.savez_compressed(ground.out / "worries.npz", allow_pickle=False, **risk_model.arrays(made))
    return made.version


def _feelings(ground: Ground, _told: Told) -> str:
    learn = [*material.training_answers(), *material.feelings(), *writers.texts(writers.LEARN)]
    held = [*material.tuning_answers(), *writers.texts(TUNE)]
    made = learn_sentiment(learn, held, ground.encoder(), ground.heads().feeling)
    np.savez_compressed(ground.out / "feelings.npz", allow_pickle=False, **sentiment_model.arrays(made))
    return made.version


def _themes(ground: Ground, told: Told) -> str:
    encoder, questions = ground.encoder(), _bundled_questions()
    learned: dict[str, pretrained.Pretrained] = {}
    for done, (frame, of_it) in enumerate(questions):
        told(done, len(questions), None)
        question = frame.question
        learned |= pretrained.learn_priors({question: (frame, of_it)}, vectors_by(encoder), encoder=encoder.version)
    np.savez_compressed(ground.out / "themes.npz", allow_pickle=False, **pretrained.to_arrays(learned))
    return ", ".join(f"{question} {prior.score:.2f}" for question, prior in learned.items())


_ALL, _TUNED = (TRAIN, WRITERS_LEARN), (TUNE, WRITERS_TUNE)

STAGES: Mapping[str, Stage] = {
    "lists": Stage(_lists, ("words.bin",)),
    "recogniser": Stage(_recogniser, ("recogniser.bin",)),
    "adapters": Stage(_adapters, ("adapters.npz", "heads.npz"), learned=_ALL),
    "tagger": Stage(_tagger, ("tagger.npz",), learned=_ALL),
    "worries": Stage(_worries, ("worries.npz",), learned=_ALL, tuned=_TUNED),
    "feelings": Stage(_feelings, ("feelings.npz",), learned=_ALL, tuned=_TUNED),
    "themes": Stage(_themes, ("themes.npz",)),
}
"""By name, in their order. To add one, write what learns it and name it here."""
