"""Telling our own forms from those that another site sends in someone's name."""

from urllib.parse import urlsplit

from starlette.requests import Request


def from_elsewhere(request: Request, web_address: str) -> bool:
    """Whether another site sent this post.

    Browsers say so in Sec-Fetch-Site; older ones in Origin, which then has to name the host that was asked for or the
    public one. What sends neither is no browser, and carries nobody's cookie.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return False
    return urlsplit(origin).netloc not in {request.headers.get("host", ""), urlsplit(web_address).netloc} - {""}
