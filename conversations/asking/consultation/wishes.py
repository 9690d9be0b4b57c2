"""Questions that ask for wishes. The feeling of what is answered to these says nothing of how anybody feels: who is
asked what should change writes of what is wrong."""

import re

_WISHES = re.compile(
    r"\b(?:should|wish(?:es)?|(?:would|could|can|might) (?:you |we |they |it |have |an? \w+ |the \w+ |your \w+ )*"
    r"(?:change|like|want|make|help|do|be|improve|need|add|spend)\w*|want(?:ed)? to (?:see|change|be)|"
    r"(?:need|ought|have) to (?:change|be)|stop (?:someone|people|you)|be better|improve[ds]?|differently)\b",
    re.IGNORECASE,
)


def asks_for_wishes(question: str) -> bool:
    """Whether a question, as it was put, asks what should change or would help, rather than how it is."""
    return bool(_WISHES.search(question))
