"""Staff accounts, their one-time links and sign-ins."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Staff:
    id: int
    name: str
    roles: frozenset[str]
    disabled: bool
    password: str = field(repr=False)  # an Argon2id hash; empty until one is set


class StaffAccounts(Protocol):
    async def add(self, name: str, roles: Collection[str], *, by: str) -> Staff:
        """Raises StoreError where the name is taken."""

    async def all(self) -> Sequence[Staff]: ...

    async def named(self, name: str) -> Staff | None:
        """Upper and lower case are the same."""

    async def set_password(self, staff: int, password: str, *, by: str) -> None:
        """Keeps a hash that the caller made; ends all sign-ins of this account and uses up its links."""

    async def disable(self, staff: int, *, by: str) -> None:
        """Ends all sign-ins of this account too."""

    async def add_link(self, staff: int, secret: str, until: datetime) -> None:
        """A one-time link: only a digest of the secret is kept."""

    async def link(self, secret: str, at: datetime) -> Staff | None:
        """Whose link this is, if it is still good. set_password uses it up."""

    async def sign_in(self, staff: int, secret: str, until: datetime) -> None:
        """Keeps a digest of the sign-in's secret, and an audit row."""

    async def signed_in(self, secret: str, at: datetime) -> Staff | None: ...

    async def sign_out(self, secret: str) -> None: ...
