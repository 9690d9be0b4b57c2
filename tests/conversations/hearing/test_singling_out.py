"""A text that tells whose it is without a name, and those that fit thousands."""

import pytest

from conversations.hearing.singling_out import singles_out


@pytest.mark.parametrize(
    "text",
    [
        "im the only wheelchair user in the home",
        "the only black girl in my whole village",
        "my foster mum runs the chip shop on the front",
        "my carers are the two lads who run the pub",
        "her husband is the vicar so sundays are busy",
        "my grandad is the local councillor",
        "we are triplets in the same children's home",
        "i play in goal for the england under 15 team",
        "i was in the local paper for it",
        "everyone knows me cos of the fire",
        "youngest ever to win it",
        "we live on a houseboat",
        "im the lad who fell in the harbour",
        "i had a heart transplant when i was six",
    ],
)
def test_it_tells_who_wrote_it(text: str) -> None:
    assert singles_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "she works in a shop and he does shifts",
        "the only lesson i like is pe",
        "im the only one who likes mushrooms",
        "me and my twin and a baby",
        "im the oldest of four",
        "i play left back on sundays",
        "ive got adhd and dyslexia",
        "he is only 12 and they moved him twice",
        "everyone knows you should ring first",
        "more youth clubs in the county",
    ],
)
def test_it_fits_thousands(text: str) -> None:
    assert not singles_out(text)
