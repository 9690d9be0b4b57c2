"""The stylesheet, the script and the icon, each under a name that changes with its content."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

_TYPES = {
    "chat.css": "text/css; charset=utf-8",
    "chat.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    type: str


class StaticFiles:
    """Reads the files once. `path("chat.css")` is where a page finds one."""

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}
        self._files: dict[str, _File] = {}
        for name, kind in _TYPES.items():
            content = (files("bot.web") / "static" / name).read_bytes()
            stem, _, ending = name.partition(".")
            hashed = f"{stem}.{sha256(content).hexdigest()[:16]}.{ending}"
            self._paths[name] = f"/static/{hashed}"
            self._files[hashed] = _File(content, kind)

    def path(self, name: str) -> str:
        return self._paths[name]

    async def serve(self, request: Request) -> Response:
        found = self._files.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        return Response(
            found.content, media_type=found.type, headers={"Cache-Control": "public, max-age=31536000, immutable"}
        )
