"""What a device remembers: one random cookie, and nothing else."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")

PRESSED_TWICE = timedelta(minutes=1)
"""How long a second press of the very first form still belongs to the first one."""


def address(secret: str) -> str:
    """The turn's address for this device."""
    return f"web:{secret}"


@dataclass(frozen=True, slots=True)
class Devices:
    """Reads, sets and forgets the cookie.

    It is a session cookie: it goes when the browser is closed, as the phone or computer may be shared. The six receipt
    words bring answers back. `secure` is for pages behind https; the name then keeps other hosts from setting it.
    """

    secure: bool
    chance: Callable[[int], bytes]
    clock: Callable[[], datetime]
    _fresh: dict[str, tuple[str, datetime]] = field(default_factory=dict, repr=False)

    @property
    def cookie(self) -> str:
        return "__Host-place" if self.secure else "place"

    def known(self, request: Request) -> str | None:
        """The device's secret; None where it has none."""
        secret = request.cookies.get(self.cookie, "")
        return secret if _SECRET.fullmatch(secret) else None

    def new(self, form: str) -> str:
        """A secret for a device that has none: 256 random bits. The same form pressed twice within a minute gets the
        same one, so that the first press of all counts once too."""
        now = self.clock()
        for old in [one for one, (_, since) in self._fresh.items() if now - since > PRESSED_TWICE]:
            del self._fresh[old]
        secret, _ = self._fresh.setdefault(form, (_secret(self.chance(32)), now))
        return secret

    def remember(self, response: Response, secret: str) -> None:
        response.set_cookie(self.cookie, secret, path="/", secure=self.secure, httponly=True, samesite="lax")

    def forget(self, request: Request, response: Response) -> None:
        """Takes the cookie off the device; a form from before can't bring it back either."""
        secret = self.known(request)
        for form in [one for one, (kept, _) in self._fresh.items() if kept == secret]:
            del self._fresh[form]
        response.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="lax")


def _secret(random: bytes) -> str:
    return base64.urlsafe_b64encode(random).rstrip(b"=").decode()
