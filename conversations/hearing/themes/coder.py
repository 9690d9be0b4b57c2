"""Coding: which themes of its question's code frame an answer states, and how sure that is."""

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversations.hearing.encoded import Floats
from conversations.hearing.themes.answer_features import Arrays, Counts, Rarity, counted
from conversations.hearing.themes.code_frame import LEAST_CHECKED, CodeFrame, Coding, Example
from conversations.hearing.themes.pretrained import FIRMNESS, Pretrained, frame_examples, labels
from conversations.hearing.themes.ridge import RidgeWeights, fitted
from conversations.hearing.themes.thresholds import Thresholds, agreement, codings, stated_codes, tuned
from conversations.hearing.themes.zero_shot import ZeroShotScores, definitions, with_examples

RECIPE = "3"
"""Changes whenever the same examples would make another coder."""

GENTLE = 3.0
"""How much firmer a prior stands than what was learned from examples alone."""

ENOUGH = 30
"""With fewer examples nothing is said about how good a coder is, and its decisions are not tuned on them."""

ENOUGH_OVER_PRIOR = 200
"""With fewer corrections a prior's own decisions stand."""

MOST = 3000
"""Examples that are learned from: with more, the newest. (Time grows with the cube: seconds for so many.)"""

UNTUNED = Thresholds(slope=13.0, lift=-4.5, bar=0.0)
"""How things stand where examples are too few to tune it: as for the bundled questions, rounded."""

FALL = 0.01
"""A smaller fall of the score is chance."""


class CoderError(ValueError):
    """What is kept of a coder cannot be read. Says what to do."""


@dataclass(frozen=True, slots=True)
class Coder:
    """Codes the answers to one question. Never changes: a correction makes a new one.

    `version`: a digest of all that it was made from (frame, examples, encoder, prior).
    `score`: its sample-averaged F1 (0 to 1) on its examples, each left out of learning in turn; None where they are
    too few. `known`, `right`: digests of these examples and the F1 on each.
    """

    codes: tuple[str, ...]
    version: str
    score: float | None
    thresholds: Thresholds
    prior_weights: ZeroShotScores | RidgeWeights = field(repr=False)
    learned: RidgeWeights | None = field(repr=False)
    reads_vectors: bool
    known: NDArray[np.uint64] = field(repr=False)
    right: Floats = field(repr=False)
    checked: bool = True

    def code(self, texts: Sequence[str], vectors: Floats | None) -> list[Coding]:
        """What each redacted text states. `vectors` (texts x VECTOR) are theirs; None where there is no encoder, and
        then a person has to look at all of them if the coder was learned with one."""
        if not texts:
            return []
        if not self.reads_vectors:
            vectors = None
        counts = counted(texts)
        scores = _prior_scores(self.prior_weights, counts, vectors)
        if self.learned is not None:
            scores = scores + self.learned(counts, vectors)
        sure = self.checked and (vectors is not None or not self.reads_vectors)
        made = codings(self.thresholds.odds(scores), self.codes, self.thresholds.bar, sure=sure)
        return [UNREADABLE if not text.strip() else coding for text, coding in zip(texts, made, strict=True)]

    def to_bytes(self) -> bytes:
        """To be kept, and read by `from_bytes`: an .npz file without pickled parts."""
        thresholds = self.thresholds
        arrays: Arrays = {
            "recipe": np.array(RECIPE),
            "codes": np.array(self.codes),
            "version": np.array(self.version),
            "score": np.array(np.nan if self.score is None else self.score),
            "decision": np.array([thresholds.slope, thresholds.lift, thresholds.bar]),
            "reads_vectors": np.array(self.reads_vectors),
            "known": self.known,
            "right": self.right.astype(np.float16),
            "checked": np.array(self.checked),
        }
        if isinstance(self.prior_weights, RidgeWeights):
            arrays |= self.prior_weights.arrays("prior")
        else:
            arrays |= self.prior_weights.arrays()
        if self.learned is not None:
            arrays |= self.learned.arrays("learned")
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Coder":
        """Raises CoderError."""
        try:
            with np.load(io.BytesIO(kept), allow_pickle=False) as file:
                return cls._read({name: file[name] for name in file.files})
        except (OSError, ValueError, KeyError, EOFError, IndexError, TypeError) as error:
            raise CoderError(
                f"what is kept of this coder cannot be read ({type(error).__name__}): learn it anew"
            ) from None
        except Exception as error:  # noqa: BLE001 - zipfile and zlib have errors of their own
            raise CoderError(f"what is kept of this coder is broken ({type(error).__name__}): learn it anew") from None

    @classmethod
    def _read(cls, arrays: Mapping[str, NDArray[Any]]) -> "Coder":
        if str(arrays["recipe"]) != RECIPE:
            raise ValueError
        score = float(arrays["score"])
        slope, lift, bar = map(float, arrays["decision"])
        nearness = "nearness" in arrays
        return cls(
            codes=tuple(map(str, arrays["codes"])),
            version=str(arrays["version"]),
            score=None if np.isnan(score) else score,
            thresholds=Thresholds(slope, lift, bar),
            prior_weights=ZeroShotScores(arrays["nearness"].astype(np.float32))
            if nearness
            else RidgeWeights.read(arrays, "prior"),
            learned=RidgeWeights.read(arrays, "learned") if "learned.ids" in arrays else None,
            reads_vectors=bool(arrays["reads_vectors"]),
            known=arrays["known"],
            right=arrays["right"].astype(np.float32),
            checked=bool(arrays["checked"]),
        )


