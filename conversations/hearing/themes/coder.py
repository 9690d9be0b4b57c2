"""Coding: which themes of its question's code frame an answer states, and how sure that is."""

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversations.hearing.encoded import Floats
from conversations.hearing.ridge import RidgeWeights, fitted
from conversations.hearing.themes.answer_features import Arrays, Counts, Rarity, counted
from conversations.hearing.themes.code_frame import CodeFrame, Coding, Example
from conversations.hearing.themes.discovery import Group, groups
from conversations.hearing.themes.pretrained import FIRMNESS, Pretrained, framed, labels
from conversations.hearing.themes.thresholds import Decision, agreement, codings, decided, tuned
from conversations.hearing.themes.zero_shot import ZeroShotScores, definitions

__all__ = ["Coder", "CoderError", "Group", "falls_behind", "groups", "learn"]

RECIPE = "1"
"""Changes whenever the same examples would make another coder."""

GENTLE = 3.0
"""How much firmer a prior stands than what was learned from examples alone."""

ENOUGH = 30
"""With fewer examples nothing is said about how good a coder is, and its decisions are not tuned on them."""

ENOUGH_OVER_PRIOR = 200
"""With fewer corrections a prior's own decisions stand."""

MOST = 3000
"""Examples that are learned from: with more, the newest. (Time grows with the cube: seconds for so many.)"""

UNTUNED = Decision(slope=13.0, lift=-4.5, bar=0.0)
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
    decision: Decision
    beforehand: ZeroShotScores | RidgeWeights = field(repr=False)
    learned: RidgeWeights | None = field(repr=False)
    reads_vectors: bool
    known: NDArray[np.uint64] = field(repr=False)
    right: Floats = field(repr=False)

    def code(self, texts: Sequence[str], vectors: Floats | None) -> list[Coding]:
        """What each redacted text states. `vectors` (texts x VECTOR) are theirs; None where there is no encoder, and
        then a person has to look at all of them if the coder was learned with one."""
        if not texts:
            return []
        if not self.reads_vectors:
            vectors = None
        counts = counted(texts)
        said = _beforehand(self.beforehand, counts, vectors)
        if self.learned is not None:
            said = said + self.learned(counts, vectors)
        sure = vectors is not None or not self.reads_vectors
        made = codings(self.decision.odds(said), self.codes, self.decision.bar, sure=sure)
        return [UNREADABLE if not text.strip() else coding for text, coding in zip(texts, made, strict=True)]

    def to_bytes(self) -> bytes:
        """To be kept, and read by `from_bytes`: an .npz file without pickled parts."""
        decision = self.decision
        arrays: Arrays = {
            "recipe": np.array(RECIPE),
            "codes": np.array(self.codes),
            "version": np.array(self.version),
            "score": np.array(np.nan if self.score is None else self.score),
            "decision": np.array([decision.slope, decision.lift, decision.bar]),
            "reads_vectors": np.array(self.reads_vectors),
            "known": self.known,
            "right": self.right.astype(np.float16),
        }
        if isinstance(self.beforehand, RidgeWeights):
            arrays |= self.beforehand.arrays("prior")
        else:
            arrays |= self.beforehand.arrays()
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
            decision=Decision(slope, lift, bar),
            beforehand=ZeroShotScores(arrays["nearness"].astype(np.float32))
            if nearness
            else RidgeWeights.read(arrays, "prior"),
            learned=RidgeWeights.read(arrays, "learned") if "learned.ids" in arrays else None,
            reads_vectors=bool(arrays["reads_vectors"]),
            known=arrays["known"],
            right=arrays["right"].astype(np.float32),
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
    codes = frame.codes
    own = framed(frame)
    if prior is not None:
        new = set(codes) - set(prior.codes)
        own = [example for example in own if example.codes & new]
    material = _material([*own, *examples], codes)
    version = _version(frame, material, encoder if encode else None, prior)
    beforehand: ZeroShotScores | RidgeWeights
    if prior is not None:
        beforehand = _for_codes(prior, codes)
    else:
        beforehand = ZeroShotScores.of(encode(definitions(frame)) if encode and frame.themes else None, codes)
    decision, score = (prior.decision, prior.score) if prior is not None else (UNTUNED, None)
    learned, known, right = None, np.zeros(0, np.uint64), np.zeros(0, np.float32)
    if material:
        texts, stated = [example.text for example in material], labels(material, codes)
        counts, vectors = counted(texts), encode(texts) if encode else None
        before = _beforehand(beforehand, counts, vectors)
        firmness = FIRMNESS if prior is None else FIRMNESS * GENTLE
        learned, left_out = fitted(
            Rarity.of(counts), counts, vectors, stated - before, stated, firmness=firmness, start=prior is None
        )
        said = before + left_out
        if len(material) >= (ENOUGH if prior is None else ENOUGH_OVER_PRIOR):
            decision, score = tuned(said, stated, codes)
        known = np.array([_digest(text) for text in texts], np.uint64)
        made = decided(decision.odds(said), codes, decision.bar)
        right = np.array([agreement(made[[at]], stated[[at]]) for at in range(len(texts))], np.float32)
        right = right.astype(np.float16).astype(np.float32)
    return Coder(codes, version, score, decision, beforehand, _as_kept(learned), encode is not None, known, right)


def falls_behind(new: Coder, old: Coder) -> bool:
    """Whether a newly learned coder is worse than the one before on the examples that both know, each of them left out
    of learning. Scores of different examples do not compare: corrections are of the answers that are hard to code."""
    _, of_new, of_old = np.intersect1d(new.known, old.known, return_indices=True)
    return len(of_new) >= ENOUGH and float(new.right[of_new].mean()) < float(old.right[of_old].mean()) - FALL


def _beforehand(beforehand: ZeroShotScores | RidgeWeights, counts: Counts, vectors: Floats | None) -> Floats:
    if isinstance(beforehand, RidgeWeights):
        return beforehand(counts, vectors)
    return beforehand(counts.shape[0], vectors)


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
        return prior.weighing
    weighing, place = prior.weighing, {code: at for at, code in enumerate(prior.codes)}

    def of(weights: Floats) -> Floats:
        columns = [weights[..., place[code]] if code in place else np.zeros(weights.shape[:-1]) for code in codes]
        return np.stack(columns, axis=-1).astype(np.float32)

    return RidgeWeights(weighing.rarity, *map(of, (weighing.words, weighing.bends, weighing.start, weighing.usual)))


def _as_kept(weighing: RidgeWeights | None) -> RidgeWeights | None:
    """With its weights rounded as they are kept, so that a coder codes the same before and after."""
    return None if weighing is None else RidgeWeights.read(weighing.arrays("it"), "it")


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
