"""What stands before every page of the desk: where a form came from, its size, the sign-in, the role, the headers."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import parse_qsl

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.desk.cases.late_worries import late_worries
from bot.desk.desk import Desk, Page, Visit, go
from bot.desk.roles import MATRIX, WITHOUT_SIGN_IN, Role, may
from bot.pages.same_origin import from_elsewhere
from bot.pages.security_headers import add_headers, security_headers
from storage.errors import StoreError, UnknownConsultationError
from storage.staff import Staff

log = structlog.get_logger()

LARGEST_FORM = 16 * 1024
"""Bytes; the longest form of most pages is a password or a reason."""
MOST_FIELDS = 20

LONG_FORMS = frozenset(
    {
        *("new_checked", "words_changed"),
        *("theme_added", "theme_changed", "theme_split", "coded"),
        *("new_theme_named", "new_theme_merged", "new_theme_split", "new_theme_left"),
    }
)
"""Pages whose forms hold a theme with its examples, a box for each theme, the ids of a group of answers, or all
words of a consultation."""
TIMES_AS_LONG = 16

Endpoint = Callable[[Request], Awaitable[Response]]


class _FormError(Exception):
    """A form that is too large or no form at all."""


def guarded(desk: Desk, name: str, page: Page) -> Endpoint:
    """The page as an endpoint. `name` is looked up in the role matrix: a page that is not there is refused to all."""

    # A search engine may show where the chat is, and not where staff sign in.
    headers = security_headers(unlisted=True, secure=desk.secure)

    async def endpoint(request: Request) -> Response:
        response = await _answered(desk, name, page, request)
        add_headers(response.headers, headers)
        return response

    return endpoint


async def _answered(desk: Desk, name: str, page: Page, request: Request) -> Response:
    visit = Visit(request)
    try:
        if request.method not in ("GET", "HEAD"):
            if from_elsewhere(request, desk.web_address):
                return _elsewhere(desk, visit)
            visit = Visit(request, form=await _form(request, _times(name)))
        me = None if name == "static" else await signed_in(desk, request)
        visit = Visit(request, me, visit.form)
        if name not in WITHOUT_SIGN_IN:
            if me is None:
                return go("/desk/sign-in" if request.method in ("GET", "HEAD") else "/desk/sign-in?out=1")
            if not may(me.roles, name):
                return _not_yours(desk, visit, name)
            visit = replace(visit, late=await late_worries(desk, me.roles))
        return await page(desk, visit)
    except _FormError:
        return desk.problem(visit, 413, "That form could not be read", "It was too long. Go back and shorten it.")
    except UnknownConsultationError:
        return desk.problem(visit, 404, "There is no such consultation", "The link may be old.")
    except StoreError as error:
        log.error("desk page failed", page=name, reason=type(error).__name__)
        return _not_reached(desk, visit)
    except ClientDisconnect:
        return Response(status_code=400)
    except Exception as error:  # noqa: BLE001  (a traceback could carry someone's words into a log)
        log.error("desk page failed", page=name, reason=type(error).__name__)
        return desk.problem(
            visit,
            500,
            "Something went wrong here",
            "It was noted. Try again; if it happens again, tell whoever runs it.",
        )


async def signed_in(desk: Desk, request: Request) -> Staff | None:
    """Whose sign-in the cookie holds, if it is still good."""
    secret = request.cookies.get(desk.cookie)
    if not secret:
        return None
    me = await desk.store.staff.signed_in(secret, desk.clock())
    return None if me is None or me.disabled else me


def _times(name: str) -> int:
    if name == "new_checked":  # a whole file, with hundreds of examples
        return 4 * TIMES_AS_LONG
    return TIMES_AS_LONG if name in LONG_FORMS else 1


async def _form(request: Request, times: int) -> dict[str, str]:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM * times:
            raise _FormError
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS * times)
    except ValueError:
        raise _FormError from None
    return dict(pairs)


def _elsewhere(desk: Desk, visit: Visit) -> Response:
    return desk.problem(
        visit,
        403,
        "That did not come from the desk",
        "Nothing was changed. A form can only be sent from the desk's own pages: open the desk and press there.",
    )


def _not_yours(desk: Desk, visit: Visit, name: str) -> Response:
    allowed = MATRIX.get(name, frozenset())
    lines = ["Nothing was changed."]
    if allowed:
        who = " or ".join(role.one for role in Role if role in allowed)
        lines.append(f"This page is for {who}. Someone who runs the accounts can give you that role.")
    return desk.problem(visit, 403, "Your account may not use this page", *lines)


def _not_reached(desk: Desk, visit: Visit) -> Response:
    lines = ["What is kept cannot be reached just now. Nothing that was kept is lost."]
    if visit.request.method == "POST":
        lines.append("What you just pressed may not have been kept: look again before you press it a second time.")
    lines.append("Wait a minute, then try again.")
    return desk.problem(visit, 503, "The desk is not working just now", *lines)