UNREADABLE = Coding(("unclear",), {"unclear": 1.0}, needs_person=False)
"""Of an answer without a word."""


def learn(
    frame: CodeFrame,
    examples: Sequence[Example],
    encode: Callable[[Sequence[str]], Floats] | None,
    *,
    prior: Pretrained | None = None,
    encoder: str = "",
) -> Coder:
    """A coder of the frame's question, from the frame, from answers that people coded, and from a prior.

    `examples` come in the order in which they were coded: of a text that is there twice, the last counts. `encode`
    makes the vectors (texts x VECTOR) of redacted texts, and `encoder` is its version; without `encode` the coder reads
    words alone. Seconds; the same from the same.

    With a prior, only what it does not know is learned: the examples that people coded, and those of the frame's themes
    that are new to it.
    """
    material = _material([*_frame_examples_to_learn(frame, prior), *examples], frame.codes)
    coder = Coder(
        frame.codes,
        _version(frame, material, encoder if encode else None, prior),
        score=prior.score if prior else None,
        thresholds=prior.thresholds if prior else UNTUNED,
        prior_weights=_prior_weights(frame, encode, prior, material),
        learned=None,
        reads_vectors=encode is not None,
        known=np.zeros(0, np.uint64),
        right=np.zeros(0, np.float32),
        checked=len(_material(examples, frame.codes)) >= LEAST_CHECKED or _as_it_was(frame, prior),
    )
    return _taught(coder, material, encode, has_prior=prior is not None) if material else coder


def _frame_examples_to_learn(frame: CodeFrame, prior: Pretrained | None) -> list[Example]:
    """The frame's own examples; with a prior those of themes that it does not know."""
    own = frame_examples(frame)
    if prior is None:
        return own
    new = set(frame.codes) - set(prior.codes)
    return [example for example in own if example.codes & new]


def _as_it_was(frame: CodeFrame, prior: Pretrained | None) -> bool:
    """Whether the frame has the themes that its prior was learned with."""
    return prior is not None and frame.codes == prior.codes


def _prior_weights(
    frame: CodeFrame,
    encode: Callable[[Sequence[str]], Floats] | None,
    prior: Pretrained | None,
    material: Sequence[Example],
) -> ZeroShotScores | RidgeWeights:
    """What speaks for each code before anything is learned: a prior, or how near an answer is to what a theme is said
    to be and to its examples."""
    if prior is not None:
        return _for_codes(prior, frame.codes)
    if encode is None or not frame.themes:
        return ZeroShotScores.of(None, frame.codes)
    said = encode(definitions(frame))
    if material:
        stated = labels(material, [theme.code for theme in frame.themes])
        said = with_examples(said, stated.astype(np.bool_), encode([one.text for one in material]))
    return ZeroShotScores.of(said, frame.codes)


