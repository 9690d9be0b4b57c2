"""Feeling and themes, first version: what their word lists promise."""

from pathlib import Path

import pytest

from conversations.hearing.feeling import feel
from conversations.hearing.heard import Feeling
from conversations.hearing.themes import RESIDUAL, ThemesError, code, frames, load, stem

QUESTIONS = {"SH2", "SH5", "SH6", "SH9", "AD4", "AD5", "AD7"}


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
    assert feel(text).feeling is feeling


def test_every_open_question_has_its_themes() -> None:
    assert set(frames()) == QUESTIONS


@pytest.mark.parametrize("question", sorted(QUESTIONS))
@pytest.mark.parametrize("text", ["idk", "nothing", "listen and dont leave, tell me why", "qwerty", "[name]", ""])
def test_an_answer_has_one_residual_code_or_one_to_three_themes(question: str, text: str) -> None:
    codes = code(text, question)
    assert 1 <= len(codes) <= 3
    assert len(set(codes)) == len(codes)
    assert len(codes) == 1 or not set(codes) & set(RESIDUAL)


def test_dunno_is_unclear_and_nothing_is_no_change() -> None:
    assert code("idk", "SH2") == ("unclear",)
    assert code("nothing", "SH2") == ("no_change",)


def test_a_theme_is_heard_in_any_form_of_its_word() -> None:
    assert "listens" in code("someone who listened", "AD4")
    assert "pets" in code("my dogs", "SH6")


def test_an_unknown_question_is_unclear() -> None:
    assert code("someone who listens", "XX1") == ("unclear",)


def test_placeholders_state_no_theme() -> None:
    assert code("[place]", "SH6") == ("unclear",)


def test_stems_bring_forms_together() -> None:
    assert stem("listens") == stem("listened") == stem("listening") == stem("listen")


def test_a_broken_file_is_named_with_its_theme(tmp_path: Path) -> None:
    (tmp_path / "SH2.yaml").write_text("notice: [warned, 5]\n")
    with pytest.raises(ThemesError, match=r"SH2\.yaml, theme notice"):
        load(tmp_path)
