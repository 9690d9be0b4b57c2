"""What an organisation's own lists do, and what is said of one that cannot be used."""

from pathlib import Path

import pytest

from bot.inference.own_list_files import LARGEST, read_own_lists
from conversations.hearing.redaction.own_lists import LONGEST, NO_LISTS, OwnListError
from conversations.hearing.redaction.redact import redact


def lists(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def refused(folder: Path) -> str:
    with pytest.raises(OwnListError) as caught:
        read_own_lists(folder)
    return str(caught.value)


def test_each_list_hides_as_its_kind_in_any_case(tmp_path: Path) -> None:
    own = read_own_lists(
        lists(
            tmp_path,
            staff="# our staff\nZib O'Quib\n",
            schools="Blue Gate\n\n",
            homes="Number Forty-Two\n",
            places="the Nook\n",
        )
    )
    assert (
        redact("zib o’quib moved from NUMBER FORTY TWO to blue  gate near the nook", None, own)[0]
        == "[name] moved from [school or group 1] to [school or group 2] near [place]"
    )
    assert redact("zib o’quib moved", None, NO_LISTS)[1] == ()


def test_an_entry_is_a_whole_word(tmp_path: Path) -> None:
    own = read_own_lists(lists(tmp_path, staff="Zib\n"))
    assert redact("zibby and zibzib and zib", None, own)[0] == "zibby and zibzib and [name]"


def test_what_is_allowed_is_never_hidden(tmp_path: Path) -> None:
    own = read_own_lists(lists(tmp_path, allowed="Kayleigh's Law\n"))
    assert (
        redact("we want kayleigh's law now, says Kayleigh", None, own)[0] == "we want kayleigh's law now, says [name]"
    )


def test_what_is_hidden_always_wins_over_what_is_allowed_and_over_what_ships(tmp_path: Path) -> None:
    own = read_own_lists(lists(tmp_path, homes="Arsenal\n", allowed="arsenal\n"))
    assert redact("i live in arsenal", None, own)[0] == "i live in [school or group]"
    assert redact("i like arsenal", None, NO_LISTS)[0] == "i like arsenal"


@pytest.mark.parametrize(
    "text",
    [
        "Ofsted and the minister and Barnardo's",
        "i support Aston Villa and Leeds United",
        "the NHS and Childline and CAFCASS",
    ],
)
def test_national_bodies_football_clubs_and_the_minister_are_never_hidden(text: str) -> None:
    assert redact(text)[0] == text


def test_redacting_twice_changes_nothing_with_own_lists(tmp_path: Path) -> None:
    own = read_own_lists(lists(tmp_path, staff="name\n", places="school or group\n"))
    once, _ = redact("my name is zibbo and my school or group is Thornbury College", None, own)
    assert redact(once, None, own) == (once, ())


def test_without_a_folder_there_are_no_lists() -> None:
    assert read_own_lists(None) is NO_LISTS


def test_a_list_that_cannot_be_used_is_named_with_its_line(tmp_path: Path) -> None:
    assert "EARSHOT_LISTS" in refused(tmp_path / "nowhere")
    assert "staff.txt" in refused(tmp_path)  # empty: what may stand there
    lists(tmp_path, staff=f"Kim\n{'x' * (LONGEST + 1)}\n")
    assert "staff.txt, line 2" in refused(tmp_path)
    lists(tmp_path, staff="Kim\n\n-\n")
    assert "staff.txt, line 3" in refused(tmp_path)
    (tmp_path / "staff.txt").write_bytes(b"\xff\xfeK")
    assert "UTF-8" in refused(tmp_path)
    (tmp_path / "staff.txt").write_bytes(b"a" * (LARGEST + 1))
    assert "larger" in refused(tmp_path)
    lists(tmp_path, staff="Kim\n", staf="Kim\n")
    assert "staf.txt" in refused(tmp_path)


def test_an_error_never_says_what_a_list_holds(tmp_path: Path) -> None:
    assert "Quibble" not in refused(lists(tmp_path, staff=f"Quibble {'x' * LONGEST}\n"))
    assert "Quibble" not in repr(read_own_lists(lists(tmp_path, staff="Quibble\n")))
