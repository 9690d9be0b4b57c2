"""Telling our own forms from those that another site sends in someone's name: one rule for the chat and the desk."""

from urllib.parse import SplitResult, urlsplit

from starlette.requests import Request


def from_elsewhere(request: Request, web_address: str) -> bool:
    """Whether another site sent this form.

    Browsers say so in Sec-Fetch-Site; older ones in Origin, which then has to name the host that was asked for or the
    public address (`web_address`): behind a proxy these differ. "none" says that a person asked for it, as by loading a
    sent form once more, which may be another site's: Origin still says whose. What sends neither is no browser, and
    carries nobody's cookie. Source: Fetch Metadata (W3C), with Origin (RFC 6454) behind it.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site == "same-origin":
        return False
    if site not in (None, "none"):
        return True
    if origin is None:
        return site is not None  # a browser that knows the one header sends the other with every form
    sent_by = _split(origin)
    ours = (request.headers.get("host", ""), _split(web_address).netloc)
    return sent_by.netloc not in {_as_in_origin(host, sent_by.scheme) for host in ours} - {""}


def _as_in_origin(host: str, scheme: str) -> str:
    """A host and its port as a browser writes them in an Origin of this scheme."""
    return host.lower().removesuffix({"http": ":80", "https": ":443"}.get(scheme, ""))


def _split(address: str) -> SplitResult:
    """The address in its parts; all of them empty where it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
