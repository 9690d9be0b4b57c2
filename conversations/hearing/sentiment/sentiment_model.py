"""The feeling of a redacted text: signs (TextBlob, reviewed word lists, faces), its grams, and the encoder's head for
feeling, mixed with few weights. Learned by `learn_feelings`, shipped as learned/feelings.npz.

TextBlob was made for reviews of things: it reads "wasn't great" as praise, and does not know what "mint" means. So it
is one sign among others.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from textblob import TextBlob

from conversations.hearing import encoder_heads
from conversations.hearing.encoded import Encoded, Encoder
from conversations.hearing.encoder_heads import FEELINGS, Head
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.learned_files import learned_arrays
from conversations.hearing.redaction.placeholders import PLACEHOLDER
from conversations.hearing.text import ngrams
from conversations.hearing.text.ngrams import Numbers, Reader
from conversations.hearing.text.word_lists import word_set
from conversations.hearing.values import Feeling

LONGEST = 4
"""Words in the longest phrase of the lists."""

REACH = 3
"""A word that says no turns round what follows within so many words."""

FORCE = 3.0
FOLDS = 5

_NOT = word_set("nots")
_BLAND = re.compile(rf"\b(?:{'|'.join(sorted(word_set('feelingless')))})\b", re.IGNORECASE)
_TURNS = frozenset(("but", "though", "although", "however", "except", "yet", "tho"))
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|10/10|[\U0001F300-\U0001FAFF❤♥☹☺]")
_FACES = {
    **dict.fromkeys("😀😃😄😁😊🥰😍🙂👍🔥🎉🙌❤♥💚💙💜🤗😎💯✨🥳😌☺", 1),
    **dict.fromkeys("😢😭😡😠🤬💔😞😔🙄😒😤😩😫👎😣🥺☹😕😟😑🤢💩😰😨😖", -1),
}

Weights = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Felt:
    """`confidence` (0 to 1): how likely it is that a reader would say so too."""

    feeling: Feeling
    confidence: float


def _count(words: list[str], name: str) -> tuple[int, int]:
    """How many of a list's words and phrases stand in the text as they are, and how many after a word that says no."""
    known = word_set(name)
    straight = denied = at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            if " ".join(words[at : at + length]) in known:
                no = length == 1 and any(word in _NOT for word in words[max(0, at - REACH) : at])
                straight, denied = straight + (not no), denied + no
                at += length - 1
                break
        at += 1
    return straight, denied


def signs(redacted: str) -> Numbers:
    """What lists and TextBlob say of a text, each between about -1 and 2."""
    text = PLACEHOLDER.sub(" ", redacted)
    words = [word.lower().replace("'", "").replace("’", "") for word in _WORD.findall(text)]
    glad, not_glad = _count(words, "glad")
    hurt, not_hurt = _count(words, "hurt")
    faces = [_FACES.get(word, 0) for word in words]
    nots = sum(word in _NOT for word in words)
    polarity, subjectivity = TextBlob(_BLAND.sub(" ", text)).sentiment
    return np.array(
        [
            polarity if not nots else 0.0,
            polarity if nots else 0.0,
            subjectivity,
            min(glad, 3) / 2,
            min(hurt, 3) / 2,
            min(not_glad, 2),
            min(not_hurt, 2),
            min(faces.count(1), 2),
            min(faces.count(-1), 2),
            min(nots, 3) / 2,
            any(word in _TURNS for word in words),
            np.log1p(len(words)) / 3,
            "?" in text,
            "!" in text,
        ],
        np.float32,
    )


@dataclass(frozen=True, slots=True)
class SentimentModel:
    """`reader`: log-odds of each of FEELINGS by the grams. `alone` (FEELINGS x (FEELINGS + signs + 1)): how grams and
    signs are mixed, the bias last. `trust`: how much the encoder's head counts beside that; `calm`: what the sum is
    multiplied with, so that the confidence is true. `version` changes with every change of what was learned."""

    reader: Reader
    alone: Weights = field(repr=False)
    trust: float
    calm: float
    version: str


def _log_shares(scores: Weights) -> Weights:
    """Log-odds, along the last axis, as logarithms of shares that add up to 1."""
    top = scores.max(axis=-1, keepdims=True)
    made: Weights = scores - top - np.log(np.exp(scores - top).sum(axis=-1, keepdims=True))
    return made


def _alone(gram: Weights, sign: Weights, alone: Weights) -> Weights:
    """Log-shares of the feelings by grams and signs: (FEELINGS) for one text, (texts x FEELINGS) for several."""
    return _log_shares(np.concatenate([gram, sign], axis=-1) @ alone[:, :-1].T + alone[:, -1])


