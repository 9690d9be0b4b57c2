"""Answers in another language: sealed until a person has redacted them, and gone with the key."""

import asyncio
from pathlib import Path

import pytest

from conversations.asking.answer import Answer
from conversations.asking.events import Became
from conversations.asking.records import AnswerKept, AnswerRemoved, QuotingSaid, ReceiptGiven, ResponseWithdrawn
from conversations.hearing.values import Flag, Heard, Risk
from conversations.telling.responses import Review
from storage.errors import StoreError
from storage.reviewing import QueuedAnswer, Verdict
from storage.sqlite import SqliteStore
from tests.leaks import forms
from tests.storage.stored import ADDRESS, NOW, TODAY, WORDS, Takes, answered, begun, kept, opened, response, ticked

WRITTEN = "дядько б'є мене, коли мами немає"


def foreign(text: str = WRITTEN, number: int = 1, english: str = "", question: str = "home") -> AnswerKept:
    answer = Answer(text=text, language="uk", english=english)
    return AnswerKept(response(number), question, answer, TODAY)


async def only(store: SqliteStore) -> QueuedAnswer:
    [item] = await store.reviewing.queue("care")
    return item


async def read_as(
    store: SqliteStore, text: str, flag: Flag | None = None, *, seen: str = "", language: str = ""
) -> bool:
    item = await only(store)
    heard = Heard(text, flag=flag, language=language)
    return await store.reviewing.read_by_person(item.id, heard, seen=seen or item.answer.text, by="Ada", at=NOW)


