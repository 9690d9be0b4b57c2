"""A turn is kept once, whole, and in one transaction."""

import asyncio
from datetime import timedelta

import pytest

from conversations.asking.answer import Answer
from conversations.asking.records import (
    AnswerKept,
    AnswerRemoved,
    FlagRaised,
    QuotingSaid,
    ReceiptGiven,
    ResponseFinished,
    ResponseWithdrawn,
)
from conversations.asking.session import Session, Turn
from conversations.hearing.values import Flag, Risk
from storage.errors import StoreError, UnknownConsultationError
from storage.sqlite import SqliteStore
from tests.storage.stored import ADDRESS, NOW, WORDS, Takes, answered, begun, kept, opened, response, ticked


async def test_a_session_is_found_again_with_its_answers(store: SqliteStore) -> None:
    await opened(store)
    first = Takes(begun(), kept("my dog"), ticked("y"))
    await store.turns.turn("care", ADDRESS, "1", first, at=NOW)
    second = Takes(place="say")
    await store.turns.turn("care", ADDRESS, "2", second, at=NOW)
    assert first.given == [None]
    [state] = second.given
    assert state is not None
    assert state.place == "home"
    assert state.answers["home"].text == "my dog"
    assert state.answers["plan"].chosen == ("y",)


async def test_a_known_event_repeats_its_replies_and_changes_nothing(store: SqliteStore) -> None:
    await opened(store)
    first = await store.turns.turn("care", ADDRESS, "1", Takes(begun(), kept("my dog")), at=NOW)
    again = Takes(kept("something else"), says="never said")
    repeated = await store.turns.turn("care", ADDRESS, "1", again, at=NOW)
    assert again.given == []
    assert repeated.repeated
    assert not first.repeated
    assert repeated.replies == first.replies
    last = await store.turns.last("care", ADDRESS)
    assert last is not None
    assert last.state.answers["home"].text == "my dog"


async def test_an_older_event_changes_nothing_and_is_told_what_is_said_by_now(store: SqliteStore) -> None:
    await opened(store)
    await store.turns.turn("care", ADDRESS, "1", Takes(begun(), kept("my dog"), says="First"), at=NOW)
    await store.turns.turn("care", ADDRESS, "2", Takes(place="say", says="Second"), at=NOW)
    again = Takes(kept("something else"), says="never said")
    old = await store.turns.turn("care", ADDRESS, "1", again, at=NOW)
    assert again.given == []
    assert old.repeated
    assert [reply.text for reply in old.replies] == ["Second"]
    last = await store.turns.last("care", ADDRESS)
    assert last is not None
    assert (last.state.place, last.state.answers["home"].text) == ("say", "my dog")


async def test_an_event_that_ended_its_session_repeats_its_replies(store: SqliteStore) -> None:
    await opened(store)
    await store.turns.turn("care", ADDRESS, "1", Takes(begun()), at=NOW)
    ends = Takes(says="Goodbye")
    ends.ends = True
    await store.turns.turn("care", ADDRESS, "2", ends, at=NOW)
    again = await store.turns.turn("care", ADDRESS, "2", Takes(says="never said"), at=NOW)
    assert again.repeated
    assert [reply.text for reply in again.replies] == ["Goodbye"]
    assert (await store.turns.turn("care", ADDRESS, "1", Takes(), at=NOW)).replies == ()


@pytest.mark.parametrize(
    "text", ['“curly” \U0001f600 "quoted" \\ back', "line\nline\ttab\r", "\x00\x01\x1f\x7f\u2028", ""]
)
async def test_words_come_back_as_they_were_written(store: SqliteStore, text: str) -> None:
    await opened(store)
    await answered(store, kept(text), ticked("y"), event="1")
    after = Takes()
    await store.turns.turn("care", "telegram:1", "2", after, at=NOW)
    [state] = after.given
    assert state is not None
    assert state.answers["home"] == Answer(text=text)
    assert state.answers["plan"] == Answer(chosen=("y",))


