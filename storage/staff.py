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

    async def set_password(self, staff: int, password: str, *, by: str, instead_of: str | None = None) -> Staff:
        """Keeps a hash that the caller made; ends all sign-ins of this account and uses up its links. Gives
        back the account as it then is.

        `instead_of`: the hash that the old password was checked against. Raises StoreError where that is no longer the
        one that is kept, and keeps nothing.
        """

    async def disable(self, staff: int, *, by: str) -> None:
        """Ends all sign-ins of this account too."""

    async def add_link(self, staff: int, secret: str, until: datetime) -> None:
        """A one-time link: only a digest of the secret is kept."""

    async def link(self, secret: str, at: datetime) -> Staff | None:
        """Whose link this is, if it is still good. Looking does not use it up."""

    async def use_link(self, secret: str, at: datetime, password: str) -> Staff | None:
        """Uses the link up, and sets this password (a hash) as set_password does, in one step: of those who send the
        same link at the same moment one alone is let in. None where the link is no longer good: nothing is set then."""

    async def sign_in(
        self, staff: int, secret: str, until: datetime, *, checked: str | None = None, instead_of: str = ""
    ) -> None:
        """Keeps a digest of the sign-in's secret, and an audit row.

        `checked`: the hash that the password was checked against; raises StoreError where another has been set since.
        `instead_of`: the secret of the sign-in that this browser had before, which ends.
        """

    async def signed_in(self, secret: str, at: datetime) -> Staff | None: ...

    async def sign_out(self, secret: str) -> None:
        """Leaves an audit row, where there was such a sign-in."""
