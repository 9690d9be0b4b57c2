"""Questions that ask for wishes."""

import pytest

from conversations.asking.consultation.wishes import asks_for_wishes

WISHES = (
    "What would make it better when your social worker changes?",
    "What would you change about the money spent on help for children and families?",
    "What one thing should the minister change first?",
    "How can an advocate help them?",
    "What do you want to see more of?",
    "What could your school do better?",
    "What would have helped you when you left care?",
)
OTHERS = (
    "What went well for you?",
    "What worries you?",
    "How do you feel about your home?",
    "What do you like about the club?",
    "What was it like to move?",
    "What makes a good advocate?",
)


@pytest.mark.parametrize("question", WISHES)
def test_what_asks_what_should_change_asks_for_wishes(question: str) -> None:
    assert asks_for_wishes(question)


@pytest.mark.parametrize("question", OTHERS)
def test_what_asks_how_it_is_does_not(question: str) -> None:
    assert not asks_for_wishes(question)
