"""Commands, where a transcript does not go."""

import pytest

from conversations.asking.steps.places import ASKED, CHECK, DONE
from tests.conversations.asking.at_a_place import after, at, say


@pytest.mark.parametrize(("finished", "there", "before"), [(False, CHECK, f"{ASKED}region"), (True, DONE, CHECK)])
def test_back_out_of_a_change_leads_to_where_it_began_and_back_again_leads_on_from_there(
    finished: bool, there: str, before: str
) -> None:
    once = after(say(at(f"{ASKED}SH4", changing=True, finished=finished), "back"))
    assert once.place == there
    assert after(say(once, "back")).place == before
