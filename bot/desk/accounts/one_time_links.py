"""One-time links, with which a staff account sets its password."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from bot.desk.roles import Role
from storage.errors import StoreError
from storage.staff import Staff, StaffAccounts
from storage.store import Store

GOOD_FOR = timedelta(hours=72)
FIRST_NAME = "admin"


async def first_link(
    staff: StaffAccounts, clock: Callable[[], datetime], chance: Callable[[int], bytes], base: str
) -> str | None:
    """A link for the first account, or None where some account can sign in already.

    The first account has every role, since on the first day one person does everything. `base` is where people reach
    the web server, without a slash at the end.
    """
    accounts = await staff.all()
    if any(account.password and not account.disabled for account in accounts):
        return None
    name = FIRST_NAME
    taken = {account.name.casefold() for account in accounts if account.disabled}
    while name in taken:
        name = f"{name}2"
    account = await staff.named(name) or await staff.add(name, frozenset(Role), by="start-up")
    return await _link(staff, account, clock, chance, base)


async def staff_link(
    store: Store,
    name: str,
    *,
    clock: Callable[[], datetime],
    chance: Callable[[int], bytes],
    base: str,
    roles: Collection[str] | None = None,
    by: str = "command line",
) -> str:
    """A link to set a (new) password: with `roles` for a new account of that name, without for one that is there.

    A reset leaves the old password working until the link is used. Raises StoreError where the name is taken, or there
    is no such account, or it was disabled.
    """
    if roles is not None:
        account = await store.staff.add(name, roles, by=by)
    else:
        found = await store.staff.named(name)
        if found is None:
            raise StoreError(f"there is no staff account with the name {name}: 'staff list' shows those that there are")
        if found.disabled:
            raise StoreError(f"the account {name} was disabled: add one with another name")
        account = found
        await store.audit.note("staff reset", by=by, detail=account.name)
    return await _link(store.staff, account, clock, chance, base)


async def _link(
    staff: StaffAccounts, account: Staff, clock: Callable[[], datetime], chance: Callable[[int], bytes], base: str
) -> str:
    secret = new_secret(chance)
    await staff.add_link(account.id, secret, clock() + GOOD_FOR)
    return f"{base}/desk/link/{secret}"


def new_secret(chance: Callable[[int], bytes]) -> str:
    """256 bits of chance in 43 characters that are safe in an address and in a cookie."""
    return urlsafe_b64encode(chance(32)).decode("ascii").rstrip("=")
