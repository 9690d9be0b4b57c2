"""Consultation files: what is read, and what is said of each mistake."""

import hashlib
import string
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.asking import consultation as consultation_package
from conversations.asking.consultation.file import (
    BUNDLED,
    ConsultationFileError,
    Problem,
    bundled,
    bundled_file,
    bundled_frames,
    bundled_versions,
    read_consultation,
)
from conversations.asking.steps.places import PLACES
from conversations.hearing.themes.code_frame import RESIDUAL

WHOLE = """\
# A comment
format: 1
id: clubs
version: 1
title: Clubs
about: What to do after school.

questions:
  - id: C1
    type: choice
    text: Do you go to a club?
    options:
      - {id: often, text: Yes}
      - {id: never, text: No}
      - {id: once, text: 1}
      - {id: none, text: None}

  - id: C2
    type: multi
    max: 2
    text: Which clubs do you like?
    options:
      - {id: sport, text: Sport}
      - {id: music, text: Music}
      - {id: else, text: Something else, last: true}

  - id: C3
    type: open
    text: What is missing?
    themes:
      - {id: cost, definition: It costs too much.}

about_you:
  - id: part
    type: choice
    text: Where do you live?
    why: We ask so that we can see what is missing where.
    options:
      - {id: north, text: North}
      - {id: south, text: South}
"""


def problems(text: str | bytes) -> list[Problem]:
    with pytest.raises(ConsultationFileError) as raised:
        read_consultation(text, "clubs.yaml")
    found = list(raised.value.problems)
    assert found == sorted(found, key=lambda problem: problem.line)
    assert all(problem.file == "clubs.yaml" and problem.what and problem.do for problem in found)
    assert str(raised.value) == "\n".join(map(str, found))
    return found


def broken(old: str, new: str) -> str:
    assert WHOLE.count(old) >= 1
    return WHOLE.replace(old, new, 1)


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if words in line)


def test_the_whole_file_is_read() -> None:
    read = read_consultation(WHOLE, "clubs.yaml")
    assert [question.id for question in read.questions] == ["C1", "C2", "C3"]
    assert read.questions[1].max == 2
    assert read.questions[1].option("else").last
    assert read.about_you[0].why == "We ask so that we can see what is missing where."


def test_yes_no_one_and_none_are_text_without_quotes() -> None:
    read = read_consultation(WHOLE, "clubs.yaml")
    assert [option.text for option in read.questions[0].options] == ["Yes", "No", "1", "None"]


def test_nothing_in_quotes_is_text() -> None:
    assert read_consultation(broken("title: Clubs", "title: '~'"), "clubs.yaml").title == "~"


def test_bytes_are_read_as_utf_8_with_or_without_a_mark() -> None:
    assert read_consultation(b"\xef\xbb\xbf" + WHOLE.encode(), "clubs.yaml") == read_consultation(WHOLE, "clubs.yaml")


def test_line_ends_of_windows_are_fine() -> None:
    assert read_consultation(WHOLE.replace("\n", "\r\n"), "clubs.yaml") == read_consultation(WHOLE, "clubs.yaml")


