"""The signs of a feeling that words and faces give: TextBlob, and reviewed word lists.

TextBlob was made for reviews of things: it reads "wasn't great" as praise, and does not know what "mint" means. So it
is one sign among others.
"""

import re

import numpy as np

from conversations.hearing.redaction.placeholders import PLACEHOLDER
from conversations.hearing.text.ngrams import Numbers
from conversations.hearing.text.word_lists import word_set

LONGEST = 4
"""Words in the longest phrase of the lists."""

REACH = 3
"""A word that says no turns round what follows within so many words."""

_NOT = word_set("nots")
_BLAND = re.compile(rf"\b(?:{'|'.join(sorted(word_set('feelingless')))})\b", re.IGNORECASE)
_TURNS = frozenset(("but", "though", "although", "however", "except", "yet", "tho"))
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|10/10|[\U0001F300-\U0001FAFF❤♥☹☺]")
_FACES = {
    **dict.fromkeys("😀😃😄😁😊🥰😍🙂👍🔥🎉🙌❤♥💚💙💜🤗😎💯✨🥳😌☺", 1),
    **dict.fromkeys("😢😭😡😠🤬💔😞😔🙄😒😤😩😫👎😣🥺☹😕😟😑🤢💩😰😨😖", -1),
}


def says_nothing(redacted: str) -> bool:
    """Whether a redacted text has no word and no face beside what was hidden."""
    return not _WORD.search(PLACEHOLDER.sub(" ", redacted))


def word_signs(redacted: str) -> Numbers:
    """What lists, faces and TextBlob say of a redacted text, each between about -1 and 2."""
    from textblob import TextBlob  # noqa: PLC0415 - a second and 60 MiB of libraries, which what redacts need not wait for

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