def feel(
    redacted: str, encoded: Encoded | None = None, feelings: SentimentModel | None = None, head: Head | None = None
) -> Felt:
    """positive, neutral, negative, or mixed where both are plainly there; of a text that says nothing neutral.

    `encoded`: the redacted text as the encoder reads it; None where there is no encoder. `feelings` and `head`: what
    was learned; what ships where they are left out.
    """
    if not _WORD.search(PLACEHOLDER.sub(" ", redacted)):
        return Felt(Feeling.NEUTRAL, 1.0)
    feelings = feelings or learned()
    scores = _alone(feelings.reader(redacted), signs(redacted), feelings.alone)
    if encoded is not None:
        said = _log_shares((head or encoder_heads.learned().feeling)(encoded.vector))
        scores = feelings.calm * ((1 - feelings.trust) * scores + feelings.trust * said)
    shares = np.exp(_log_shares(scores))
    best = int(np.argmax(shares))
    return Felt(FEELINGS[best], float(shares[best]))


def _truth(answers: Sequence[Labelled]) -> NDArray[np.int64]:
    return np.array([FEELINGS.index(answer.feeling) for answer in answers if answer.feeling])


def _reader(texts: Sequence[str], truth: NDArray[np.int64]) -> Reader:
    outputs = [truth == number for number in range(len(FEELINGS))]
    return ngrams.learn(texts, outputs, np.ones(len(texts)), ngrams.rarity(texts), FORCE)


def _mixed(rows: Weights, truth: NDArray[np.int64]) -> Weights:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - slow to load, and only learning needs it

    model = LogisticRegression(C=1.0, max_iter=1000).fit(rows, truth)
    return np.column_stack([model.coef_, model.intercept_])


def cross_validated(texts: Sequence[str], truth: NDArray[np.int64]) -> Weights:
    """The log-odds of each feeling (texts x FEELINGS), by grams that were learned from the other texts."""
    fold, made = np.random.default_rng(0).permutation(len(texts)) % FOLDS, np.zeros((len(texts), len(FEELINGS)))
    for one in range(FOLDS):
        reader = _reader([text for text, at in zip(texts, fold, strict=True) if at != one], truth[fold != one])
        made[fold == one] = [reader(text) for text, at in zip(texts, fold, strict=True) if at == one]
    return made


def _likely(alone: Weights, said: Weights, truth: NDArray[np.int64]) -> tuple[float, float]:
    """The trust and the calm under which the true feelings are likeliest."""

    def likelihood(trust: float, calm: float) -> float:
        shares = _log_shares(calm * ((1 - trust) * alone + trust * said))
        return float(shares[np.arange(len(truth)), truth].mean())

    choices = [(float(trust), float(calm)) for trust in np.arange(0, 1.01, 0.05) for calm in np.arange(0.3, 2.01, 0.1)]
    return max(choices, key=lambda choice: likelihood(*choice))


def learn_feelings(
    answers: Sequence[Labelled], held: Sequence[Labelled], encoder: Encoder, head: Head | None = None
) -> SentimentModel:
    """Learns from answers and own-written examples. `held`: answers that the encoder has not seen: by them is measured
    how far its head can be trusted. `head`: the one that ships where it is left out."""
    head = head or encoder_heads.learned().feeling
    answers, held = [one for one in answers if one.feeling], [one for one in held if one.feeling]
    texts, truth = [answer.redacted for answer in answers], _truth(answers)
    rows = np.column_stack([cross_validated(texts, truth), np.array([signs(text) for text in texts])])
    reader, alone = _reader(texts, truth), _mixed(rows, truth)
    unseen = np.array([_alone(reader(one.redacted), signs(one.redacted), alone) for one in held])
    said = _log_shares(np.array([head(one.vector) for one in encoder.encode([one.redacted for one in held])]))
    return read(arrays(SentimentModel(reader, alone, *_likely(unseen, said, _truth(held)), version="")))


def arrays(feelings: SentimentModel) -> dict[str, NDArray[Any]]:
    """As feelings.npz holds them."""
    mixed = {"alone": feelings.alone.astype(np.float32), "heard": np.array([feelings.trust, feelings.calm])}
    return feelings.reader.arrays("reader") | mixed


def read(held: Mapping[str, NDArray[Any]]) -> SentimentModel:
    """What feelings.npz holds. Its version is a digest of that."""
    digest = hashlib.sha256()
    for name in sorted(held):
        digest.update(name.encode() + np.ascontiguousarray(held[name]).tobytes())
    trust, calm = map(float, held["heard"])
    return SentimentModel(ngrams.read(held, "reader"), held["alone"], trust, calm, digest.hexdigest()[:12])


@cache
def learned() -> SentimentModel:
    """What the product ships, read at the first call."""
    return read(learned_arrays("feelings.npz"))
