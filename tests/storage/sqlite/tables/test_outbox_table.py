"""Replies wait sealed, go in order for each person, help first, and leave nothing behind."""

from datetime import timedelta
from pathlib import Path

import pytest

from conversations.asking.replies import Reply, Says
from conversations.asking.session import Session, Turn
from storage.errors import StoreError
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.turns import Delivery
from tests.storage.stored import CHEAP, NOW, opened


async def say(
    store: SqliteStore, who: str, *texts: str, event: str = "1", says: Says = Says.LINE, door: str = "telegram"
) -> None:
    replies = tuple(Reply(says, text) for text in texts)

    def take(state: Session | None) -> Turn:
        return Turn(Session(version=1, place="age", at=NOW), replies)

    deliver = Delivery(door, who, f"context of {who}")
    await store.turns.turn("care", who, f"{event} {texts}", take, at=NOW, deliver=deliver)


async def texts(store: SqliteStore, door: str = "telegram") -> list[str]:
    return [one.reply.text for one in await store.outbox.waiting(door, NOW)]


async def send_all(store: SqliteStore) -> list[str]:
    said = []
    while waiting := await store.outbox.waiting("telegram", NOW):
        said.append(waiting[0].reply.text)
        await store.outbox.sent("telegram", waiting[0].id)
    return said


async def test_a_reply_waits_with_its_address_and_context(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "telegram:1", "Hello")
    [waiting] = await store.outbox.waiting("telegram", NOW)
    assert (waiting.address, waiting.context) == ("telegram:1", "context of telegram:1")
    assert waiting.reply == Reply(Says.LINE, "Hello")
    assert (waiting.first, waiting.tries, waiting.created) == (False, 0, NOW)


async def test_at_most_one_waits_for_each_address_and_the_oldest_first(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "telegram:1", "one", "two")
    await say(store, "telegram:2", "three", "four")
    assert await texts(store) == ["one", "three"]
    assert await send_all(store) == ["one", "two", "three", "four"]


async def test_help_goes_before_everything(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "telegram:1", "one")
    await say(store, "telegram:2", "two", "three")
    await say(store, "telegram:2", "help", says=Says.HELP)
    assert await texts(store) == ["help", "one"]
    assert await send_all(store) == ["help", "one", "two", "three"]


async def test_what_is_put_off_holds_up_its_own_address_only(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "telegram:1", "one", "two")
    await say(store, "telegram:2", "three")
    [first, _] = await store.outbox.waiting("telegram", NOW)
    await store.outbox.put_off("telegram", first.id, NOW + timedelta(seconds=30))
    assert await texts(store) == ["three"]
    again = await store.outbox.waiting("telegram", NOW + timedelta(seconds=30))
    assert [(one.reply.text, one.tries) for one in again] == [("one", 1), ("three", 0)]


async def test_help_does_not_wait_for_what_was_put_off(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "telegram:1", "one")
    [waiting] = await store.outbox.waiting("telegram", NOW)
    await store.outbox.put_off("telegram", waiting.id, NOW + timedelta(minutes=5))
    await say(store, "telegram:1", "help", says=Says.HELP)
    assert await texts(store) == ["help"]


async def test_what_waited_too_long_is_dropped_and_counted(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "telegram:1", "one", "two")
    assert await store.outbox.drop_older("telegram", NOW) == 0
    assert await store.outbox.drop_older("telegram", NOW + timedelta(seconds=1)) == 2
    assert await store.outbox.waiting("telegram", NOW) == []


async def test_each_door_sees_its_own_only_and_holds_up_no_other(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "7", "help", says=Says.HELP)
    await say(store, "7", "a letter", door="letter_box")
    assert await texts(store) == ["help"]
    assert await texts(store, "letter_box") == ["a letter"], "though somebody's help card waits at the same address"
    assert await texts(store, "web") == []


async def test_nothing_that_a_door_does_touches_what_is_anothers(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "7", "a letter", door="letter_box")
    [letter] = await store.outbox.waiting("letter_box", NOW)
    assert not await store.outbox.waits("telegram", letter.id)
    await store.outbox.sent("telegram", letter.id)
    await store.outbox.put_off("telegram", letter.id, NOW + timedelta(minutes=5))
    assert await store.outbox.drop_older("telegram", NOW + timedelta(days=9)) == 0
    assert await store.outbox.waiting("letter_box", NOW) == [letter]
    assert await store.outbox.waits("letter_box", letter.id)
    await store.outbox.sent("letter_box", letter.id)
    assert not await store.outbox.waits("letter_box", letter.id)


async def test_a_repeated_event_sends_nothing_twice(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "telegram:1", "one")
    await say(store, "telegram:1", "one")
    assert await send_all(store) == ["one"]