async def test_an_answer_that_is_taken_away_and_given_again_in_one_turn_is_there(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    both = Takes(AnswerRemoved(response(), "home"), kept("my cat"))
    await store.turns.turn("care", "telegram:1", "2", both, at=NOW)
    [gathered] = await store.gathering.responses("care")
    assert gathered.answers["home"].answer.text == "my cat"


async def test_an_event_of_another_address_is_another_event(store: SqliteStore) -> None:
    await opened(store)
    await store.turns.turn("care", ADDRESS, "1", Takes(number=None), at=NOW)
    other = await store.turns.turn("care", "web:1", "1", Takes(number=None), at=NOW)
    assert not other.repeated


async def test_a_turn_that_raises_leaves_nothing_and_can_be_taken_again(store: SqliteStore) -> None:
    await opened(store)

    def fails(state: Session | None) -> Turn:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.turns.turn("care", ADDRESS, "1", fails, at=NOW)
    assert await store.turns.last("care", ADDRESS) is None
    assert not (await store.turns.turn("care", ADDRESS, "1", Takes(begun()), at=NOW)).repeated


async def test_one_failing_turn_never_takes_its_neighbours_down(store: SqliteStore) -> None:
    await opened(store)

    def fails(state: Session | None) -> Turn:
        raise ZeroDivisionError

    async def one(number: int) -> None:
        take = fails if number % 7 == 3 else Takes(begun(number), kept(f"words {number}", number=number), number=number)
        await store.turns.turn("care", f"telegram:{number}", "1", take, at=NOW)

    outcomes = await asyncio.gather(*[one(number) for number in range(60)], return_exceptions=True)
    for number, outcome in enumerate(outcomes):
        if number % 7 == 3:
            assert isinstance(outcome, ZeroDivisionError)
        else:
            assert outcome is None
    gathered = await store.gathering.responses("care")
    assert {one.answers["home"].answer.text for one in gathered} == {f"words {n}" for n in range(60) if n % 7 != 3}


async def test_a_turn_without_state_ends_the_session(store: SqliteStore) -> None:
    await opened(store)
    await store.turns.turn("care", ADDRESS, "1", Takes(begun()), at=NOW)
    ends = Takes()
    ends.ends = True
    await store.turns.turn("care", ADDRESS, "2", ends, at=NOW)
    assert await store.turns.last("care", ADDRESS) is None


async def test_last_gives_the_place_and_the_replies_of_the_last_turn(store: SqliteStore) -> None:
    await opened(store)
    assert await store.turns.last("care", ADDRESS) is None
    await store.turns.turn("care", ADDRESS, "1", Takes(begun(), says="First"), at=NOW)
    await store.turns.turn("care", ADDRESS, "2", Takes(place="say", says="Second"), at=NOW)
    last = await store.turns.last("care", ADDRESS)
    assert last is not None
    assert last.state.place == "say"
    assert [reply.text for reply in last.replies] == ["Second"]


async def test_a_session_outlives_what_was_said_last(store: SqliteStore) -> None:
    await opened(store)
    await store.turns.turn("care", ADDRESS, "1", Takes(begun(), place="say"), at=NOW)
    await store.maintenance.forget_old(NOW + timedelta(days=10))
    last = await store.turns.last("care", ADDRESS)
    assert last is not None
    assert last.state.place == "say"
    assert last.replies == ()


async def test_sessions_of_an_address_are_found_by_consultation(store: SqliteStore) -> None:
    for identifier in ("care", "moves", "never"):
        await opened(store, identifier)
    await store.turns.turn("care", ADDRESS, "1", Takes(number=None, place="age"), at=NOW)
    await store.turns.turn("moves", ADDRESS, "2", Takes(number=None, place="agree"), at=NOW)
    found = await store.turns.sessions(ADDRESS, ["care", "moves", "never", "unknown"])
    assert {identifier: state.place for identifier, state in found.items()} == {"care": "age", "moves": "agree"}


async def test_quoting_and_finishing_are_kept_with_the_response(store: SqliteStore) -> None:
    await opened(store)
    receipt = await store.receipts.prepare(WORDS)
    given = Takes(begun(), ReceiptGiven(response(), WORDS), kept("my dog"))
    await store.turns.turn("care", ADDRESS, "1", given, at=NOW, receipt=receipt)
    before = await store.receipts.find("care", WORDS)
    assert before is not None
    assert before.quoting is None
    assert not before.finished
    await store.turns.turn(
        "care", ADDRESS, "2", Takes(QuotingSaid(response(), True), ResponseFinished(response())), at=NOW
    )
    after = await store.receipts.find("care", WORDS)
    assert after is not None
    assert after.quoting is True
    assert after.finished


async def test_a_removed_answer_is_gone(store: SqliteStore) -> None:
    await opened(store)
    await store.turns.turn("care", ADDRESS, "1", Takes(begun(), kept("my dog"), kept("more", "say")), at=NOW)
    await store.turns.turn("care", ADDRESS, "2", Takes(AnswerRemoved(response(), "home")), at=NOW)
    [gathered] = await store.gathering.responses("care")
    assert set(gathered.answers) == {"say"}


async def test_withdrawing_takes_answers_receipts_and_other_sessions_but_no_flag(store: SqliteStore) -> None:
    await opened(store)
    receipt = await store.receipts.prepare(WORDS)
    flag = FlagRaised(Flag(Risk.URGENT, ("harm",), "words that worry"))
    given = Takes(begun(), ReceiptGiven(response(), WORDS), kept("my dog"), flag)
    await store.turns.turn("care", ADDRESS, "1", given, at=NOW, receipt=receipt)
    await store.turns.turn("care", "web:elsewhere", "2", Takes(place="say"), at=NOW)
    await store.turns.turn("care", "web:elsewhere", "3", Takes(ResponseWithdrawn(response()), number=None), at=NOW)
    assert await store.gathering.responses("care") == []
    assert await store.receipts.find("care", WORDS) is None
    assert await store.turns.last("care", ADDRESS) is None
    here = await store.turns.last("care", "web:elsewhere")
    assert here is not None
    assert here.state.response is None
    [raised] = await store.flags.raised("care")
    assert raised.words == "words that worry"


async def test_after_withdrawing_an_old_event_is_still_known_but_says_nothing_of_it(store: SqliteStore) -> None:
    await opened(store)
    await store.turns.turn("care", ADDRESS, "1", Takes(begun(), kept("my dog"), says="You wrote: my dog"), at=NOW)
    await store.turns.turn(
        "care", ADDRESS, "2", Takes(ResponseWithdrawn(response()), number=None, says="All gone"), at=NOW
    )
    old = await store.turns.turn("care", ADDRESS, "1", Takes(begun(), kept("my dog")), at=NOW)
    assert old.repeated
    assert [reply.text for reply in old.replies] == ["All gone"]
    pressed_twice = await store.turns.turn("care", ADDRESS, "2", Takes(), at=NOW)
    assert [reply.text for reply in pressed_twice.replies] == ["All gone"]


async def test_a_response_that_went_in_the_meantime_is_not_gone_on_with(store: SqliteStore) -> None:
    await opened(store)
    with pytest.raises(StoreError, match="gone"):
        await store.turns.turn("care", ADDRESS, "1", Takes(number=9), at=NOW)
    assert await store.turns.last("care", ADDRESS) is None


async def test_events_are_forgotten_after_two_whole_days(store: SqliteStore) -> None:
    await opened(store)
    await store.turns.turn("care", ADDRESS, "1", Takes(number=None), at=NOW)
    await store.maintenance.forget_old(NOW + timedelta(hours=48))
    assert (await store.turns.turn("care", ADDRESS, "1", Takes(number=None), at=NOW)).repeated
    await store.maintenance.forget_old(NOW + timedelta(days=3))
    assert not (await store.turns.turn("care", ADDRESS, "1", Takes(number=None), at=NOW)).repeated


async def test_an_unknown_consultation_takes_no_turn(store: SqliteStore) -> None:
    with pytest.raises(UnknownConsultationError):
        await store.turns.turn("nowhere", ADDRESS, "1", Takes(), at=NOW)


async def test_dead_letters_are_noted(store: SqliteStore) -> None:
    await store.turns.dead_letter("telegram", "KeyError", NOW)
    assert await store._database.rows("SELECT door, what FROM dead_letter") == [("telegram", "KeyError")]


async def test_half_a_character_does_not_lose_the_turn(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("fine \ud83d\ude00 and half \ud83d"))
    [gathered] = await store.gathering.responses("care")
    assert gathered.answers["home"].answer.text == "fine \U0001f600 and half �"


async def test_it_is_kept_of_an_answer_that_only_rules_read_it(store: SqliteStore) -> None:
    await opened(store)
    for number, by_rules in enumerate((True, False)):  # as it comes, and as it is changed
        said = Answer(text=f"a dog {number}", by_rules=by_rules)
        record = AnswerKept(response(), "home", said, NOW.date())
        await store.turns.turn("care", ADDRESS, str(number), Takes(*([] if number else [begun()]), record), at=NOW)
        last = await store.turns.last("care", ADDRESS)
        assert last is not None
        assert last.state.answers["home"] == said
