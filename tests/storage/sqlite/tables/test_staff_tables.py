"""Staff accounts: only digests of secrets are kept, and whatever ends an account ends its sign-ins."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from storage.errors import StoreError
from storage.sqlite import SqliteStore
from tests.storage.stored import NOW, opened

SOON = NOW + timedelta(hours=1)


async def test_an_account_is_found_whatever_the_case_of_its_name(store: SqliteStore) -> None:
    added = await store.staff.add(" Zoë  Ångström ", {"moderator", "administrator"}, by="start-up")
    assert added.name == "Zoë Ångström"
    assert added.roles == {"moderator", "administrator"}
    assert (added.disabled, added.password) == (False, "")
    assert await store.staff.named("ZOË ångström") == added
    assert await store.staff.named("zoe angstrom") is None
    assert await store.staff.all() == [added]


async def test_a_name_is_taken_once(store: SqliteStore) -> None:
    await store.staff.add("Ada", {"moderator"}, by="start-up")
    with pytest.raises(StoreError, match="already"):
        await store.staff.add("ADA", {"administrator"}, by="start-up")
    with pytest.raises(StoreError, match="needs a name"):
        await store.staff.add("  ", {"administrator"}, by="start-up")


async def test_a_sign_in_is_good_until_its_time_or_signing_out(store: SqliteStore) -> None:
    ada = await store.staff.add("Ada", {"moderator"}, by="start-up")
    await store.staff.sign_in(ada.id, "secret", SOON)
    assert await store.staff.signed_in("secret", NOW) == ada
    assert await store.staff.signed_in("secret", SOON) is None
    assert await store.staff.signed_in("another", NOW) is None
    await store.staff.sign_out("secret")
    assert await store.staff.signed_in("secret", NOW) is None


async def test_a_link_is_good_until_its_time_or_the_password_is_set(store: SqliteStore) -> None:
    ada = await store.staff.add("Ada", {"moderator"}, by="start-up")
    await store.staff.add_link(ada.id, "one", SOON)
    await store.staff.add_link(ada.id, "two", SOON)
    assert await store.staff.link("one", NOW) == ada
    assert await store.staff.link("one", SOON) is None
    await store.staff.set_password(ada.id, "a hash", by="Ada")
    assert await store.staff.link("one", NOW) is None
    assert await store.staff.link("two", NOW) is None
    now = await store.staff.named("Ada")
    assert now is not None
    assert now.password == "a hash"


async def test_a_link_is_used_once_by_the_first_who_sends_it(store: SqliteStore) -> None:
    ada = await store.staff.add("Ada", {"moderator"}, by="start-up")
    await store.staff.add_link(ada.id, "one", SOON)
    used = await asyncio.gather(*(store.staff.use_link("one", NOW, f"hash {n}") for n in range(4)))
    [first] = [account for account in used if account]
    now = await store.staff.named("Ada")
    assert now == first
    assert first.password == f"hash {used.index(first)}"


async def test_a_link_that_is_no_longer_good_sets_nothing(store: SqliteStore) -> None:
    ada = await store.staff.add("Ada", {"moderator"}, by="start-up")
    await store.staff.add_link(ada.id, "one", SOON)
    assert await store.staff.use_link("one", SOON, "late") is None
    assert await store.staff.use_link("another", NOW, "wrong") is None
    assert await store.staff.named("Ada") == ada


async def test_what_was_checked_against_an_older_password_does_nothing(store: SqliteStore) -> None:
    ada = await store.staff.add("Ada", {"moderator"}, by="start-up")
    await store.staff.set_password(ada.id, "first", by="Ada")
    await store.staff.set_password(ada.id, "second", by="Ada", instead_of="first")
    with pytest.raises(StoreError, match="another password"):
        await store.staff.set_password(ada.id, "third", by="Ada", instead_of="first")
    with pytest.raises(StoreError, match="another password"):
        await store.staff.sign_in(ada.id, "secret", SOON, checked="first")
    await store.staff.sign_in(ada.id, "secret", SOON, checked="second")
    now = await store.staff.signed_in("secret", NOW)
    assert now is not None
    assert now.password == "second"


async def test_a_sign_in_takes_the_place_of_one(store: SqliteStore) -> None:
    ada = await store.staff.add("Ada", {"moderator"}, by="start-up")
    for secret in ("old", "elsewhere"):
        await store.staff.sign_in(ada.id, secret, SOON)
    await store.staff.sign_in(ada.id, "new", SOON, instead_of="old")
    found = {secret: await store.staff.signed_in(secret, NOW) is not None for secret in ("old", "elsewhere", "new")}
    assert found == {"old": False, "elsewhere": True, "new": True}


async def test_a_new_password_ends_all_sign_ins_of_that_account_only(store: SqliteStore) -> None:
    ada = await store.staff.add("Ada", {"moderator"}, by="start-up")
    grace = await store.staff.add("Grace", {"moderator"}, by="start-up")
    await store.staff.sign_in(ada.id, "ada's", SOON)
    await store.staff.sign_in(grace.id, "grace's", SOON)
    await store.staff.set_password(ada.id, "a hash", by="Ada")
    assert await store.staff.signed_in("ada's", NOW) is None
    assert await store.staff.signed_in("grace's", NOW) == grace


async def test_a_disabled_account_is_signed_out_and_gets_in_no_more(store: SqliteStore) -> None:
    ada = await store.staff.add("Ada", {"moderator"}, by="start-up")
    await store.staff.sign_in(ada.id, "secret", SOON)
    await store.staff.add_link(ada.id, "link", SOON)
    await store.staff.disable(ada.id, by="Grace")
    assert await store.staff.signed_in("secret", NOW) is None
    assert await store.staff.link("link", NOW) is None
    await store.staff.add_link(ada.id, "late", SOON)
    assert await store.staff.link("late", NOW) is None
    with pytest.raises(StoreError, match="disabled"):
        await store.staff.sign_in(ada.id, "another", SOON)
    now = await store.staff.named("Ada")
    assert now is not None
    assert now.disabled


async def test_unknown_accounts_are_refused(store: SqliteStore) -> None:
    for refused in (
        store.staff.set_password(404, "a hash", by="x"),
        store.staff.disable(404, by="x"),
        store.staff.sign_in(404, "secret", SOON),
        store.staff.add_link(404, "link", SOON),
    ):
        with pytest.raises(StoreError):
            await refused


async def test_every_change_leaves_an_audit_row(store: SqliteStore) -> None:
    ada = await store.staff.add("Ada", {"moderator", "administrator"}, by="start-up")
    await store.staff.set_password(ada.id, "a hash", by="Ada")
    await store.staff.sign_in(ada.id, "secret", SOON)
    await store.staff.sign_out("secret")
    await store.staff.sign_out("secret")  # which has ended by now
    await store.staff.disable(ada.id, by="Grace")
    await store.audit.note("exported", by="Ada", detail="care json")
    rows = await store._database.rows("SELECT action, done_by, detail FROM audit ORDER BY id")
    assert rows == [
        ("staff added", "start-up", "Ada: administrator moderator"),
        ("password set", "Ada", "Ada"),
        ("signed in", "Ada", ""),
        ("signed out", "Ada", ""),
        ("staff disabled", "Grace", "Ada"),
        ("exported", "Ada", "care json"),
    ]


async def test_no_secret_is_on_the_disk(store: SqliteStore, tmp_path: Path) -> None:
    ada = await store.staff.add("Ada", {"moderator"}, by="start-up")
    await store.staff.add_link(ada.id, "link-secret-4711", SOON)
    await store.staff.sign_in(ada.id, "sign-in-secret-4711", SOON)
    everything = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir())
    assert b"secret-4711" not in everything


async def test_what_is_out_of_date_is_cleaned_up(store: SqliteStore) -> None:
    ada = await store.staff.add("Ada", {"moderator"}, by="start-up")
    await store.staff.add_link(ada.id, "link", SOON)
    await store.staff.sign_in(ada.id, "secret", SOON)
    await store.maintenance.forget_old(SOON)
    assert await store._database.rows("SELECT digest FROM link UNION ALL SELECT digest FROM sign_in") == []


@pytest.mark.parametrize("name", ["\u200b", "\u2060 \u00ad", "\u3164"])
async def test_a_name_that_nobody_can_see_is_none(store: SqliteStore, name: str) -> None:
    with pytest.raises(StoreError, match="needs a name"):
        await store.staff.add(name, ["moderator"], by="test")
    await opened(store)
    for code, group in (("k7mp-x3hr", name), (name, "Tuesday club")):
        with pytest.raises(StoreError, match="a name and a code"):
            await store.consultations.add_group_code("care", code, group, by="test")