def _taught(
    coder: Coder, material: Sequence[Example], encode: Callable[[Sequence[str]], Floats] | None, *, has_prior: bool
) -> Coder:
    """The coder, when it has learned what its prior does not say of these examples; with enough of them its thresholds
    are tuned on what it makes of each when that one is left out."""
    texts, stated = [example.text for example in material], labels(material, coder.codes)
    counts, vectors = counted(texts), encode(texts) if encode else None
    before = _prior_scores(coder.prior_weights, counts, vectors)
    firmness = FIRMNESS * GENTLE if has_prior else FIRMNESS
    learned, left_out = fitted(
        Rarity.of(counts), counts, vectors, stated - before, stated, firmness=firmness, start=not has_prior
    )
    scores = before + left_out
    thresholds, score = coder.thresholds, coder.score
    if len(material) >= (ENOUGH_OVER_PRIOR if has_prior else ENOUGH):
        thresholds, score = tuned(scores, stated, coder.codes)
    made = stated_codes(thresholds.odds(scores), coder.codes, thresholds.bar)
    right = np.array([agreement(made[[at]], stated[[at]]) for at in range(len(texts))], np.float32)
    return replace(
        coder,
        score=score,
        thresholds=thresholds,
        learned=_as_kept(learned),
        known=np.array([_digest(text) for text in texts], np.uint64),
        right=right.astype(np.float16).astype(np.float32),
    )


def falls_behind(new: Coder, old: Coder) -> bool:
    """Whether a newly learned coder is worse than the one before on the examples that both know, each of them left out
    of learning. Scores of different examples do not compare: corrections are of the answers that are hard to code."""
    _, of_new, of_old = np.intersect1d(new.known, old.known, return_indices=True)
    return len(of_new) >= ENOUGH and float(new.right[of_new].mean()) < float(old.right[of_old].mean()) - FALL


def _prior_scores(weights: ZeroShotScores | RidgeWeights, counts: Counts, vectors: Floats | None) -> Floats:
    if isinstance(weights, RidgeWeights):
        return weights(counts, vectors)
    return weights(counts.shape[0], vectors)


def _material(examples: Sequence[Example], codes: Sequence[str]) -> list[Example]:
    """Each text once, with those of its codes that the frame has; none without any."""
    last: dict[str, Example] = {}
    for example in examples:
        last.pop(example.text, None)
        last[example.text] = Example(example.text, example.codes & frozenset(codes))
    return [example for example in last.values() if example.codes and example.text.strip()][-MOST:]


def _for_codes(prior: Pretrained, codes: Sequence[str]) -> RidgeWeights:
    """The prior's weights for the codes of a frame that may have changed since."""
    if tuple(codes) == prior.codes:
        return prior.weights
    known, place = prior.weights, {code: at for at, code in enumerate(prior.codes)}

    def of(weights: Floats) -> Floats:
        columns = [weights[..., place[code]] if code in place else np.zeros(weights.shape[:-1]) for code in codes]
        return np.stack(columns, axis=-1).astype(np.float32)

    return RidgeWeights(known.rarity, *map(of, (known.words, known.bends, known.start, known.usual)))


def _as_kept(weights: RidgeWeights) -> RidgeWeights:
    """With its weights rounded as they are kept, so that a coder codes the same before and after."""
    return RidgeWeights.read(weights.arrays("it"), "it")


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")


def _version(frame: CodeFrame, material: Sequence[Example], encoder: str | None, prior: Pretrained | None) -> str:
    made_from = (
        RECIPE,
        [(theme.code, theme.name, theme.definition, theme.examples) for theme in frame.themes],
        sorted(frame.residual.items()),
        [(example.text, sorted(example.codes)) for example in material],
        encoder,
        prior.version if prior else "",
    )
    return hashlib.sha256(repr(made_from).encode("utf-8", "surrogatepass")).hexdigest()[:16]