ONE_MISTAKE = [
    # what is changed, into what («: the line where the mistake is to be shown), what is said
    ("title:", "«titel:", "Write 'title'"),
    ("about: What", "«About: What", "Write 'about'"),
    ("format: 1\nid: clubs\nversion: 1\ntitle: Clubs", "«format: 1\nid: clubs\nversion: 1", "'title' is missing"),
    ("title: Clubs", "«title:", "'title' of the file is empty"),
    ("title: Clubs", "«title: ''", "'title' of the file is empty"),
    ("title: Clubs", "«title: [a, b]", "should be words"),
    ("title: Clubs", f"«title: {'x' * 301}", "more than 300 letters"),
    ("version: 1", "«version: one", "whole number"),
    ("version: 1", "«version: 0", "whole number"),
    ("version: 1", "«version: 1.5", "whole number"),
    ("format: 1\n", "«", "'format' is missing"),
    ("format: 1", "«format: 2", "the file says '2'"),
    ("format: 1", "«format: one", "the file says 'one'"),
    ("id: clubs", "«id: 9 clubs", "cannot be the id of the file"),
    ("id: C1", "«id: check", "'check' is one that Earshot uses itself"),
    ("id: C2", "«id: C1", "the id 'C1' is already used in line 9"),
    ("id: part", "«id: C1", "the id 'C1' is already used in line 9"),
    ("type: choice", "«type: choise", "Did you mean choice?"),
    ("type: multi", "«type: checkbox", "Did you mean multi?"),
    ("type: open", "«type: 7", "The types are choice, multi, scale, open"),
    ("id: C3\n    type: open\n", "«id: C3\n", "'type' is missing from question C3"),
    ("max: 2", "«max: 4", "there are only 3 options"),
    ("max: 2", "«max: none", "whole number"),
    ("max: 2", "«shuffle: often", "true or false"),
    ("type: choice\n", "type: choice\n    «max: 1\n", "only a multi question has 'max'"),
    ("type: choice\n", "type: scale\n    «shuffle: true\n", "only a choice or multi question can be shuffled"),
    (
        "type: choice\n    text: Do you go to a club?\n    ",
        "type: open\n    text: What?\n    «",
        "an open question has no",
    ),
    (
        "max: 2\n    text: Which clubs do you like?\n    options:\n      - {id: sport, text: Sport}\n"
        "      - {id: music, text: Music}\n      - {id: else, text: Something else, last: true}\n",
        "text: Sport?\n    «options:\n      - {id: sport, text: Sport}\n",
        "at least two options",
    ),
    ("{id: never, text: No}", "«{id: often, text: No}", "the id 'often' is already used in line 13"),
    ("{id: never, text: No}", "«{id: never, text: yes}", "the option 'yes' is already used in line 13"),
    ("{id: never, text: No}", "«{id: never, text: No, I do not}", "double quotes"),
    ("{id: never, text: No}", "«{id: never, txt: No}", "Write 'text'"),
    ("{id: never, text: No}", "«{id: never}", "'text' is missing from option 2 of question C1"),
    ("{id: never, text: No}", "«Never", "Write it like this: - {id: often"),
    ("{id: never, text: No}", "«{id: 1st, text: No}", "cannot be the id of option 2 of question C1"),
    ("last: true", "«last: maybe", "true or false"),
    ("last: true", "«bottom: true", "there can be: id, text, last, alone"),
    ("id: cost", "«id: other", "the theme 'other' is always there"),
    ("themes:\n      - {id: cost, definition: It costs too much.}", "themes: []\n    «then: Bye", "unknown"),
    ("max: 2", "max: 2\n    «type: choice", "'type' is already there, in line 19"),
    ("text: Do you go", "«text: Say: do you go", "a colon here makes a new part"),
    ("text: Do you go to a club?", '«text: "Do you go to a club?', "a quote opens here"),
    ("text: Do you go to a club?", '«text: "Do" you go?', "double quotes"),
    ("text: Do you go", "«text: @ Do you go", "means something to YAML"),
    ("text: Do you go", "«text: *Do you go", "points to another part"),
    ("text: Do you go", "«text: - Do you go", "a '-' here makes a new item"),
    ("text: Do you go to a club?", '«text: "a\\k"', "backslash"),
    ("{id: never, text: No}", "«{id: never, text: No", "a bracket opens here"),
    ("    text: Do you go", "«   text: Do you go", "spaces at the start"),
    ("    text: Do you go", "«\ttext: Do you go", "a tab at the start"),
    ("text: Do you go", "«text: Do\x07 you go", "cannot be seen"),
    ("about_you:", "«---\nabout_you:", "a second document"),
    ("type: choice\n    text: Do", "«type choice\n    text: Do", "no colon"),
]


@pytest.mark.parametrize(("old", "new", "said"), ONE_MISTAKE)
def test_one_mistake_is_shown_once_at_its_line_with_what_to_do(old: str, new: str, said: str) -> None:
    marked = broken(old, new)
    (found,) = problems(marked.replace("«", ""))
    assert said in f"{found.what}. {found.do}"
    assert found.line == marked[: marked.index("«")].count("\n") + 1


