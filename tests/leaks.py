"""Looks for what must not be there in every byte of every file below a folder: one pass, whatever is looked for.

A secret is looked for as it is and in every form that somebody could read it from, or could make again who has a list
of candidates: other cases, UTF-16, base64 wherever it begins, as in an address or in JSON, hexadecimal, as a number,
and as a plain digest.
"""

import base64
import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

SHORTEST = 5
"""Bytes; anything shorter turns up by chance."""

_STRIDES = ((12, 8, 5), (8, 5, 4), (SHORTEST, 4, 2))
"""For what has at least so many bytes: the length of a window, and the step between those that are looked at. Each run
of `step` neighbouring windows of a pattern is known, so one of them is looked at wherever the pattern lies."""


def forms(secret: str) -> dict[str, bytes]:
    """All the ways that a secret might be found in."""
    raw = secret.encode()
    found = {
        "plain": raw,
        "lower case": secret.lower().encode(),
        "upper case": secret.upper().encode(),
        "UTF-16": secret.encode("utf-16-le"),
        "UTF-16, big end first": secret.encode("utf-16-be"),
        "hex": raw.hex().encode(),
        "upper case hex": raw.hex().upper().encode(),
        "URL": quote(secret, safe="").encode(),
        "form": quote_plus(secret, safe="").encode(),
        "JSON": json.dumps(secret)[1:-1].encode(),
    }
    for at in range(3):
        found[f"base64 from {at}"] = _base64(raw, at)
        found[f"base64url from {at}"] = _base64(raw, at).translate(bytes.maketrans(b"+/", b"-_"))
    for name, digest in (("SHA-256", hashlib.sha256(raw)), ("MD5", hashlib.md5(raw)), ("SHA-1", hashlib.sha1(raw))):
        # Its beginning, which a digest that was cut off has too.
        found[name] = digest.digest()[:12]
        found[f"{name} in hex"] = digest.hexdigest()[:24].encode()
        found[f"{name} in base64"] = base64.b64encode(digest.digest()[:12])
    if secret.isdecimal() and 2**40 <= int(secret) < 2**47:
        # A smaller number begins with noughts, and what is left of it also stands in pages as something else.
        found["number in SQLite"] = int(secret).to_bytes(6, "big")
        found["number in memory"] = int(secret).to_bytes(8, "little")
    return found


def _base64(raw: bytes, at: int) -> bytes:
    """Those digits of base64 that the bytes alone decide, where they begin at byte 0, 1 or 2 of three."""
    digits = base64.b64encode(b"\0" * at + raw)
    return digits[-(-at * 8 // 6) : (at + len(raw)) * 8 // 6]


class Leaks:
    """Looks for many things at once. `patterns`: what to look for, by what to call it."""

    def __init__(self, patterns: Mapping[str, bytes]) -> None:
        self._windows: list[tuple[int, int, dict[bytes, list[tuple[int, bytes, str]]]]] = []
        by_stride: dict[tuple[int, int, int], dict[bytes, str]] = defaultdict(dict)
        for name, pattern in patterns.items():
            assert len(pattern) >= SHORTEST, f"{name} is too short to be looked for"
            by_stride[next(one for one in _STRIDES if len(pattern) >= one[0])].setdefault(pattern, name)
        for (_, size, step), named in by_stride.items():
            table: dict[bytes, list[tuple[int, bytes, str]]] = defaultdict(list)
            for pattern, name in named.items():
                for at in range(step):
                    table[pattern[at : at + size]].append((at, pattern, name))
            self._windows.append((size, step, dict(table)))

    @classmethod
    def of(cls, secrets: Iterable[str]) -> "Leaks":
        """Looks for every form of these."""
        return cls({f"{form} of {secret!r}": raw for secret in secrets for form, raw in forms(secret).items()})

    def inside(self, content: bytes) -> set[str]:
        """What is there."""
        found = set()
        for size, step, table in self._windows:
            known = table.keys()
            hits = [at for at in range(0, len(content) - size + 1, step) if content[at : at + size] in known]
            for hit in hits:
                for at, pattern, name in table[content[hit : hit + size]]:
                    if hit >= at and content.startswith(pattern, hit - at):
                        found.add(name)
        return found

    def below(self, folder: Path) -> list[str]:
        """What is in a file below the folder, in the name of one, or in what is packed inside one."""
        files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
        assert files, f"nothing is in {folder}"
        names = "\n".join(str(file.relative_to(folder)) for file in files).encode()
        found = [f"{name} in the name of a file" for name in self.inside(names)]
        for file in files:
            for where, content in _contents(file.name, file.read_bytes()):
                found.extend(f"{name} in {where}" for name in self.inside(content))
        return sorted(found)


def _contents(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file's bytes, and those of what is packed in it."""
    yield name, content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.namelist():
                yield f"{name}: {member}", packed.read(member)
    elif content.startswith(b"\x1f\x8b"):
        try:
            yield f"{name}, unpacked", gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            return
