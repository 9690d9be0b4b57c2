"""A page on which whoever is signed in changes their own password."""

from starlette.responses import Response

from bot.desk.accounts.passwords import ADVICE, LONGEST, SHORTEST
from bot.desk.accounts.sign_in import come_again, signed_in, will_not_do
from bot.desk.desk import Desk, Visit


async def own_password(desk: Desk, visit: Visit) -> Response:
    return _shown(desk, visit, done="done" in visit.request.query_params)


async def own_password_sent(desk: Desk, visit: Visit) -> Response:
    """Takes the current password first, so that whoever finds a desk open cannot take the account along."""
    me = visit.me
    assert me is not None  # noqa: S101 - the guard lets nobody else by
    mine = f"own {me.id}"  # a count and a thread of their own: who tries the name elsewhere holds up nobody here
    if wait := desk.known_tries.begin(mine):
        response = _shown(desk, visit, 429, problem=f"That was tried too often. {come_again(wait)}")
        response.headers["Retry-After"] = str(wait)
        return response
    if not await desk.passwords.matches(visit.form.get("current", ""), me.password, known=mine):
        return _shown(desk, visit, 403, problem="That is not your password of now. Check it, capital letters too.")
    desk.known_tries.succeeded(mine)
    if problem := await will_not_do(desk, visit, me.name):
        return _shown(desk, visit, 400, problem=problem)
    if visit.form["password"] == visit.form["current"]:
        return _shown(desk, visit, 400, problem="That is the password that you have. Choose another.")
    hashed = await desk.passwords.hashed(visit.form["password"])
    changed = await desk.store.staff.set_password(me.id, hashed, by=me.name, instead_of=me.password)
    return await signed_in(desk, visit, changed, "/desk/password?done=1")


def _shown(desk: Desk, visit: Visit, status: int = 200, *, problem: str = "", done: bool = False) -> Response:
    return desk.page(
        visit,
        "accounts/own_password.html",
        status,
        problem=problem,
        done=done,
        shortest=SHORTEST,
        longest=LONGEST,
        advice=ADVICE,
    )
