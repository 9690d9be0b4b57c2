"""The headers that every page carries, of the chat and of the desk."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # No other site is told anything. "no-referrer" would also take the Origin from our own forms, which older phones
    # have nothing but to tell them from another site's.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

UNLISTED = {"X-Robots-Tag": "noindex"}
"""Of the desk besides: a search engine may show where the chat is, and not where staff sign in."""


def add_headers(headers: MutableHeaders, *, unlisted: bool = False) -> None:
    """Adds those that are not there; a page that says nothing about caching is kept nowhere."""
    for name, value in {**HEADERS, **(UNLISTED if unlisted else {}), "Cache-Control": "no-store"}.items():
        headers.setdefault(name, value)


class SafePages:
    """Adds them to whatever a route answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, with_headers)
