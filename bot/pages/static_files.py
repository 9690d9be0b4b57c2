"""Stylesheets, scripts and icons, each under a name that changes with its content."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePath

from starlette.responses import Response

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    type: str


class StaticFiles:
    """The files of the folder `static` of a package, read once; `below` is the address that they are served under.

    `path("chat.css")` is where a page finds one, as in /static/chat.0123456789abcdef.css.
    """

    def __init__(self, package: str, below: str) -> None:
        self._paths: dict[str, str] = {}
        self._files: dict[str, _File] = {}
        for file in files(package).joinpath("static").iterdir():
            name = PurePath(file.name)
            if kind := _TYPES.get(name.suffix):
                content = file.read_bytes()
                hashed = f"{name.stem}.{sha256(content).hexdigest()[:16]}{name.suffix}"
                self._paths[file.name] = f"{below}/{hashed}"
                self._files[hashed] = _File(content, kind)

    def path(self, name: str) -> str:
        return self._paths[name]

    def found(self, hashed: str) -> Response | None:
        """The file of this name, to be kept for good by whoever asked; None where there is none."""
        file = self._files.get(hashed)
        if file is None:
            return None
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(file.content, media_type=file.type, headers=kept)
