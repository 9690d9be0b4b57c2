"""Commands as someone types them: what they show, and what they say where they cannot."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot import opened_store
from bot.cli.coding_progress import coded_words
from bot.cli.demo_command import where_to_look
from bot.cli.main import main
from storage.errors import StoreError


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Typed":
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EARSHOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("EARSHOT_KEYS_DIR", str(tmp_path / "keys"))
    monkeypatch.setenv("COLUMNS", "80")
    return Typed(monkeypatch, capsys)


class Typed:
    """Types a command: its exit code, and what stood on stdout and stderr."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        self._monkeypatch.setattr(sys, "argv", ["bot.py", *words])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        shown = self._capsys.readouterr()
        return code, shown.out, shown.err


def test_the_list_shows_each_id_whole_in_a_terminal_of_80_columns(typed: Typed) -> None:
    assert typed("consultation", "open", "stable_homes", "--trial")[0] == 0
    code, out, _ = typed("consultation", "list")
    assert code == 0
    assert " stable_homes " in out
    assert " advocacy " in out


def test_a_chat_about_a_consultation_that_is_not_there_is_one_line(typed: Typed) -> None:
    code, out, err = typed("chat", "--consultation", "nope")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "earshot: there is no consultation 'nope': 'consultation list' shows those that there are"
    ]


def test_a_demo_of_what_is_no_trial_is_one_line(typed: Typed) -> None:
    assert typed("consultation", "open", "stable_homes")[0] == 0
    code, out, err = typed("demo", "--people", "1")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "earshot: the demo fills only a trial that is open: open stable_homes in trial first",
    ]


def test_a_demo_with_a_list_that_cannot_be_used_is_one_line_and_fills_in_nothing(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "people.txt").write_text("Tom\n", encoding="utf-8")
    monkeypatch.setenv("EARSHOT_LISTS", str(tmp_path / "lists"))
    code, out, err = typed("demo", "--people", "3")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "people.txt: no such list is known. Name it one of: staff.txt" in err
    with closing(sqlite3.connect(tmp_path / "data" / "earshot.sqlite3")) as db:
        assert db.execute("SELECT count(*) FROM response").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM consultation WHERE status = 'open'").fetchone() == (0,)


def test_what_goes_wrong_for_many_at_once_is_said_once_and_as_what_it_is(
    typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        full = StoreError("the disk is full: make room")
        raise ExceptionGroup("my name is Tom", [full, ExceptionGroup("Tom", [StoreError(str(full)), full])])

    monkeypatch.setattr(opened_store, "opened_store", broken)
    assert typed("staff", "list") == (1, "", "earshot: the disk is full: make room\n")


def test_a_fault_of_ours_says_where_and_never_what(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("my name is Tom")

    monkeypatch.setattr(opened_store, "opened_store", broken)
    code, out, err = typed("staff", "list")
    assert (code, out) == (1, "")
    assert err.startswith("earshot: a fault of ours: ValueError at test_cli.py:")
    assert "Tom" not in err


def test_a_new_account_has_a_link_and_what_to_do_with_it(typed: Typed) -> None:
    code, out, _ = typed("staff", "add", "Ada Lovelace", "--role", "moderator")
    link, told = out.splitlines()
    assert (code, "/desk/link/" in link, " " in link) == (0, True, False)
    assert all(
        words in told for words in ("Give this link to Ada Lovelace", "once", "UTC", "staff reset 'Ada Lovelace'")
    )


def test_a_file_is_never_written_over_the_database_or_a_key(typed: Typed, tmp_path: Path) -> None:
    assert typed("consultation", "open", "stable_homes", "--trial")[0] == 0
    for place in ("data/earshot.sqlite3", *(f"keys/{file.name}" for file in (tmp_path / "keys").iterdir())):
        before = (tmp_path / place).read_bytes()
        for command, name in (("export", "figures.csv"), ("letter", "letter.md")):
            (tmp_path / name).unlink(missing_ok=True)
            (tmp_path / name).symlink_to(tmp_path / place)  # its own name is refused already, as that of no format
            code, out, err = typed(command, "stable_homes", "--out", name)
            assert (code, out, "another place" in err) == (1, "", True)
            assert typed(command, "stable_homes", "--out", place)[0] == 2
        assert (tmp_path / place).read_bytes() == before


def test_a_demo_ends_with_where_to_look() -> None:
    told = where_to_look(1, "stable_homes", "http://127.0.0.1:8080")
    assert "1 made-up person answered" in told
    assert all(words in told for words in ("summary stable_homes", "letter stable_homes", "http://127.0.0.1:8080/desk"))


@pytest.mark.parametrize(
    ("coded", "waiting", "told"),
    [
        (0, 0, "0 answers were coded."),
        (1, 0, "1 answer was coded."),
        (0, 12, "0 answers were coded. 12 answers of today wait until tomorrow"),
        (3, 1, "3 answers were coded. 1 answer of today waits until tomorrow"),
    ],
)
def test_coding_says_what_waits_and_until_when(coded: int, waiting: int, told: str) -> None:
    assert coded_words(coded, waiting).startswith(told)
