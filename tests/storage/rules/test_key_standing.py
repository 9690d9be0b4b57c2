"""No key is made anew where something hangs on another."""

import pytest

from storage.rules.key_standing import KeyStanding, ReliedOn, standing


@pytest.mark.parametrize(
    ("found", "relied_on", "stands"),
    [
        (None, None, KeyStanding.NEW),
        (b"a", None, KeyStanding.NEW),
        (b"a", ReliedOn(b"a"), KeyStanding.RIGHT),
        (b"a", ReliedOn(None), KeyStanding.RIGHT),
        (b"b", ReliedOn(b"a"), KeyStanding.EXCHANGED),
        (None, ReliedOn(b"a"), KeyStanding.LOST),
        (None, ReliedOn(None), KeyStanding.LOST),
    ],
)
def test_a_key_is_the_one_that_something_hangs_on_or_it_is_said(
    found: bytes | None, relied_on: ReliedOn | None, stands: KeyStanding
) -> None:
    assert standing(found, relied_on) is stands
