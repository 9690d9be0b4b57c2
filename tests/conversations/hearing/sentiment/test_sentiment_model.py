"""Feeling, first version: what its word lists promise."""

import pytest

from conversations.hearing.sentiment.sentiment_model import sentiment_of
from conversations.hearing.values import Feeling


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("she was brilliant, best one ever, i loved her", Feeling.POSITIVE),
        ("it was awful and nobody came", Feeling.NEGATIVE),
        ("wasn't great", Feeling.NEGATIVE),
        ("a meeting on the first floor", Feeling.NEUTRAL),
        ("", Feeling.NEUTRAL),
        ("[name]", Feeling.NEUTRAL),
    ],
)
def test_plain_feelings_are_heard(text: str, feeling: Feeling) -> None:
    assert sentiment_of(text).feeling is feeling
