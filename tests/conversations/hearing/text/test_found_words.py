"""Where the words of a flag stand in a text, and the sentences around them."""

import pytest

from conversations.hearing.text.found_words import marked, sentences_with

TEXT = "I like it. My carer's  boyfriend\nhits me, when [name] is out! Then I hide."


def shown(text: str, *words: str) -> str:
    return "".join(f"<{piece}>" if found else piece for piece, found in marked(text, list(words)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["boyfriend hits me"], TEXT.replace("boyfriend\nhits me", "<boyfriend\nhits me>")),
        (["HITS ME WHEN [name] is"], TEXT.replace("hits me, when [name] is", "<hits me, when [name] is>")),
        (["hits me … I hide"], TEXT.replace("hits me", "<hits me>").replace("I hide", "<I hide>")),
        (["hits me", "me when"], TEXT.replace("hits me, when", "<hits me, when>")),
        (["not there"], TEXT),
        (["…"], TEXT),
        ([], TEXT),
    ],
)
def test_words_are_marked_whatever_their_case_and_signs(words: list[str], said: str) -> None:
    assert shown(TEXT, *words) == said


def test_nothing_of_a_text_is_lost_by_marking_it() -> None:
    assert "".join(piece for piece, _ in marked(TEXT, ["hits me", "I"])) == TEXT


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("I hide", "Then I hide."),
        ("hits me", "hits me, when [name] is out!"),
        ("I like … I hide", "I like it. … Then I hide."),
        ("out … Then", "hits me, when [name] is out! Then I hide."),
        ("not there", "not there"),
        ("", ""),
    ],
)
def test_the_whole_sentences_are_kept(words: str, said: str) -> None:
    assert sentences_with(TEXT, words) == said
