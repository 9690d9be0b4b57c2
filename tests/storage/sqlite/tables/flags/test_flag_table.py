"""Flags: urgent first, closed with what was found, raised by hand as well."""

from datetime import date, timedelta

from conversations.asking.records import FlagRaised
from conversations.asking.session import Session, Turn
from conversations.hearing.values import Flag, Risk
from storage.sqlite import SqliteStore
from storage.worries.flags import FlagVerdict, Raised
from tests.storage.stored import NOW, Takes, answered, begun, consultation, kept, opened

RIGHT, FALSE_ALARM = FlagVerdict.RIGHT, FlagVerdict.FALSE_ALARM


async def flagged(store: SqliteStore, *words: str) -> list[Raised]:
    """Open flags with these words, in this order."""
    for number, one in enumerate(words):
        flag = Flag(Risk.CONCERN, ("abuse",), one, ("phrase:abuse/hits",))
        await store.turns.turn("care", "telegram:1", f"worry {number}", Takes(begun(), FlagRaised(flag)), at=NOW)
    return list(reversed(await store.flags.raised("care")))


async def by_hand(store: SqliteStore, text: str = "my dog", level: Risk = Risk.URGENT, seen: str = "") -> bool:
    """A worry raised about the one answer that waits."""
    [queued] = await store.reviewing.queue("care")
    return await store.flags.raise_flag(queued.id, level, ("abuse", "online"), seen=seen or text, by="Ada", at=NOW)


async def audited(store: SqliteStore) -> list[tuple[str, str, str]]:
    """What was done about flags."""
    rows = await store._database.rows("SELECT action, done_by, detail FROM audit WHERE action LIKE 'flag%' ORDER BY id")
    return [(action, by, detail) for action, by, detail in rows]


async def test_flags_come_urgent_first_then_newest_and_can_be_closed(store: SqliteStore) -> None:
    await opened(store)
    raised = [(Risk.CONCERN, "first"), (Risk.URGENT, "second"), (Risk.CONCERN, "third")]
    for number, (level, words) in enumerate(raised):
        take = Takes(begun(), FlagRaised(Flag(level, ("harm", "run away"), words)))
        await store.turns.turn("care", "telegram:1", str(number), take, at=NOW + timedelta(minutes=number))
    flags = await store.flags.raised("care")
    assert [flag.words for flag in flags] == ["second", "third", "first"]
    assert (flags[0].level, flags[0].kinds, flags[0].at) == (
        Risk.URGENT,
        ("harm", "run away"),
        NOW + timedelta(minutes=1),
    )
    assert await store.flags.close(flags[0].id, RIGHT, by="ada", at=NOW)
    assert not await store.flags.close(flags[0].id, RIGHT, by="ada", at=NOW)
    assert not await store.flags.close(404, RIGHT, by="ada", at=NOW)
    assert [flag.words for flag in await store.flags.raised("care")] == ["third", "first"]
    [closed] = await store.flags.raised("care", closed=True)
    assert (closed.words, closed.closed, closed.closed_by) == ("second", True, "ada")


async def test_what_raised_a_flag_is_kept_and_an_older_flag_has_none(store: SqliteStore) -> None:
    await opened(store)
    for number, raised_by in enumerate(((), ("phrase:abuse/hits", "seed:abuse"))):
        flag = Flag(Risk.CONCERN, ("abuse",), "words", raised_by)
        await store.turns.turn("care", "telegram:1", str(number), Takes(begun(), FlagRaised(flag)), at=NOW)
    newer, older = await store.flags.raised("care")
    assert newer.raised_by == ("phrase:abuse/hits", "seed:abuse")
    assert older.raised_by == ()
    assert newer.kinds == older.kinds == ("abuse",)


async def test_what_was_found_stays_with_a_closed_flag_and_in_the_audit(store: SqliteStore) -> None:
    await opened(store)
    first, second, _ = await flagged(store, "true words", "harmless words", "other words")
    assert await store.flags.close(first.id, RIGHT, by="Ada", at=NOW)
    assert await store.flags.close(second.id, FALSE_ALARM, by="Bea", at=NOW)
    assert not await store.flags.close(second.id, RIGHT, by="Ada", at=NOW)
    closed = {flag.words: flag.verdict for flag in await store.flags.raised("care", closed=True)}
    assert closed == {"true words": RIGHT, "harmless words": FALSE_ALARM}
    assert [flag.verdict for flag in await store.flags.raised("care")] == [None]
    assert await audited(store) == [
        ("flag closed", "Ada", f"{first.id}: right"),
        ("flag closed", "Bea", f"{second.id}: false alarm"),
    ]


