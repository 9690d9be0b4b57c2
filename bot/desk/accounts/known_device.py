"""A device that has signed in before is known again, so that nobody else's wrong passwords slow its owner.

The cookie holds a random number and an HMAC of it, keyed with what is kept of the account's password: it opens nothing,
it says nothing of whose it is, and a new password ends it. Nothing of it is kept here.
"""

import hmac
import re
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.desk.accounts.one_time_links import new_secret
from bot.desk.desk import Desk
from storage.staff import Staff

GOOD_FOR = timedelta(days=180)
PATH = "/desk/sign-in"
MOST_ACCOUNTS = 5
"""Accounts that one device is known to, the newest: a team may share a computer."""

_BETWEEN = "."
_PLACE = re.compile(r"[A-Za-z0-9_-]{43}")


def cookie_name(desk: Desk) -> str:
    return "__Secure-known" if desk.secure else "known"


def known_as(desk: Desk, request: Request, account: Staff | None) -> str | None:
    """What the device is known as to this account; None where it has not signed in with it before."""
    if account is None or not account.password or account.disabled:
        return None
    for mark in _marks(desk, request):
        number, _, given = mark.partition(_BETWEEN)
        if number and hmac.compare_digest(given.encode(), _mac(account, number).encode()):
            return f"{account.id} {number}"
    return None


def remember(desk: Desk, request: Request, response: Response, account: Staff) -> None:
    """Makes the device known to an account, as it stands in the store after a password was set."""
    held = _marks(desk, request)
    if known_as(desk, request, account) is None:
        number = new_secret(desk.chance)
        held = [f"{number}{_BETWEEN}{_mac(account, number)}", *held][:MOST_ACCOUNTS]
    response.set_cookie(
        cookie_name(desk),
        "|".join(held),
        max_age=int(GOOD_FOR.total_seconds()),
        path=PATH,
        secure=desk.secure,
        httponly=True,
        samesite="strict",
    )


def place(desk: Desk, request: Request) -> str:
    """What a browser is known by again while it waits to sign in; empty where it has nothing of the kind."""
    given = request.cookies.get(_place_name(desk), "")
    return given if _PLACE.fullmatch(given) else ""


def give_place(desk: Desk, request: Request, response: Response) -> None:
    """Lets a browser be known again while it waits, until it is closed."""
    if not place(desk, request):
        response.set_cookie(
            _place_name(desk), new_secret(desk.chance), path=PATH, secure=desk.secure, httponly=True, samesite="strict"
        )


def _place_name(desk: Desk) -> str:
    return "__Secure-turn" if desk.secure else "turn"


def _marks(desk: Desk, request: Request) -> list[str]:
    return [mark for mark in request.cookies.get(cookie_name(desk), "").split("|")[:MOST_ACCOUNTS] if mark]


def _mac(account: Staff, number: str) -> str:
    return hmac.digest(account.password.encode(), f"known device {account.id} {number}".encode(), "sha256").hex()