async def test_a_turn_that_failed_sends_nothing(store: SqliteStore) -> None:
    await opened(store)

    def take(state: Session | None) -> Turn:
        # A response that is not there: found out only after the replies are known.
        return Turn(Session(version=1, place="age", at=NOW, response=bytes(16)), (Reply(Says.LINE, "never"),))

    with pytest.raises(StoreError):
        await store.turns.turn("care", "telegram:1", "1", take, at=NOW, deliver=Delivery("telegram", "telegram:1"))
    assert await store.outbox.waiting("telegram", NOW) == []


async def test_the_limit_is_kept(store: SqliteStore) -> None:
    await opened(store)
    for number in range(5):
        await say(store, f"telegram:{number}", f"to {number}")
    assert [one.reply.text for one in await store.outbox.waiting("telegram", NOW, limit=2)] == ["to 0", "to 1"]


async def test_what_waits_outlives_a_restart(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await say(store, "telegram:1", "one")
    await store.close()
    again = SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), hasher=CHEAP)
    await again.start()
    try:
        assert await texts(again) == ["one"]
    finally:
        await again.close()


async def test_what_only_says_back_what_was_chosen_yields_to_everybody_else(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "telegram:1", "you: yes", says=Says.YOU)
    await say(store, "telegram:2", "you: no", says=Says.YOU)
    await say(store, "telegram:2", "two")
    await say(store, "telegram:3", "help", says=Says.HELP)
    heads = await store.outbox.waiting("telegram", NOW)
    assert [(one.reply.text, one.first, one.yields) for one in heads] == [
        ("help", True, False),
        ("two", False, False),
        ("you: yes", False, True),
    ]
    assert await send_all(store) == ["help", "two", "you: yes", "you: no"]


async def test_all_that_waits_for_one_address_comes_as_it_came_about_and_goes_together(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "telegram:1", "you: yes", says=Says.YOU)
    await say(store, "telegram:1", "one")
    await say(store, "telegram:1", "help", says=Says.HELP)
    await say(store, "telegram:1", "two")
    await say(store, "telegram:2", "three")
    await say(store, "telegram:1", "a letter", door="letter_box")
    mine = await store.outbox.of("telegram", "telegram:1", NOW)
    assert [one.reply.text for one in mine] == ["you: yes", "one", "help", "two"]
    assert all(one.created == NOW for one in mine)
    await store.outbox.sent("telegram", *(one.id for one in mine))
    assert await store.outbox.of("telegram", "telegram:1", NOW) == []
    assert await texts(store) == ["three"]
    assert await texts(store, "letter_box") == ["a letter"]


async def test_of_one_address_nothing_comes_that_is_behind_what_was_put_off(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "telegram:1", "one", "two")
    await say(store, "telegram:1", "you: yes", says=Says.YOU)
    [head] = await store.outbox.waiting("telegram", NOW)
    until = NOW + timedelta(seconds=30)
    await store.outbox.put_off("telegram", head.id, until)
    await say(store, "telegram:1", "help", says=Says.HELP)
    assert [one.reply.text for one in await store.outbox.of("telegram", "telegram:1", NOW)] == ["help"]
    later = await store.outbox.of("telegram", "telegram:1", until)
    assert [one.reply.text for one in later] == ["one", "two", "you: yes", "help"]


async def test_of_one_address_what_cannot_be_read_is_left_out(store: SqliteStore) -> None:
    await opened(store)
    await say(store, "telegram:1", "one", "two", "three")
    two = sorted(await store._database.rows("SELECT id FROM outbox"))[1]
    await store._database.write(lambda db: db.execute("UPDATE outbox SET sealed = ? WHERE id = ?", (bytes(60), *two)))
    assert [one.reply.text for one in await store.outbox.of("telegram", "telegram:1", NOW)] == ["one", "three"]


@pytest.mark.parametrize("plain", [b'["telegram:1", ""]\n[{"says": "hologram", "text": ""}]', b"no reply", None])
async def test_a_reply_that_cannot_be_read_holds_up_nobody_else(store: SqliteStore, plain: bytes | None) -> None:
    await opened(store)
    await say(store, "telegram:1", "one")
    [damaged] = await store._database.rows("SELECT lane FROM outbox")
    lane = damaged[0]
    sealed = bytes(60) if plain is None else store._keys.outbox.seal(plain, b"outbox" + lane)
    await store._database.write(lambda db: db.execute("UPDATE outbox SET sealed = ?", (sealed,)))
    assert await texts(store) == []
    assert await store.outbox.of("telegram", "telegram:1", NOW) == []
    await say(store, "telegram:2", "help", says=Says.HELP)
    await say(store, "telegram:3", "two")
    assert [one.reply.text for one in await store.outbox.waiting("telegram", NOW, limit=2)] == ["help", "two"]
    assert await store.outbox.drop_older("telegram", NOW + timedelta(days=1)) == 3
