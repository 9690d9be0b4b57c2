"""Alerts: where safeguarding leads are told that something waits. Never what was written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from storage.worries.cases import LateFrom


class AlertWay(StrEnum):
    EMAIL = "email"
    TELEGRAM = "telegram"


@dataclass(frozen=True, slots=True)
class AlertAddress:
    """Where somebody of the staff is told; empty where it cannot be read any more, since its key is another."""

    staff: int
    way: AlertWay
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cases nobody has taken in hand, how many of them are urgent, and how many overdue."""

    cases: int
    urgent: int
    late: int


@dataclass(frozen=True, slots=True)
class Alert:
    """Somebody to be told now."""

    to: AlertAddress
    waiting: Waiting


class Alerts(Protocol):
    async def of(self, staff: int) -> Sequence[AlertAddress]:
        """Where this account is told."""

    async def keep(self, staff: int, way: AlertWay, address: str, *, by: str) -> None:
        """From now on. Leaves an audit row, without the address."""

    async def forget(self, staff: int, way: AlertWay, *, by: str) -> bool:
        """False where there was none. Leaves an audit row."""

    async def code(self, staff: int, secret: str, until: datetime) -> None:
        """A one-time code that links a chat: only a digest of it is kept, and the one before is used up."""

    async def use_code(self, secret: str, chat: str, at: datetime) -> bool:
        """Links a chat on Telegram. False where the code is used up or too old, or its account may look after no flags
        any more. Leaves an audit row."""

    async def claim(self, late: LateFrom, words: Callable[[Waiting], str], *, at: datetime) -> Sequence[Alert]:
        """Who is to be told now by e-mail; it counts as told. Whoever is told on Telegram has `words` in the outbox.
        Nobody is told more than once in a quarter of an hour, nor of the same twice."""

    async def failed(self, alert: Alert, *, at: datetime) -> None:
        """It could not be sent: they are told in a minute."""
