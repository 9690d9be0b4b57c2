"""The summary in a terminal."""

from io import StringIO

from rich.console import Console

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
