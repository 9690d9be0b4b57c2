"""The desk's parts, as its pages are handed them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.alerts.mail_server import SendsMail
from bot.desk.accounts.password_tries import Tries
from bot.desk.accounts.passwords import Passwords
from bot.desk.cases.case_words import kinds_in_words, local_time
from bot.desk.cases.targets import TARGETS
from bot.desk.redacted_text import hidden_kinds, pieces
from bot.desk.roles import Role, may
from bot.inference.background_coding import BackgroundCoding
from bot.inference.coding_agreement import measured
from bot.inference.listener import Hear, heard_by_rules
from bot.pages.static_files import StaticFiles
from conversations.asking.locales.dates import plain_day, plain_days, plain_time
from conversations.hearing.text.language_names import language_name
from conversations.hearing.values import Feeling
from conversations.telling.accuracy import Accuracy
from storage.rules.retention import Retention
from storage.rules.working_time import Targets
from storage.staff import Staff
from storage.store import Store

TEMPLATES = Path(__file__).parent / "templates"

File = tuple[str, str, bytes]
"""A file's name, its media type and what is in it."""


class Downloads(Protocol):
    """Makes the files that the desk hands out, and notes who has them. Both raise StoreError where they cannot.
    `form`: the name of one of LETTERS, or of EXPORTS."""

    async def letter(self, consultation: str, form: str, by: str) -> File: ...

    async def data(self, consultation: str, form: str, by: str) -> File: ...


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to the desk: who is signed in (None on the pages that need nobody) and the form that was sent."""

    request: Request
    me: Staff | None = None
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    late: int = 0
    """Worries that are overdue, for those who are to see to it."""

    @property
    def name(self) -> str:
        """Who did it, for the record."""
        return self.me.name if self.me else ""

    def path(self, part: str) -> str:
        """A part of the address, as the route names it."""
        return str(self.request.path_params[part])


class Desk:
    """Everything that a page needs. `clock` gives the time in UTC, `chance` that many random bytes."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], datetime],
        chance: Callable[[int], bytes],
        web_address: str,
        downloads: Downloads,
        feel: Callable[[str], Awaitable[Feeling]],
        hear: Hear = heard_by_rules,
        trouble: Callable[[], str],
        coding: BackgroundCoding,
        adjust: Callable[[], Awaitable[None]],
        door_rows: Mapping[str, str],
        targets: Targets = TARGETS,
        mail: SendsMail | None = None,
        telegram: bool = False,
        retention: Retention = Retention(),  # noqa: B008  nothing changes it
    ) -> None:
        self.store = store
        self.clock = clock
        self.chance = chance
        self.web_address = web_address
        self.secure = web_address.startswith("https://")
        self.downloads = downloads
        self.feel = feel
        self.hear = hear
        self.trouble = trouble
        self.coding = coding
        self.adjust = adjust
        self.door_rows = door_rows
        self.targets = targets
        self.mail = mail
        self.telegram = telegram
        self.retention = retention
        self.passwords = Passwords()
        self.tries = Tries(clock)
        self.known_tries = Tries(clock)  # of devices that have signed in before
        self.static = StaticFiles("bot.desk", "/desk/static")
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(may=may, asset=self.static.path)
        self._templates.filters.update(
            day=plain_day, days=plain_days, time=plain_time, pieces=pieces, hidden_kinds=hidden_kinds, hex=bytes.hex
        )
        self._templates.filters["language"] = language_name
        self._templates.filters["local"] = lambda at: local_time(at, self.targets.hours.zone, self.clock())
        self._templates.filters["kinds"] = kinds_in_words

    @property
    def cookie(self) -> str:
        """The cookie's name. The prefix makes a browser refuse it where it came without https."""
        return "__Secure-desk" if self.secure else "desk"

    @property
    def today(self) -> date:
        return self.clock().date()

    async def accuracy(self, consultation: str) -> tuple[Accuracy, ...]:
        """How far coding can be trusted: of all questions together, then of each."""
        return await measured(self.store, consultation)

    def page(self, visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
        """A page made from a template, with what every page shows."""
        shown = self._templates.get_template(template).render(
            me=visit.me,
            roles=visit.me.roles if visit.me else frozenset(),
            Role=Role,
            trouble=self.trouble() if visit.me else "",
            late=visit.late,
            **values,
        )
        return HTMLResponse(shown, status)

    def problem(
        self, visit: Visit, status: int, title: str, *lines: str, again: str = "/desk", label: str = ""
    ) -> Response:
        """A page that says what went wrong and what to do; `again` is where its link goes."""
        label = label or ("Back to the consultations" if visit.me else "Go to the desk")
        return self.page(visit, "desk_problem.html", status, title=title, lines=lines, again=again, label=label)


def number(text: str) -> int:
    """What an address or a form says as a place in a list or a coder's number; 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def go(address: str, then: Callable[[], Awaitable[None]] | None = None) -> Response:
    """To another page of the desk, after something was done. `then`: what follows from it, for which nobody waits."""
    return RedirectResponse(address, 303, background=BackgroundTask(then) if then else None)


Page = Callable[[Desk, Visit], Awaitable[Response]]