async def test_its_words_stand_in_no_file_in_clear(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await answered(store, kept("my dog is nice"), foreign(question="say"))
    await asyncio.to_thread(store.maintenance.back_up, tmp_path / "backup.sqlite3", at=NOW, by="Ada")
    item = next(one for one in await store.reviewing.queue("care") if one.review is Review.UNREAD)
    assert item.answer.text == WRITTEN
    held = await asyncio.to_thread(lambda: [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()])
    assert any(b"my dog is nice" in one for one in held)
    for word in ("дядько", "мене, коли", WRITTEN):
        for form in forms(word).values():
            assert not any(form in one for one in held), word


async def test_its_author_reads_it_while_it_is_open(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, foreign())
    last = await store.turns.last("care", "telegram:1")
    assert last
    assert last.state.answers["home"].text == WRITTEN
    takes = Takes(foreign("мама"))
    await store.turns.turn("care", "telegram:1", "second", takes, at=NOW)
    assert takes.given[0]
    assert takes.given[0].answers["home"].language == "uk"
    assert (await only(store)).answer.text == "мама"


async def test_it_stands_right_behind_urgent_ones(store: SqliteStore) -> None:
    await opened(store)
    for number, risk in enumerate((Risk.NONE, Risk.CONCERN, Risk.URGENT), 1):
        await answered(store, kept(risk.name, number=number, risk=risk), number=number)
    await answered(store, foreign(number=4), number=4)
    seen = [one.answer.text for one in await store.reviewing.queue("care")]
    assert seen == ["URGENT", WRITTEN, "CONCERN", "NONE"]
    one_by_one = [(await store.reviewing.queue("care", limit=1, offset=at))[0].answer.text for at in range(4)]
    assert one_by_one == seen
    assert await store.reviewing.queue_length("care") == 4
    assert await store.reviewing.unread("care") == 1
    assert await store.reviewing.queue("care", review=Review.APPROVED) == []
    assert await store.reviewing.queue_length("care", Review.REJECTED) == 0


async def test_until_a_person_has_redacted_it_nothing_is_made_of_it(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, foreign(), ticked("y"), QuotingSaid(response(1), True))
    item = await only(store)
    assert not await store.reviewing.decide(item.id, Verdict.APPROVE, reason="", seen=WRITTEN, by="Ada", at=NOW)
    assert not await store.reviewing.decide(item.id, Verdict.APPROVE, reason="", seen="", by="Ada", at=NOW)
    assert await store.codings.uncoded("care", "home", 1, None) == []
    assert await store.codings.unfelt("care", "1", None) == []
    assert await store.codings.coded("care") == []
    [one] = await store.gathering.responses("care")
    given = one.answers["home"]
    assert (given.answer.text, given.answer.language, given.review) == ("", "uk", Review.UNREAD)
    assert given.counts
    assert not given.quotable
    assert one.answers["plan"].answer.chosen == ("y",)


async def test_redacted_by_a_person_it_is_an_answer_as_any_other(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, foreign(), QuotingSaid(response(1), True))
    assert await read_as(store, "my uncle [name] hits me", Flag(Risk.URGENT, ("abuse",), "hits me"))
    item = await only(store)
    assert (item.answer, item.review) == (Answer(text="my uncle [name] hits me", risk=Risk.URGENT), Review.WAITING)
    assert [one.words for one in await store.flags.raised("care")] == ["hits me"]
    assert await store._database.rows("SELECT sealed FROM answer") == [(None,)]
    assert await store.reviewing.decide(item.id, Verdict.APPROVE, reason="", seen=item.answer.text, by="Ada", at=NOW)
    [uncoded] = await store.codings.uncoded("care", "home", 1, None)
    assert uncoded.text == item.answer.text
    [one] = await store.gathering.responses("care")
    assert not one.answers["home"].quotable  # its words are a flag's
    assert await store._database.rows("SELECT answer, language, read_by FROM reading") == [(item.id, "uk", "Ada")]
    assert await store._database.rows("SELECT done_by FROM audit WHERE action = 'answer redacted by hand'") == [
        ("Ada",)
    ]


async def test_in_its_own_language_no_machine_codes_it(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, foreign())
    assert await read_as(store, "дядько б'є мене", language="uk")
    assert (await only(store)).review is Review.WAITING
    assert await store.codings.uncoded("care", "home", 1, None) == []
    assert await store.codings.unfelt("care", "1", None) == []


async def test_what_changed_meanwhile_is_not_overwritten(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, foreign())
    item = await only(store)
    assert not await read_as(store, "my uncle hits me", seen="something else")
    await store.turns.turn("care", "telegram:1", "second", Takes(foreign("мама")), at=NOW)
    assert not await read_as(store, "my uncle hits me", seen=WRITTEN)
    assert (await only(store)).answer.text == "мама"
    await store.turns.turn("care", "telegram:1", "third", Takes(ResponseWithdrawn(response(1))), at=NOW)
    assert not await store.reviewing.read_by_person(item.id, Heard("x"), seen="мама", by="Ada", at=NOW)


async def test_changed_after_it_was_read_it_is_sealed_again(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, foreign())
    assert await read_as(store, "my uncle hits me")
    await store.turns.turn("care", "telegram:1", "second", Takes(foreign("my uncle hits me\nмама")), at=NOW)
    assert (await only(store)).review is Review.UNREAD
    await store.turns.turn("care", "telegram:1", "third", Takes(kept("my dog")), at=NOW)
    assert (await only(store)).review is Review.WAITING
    assert await store._database.rows("SELECT text, language, sealed FROM answer") == [("my dog", "", None)]


async def test_an_approved_answer_that_becomes_another_language_leaves_every_output(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"), QuotingSaid(response(1), True))
    item = await only(store)
    await store.reviewing.decide(item.id, Verdict.APPROVE, reason="", seen="my dog", by="Ada", at=NOW)
    await store.turns.turn("care", "telegram:1", "second", Takes(foreign("my dog\nмама", english="my dog")), at=NOW)
    [one] = await store.gathering.responses("care")
    assert (one.answers["home"].review, one.answers["home"].quotable) == (Review.UNREAD, False)


async def test_a_worry_is_raised_without_its_words(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, foreign())
    item = await only(store)

    async def raised(seen: str, words: str = "") -> bool:
        return await store.flags.raise_flag(item.id, Risk.URGENT, ("abuse",), seen=seen, words=words, by="Ada", at=NOW)

    assert not await raised(WRITTEN)
    assert not await raised("", "an uncle")
    assert await raised(WRITTEN, "an uncle")
    assert [one.words for one in await store.flags.raised("care")] == ["an uncle"]
    item = await only(store)
    assert (item.answer.text, item.answer.risk, item.review) == (WRITTEN, Risk.URGENT, Review.UNREAD)


async def test_at_closing_its_words_go_with_the_key_and_it_still_counts(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, foreign())
    await store.consultations.close("care", by="ada", at=NOW)
    assert await store.reviewing.queue("care") == []
    assert await store.reviewing.unread("care") == 0
    assert await store._database.rows("SELECT text, language, sealed FROM answer") == [("", "uk", None)]
    [one] = await store.gathering.responses("care")
    assert one.answers["home"].review is Review.UNREAD


async def test_what_was_understood_beside_it_outlives_the_key(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, foreign(f"my dog is nice\n{WRITTEN}", english="my dog is nice"))
    assert (await only(store)).review is Review.UNREAD
    await store.consultations.close("care", by="ada", at=NOW)
    item = await only(store)
    assert (item.review, item.answer.text) == (Review.WAITING, "my dog is nice")


async def test_six_words_bring_it_back_and_take_it_away(store: SqliteStore) -> None:
    await opened(store)
    receipt = await store.receipts.prepare(WORDS)
    takes = Takes(begun(), foreign(), ReceiptGiven(response(1), WORDS))
    await store.turns.turn("care", ADDRESS, "first", takes, at=NOW, receipt=receipt)
    returned = await store.receipts.find("care", WORDS)
    assert returned
    assert returned.answers["home"].text == WRITTEN
    assert returned.outcomes["home"].became is Became.UNREAD
    assert await store.receipts.keep("care", response(1), "form 1", [foreign("мама")], at=NOW)
    assert (await only(store)).answer.text == "мама"
    await store.consultations.close("care", by="ada", at=NOW)
    returned = await store.receipts.find("care", WORDS)
    assert returned
    assert (returned.answers["home"].text, returned.answers["home"].language) == ("", "uk")
    assert returned.outcomes["home"].became is Became.NOT_READ
    with pytest.raises(StoreError, match="no key"):
        await store.receipts.keep("care", response(1), "form 2", [foreign("мама")], at=NOW)
    assert await store.receipts.keep("care", response(1), "form 3", [AnswerRemoved(response(1), "home")], at=NOW)
    assert (await store.gathering.responses("care"))[0].answers == {}