async def test_a_worry_raised_by_hand_is_a_flag_and_says_who_raised_it(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    assert await by_hand(store)
    [flag] = await store.flags.raised("care")
    assert (flag.words, flag.level, flag.kinds) == ("my dog", Risk.URGENT, ("abuse", "online"))
    assert (flag.raised_by, flag.at, flag.verdict) == (("person:Ada",), NOW, None)
    assert [one.answer.risk for one in await store.reviewing.queue("care")] == [Risk.URGENT]
    assert await audited(store) == [("flag raised", "Ada", f"{flag.id}: urgent")]


async def test_a_worry_is_not_raised_about_words_that_changed_or_went(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    assert not await by_hand(store, seen="my cat")
    assert not await store.flags.raise_flag(bytes(16), Risk.URGENT, (), seen="my dog", by="Ada", at=NOW)
    assert await store.flags.raised("care") == []
    assert await audited(store) == []


async def test_a_worry_that_is_sent_twice_is_raised_once_and_a_graver_one_again(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    for level in (Risk.CONCERN, Risk.CONCERN, Risk.URGENT, Risk.CONCERN):
        assert await by_hand(store, level=level)
    flags = await store.flags.raised("care")
    assert [flag.level for flag in flags] == [Risk.URGENT, Risk.CONCERN]
    for flag in flags:
        await store.flags.close(flag.id, RIGHT, by="Ada", at=NOW)
    assert await by_hand(store, level=Risk.CONCERN)
    assert len(await store.flags.raised("care")) == 1
    assert [one.answer.risk for one in await store.reviewing.queue("care")] == [Risk.URGENT]


async def test_what_a_person_judged_is_told_and_nothing_else(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    right, alarm, _ = await flagged(store, "true words", "harmless words", "open words")
    await store.flags.close(right.id, RIGHT, by="Ada", at=NOW)
    await store.flags.close(alarm.id, FALSE_ALARM, by="Ada", at=NOW)
    await by_hand(store)
    judged = {flag.words: flag.verdict for flag in await store.flags.judged()}
    assert judged == {"true words": RIGHT, "harmless words": FALSE_ALARM, "my dog": None}


async def test_what_is_tried_in_a_trial_is_no_judgement(store: SqliteStore) -> None:
    await store.consultations.add(consultation("care"))
    await store.consultations.open("care", date(2026, 3, 1), date(2026, 3, 31), trial=True, by="ada")
    await answered(store, kept("my dog"))
    await by_hand(store)
    assert len(await store.flags.raised("care")) == 1
    assert await store.flags.judged() == []


async def test_a_flag_keeps_only_its_day_when_it_is_closed_after_its_consultation(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    await store.consultations.close("care", by="ada", at=NOW)
    await by_hand(store)
    [flag] = await store.flags.raised("care")
    assert not flag.day_only
    await store.flags.close(flag.id, RIGHT, by="Ada", at=NOW + timedelta(minutes=1))
    [closed] = await store.flags.raised("care", closed=True)
    assert closed.day_only


CRY = Flag(Risk.URGENT, ("suicide",), "want to die", ("phrase:suicide/want_to_die",))


async def without_session(store: SqliteStore, flag: Flag = CRY, minutes: float = 0, of: str = "care") -> None:
    await store.turns.turn_without_session(of, Turn(None, (), (FlagRaised(flag),)), at=NOW + timedelta(minutes=minutes))


async def times(store: SqliteStore) -> list[tuple[str, int]]:
    """The open flags, oldest first, with how often each came."""
    return [(flag.words, flag.times) for flag in sorted(await store.flags.raised("care"), key=lambda one: one.id)]


async def test_a_worry_over_and_over_without_a_session_is_one_flag_with_a_count(store: SqliteStore) -> None:
    await opened(store)
    for number in range(600):
        await without_session(store, minutes=number / 100)
    assert await times(store) == [("want to die", 600)]


async def test_the_same_worry_of_new_addresses_is_counted_too_and_keeps_the_higher_level(store: SqliteStore) -> None:
    await opened(store)
    for number, level in enumerate((Risk.CONCERN, Risk.URGENT, Risk.CONCERN)):

        def take(_: Session | None, level: Risk = level) -> Turn:
            return Turn(None, (), (FlagRaised(Flag(level, ("suicide",), "want to die")),))

        await store.turns.turn("care", f"web:{number}", "first", take, at=NOW)
    [flag] = await store.flags.raised("care")
    assert (flag.times, flag.level) == (3, Risk.URGENT)


async def test_flags_with_a_session_are_never_one(store: SqliteStore) -> None:
    await opened(store)
    for address in ("web:1", "web:2"):
        await store.turns.turn("care", address, "begins", Takes(begun()), at=NOW)
        for number in range(2):
            take = Takes(begun(), FlagRaised(CRY))
            await store.turns.turn("care", address, f"worry {number}", take, at=NOW)
    await without_session(store)
    assert await times(store) == [("want to die", 1)] * 5


async def test_flags_of_those_who_begin_to_answer_with_them_are_never_one(store: SqliteStore) -> None:
    await opened(store)
    for number in (1, 2):
        await answered(store, FlagRaised(CRY), number=number)
    assert await times(store) == [("want to die", 1)] * 2


async def test_a_worry_before_anything_was_begun_is_counted_with_its_like(store: SqliteStore) -> None:
    await opened(store)
    for number in range(3):
        await store.turns.turn("care", f"web:{number}", "first", Takes(FlagRaised(CRY), number=None), at=NOW)
    assert await times(store) == [("want to die", 3)]


async def test_other_words_later_ones_and_those_of_a_closed_flag_are_flags_of_their_own(store: SqliteStore) -> None:
    await opened(store)
    await without_session(store)
    await without_session(store, Flag(Risk.URGENT, ("suicide",), "want to Die"))
    await without_session(store, minutes=10)
    assert await times(store) == [("want to die", 1), ("want to Die", 1), ("want to die", 1)]
    for flag in await store.flags.raised("care"):
        await store.flags.close(flag.id, RIGHT, by="ada", at=NOW)
    await without_session(store, minutes=11)
    assert await times(store) == [("want to die", 1)]


async def test_flags_come_in_pages_and_are_counted(store: SqliteStore) -> None:
    await opened(store)
    await flagged(store, *(f"words {number}" for number in range(7)))
    await without_session(store)
    assert await store.flags.count("care") == (8, 1)
    assert await store.flags.count("care", closed=True) == (0, 0)
    pages = [await store.flags.raised("care", limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 2, 0]
    assert [flag.id for page in pages for flag in page] == [flag.id for flag in await store.flags.raised("care")]
    first = pages[0][0].id
    assert await store.flags.is_open("care", first)
    assert not await store.flags.is_open("another", first)
    await store.flags.close(first, RIGHT, by="ada", at=NOW)
    assert not await store.flags.is_open("care", first)
