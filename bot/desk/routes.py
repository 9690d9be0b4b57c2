"""Every page of the desk, by address."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk import flags, home, results, reviewing, signing_in
from bot.desk.desk import Desk, Downloads, Page, Visit
from bot.desk.guard import guarded
from conversations.hearing.heard import Feeling
from storage.store import Store

_OF_ONE = "/desk/c/{consultation}"
_ANSWER = f"{_OF_ONE}/answers/{{answer}}"
_ANY = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


async def static(desk: Desk, visit: Visit) -> Response:
    found = desk.assets.files.get(visit.path("file"))
    if found is None:
        return await missing(desk, visit)
    kept = {"Cache-Control": "public, max-age=31536000, immutable"} if "v" in visit.request.query_params else {}
    return Response(found.content, media_type=found.media_type, headers=kept)


async def missing(desk: Desk, visit: Visit) -> Response:
    return desk.problem(visit, 404, "There is no such page", "The link may be old, or not all of it was copied.")


_PAGES: tuple[tuple[str, str, str, Page], ...] = (
    ("GET", "/desk", "home", home.home),
    ("GET", "/desk/", "home", home.home),
    ("GET", "/desk/sign-in", "sign_in", signing_in.sign_in),
    ("POST", "/desk/sign-in", "sign_in_sent", signing_in.sign_in_sent),
    ("POST", "/desk/sign-out", "sign_out", signing_in.sign_out),
    ("GET", "/desk/link/{secret}", "link", signing_in.link),
    ("POST", "/desk/link/{secret}", "link_sent", signing_in.link_sent),
    ("GET", f"{_OF_ONE}/answers", "answers", reviewing.answers),
    ("GET", _ANSWER, "answer", reviewing.answer),
    ("POST", f"{_ANSWER}/approve", "approve", reviewing.approve),
    ("POST", f"{_ANSWER}/leave-out", "leave_out", reviewing.leave_out),
    ("POST", f"{_ANSWER}/undo", "undo", reviewing.undo),
    ("GET", f"{_OF_ONE}/flags", "flags", flags.flags),
    ("POST", f"{_OF_ONE}/flags/{{flag:int}}/close", "close_flag", flags.close_flag),
    ("GET", f"{_OF_ONE}/results", "results", results.results),
    ("POST", f"{_OF_ONE}/letter", "letter", results.letter),
    ("POST", f"{_OF_ONE}/data", "data", results.data),
    ("GET", "/desk/static/{file}", "static", static),
)


def desk_routes(
    store: Store,
    *,
    clock: Callable[[], datetime],
    chance: Callable[[int], bytes],
    secure: bool,
    downloads: Downloads,
    feel: Callable[[str], Awaitable[Feeling]],
    trouble: Callable[[], str],
) -> list[BaseRoute]:
    """The desk's pages, all under /desk; the last route answers every other address and method there.

    `clock` gives the time in UTC, `chance` that many random bytes; `secure`: people reach the service over https.
    `feel` tells the feeling of a redacted text; `trouble` says why texts are heard by rules alone, if they are.
    """
    desk = Desk(store, clock=clock, chance=chance, secure=secure, downloads=downloads, feel=feel, trouble=trouble)
    return [
        *(Route(path, guarded(desk, name, page), methods=[method], name=name) for method, path, name, page in _PAGES),
        Route("/desk/{rest:path}", guarded(desk, "missing", missing), methods=list(_ANY), name="missing"),
    ]
