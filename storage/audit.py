"""The audit: a row for every decision, export and sign-in."""

from typing import Protocol


class Audit(Protocol):
    async def note(self, action: str, *, by: str, detail: str = "") -> None: ...
