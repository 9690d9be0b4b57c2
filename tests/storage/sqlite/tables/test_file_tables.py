"""Files that were made are listed for recall once they hold what was taken back; they never say when anyone came."""

from datetime import date

from conversations.asking.records import AnswerRemoved, QuotingSaid, Record, ResponseWithdrawn
from storage.files import MadeFile, ToRecall
from storage.sqlite import SqliteStore
from tests.storage.stored import NOW, TODAY, Takes, answered, kept, opened, response

LETTER = MadeFile("care-letter.docx", "letter", "docx", TODAY, "Ada")
DATA = MadeFile("care-figures.csv", "figures", "csv", TODAY, "Ben")


async def said(store: SqliteStore) -> None:
    await opened(store)
    for number in (1, 2):
        await answered(store, kept(f"words of {number}", number=number), number=number)


async def note(store: SqliteStore, file: MadeFile, *counted: int, quoted: tuple[int, ...] = ()) -> None:
    await store.files.note(
        "care",
        file,
        counted=[response(one) for one in counted],
        quoted=[(response(one), "home") for one in quoted],
    )


async def then(store: SqliteStore, number: int, *records: Record) -> None:
    await store.turns.turn("care", f"telegram:{number}", "then", Takes(*records, number=number), at=NOW)


async def withdrew(store: SqliteStore, number: int) -> None:
    take = Takes(ResponseWithdrawn(response(number)), number=number)
    take.ends = True
    await store.turns.turn("care", f"telegram:{number}", "withdrew", take, at=NOW)


async def test_nothing_is_listed_while_nothing_is_taken_back(store: SqliteStore) -> None:
    await said(store)
    await note(store, LETTER, 1, 2, quoted=(1,))
    await then(store, 2, kept("other words", number=2))
    assert await store.files.to_recall("care") == []


async def test_a_file_is_listed_with_how_many_are_quoted_and_counted_in_it(store: SqliteStore) -> None:
    await said(store)
    await note(store, LETTER, 1, 2, quoted=(1,))
    await note(store, DATA, 1, 2)
    await withdrew(store, 1)
    await withdrew(store, 2)
    assert await store.files.to_recall("care") == [ToRecall(DATA, 0, 2, TODAY), ToRecall(LETTER, 1, 2, TODAY)]
    assert await store.files.to_recall("moves") == []


async def test_what_is_taken_back_while_the_file_is_made_is_listed_at_once(store: SqliteStore) -> None:
    await said(store)
    await withdrew(store, 1)
    await note(store, LETTER, 1, 2, quoted=(1,))
    assert await store.files.to_recall("care") == [ToRecall(LETTER, 1, 1, TODAY)]


async def test_an_answer_taken_away_and_a_no_to_quotes_list_it_too(store: SqliteStore) -> None:
    await said(store)
    await note(store, LETTER, 1, 2, quoted=(1, 2))
    await then(store, 1, AnswerRemoved(response(1), "home"))
    assert await store.files.to_recall("care") == [ToRecall(LETTER, 1, 1, TODAY)]
    await then(store, 2, QuotingSaid(response(2), yes=False))
    assert await store.files.to_recall("care") == [ToRecall(LETTER, 2, 1, TODAY)]


async def test_the_same_words_again_list_nothing_and_others_do(store: SqliteStore) -> None:
    await said(store)
    await note(store, LETTER, 1, quoted=(1,))
    await then(store, 1, kept("words of 1"), QuotingSaid(response(1), yes=True))
    assert await store.files.to_recall("care") == []
    await store.turns.turn("care", "telegram:1", "more", Takes(kept("others")), at=NOW)
    assert await store.files.to_recall("care") == [ToRecall(LETTER, 1, 0, TODAY)]


async def test_a_later_day_is_a_file_of_its_own(store: SqliteStore) -> None:
    await said(store)
    later = MadeFile(LETTER.name, "letter", "docx", date(2026, 3, 5), "Ada")
    await note(store, LETTER, 1)
    await withdrew(store, 1)
    await note(store, later, 2)
    assert [one.file for one in await store.files.to_recall("care")] == [LETTER]


async def test_nothing_kept_of_files_tells_which_of_a_day_came_first(store: SqliteStore) -> None:
    await said(store)
    await note(store, LETTER, 1)
    await note(store, DATA, 1, 2)  # 2 came after the letter was made
    held = await store._database.rows("SELECT response, day, what, question, back FROM held_in_file ORDER BY response")
    assert held == [(response(1), "2026-03-02", "", "", ""), (response(2), "2026-03-02", "", "", "")]
    files = await store._database.rows("SELECT * FROM made_file")
    assert not [field for row in files for field in row if ":" in str(field)]
