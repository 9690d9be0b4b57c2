"""The chat page's routes, and the pages for what goes wrong."""

import functools
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.pages.same_origin import from_elsewhere
from bot.pages.security_headers import SafePages, add_headers, security_headers
from bot.web import WEB
from bot.web.chat_page import FRAGMENT, ChatPage, Handler, TakesTurns
from bot.web.device_cookie import Devices
from bot.web.page_templates import Pages, chat_files
from bot.web.posted_form import MalformedError, TooLargeError
from conversations.asking.help.helplines import help_card
from storage.consultations import Consultations
from storage.errors import StoreError, UnknownConsultationError

log = structlog.get_logger()

ProblemHandler = Callable[[Request, Exception], Awaitable[Response]]


def chat_routes(
    turn_taker: TakesTurns,
    consultations: Consultations,
    *,
    clock: Callable[[], datetime],
    chance: Callable[[int], bytes],
    secure: bool,
    web_address: str = "",
) -> list[BaseRoute]:
    """The chat page's routes.

    `clock` gives the time in UTC, `chance` that many random bytes. `secure`: the page is reached over https, so the
    cookie is for https only. `web_address` is the public address, for browsers that name it as a form's origin.
    """
    static = chat_files()

    async def static_file(request: Request) -> Response:
        found = static.found(request.path_params["name"])
        if found is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return found

    pages = Pages(static, lambda: chance(16).hex())
    devices = Devices(secure, chance, clock)
    page = ChatPage(turn_taker, consultations, pages=pages, devices=devices, clock=clock, chance=chance)
    guarded = functools.partial(_guarded, pages=pages, web_address=web_address)
    ways: tuple[tuple[str, Handler, str], ...] = (
        ("/", page.home, "GET"),
        ("/c/{id}", page.look, "GET"),
        ("/c/{id}", page.answer, "POST"),
        ("/c/{id}/words", page.ask_for_words, "GET"),
        ("/c/{id}/words", page.bring_back, "POST"),
        ("/privacy", page.plain("privacy.html"), "GET"),
        ("/finish", page.plain("leaving/finish.html"), "GET"),
        ("/finish", page.finish, "POST"),
        ("/cleared", page.plain("leaving/cleared.html"), "GET"),
        ("/exit", page.leave, "POST"),
        ("/away", page.plain("leaving/away.html"), "GET"),
        ("/static/{name}", static_file, "GET"),
    )
    headers = security_headers(fetches=True, secure=secure)
    by_path: dict[str, dict[str, Handler]] = {}
    for path, handler, method in ways:
        by_path.setdefault(path, {})[method] = handler
    return [
        Route(path, guarded(handlers), methods=list(handlers), middleware=[Middleware(SafePages, headers)])
        for path, handlers in by_path.items()
    ]


def chat_problems(
    *, chance: Callable[[int], bytes], secure: bool = False
) -> Mapping[Any, Callable[[Request, Exception], Awaitable[Response]]]:
    """Handlers for Starlette's `exception_handlers`: a kind page for what no route knows, and for what broke."""
    pages = Pages(chat_files(), lambda: chance(16).hex())
    headers = security_headers(fetches=True, secure=secure)

    async def problem(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
        response = _problem(pages, request, status)
        add_headers(response.headers, headers)
        return response

    return {HTTPException: problem, Exception: problem}


def _problem(pages: Pages, request: Request, status: int) -> Response:
    what = {404: "not_found", 405: "not_found", 403: "elsewhere", 413: "too_large", 503: "store"}.get(status)
    try:
        return pages.problem(
            what or ("malformed" if status < 500 else "broken"), status, fragment=FRAGMENT in request.headers
        )
    except Exception as error:  # noqa: BLE001  where even that page is broken, plain words still say where help is
        _note("problem not shown", error)
        return PlainTextResponse(help_card(), status)


def _guarded(handlers: Mapping[str, Handler], *, pages: Pages, web_address: str) -> Handler:
    """One endpoint for a path's methods: refuses posts from other sites, and turns what goes wrong into a page."""

    async def endpoint(request: Request) -> Response:
        if request.method == "POST" and from_elsewhere(request, web_address):
            return _problem(pages, request, HTTPStatus.FORBIDDEN)
        try:
            return await handlers["GET" if request.method == "HEAD" else request.method](request)
        except HTTPException as error:
            return _problem(pages, request, error.status_code)
        except TooLargeError:
            return _problem(pages, request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except MalformedError:
            return _problem(pages, request, HTTPStatus.BAD_REQUEST)
        except UnknownConsultationError:
            return _problem(pages, request, HTTPStatus.NOT_FOUND)
        except StoreError as error:
            _note("page not shown", error)
            return _problem(pages, request, HTTPStatus.SERVICE_UNAVAILABLE)
        except Exception as error:  # noqa: BLE001  whatever broke, the page still says where help is
            _note("page failed", error)
            return _problem(pages, request, HTTPStatus.INTERNAL_SERVER_ERROR)

    return endpoint


def _note(what: str, error: Exception) -> None:
    # Its kind only: a message or a traceback could hold a respondent's words.
    log.error(what, door=WEB.name, reason=type(error).__name__)
