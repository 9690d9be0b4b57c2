"""What there is to learn from."""

import json
from pathlib import Path

import pytest

from bot.training import material
from bot.training.material import MaterialError
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.themes.code_frame import CodeFrame, Theme
from conversations.hearing.values import RISK_KINDS, Feeling, Kind, Risk, Span

MARKED = Labelled("ask [[PERSON:Jo]] in [[LOCATION:Hull]] 😀")


def _write(data: Path, *rows: object) -> Path:
    (data / "answers-train.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return data


def test_a_marked_text_gives_the_text_as_typed_as_redacted_and_where_marks_stood() -> None:
    assert MARKED.raw == "ask Jo in Hull 😀"
    assert MARKED.redacted == "ask [name] in [place] 😀"
    assert MARKED.spans == (Span(4, 6, Kind.PERSON), Span(10, 14, Kind.LOCATION))
    assert [MARKED.raw[span.start : span.end] for span in MARKED.spans] == ["Jo", "Hull"]


def test_an_answer_keeps_what_was_said_of_it(tmp_path: Path) -> None:
    row = {
        "marked": "he hits me",
        "question": "SH2",
        "themes": ["trust", "notice"],
        "risk": "urgent",
        "risk_kinds": ["abuse"],
        "sentiment": "mixed",
    }
    assert material.training_answers(_write(tmp_path, row)) == [
        Labelled("he hits me", "SH2", frozenset({"trust", "notice"}), Risk.URGENT, ("abuse",), Feeling.MIXED)
    ]


def test_what_nobody_said_of_an_answer_stays_unsaid(tmp_path: Path) -> None:
    assert material.training_answers(_write(tmp_path, {"marked": "hm"})) == [Labelled("hm")]


@pytest.mark.parametrize("row", [{"marked": "sekret", "risk": "huge"}, {"text": "sekret"}, ["sekret"]])
def test_a_wrong_line_is_refused_without_saying_what_stands_in_it(row: object, tmp_path: Path) -> None:
    with pytest.raises(MaterialError, match=r"answers-train\.jsonl") as error:
        material.training_answers(_write(tmp_path, row))
    assert "sekret" not in str(error.value)
    assert error.value.__suppress_context__


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MaterialError, match=r"answers-train\.jsonl: cannot be read"):
        material.training_answers(tmp_path)


def test_an_example_under_several_themes_is_learned_once_with_all_of_them() -> None:
    themes = (Theme("a", "A", "", ("both", "one")), Theme("b", "B", "", ("both",)))
    assert material.coded([CodeFrame("Q", "?", themes, {"unclear": ("idk",)})]) == [
        Labelled("both", "Q", frozenset({"a", "b"}), redacted_only=True),
        Labelled("one", "Q", frozenset({"a"}), redacted_only=True),
        Labelled("idk", "Q", frozenset({"unclear"}), redacted_only=True),
    ]


def test_there_are_frames_of_all_open_questions() -> None:
    assert {frame.question for frame in material.frames()} == {"SH2", "SH5", "SH6", "SH9", "AD4", "AD5", "AD7"}


def test_the_seeds_have_every_kind_and_harmless_ones_have_none() -> None:
    seeds = material.seeds()
    assert {kind for seed in seeds for kind in seed.kinds} == set(RISK_KINDS)
    assert {bool(seed.kinds) for seed in seeds if seed.risk is Risk.NONE} == {False}
    assert {seed.risk for seed in seeds if seed.kinds} == {Risk.CONCERN, Risk.URGENT}


def test_our_own_sentences_show_every_feeling_and_every_kind_of_personal_data() -> None:
    assert {one.feeling for one in material.feelings()} == set(Feeling)
    assert {span.kind for one in material.personal() for span in one.spans} == set(Kind)
