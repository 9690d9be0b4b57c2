"""Telling gets every response that was not withdrawn, with what review made of each answer."""

from dataclasses import replace

import pytest

from conversations.asking.answer import Answer
from conversations.asking.records import (
    AnswerKept,
    AnswerRemoved,
    QuotingSaid,
    Record,
    ResponseFinished,
    ResponseWithdrawn,
)
from conversations.hearing.values import Kind, Risk
from conversations.telling.responses import Review
from storage.gathering import Snapshot
from storage.reviewing import Verdict
from storage.sqlite import SqliteStore
from tests.storage.stored import NOW, TODAY, Takes, answered, begun, kept, opened, response, ticked


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


# --------------------------------------------------------------------------------------------------- what was told last


TOLD = {"*took_part": "counted", "*age": "counted", "*door": "counted", "home": "counted; ; ", "plan": "counted; ; "}


async def told(store: SqliteStore, *numbers: int, number: int = 1) -> bool:
    """Keeps a snapshot that counts these people."""
    counted = {response(one): TOLD for one in numbers}
    return await store.snapshots.keep("care", Snapshot(number, "{}", {"home": TODAY}, counted))


async def parts(store: SqliteStore, one: int = 1) -> dict[str, str]:
    last = await store.snapshots.last("care")
    assert last is not None
    return {part: said for part, said in last.counted[response(one)].items() if TOLD[part] != said}


async def says_more(store: SqliteStore, *records: Record) -> None:
    await store.turns.turn("care", "telegram:1", "more", Takes(*records), at=NOW)


async def test_the_last_snapshot_comes_back_as_it_was_kept(store: SqliteStore) -> None:
    await opened(store)
    assert await store.snapshots.last("care") is None
    await answered(store, kept("my dog"), ticked("y"))
    assert await told(store, 1)
    assert await store.snapshots.last("care") == Snapshot(1, "{}", {"home": TODAY}, {response(): TOLD})


async def test_of_two_that_follow_on_the_same_snapshot_one_is_kept(store: SqliteStore) -> None:
    await opened(store)
    assert [await told(store, number=number) for number in (1, 1, 2, 2, 4)] == [True, False, True, False, False]


@pytest.mark.parametrize(
    ("records", "changed"),
    [
        ([ticked("n")], {"plan"}),
        ([ticked("y")], set()),
        ([kept("my cat")], set()),
        ([AnswerRemoved(response(), "home")], {"home"}),
        ([replace(begun(), age_band="16-17")], {"*age", "*door"}),
        ([begun(), ResponseFinished(response()), QuotingSaid(response(), True)], set()),
    ],
    ids=["another tick", "the same tick", "other words", "taken away", "another age", "nothing that counts"],
)
async def test_a_snapshot_knows_who_is_another_since_and_not_what_they_said(
    store: SqliteStore, records: list[Record], changed: set[str]
) -> None:
    await opened(store)
    await answered(store, kept("my dog"), ticked("y"))
    await answered(store, kept("my dog", number=2), ticked("y", number=2), number=2)
    await told(store, 1, 2)
    await says_more(store, *records)
    assert await parts(store) == dict.fromkeys(changed, "changed")
    assert await parts(store, 2) == {}


async def test_of_who_is_withdrawn_a_snapshot_knows_only_that_they_are_gone(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"), ticked("y"))
    await told(store, 1)
    await says_more(store, ResponseWithdrawn(response()))
    assert await parts(store) == dict.fromkeys(TOLD, "gone")
    await told(store, 1, number=2)  # as where they went while it was made
    assert await parts(store) == dict.fromkeys(TOLD, "gone")
