"""Telling our own forms from those that another site sends in someone's name: one rule for the chat and the desk."""

from urllib.parse import urlsplit

from starlette.requests import Request


def from_elsewhere(request: Request, web_address: str) -> bool:
    """Whether another site sent this form.

    Browsers say so in Sec-Fetch-Site; older ones in Origin, which then has to name the host that was asked for or the
    public address (`web_address`): behind a proxy these differ. What sends neither is no browser, and carries nobody's
    cookie. Source: the rule of Fetch Metadata (W3C) with Origin (RFC 6454) behind it.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site != "same-origin"
    origin = request.headers.get("origin")
    if origin is None:
        return False
    return _host(origin) not in {request.headers.get("host", ""), _host(web_address)} - {""}


def _host(address: str) -> str:
    """Host and port, empty where there are none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
