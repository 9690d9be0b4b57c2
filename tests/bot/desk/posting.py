"""Reads a page's forms as a browser without JavaScript does, and its words as people do."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(has.get("action", ""), has.get("method", "get"))
            self.forms.append(self._open)
        elif self._open and tag == "input" and has.get("name"):
            self._open.fields[has["name"]] = has.get("value", "")
        elif self._open and tag == "button":
            self._open.buttons.append((has.get("name", ""), has.get("value", "")))
            if "formaction" in has:  # sends the same fields elsewhere
                self.forms.append(Form(has["formaction"], self._open.method, self._open.fields))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def forms(page: httpx.Response) -> list[Form]:
    reader = _Reader()
    reader.feed(page.text)
    return reader.forms


def form(page: httpx.Response, ending: str) -> Form:
    """The first form whose action ends like this."""
    return next(one for one in forms(page) if one.action.endswith(ending))


async def press(client: httpx.AsyncClient, page: httpx.Response, ending: str, **filled: str) -> httpx.Response:
    """Fills and sends the form whose action ends like this, and follows where it leads."""
    found = form(page, ending)
    action = found.action or str(page.url)
    return await client.post(action, data={**found.fields, **filled}, follow_redirects=True)


def as_read(page: httpx.Response) -> str:
    """A page's words."""
    return " ".join(re.sub("<[^>]*>", " ", page.text).split())