def test_an_about_you_question_needs_options_and_a_reason() -> None:
    head, last = WHOLE[: WHOLE.index("about_you:")], "about_you:\n  - {id: part, text: Where, "
    (found,) = problems(head + last + "type: open, why: To see.}\n")
    assert (found.line, "cannot be open" in found.what) == (head.count("\n") + 2, True)
    (found,) = problems(head + last + "type: choice, options: [{id: a, text: A}, {id: b, text: B}]}\n")
    assert (found.line, "needs 'why'" in found.what) == (head.count("\n") + 2, True)


def test_all_mistakes_are_told_at_once() -> None:
    text = WHOLE
    for old, new in (
        ("title:", "titel:"),
        ("type: choice", "type: choise"),
        ("max: 2", "max: 9"),
        ("last: true", "colour: red"),
        ("id: C3", "id: C1"),
        ("    why:", "    wy:"),
    ):
        text = text.replace(old, new, 1)
    lines = text.split("\n")
    shown = [lines[problem.line - 1].strip() for problem in problems(text)]
    for words in ("titel: Clubs", "type: choise", "colour: red", "- id: C1", "wy: We ask"):
        assert any(words in line for line in shown), words


@pytest.mark.parametrize("text", ["", "\n\n# nothing\n", "- a\n- b\n", "hello", "12", "~"])
def test_what_is_no_consultation_at_all_is_said(text: str) -> None:
    (found,) = problems(text)
    assert (found.line, found.what) == (1, "this is no consultation")


def test_no_questions_are_too_few() -> None:
    head = WHOLE[: WHOLE.index("questions:")]
    assert "missing" in problems(head)[0].what
    assert "is empty" in problems(head + "questions: []\n")[0].what
    assert "should be a list" in problems(head + "questions:\n")[0].what
    assert "should be a list" in problems(head + "questions: none\n")[0].what


def test_a_file_of_another_encoding_is_refused_at_its_first_strange_letter() -> None:
    (found,) = problems(broken("Clubs", "Café").encode("latin-1"))
    assert (found.line, "UTF-8" in found.do) == (5, True)
    assert problems(WHOLE.encode("utf-16"))[0].line == 1


def test_a_file_that_refers_to_itself_is_refused() -> None:
    assert "points to another part" in problems("a: &a [*a]\n")[0].what
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert problems(bomb)[0].line == 2


def test_a_file_of_brackets_only_is_refused() -> None:
    assert "inside one another" in problems("[" * 5000)[0].what


@pytest.mark.parametrize("place", sorted(PLACES))
def test_no_question_takes_the_name_of_a_step(place: str) -> None:
    assert "uses itself" in problems(broken("id: C3", f"id: {place}"))[0].what


@given(at=st.integers(0, len(WHOLE) - 1), letter=st.sampled_from(string.printable + "\x00é\u200b"), cut=st.booleans())
def test_any_one_letter_changed_gives_a_consultation_or_problems_within_the_file(
    at: int, letter: str, cut: bool
) -> None:
    text = WHOLE[:at] + letter + WHOLE[at + cut :]
    try:
        read_consultation(text, "clubs.yaml")
        found: tuple[Problem, ...] = ()
    except ConsultationFileError as error:
        found = error.problems or (Problem("none was told", 0, "", ""),)
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in found)


@given(text=st.text(alphabet=" \n-:[]{}&*!|>'\"%@`#,?abcid1", max_size=80))
def test_any_text_at_all_gives_problems(text: str) -> None:
    assert problems(text)


@pytest.mark.parametrize("at", range(len(BUNDLED)))
def test_the_bundled_consultations_have_no_mistakes_and_are_read_as_any_other(at: int) -> None:
    file = resources.files(consultation_package) / "bundled" / f"{BUNDLED[at]}.yaml"
    assert bundled()[at] == read_consultation(file.read_bytes(), file.name)


TEXTS = {
    ("stable_homes", 2): "37b7906df49b8c9a43d2e8be47a96a1289a86f4c719f042e17d203aa1551c0df",
    ("advocacy", 2): "05fa7b440a66ac9eddc604b61660a36d005f7cfacafc775dd8af8dc9a947c2be",
}
"""SHA-256 of each bundled file. A store that keeps a version never reads its file again: another text needs the next
version number."""


