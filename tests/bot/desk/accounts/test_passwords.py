"""A flood of made-up names is bounded, each name has its turn, and known devices wait for none of it."""

import asyncio
import threading

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from bot.desk.accounts.passwords import AT_ONCE, MOST_WAITING, FullError, Passwords


class Held(PasswordHasher):
    """Hashes nothing, and only when the test lets it, but a password that says "quick"."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Event()
        self.done: list[str] = []

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        if "quick" not in str(password):
            self.let.wait()
        self.done.append(str(password))
        return "hash"


async def test_a_flood_of_made_up_names_is_bounded_and_holds_up_no_known_device() -> None:
    hasher = Held()
    passwords = Passwords(hasher)
    flood = [asyncio.ensure_future(passwords.matches("slow", "", name=f"name {one}")) for one in range(60)]
    await asyncio.sleep(0)
    refused = [one for one in flood if one.done()]
    assert len(refused) == 60 - AT_ONCE - MOST_WAITING
    with pytest.raises(FullError):
        refused[0].result()
    assert not await passwords.matches("quick", "", name="kim", known="1 abc")
    assert await passwords.hashed("quick, by a one-time link") == "hash"
    assert len(hasher.done) == 2
    hasher.let.set()
    await asyncio.gather(*flood, return_exceptions=True)


async def test_each_name_has_its_turn() -> None:
    hasher = Held()
    passwords = Passwords(hasher)
    flood = [asyncio.ensure_future(passwords.matches(f"admin {one}", "", name="admin")) for one in range(6)]
    await asyncio.sleep(0)
    kim = asyncio.ensure_future(passwords.matches("kim", "", name="kim"))
    await asyncio.sleep(0)
    hasher.let.set()
    await asyncio.gather(*flood, kim)
    assert hasher.done.index("kim") <= 2 * AT_ONCE


@pytest.fixture
def passwords_are_cheap() -> None:
    """Here they cost what they cost in earnest."""


async def test_a_try_costs_what_owasp_asks_for_and_more() -> None:
    cost = extract_parameters(await Passwords().hashed("lamp river quiet"))
    assert cost.type is Type.ID
    assert cost.memory_cost >= 19 * 1024
    assert cost.memory_cost * cost.time_cost >= 3 * 46 * 1024
