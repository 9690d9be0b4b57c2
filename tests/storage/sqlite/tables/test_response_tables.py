"""Telling gets every response that was not withdrawn, with what review made of each answer."""

import pytest

from conversations.asking.answer import Answer
from conversations.asking.records import AnswerKept, QuotingSaid, Record, ResponseFinished, ResponseWithdrawn
from conversations.hearing.values import Kind, Risk
from conversations.telling.responses import Review
from storage.reviewing import Verdict
from storage.sqlite import SqliteStore
from tests.storage.stored import NOW, TODAY, Takes, answered, kept, opened, response, ticked


async def review(store: SqliteStore, verdict: Verdict) -> None:
    for queued in await store.reviewing.queue("care"):
        await store.reviewing.decide(queued.id, verdict, reason="why", seen=queued.answer.text, by="ada", at=NOW)


async def test_all_of_an_answer_is_gathered(store: SqliteStore) -> None:
    await opened(store)
    said = Answer((), "[name] and\nmy dog", (Kind.PERSON, Kind.PERSON), True, Risk.CONCERN)
    await answered(store, AnswerKept(response(), "home", said, TODAY), ticked("y"), ResponseFinished(response()))
    [gathered] = await store.gathering.responses("care")
    assert (gathered.response, gathered.version, gathered.age_band) == (response(), 1, "13-15")
    assert (gathered.door, gathered.finished) == ("telegram", True)
    assert gathered.answers["home"].answer == said
    assert gathered.answers["home"].review == Review.WAITING
    assert gathered.answers["plan"].answer == Answer(chosen=("y",))
    assert gathered.answers["plan"].review == Review.NOT_NEEDED
    assert not gathered.answers["plan"].quotable


@pytest.mark.parametrize(
    ("verdict", "said", "quotable"),
    [
        (Verdict.APPROVE, [QuotingSaid(response(), True)], True),
        (Verdict.APPROVE, [QuotingSaid(response(), False)], False),
        (Verdict.APPROVE, [], False),
        (Verdict.REJECT, [QuotingSaid(response(), True)], False),
        (None, [QuotingSaid(response(), True)], False),
    ],
)
async def test_a_quote_needs_a_yes_and_an_approval(
    store: SqliteStore, verdict: Verdict | None, said: list[Record], quotable: bool
) -> None:
    await opened(store)
    await answered(store, kept("my dog"), *said)
    if verdict:
        await review(store, verdict)
    [gathered] = await store.gathering.responses("care")
    assert gathered.answers["home"].quotable is quotable


async def test_approving_clears_an_answer_with_a_word_that_was_sent_again(store: SqliteStore) -> None:
    await opened(store)
    said = AnswerKept(response(), "home", Answer(text="Rose makes it home", sent_again=True), TODAY)
    await answered(store, said, QuotingSaid(response(), True))
    [before] = await store.gathering.responses("care")
    assert not before.answers["home"].quotable
    await review(store, Verdict.APPROVE)
    [after] = await store.gathering.responses("care")
    assert after.answers["home"].quotable


async def test_a_rejection_comes_with_its_reason(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    await review(store, Verdict.REJECT)
    [gathered] = await store.gathering.responses("care")
    assert (gathered.answers["home"].review, gathered.answers["home"].reason) == (Review.REJECTED, "why")


async def test_a_response_without_answers_is_gathered_and_a_withdrawn_one_is_not(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, number=1)
    await answered(store, kept("my dog", number=2), number=2)
    await store.turns.turn("care", "telegram:2", "2", Takes(ResponseWithdrawn(response(2)), number=None), at=NOW)
    [gathered] = await store.gathering.responses("care")
    assert gathered.response == response(1)
    assert gathered.answers == {}


async def test_the_order_says_nothing_of_who_came_first(store: SqliteStore) -> None:
    await opened(store)
    for number in (5, 3, 9, 1):
        await answered(store, number=number)
    assert [one.response for one in await store.gathering.responses("care")] == [response(n) for n in (1, 3, 5, 9)]


async def test_another_consultation_is_not_mixed_in(store: SqliteStore) -> None:
    await opened(store)
    await opened(store, "moves")
    await answered(store, kept("my dog"))
    assert await store.gathering.responses("moves") == []
