"""Signing in and out, and setting a password through a one-time link."""

from datetime import timedelta

from starlette.responses import Response

from bot.desk.accounts import known_device
from bot.desk.accounts.one_time_links import new_secret
from bot.desk.accounts.passwords import ADVICE, LONGEST, SHORTEST, FullError
from bot.desk.desk import Desk, Visit, go
from bot.pages.security_headers import forget_pages
from storage.staff import Staff

SIGNED_IN_FOR = timedelta(hours=8)
LONGEST_NAME = 80
BUSY_SECONDS = 5


async def sign_in(desk: Desk, visit: Visit) -> Response:
    if visit.me:
        return go("/desk")
    said = visit.request.query_params
    notice = ""
    if "out" in said:
        notice = "You are signed out: sign-ins last 8 hours. What you pressed last was not kept."
    elif "bye" in said:
        notice = "You are signed out."
    return _sign_in_page(desk, visit, notice=notice)


async def sign_in_sent(desk: Desk, visit: Visit) -> Response:
    name = visit.form.get("name", "").strip()[:LONGEST_NAME]
    password = visit.form.get("password", "")
    if not name or not password:
        return _sign_in_page(desk, visit, 400, name=name, problem="Give your name and your password.")
    account = await desk.store.staff.named(name)
    known = known_device.known_as(desk, visit.request, account)
    tries, key = (desk.tries, name) if known is None else (desk.known_tries, known)
    if wait := tries.begin(key, known_device.place(desk, visit.request)):
        return _wait(desk, visit, name, wait, "That was tried too often.")
    usable = account is not None and not account.disabled
    kept = account.password if account and usable else ""
    try:
        matches = await desk.passwords.matches(password, kept, name=name.casefold(), known=known)
    except FullError:
        tries.took_back(key)
        return _wait(desk, visit, name, BUSY_SECONDS, "Very many are signing in just now.")
    if account is None or not matches:
        return _sign_in_page(
            desk,
            visit,
            403,
            name=name,
            problem="That name and password do not go together. Check both, capital letters too.",
        )
    tries.succeeded(key)
    return await signed_in(desk, visit, account)


def _wait(desk: Desk, visit: Visit, name: str, wait: int, why: str) -> Response:
    response = _sign_in_page(desk, visit, 429, name=name, problem=f"{why} {come_again(wait)}")
    response.headers["Retry-After"] = str(wait)
    return response


def come_again(wait: int) -> str:
    """What to do where a password was tried too often, with the seconds to wait."""
    seconds = "1 second" if wait == 1 else f"{wait} seconds"
    return f"Wait {seconds}, then try again."


async def sign_out(desk: Desk, visit: Visit) -> Response:
    if secret := visit.request.cookies.get(desk.cookie):
        await desk.store.staff.sign_out(secret)
    response = go("/desk/sign-in?bye=1")
    response.delete_cookie(desk.cookie, path="/desk", secure=desk.secure, httponly=True, samesite="strict")
    forget_pages(response.headers)
    return response


async def link(desk: Desk, visit: Visit) -> Response:
    account = await desk.store.staff.link(visit.path("secret"), desk.clock())
    if account is None or account.disabled:
        return _used(desk, visit)
    return _link_page(desk, visit, account)


async def link_sent(desk: Desk, visit: Visit) -> Response:
    account = await desk.store.staff.link(visit.path("secret"), desk.clock())
    if account is None or account.disabled:
        return _used(desk, visit)
    if problem := await will_not_do(desk, visit, account.name):
        return _link_page(desk, visit, account, problem)
    hashed = await desk.passwords.hashed(visit.form.get("password", ""))
    used = await desk.store.staff.use_link(visit.path("secret"), desk.clock(), hashed)
    if used is None:
        return _used(desk, visit)
    desk.tries.succeeded(used.name)
    return await signed_in(desk, visit, used)


async def will_not_do(desk: Desk, visit: Visit, name: str) -> str:
    """What is wrong with the new password in the form, and with its second time; empty where nothing is."""
    password = visit.form.get("password", "")
    if problem := await desk.passwords.complaint(password, name):
        return problem
    return "" if visit.form.get("again", "") == password else "The two are not the same. Type the password twice."


def _link_page(desk: Desk, visit: Visit, account: Staff, problem: str = "") -> Response:
    status = 400 if problem else 200
    return desk.page(
        visit, "accounts/one_time_link.html", status, account=account, problem=problem, shortest=SHORTEST, advice=ADVICE
    )


def _sign_in_page(
    desk: Desk, visit: Visit, status: int = 200, *, name: str = "", problem: str = "", notice: str = ""
) -> Response:
    response = desk.page(
        visit, "accounts/sign_in.html", status, name=name, problem=problem, notice=notice, longest=LONGEST
    )
    known_device.give_place(desk, visit.request, response)
    return response


async def signed_in(desk: Desk, visit: Visit, account: Staff, to: str = "/desk") -> Response:
    """Signs this browser in to the account, and ends the sign-in that it had before, whosever it was."""
    secret, before = new_secret(desk.chance), visit.request.cookies.get(desk.cookie, "")
    until = desk.clock() + SIGNED_IN_FOR
    await desk.store.staff.sign_in(account.id, secret, until, checked=account.password, instead_of=before)
    response = go(to)
    response.set_cookie(
        desk.cookie,
        secret,
        max_age=int(SIGNED_IN_FOR.total_seconds()),
        path="/desk",
        secure=desk.secure,
        httponly=True,
        samesite="strict",
    )
    if now := await desk.store.staff.named(account.name):  # a password may have been set a moment ago
        known_device.remember(desk, visit.request, response, now)
    return response


def _used(desk: Desk, visit: Visit) -> Response:
    lines = (
        "A link can be used once, within 72 hours.",
        "If you have set your password already, sign in with it.",
        "If not, ask whoever runs the service for a new link (the command: python bot.py staff reset NAME).",
    )
    return desk.problem(
        visit, 410, "This link does not work any more", *lines, again="/desk/sign-in", label="Go to sign in"
    )
