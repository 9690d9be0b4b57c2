"""The headers that every page carries: of the chat, of the desk, and what operators ask for."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HTTPS_ONLY = "max-age=31536000; includeSubDomains"
"""For a year a browser asks for this host, and what is below it, over https alone (RFC 6797)."""


def security_headers(*, fetches: bool = False, unlisted: bool = False, secure: bool = False) -> Mapping[str, str]:
    """`fetches`: the page's script asks our own server for more. `unlisted`: search engines are asked to leave it out.
    `secure`: people reach the page over https, as PUBLIC_URL says.

    A page that says nothing else about caching is kept nowhere.
    """
    return {
        **({"Strict-Transport-Security": HTTPS_ONLY} if secure else {}),
        "Content-Security-Policy": "; ".join(
            (
                "default-src 'none'",
                "style-src 'self'",
                "script-src 'self'",
                "img-src 'self'",
                *(("connect-src 'self'",) if fetches else ()),
                "form-action 'self'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
            )
        ),
        # No other site is told anything. "no-referrer" would also take the Origin from our own forms, which older
        # phones have nothing but to tell them from another site's.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        **({"X-Robots-Tag": "noindex"} if unlisted else {}),
        "Cache-Control": "no-store",
    }


def add_headers(headers: MutableHeaders, these: Mapping[str, str]) -> None:
    """Adds those that are not there."""
    for name, value in these.items():
        headers.setdefault(name, value)


def forget_pages(headers: MutableHeaders) -> None:
    """Asks the browser to drop what it keeps of our pages, as somebody else may sit down at it next.

    "cookies" is not among it: that would take those of every host of the same registered domain, as of all that a
    council runs, and a young person's place in the chat on this device. Our own cookie is taken back by its name.
    """
    headers["Clear-Site-Data"] = '"cache", "storage"'


class SafePages:
    """Adds them to whatever a route answers."""

    def __init__(self, app: ASGIApp, these: Mapping[str, str]) -> None:
        self._app = app
        self._these = these

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(MutableHeaders(scope=message), self._these)
            await send(message)

        await self._app(scope, receive, with_headers)
