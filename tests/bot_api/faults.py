"""Answers that go wrong, to be given instead of the right one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong answer. `applied`: the call takes effect all the same. `hangs`: no answer until the caller gives up."""

    status: int = 500
    description: str = "Internal Server Error"
    retry_after: int | None = None
    body: bytes | None = None
    hangs: bool = False
    applied: bool = False

    @classmethod
    def too_many(cls, retry_after: int) -> "Fault":
        return cls(429, f"Too Many Requests: retry after {retry_after}", retry_after)

    @classmethod
    def garbage(cls) -> "Fault":
        return cls(200, body=b"<html>not what you think</html>")

    @classmethod
    def hang(cls) -> "Fault":
        return cls(hangs=True)
