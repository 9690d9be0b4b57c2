"""Moderators see open answers, most urgent first; what they decide is only ever added to."""

import sqlite3

import pytest

from conversations.asking.records import QuotingSaid
from conversations.hearing.values import Risk
from conversations.telling.responses import Review
from storage.reviewing import QueuedAnswer, Verdict
from storage.sqlite import SqliteStore
from tests.storage.stored import NOW, Takes, answered, kept, opened, response, ticked


async def only(store: SqliteStore, review: Review = Review.WAITING) -> QueuedAnswer:
    [queued] = await store.reviewing.queue("care", review=review)
    return queued


async def decide(store: SqliteStore, queued: QueuedAnswer, verdict: Verdict, reason: str = "") -> bool:
    return await store.reviewing.decide(queued.id, verdict, reason=reason, seen=queued.answer.text, by="ada", at=NOW)


async def test_open_answers_wait_for_review_and_ticked_ones_do_not(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"), ticked("y"), QuotingSaid(response(), True))
    queued = await only(store)
    assert (queued.consultation, queued.question, queued.version) == ("care", "home", 1)
    assert (queued.answer.text, queued.may_quote, queued.review, queued.reason) == (
        "my dog",
        True,
        Review.WAITING,
        "",
    )
    assert await store.reviewing.queue_length("care") == 1
    assert await store.reviewing.queue_length("care", Review.NOT_NEEDED) == 0
    assert await store.reviewing.queue("care", review=Review.NOT_NEEDED) == []


async def test_the_most_urgent_come_first_and_the_rest_in_no_order_of_time(store: SqliteStore) -> None:
    await opened(store)
    risks = [Risk.NONE, Risk.CONCERN, Risk.URGENT]
    for number in range(1, 61):
        risk = risks[number % 3]
        await answered(store, kept(f"{number:02}", number=number, risk=risk), number=number)
    queue = await store.reviewing.queue("care", limit=100)
    assert [one.answer.risk for one in queue] == [Risk.URGENT] * 20 + [Risk.CONCERN] * 20 + [Risk.NONE] * 20
    urgent = [one.answer.text for one in queue[:20]]
    assert urgent not in (sorted(urgent), sorted(urgent, reverse=True))
    pages = [await store.reviewing.queue("care", limit=25, offset=offset) for offset in (0, 25, 50)]
    assert [one.id for page in pages for one in page] == [one.id for one in queue]


async def test_a_decision_moves_an_answer_on(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    waiting = await only(store)
    assert await decide(store, waiting, Verdict.REJECT, "names someone")
    rejected = await store.reviewing.queued(waiting.id)
    assert rejected is not None
    assert (rejected.review, rejected.reason) == (Review.REJECTED, "names someone")
    assert await store.reviewing.queue_length("care") == 0
    assert (await only(store, Review.REJECTED)).id == waiting.id


async def test_what_has_changed_since_it_was_read_is_not_decided_on(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    read = await only(store)
    await store.turns.turn("care", "telegram:1", "2", Takes(kept("my cat")), at=NOW)
    assert not await decide(store, read, Verdict.APPROVE)
    now = await only(store)
    assert (now.id, now.answer.text) == (read.id, "my cat")


async def test_a_changed_text_is_reviewed_anew_and_the_same_text_is_not(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    read = await only(store)
    await decide(store, read, Verdict.APPROVE)
    await store.turns.turn("care", "telegram:1", "2", Takes(kept("my dog")), at=NOW)
    assert (await only(store, Review.APPROVED)).id == read.id
    await store.turns.turn("care", "telegram:1", "3", Takes(kept("my dog and cat")), at=NOW)
    assert (await only(store)).id == read.id
    assert not await store.reviewing.undo(read.id, by="ada", at=NOW)  # that decision was about other words


async def test_decisions_are_taken_back_one_by_one(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    read = await only(store)
    await decide(store, read, Verdict.REJECT, "unclear")
    await decide(store, read, Verdict.APPROVE)
    assert await store.reviewing.undo(read.id, by="ada", at=NOW)
    assert (await only(store, Review.REJECTED)).reason == "unclear"
    assert await store.reviewing.undo(read.id, by="ada", at=NOW)
    assert (await only(store)).reason == ""
    assert not await store.reviewing.undo(read.id, by="ada", at=NOW)
    verdicts = await store._database.rows("SELECT verdict FROM decision ORDER BY id")
    assert verdicts == [("reject",), ("approve",), ("undo",), ("undo",)]


async def test_an_answer_that_is_gone_or_ticked_takes_no_decision(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, ticked("y"))
    [(identifier,)] = await store._database.rows("SELECT id FROM answer")
    for answer in (identifier, bytes(16)):
        assert not await store.reviewing.decide(answer, Verdict.APPROVE, reason="", seen="", by="ada", at=NOW)
        assert not await store.reviewing.undo(answer, by="ada", at=NOW)
        assert await store.reviewing.queued(answer) is None


@pytest.mark.parametrize("change", ["DELETE FROM decision", "UPDATE decision SET reason = 'another'"])
async def test_decisions_are_only_ever_added(store: SqliteStore, change: str) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    await decide(store, await only(store), Verdict.APPROVE)

    def work(db: sqlite3.Connection) -> None:
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            db.execute(change)

    await store._database.write(work)


async def test_every_decision_leaves_an_audit_row(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    read = await only(store)
    await decide(store, read, Verdict.APPROVE)
    await store.reviewing.undo(read.id, by="grace", at=NOW)
    rows = await store._database.rows("SELECT action, done_by, detail FROM audit ORDER BY id")
    assert rows[1:] == [
        ("answer approved", "ada", read.id.hex()),
        ("decision taken back", "grace", read.id.hex()),
    ]


async def test_that_an_answer_came_leaves_no_audit_row(store: SqliteStore) -> None:
    await opened(store)
    before = await store._database.rows("SELECT count(*) FROM audit")
    await answered(store, kept("my dog"), ticked("y"))
    assert await store._database.rows("SELECT count(*) FROM audit") == before
