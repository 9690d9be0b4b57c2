"""The feeling of a redacted text: TextBlob's polarity, turned round after a "not", and two reviewed lists of words.

TextBlob was made for reviews of things: it reads "wasn't great" as praise, and does not know what "mint" means.
So the lists count as much.
"""

import re

from textblob import TextBlob

from conversations.hearing.heard import Feeling
from conversations.hearing.lists import word_set
from conversations.hearing.redaction import PLACEHOLDER

GLAD = 0.6
HURT = 0.25
LONGEST = 4
"""Words in the longest phrase of the lists."""
BORDER = 0.15
"""Between minus and plus this a text is neutral; beyond it on both sides at once, mixed."""

_NOT = word_set("nots")
_BLAND = re.compile(rf"\b(?:{'|'.join(sorted(word_set('feelingless')))})\b", re.IGNORECASE)
_TURNS = frozenset(("but", "though", "although", "however", "except", "yet", "tho"))
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|10/10|[\U0001F300-\U0001FAFF❤♥☹☺]")
_FACES = {
    **dict.fromkeys("😀😃😄😁😊🥰😍🙂👍🔥🎉🙌❤♥💚💙💜🤗😎", 1),
    **dict.fromkeys("😢😭😡😠🤬💔😞😔🙄😒😤😩😫👎😣🥺☹😕😟", -1),
}


def _count(words: list[str], name: str, turned: bool) -> tuple[int, int]:
    """How many of a list's words and phrases stand in the text as they are, and how many after a word that says no."""
    known = word_set(name)
    straight = denied = at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            if " ".join(words[at : at + length]) in known:
                no = turned and length == 1 and any(word in _NOT for word in words[max(0, at - 3) : at])
                straight, denied = straight + (not no), denied + no
                at += length - 1
                break
        at += 1
    return straight, denied


def feel(redacted: str) -> Feeling:
    """positive, neutral, negative, or mixed where both are plainly there."""
    text = PLACEHOLDER.sub(" ", redacted)
    words = [word.lower().replace("'", "").replace("’", "") for word in _WORD.findall(text)]
    glad, not_glad = _count(words, "glad", turned=True)
    hurt, _ = _count(words, "hurt", turned=False)
    faces = [_FACES.get(word, 0) for word in words]
    polarity = float(TextBlob(_BLAND.sub(" ", text)).sentiment.polarity)
    if polarity > 0 and any(word in _NOT for word in words):
        polarity /= -4
    good = GLAD * (glad + faces.count(1)) + max(polarity, 0.0)
    bad = HURT * (hurt + not_glad + faces.count(-1)) + max(-polarity, 0.0)
    if good > 2 * BORDER and bad > 2 * BORDER and abs(good - bad) < BORDER and any(word in _TURNS for word in words):
        return Feeling.MIXED
    if good - bad > BORDER:
        return Feeling.POSITIVE
    return Feeling.NEGATIVE if bad - good > BORDER else Feeling.NEUTRAL
