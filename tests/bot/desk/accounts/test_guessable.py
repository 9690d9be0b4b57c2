"""Passwords that a guesser tries first are told from those that people can choose."""

import subprocess
import sys

import pytest

from bot.desk.accounts.guessable import guessable
from bot.desk.accounts.passwords import complaint

NAME = "Kim Lee"


@pytest.mark.parametrize(
    "password",
    [
        *("password1234567", "passwordpassword", "P@ssw0rd12345678!", "drowssap4321drowssap", "letmeinletmein123"),
        *(
            "123456789012345",
            "111111111111111",
            "qwertyuiopasdfgh",
            "1q2w3e4r5t6y7u8i",
            "zaq12wsxcde34rfv",
            "aaaaaaaaaaaaaaaa",
        ),
        *(
            "abcabcabcabcabcabc",
            "        x        ",
            "01/01/2000 01/01/2000",
            "азбука азбука азбука",
            "йцукенгшщзхъфывап",
        ),
        *("football football", "monkey dragon sunshine", "iloveyou iloveyou", "Manchester2024!!", "London2026London"),
        *("correct horse battery staple", "thequickbrownfox", "to be or not to be"),
        *(
            "earshotearshot12",
            "Earshot Desk 2026",
            "E4rsh0t-E4rsh0t!",
            "ｅａｒｓｈｏｔ１２３４５６７８",
            "socialworker2026",
        ),
        *("administrator123", "safeguarding lead 1", "Welcome to Earshot", "Southwark Council 1", "tohsraetohsraeto"),
        *("kimleekimlee2026", "Kim Lee Kim Lee!", "LEE.KIM.LEE.KIM", "pässwörd12345678"),
    ],
)
def test_common_words_patterns_and_what_stands_on_the_page_are_refused(password: str) -> None:
    assert guessable(password, NAME)
    assert complaint(password, NAME)


@pytest.mark.parametrize(
    "password",
    [
        *(
            "lamp river quiet",
            "purple lamp kitchen",
            "tulip gravel orbit sock",
            "kitchen toast smell",
            "lamp river quiet 7",
        ),
        *("vk3hq9zpw2mxr7t", "k7x2m9q4w8r3t6y1", "83749201847362514", "gâteau rivière lampe", "пароль лампа река"),
        "kim tulip gravel orbit",
    ],
)
def test_words_that_do_not_belong_together_and_chance_are_taken(password: str) -> None:
    assert not complaint(password, NAME)


@pytest.mark.parametrize("name", ["Zoë Ångström", "  ZOË   ångström "])
def test_the_accounts_own_name_counts_as_nothing(name: str) -> None:
    assert guessable("zoe-angstrom-zoe-1", name)
    assert not guessable("zoe tulip gravel orbit", name)


def test_the_lists_are_loaded_when_a_password_is_set_and_not_at_the_start() -> None:
    code = "import sys, bot.server.serving, bot.desk.desk_routes; sys.exit('zxcvbn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
