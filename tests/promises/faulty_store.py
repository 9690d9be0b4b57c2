"""A store whose calls fail, before they took effect or after: done, but the caller is told that it failed."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from enum import StrEnum
from typing import Any, cast

from storage.errors import StoreError
from storage.sqlite import SqliteStore
from storage.store import Store


class When(StrEnum):
    BEFORE = "before"
    AFTER = "after"


Plan = Callable[[str, tuple[Any, ...]], When | None]
"""Says for each call (its part and name, as in "turns.turn", and its arguments) whether and when it fails."""


class FaultyStore:
    """Stands before a store. `calls` counts them by name; `failed` holds what failed, in order."""

    def __init__(self, store: SqliteStore, plan: Plan) -> None:
        self._store = store
        self._plan = plan
        self.calls: Counter[str] = Counter()
        self.failed: list[tuple[str, When]] = []

    def __getattr__(self, part: str) -> Any:
        return FaultyPart(self, part, getattr(self._store, part))

    def failing(self, name: str, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def call(*arguments: Any, **more: Any) -> Any:
            self.calls[name] += 1
            when = self._plan(name, arguments)
            if when is When.BEFORE:
                self.failed.append((name, when))
                raise StoreError("failed on purpose, before")
            done = await method(*arguments, **more)
            if when is When.AFTER:
                self.failed.append((name, when))
                raise StoreError("failed on purpose, after")
            return done

        return call


class FaultyPart:
    """Stands before one part of the store."""

    def __init__(self, store: FaultyStore, name: str, part: object) -> None:
        self._store = store
        self._name = name
        self._part = part

    def __getattr__(self, method: str) -> Any:
        return self._store.failing(f"{self._name}.{method}", getattr(self._part, method))


def faulty(store: SqliteStore, plan: Plan) -> tuple[Store, FaultyStore]:
    """The same object twice: as what it stands for, and as what it is."""
    made = FaultyStore(store, plan)
    return cast("Store", made), made


def never(_name: str, _arguments: tuple[Any, ...]) -> None:
    return None


def nth(name: str, number: int, when: When) -> Plan:
    """Only that call of this name fails, counted from 1."""
    calls = 0

    def plan(called: str, _arguments: tuple[Any, ...]) -> When | None:
        nonlocal calls
        calls += called == name
        return when if called == name and calls == number else None

    return plan


def seeded(seed: int, rate: float, *, but: Collection[str] = (), most_in_a_row: int = 1_000_000) -> Plan:
    """Each call fails with this rate, half of them before and half after; those of one name at most so often in a
    row."""
    chance = random.Random(seed)
    in_a_row: Counter[str] = Counter()

    def plan(name: str, _arguments: tuple[Any, ...]) -> When | None:
        if name in but or chance.random() >= rate or in_a_row[name] >= most_in_a_row:
            in_a_row[name] = 0
            return None
        in_a_row[name] += 1
        return chance.choice(list(When))

    return plan


def outages(seed: int, every: int = 40, longest: int = 8) -> Plan:
    """The store is away now and then: after up to `every` calls that go well, `longest` in a row or half as many fail,
    whatever they are."""
    chance = random.Random(seed)
    well, ill = chance.randint(1, every), 0

    def plan(_name: str, _arguments: tuple[Any, ...]) -> When | None:
        nonlocal well, ill
        if well:
            well -= 1
            if not well:
                ill = chance.randint(longest // 2, longest)
            return None
        ill -= 1
        if not ill:
            well = chance.randint(1, every)
        return chance.choice(list(When))

    return plan
