"""A partner who is grown up, of somebody who is not."""

import pytest

from conversations.hearing.screening.older_partner import older_partner
from conversations.hearing.values import Risk

FOUND = (
    "my boyfriend is 34",
    "my bf is nearly 20 he drives",
    "my boyfriend is great\nhes 28",
    "im seeing this lad. he is only 19",
    "my man turned 31",
)
HARMLESS = (
    "my boyfriend is 15",
    "my boyfriend is great\nmy mum is 34",
    "me and my girlfriend, im 14",
    "he is 34",
    "my boyfriend got me 20 nuggets",
    "my boyfriend has 12 cousins and his dad is 40",
)


@pytest.mark.parametrize("text", FOUND)
def test_it_is_found_at_fourteen(text: str) -> None:
    assert older_partner(text, "13_15")[0] is Risk.URGENT


@pytest.mark.parametrize("text", FOUND)
def test_it_is_none_of_anybodys_business_at_twenty(text: str) -> None:
    assert older_partner(text, "18_25")[0] is Risk.NONE
    assert older_partner(text, "")[0] is Risk.NONE


@pytest.mark.parametrize("text", HARMLESS)
def test_other_ages_are_nothing(text: str) -> None:
    assert older_partner(text, "13_15")[0] is Risk.NONE


def test_at_seventeen_a_few_years_are_nothing_and_many_are_a_concern() -> None:
    assert older_partner("my boyfriend is 19", "16_17")[0] is Risk.NONE
    assert older_partner("my boyfriend is 29", "16_17")[0] is Risk.CONCERN