def test_another_bundled_text_has_another_version() -> None:
    texts = dict(zip(bundled_versions(), map(bundled_file, BUNDLED), strict=True))
    assert {version: hashlib.sha256(text.encode()).hexdigest() for version, text in texts.items()} == TEXTS


def test_their_versions_are_read_from_the_heads_of_their_files() -> None:
    assert bundled_versions() == tuple((text.id, text.version) for text in bundled())


def test_the_bundled_consultations_are_whole() -> None:
    stable_homes, advocacy = bundled()
    assert (stable_homes.id, len(stable_homes.questions)) == ("stable_homes", 9)
    assert (advocacy.id, len(advocacy.questions)) == ("advocacy", 7)
    for consultation in bundled():
        assert [question.id for question in consultation.about_you] == ["experience", "region"]
        for question in consultation.questions:
            assert bool(question.themes) == (question.type == "open")
            if question.options:
                assert question.options[-1].last or question.options[-1].text == "No"


def test_not_sure_goes_with_nothing_else() -> None:
    for consultation in bundled():
        for question in (*consultation.questions, *consultation.about_you):
            for option in question.options:
                if option.text == "Not sure":
                    assert option.last
                    assert option.alone == (question.type == "multi")


FRAMED = """format: 1
id: t
version: 1
title: T
about: A
questions:
  - id: Q1
    type: open
    text: What?
    themes:
      - id: too_dear
        definition: It costs too much.
        examples: [a tenner, a bus and a fiver]
      - {id: far, name: Getting there, definition: Too far., examples: [a bus and a fiver]}
    residual: {unclear: [dunno]}
"""


def test_a_question_has_its_frame() -> None:
    frame = read_consultation(FRAMED, "t.yaml").questions[0].frame()
    assert frame.codes == ("too_dear", "far", "other", "unclear", "no_change")
    assert [theme.name for theme in frame.themes] == ["Too dear", "Getting there"]
    assert frame.themes[1].examples == ("a bus and a fiver",)
    assert dict(frame.residual) == {"unclear": ("dunno",)}


def test_a_question_with_options_has_no_frame() -> None:
    (question, *_) = bundled()[0].questions
    with pytest.raises(ValueError, match="SH1 is not open"):
        question.frame()


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "[a tenner, a",
            "[a tenner, a tenner, a",
            "line 13: the example 'a tenner' is already there in line 13. Keep one",
        ),
        ("[a tenner, a", "['', a", "line 13: an example in 'examples' of theme 1 of question Q1 is empty. Write"),
        ("[a tenner, a", "[{x: y}, a", "line 13: an example in 'examples' of theme 1 of question Q1 should be words."),
        (
            "[a tenner, a bus and a fiver]",
            "a tenner",
            "line 13: 'examples' of theme 1 of question Q1 should be a list.",
        ),
        ("unclear: [dunno]", "unclear: [dunno, dunno]", "line 15: the example 'dunno' is already there in line 15."),
        ("unclear: [dunno]", "unclear: [a tenner]", "line 15: question Q1: the example 'a tenner' of"),
        ("unclear: [dunno]", "uncler: [dunno]", "line 15: 'residual' of question Q1 has 'uncler', which is unknown."),
        ("{unclear: [dunno]}", "dunno", "line 15: 'residual' of question Q1 has not the parts it needs. Write it like"),
        ("{id: far,", "{id: other,", "line 14: theme 2 of question Q1: the theme 'other' is always there. Take it out"),
        ("type: open", "type: choice", "line 15: question Q1: only an open question has 'residual'. Take it away"),
    ],
)
def test_mistakes_in_a_frame_are_explained(right: str, wrong: str, said: str) -> None:
    assert right in FRAMED
    with pytest.raises(ConsultationFileError) as error:
        read_consultation(FRAMED.replace(right, wrong), "t.yaml")
    assert f"t.yaml, {said}" in str(error.value)


def test_the_bundled_frames_have_examples_in_many_voices() -> None:
    for question, frame in bundled_frames().items():
        for theme in frame.themes:
            assert len(theme.examples) >= 40, (question, theme.code)
        assert all(len(examples) >= 20 for examples in frame.residual.values()), question
        assert set(frame.residual) == set(RESIDUAL)
