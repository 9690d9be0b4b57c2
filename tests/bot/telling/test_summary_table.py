"""The summary in a terminal."""

import re
from io import StringIO

from rich.console import Console

from bot.telling.released_files import letter_bytes
from bot.telling.summary_table import summary
from storage.sqlite import SqliteStore
from tests.bot.telling.conftest import ID, TODAY, answers


async def test_the_summary_shows_tables_with_bars_and_no_small_number(store: SqliteStore) -> None:
    printed = StringIO()
    await summary(store, ID, Console(file=printed, width=120), TODAY)
    words = printed.getvalue()
    assert "How much say do you get in big choices about your life?" in words
    [line] = [line for line in words.splitlines() if line.startswith("Some ")]
    assert line.split()[1] == "15"
    assert line.endswith("half or more")
    assert "━" in line
    assert words.splitlines()[0].startswith("TRIAL")


async def test_the_summary_fits_a_terminal_of_80_columns(store: SqliteStore) -> None:
    for number in range(25, 100):
        await answers(store, number)
    printed = StringIO()
    await summary(store, ID, Console(file=printed, width=80), TODAY)
    [line] = [line for line in printed.getvalue().splitlines() if line.startswith("None ") and "80%" in line]
    assert line.split()[-3:] == ["a", "large", "majority"], "the words for a share are cut off"


async def test_the_summary_of_nobody_says_so(empty: SqliteStore) -> None:
    printed = StringIO()
    await summary(empty, ID, Console(file=printed, width=80), TODAY)
    assert "Nobody has taken part yet." in printed.getvalue()
    assert "c took part" not in printed.getvalue()


async def test_who_answered_is_told_as_in_the_letter(store: SqliteStore) -> None:
    """Few skipped it, so how many is hidden: both say the same of it."""
    printed = StringIO()
    await summary(store, ID, Console(file=printed, width=120), TODAY)
    _, _, letter = await letter_bytes(store, ID, "md", TODAY)
    told = re.findall(r"All or (?:nearly all|most) of the 25 people who took part answered", letter.decode())
    assert told
    assert len(re.findall(r"all or (?:nearly all|most) of 25 answered", printed.getvalue())) == len(told)
    assert "c of 25 answered" not in printed.getvalue()
