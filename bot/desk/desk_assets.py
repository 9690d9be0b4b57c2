"""The desk's own style and script."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

STATIC = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    media_type: str
    content: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Assets:
    """The files by name, read once."""

    files: Mapping[str, Asset]

    @classmethod
    def read(cls, folder: Path = STATIC) -> "Assets":
        return cls(
            {
                path.name: Asset(TYPES[path.suffix], content, sha256(content).hexdigest()[:12])
                for path in sorted(folder.iterdir())
                if path.suffix in TYPES
                for content in (path.read_bytes(),)
            }
        )

    def address(self, name: str) -> str:
        """Where a browser finds it; another content has another address, so it may be kept."""
        return f"/desk/static/{name}?v={self.files[name].digest}"
