"""The desk of the tests above, and a worry in the middle of an answer."""

import pytest

from conversations.hearing.values import Risk
from tests.bot.desk.conftest import TRIED, TestDesk

SAID = "I like it here.\nMy carers boyfriend hits me when he is drunk. Then I go to my room."
SENTENCE = "My carers boyfriend hits me when he is drunk."
WORDS = "boyfriend hits me"


class Worry:
    """Somebody's answer with a worry in it."""

    def __init__(self, desk: TestDesk, response: bytes) -> None:
        self.desk = desk
        self.response = response

    async def more(self, text: str, words: str, question: str = "FIRST", level: Risk = Risk.CONCERN) -> None:
        """The same person writes on, and worries once more."""
        await self.desk.wrote(text, question=question, risk=level, response=self.response)
        await self.desk.worried(
            words, level, ["neglect"], ["seed:neglect"], response=self.response, question=question, sentences=text
        )


async def worried_about(desk: TestDesk, text: str = SAID, of: str = TRIED, level: Risk = Risk.URGENT) -> Worry:
    response = await desk.wrote(text, risk=level, of=of)
    await desk.worried(
        WORDS if WORDS in text else text,
        level,
        ["abuse"],
        ["phrase:abuse/hits", "learned:0a1b2c3d4e5f"],
        response=response,
        question="HOME",
        sentences=SENTENCE if SENTENCE in text else text,
        of=of,
    )
    return Worry(desk, response)


@pytest.fixture
async def worry(desk: TestDesk) -> Worry:
    return await worried_about(desk)
