"""Every page, drawn from its template. Words come from the catalogue; what a respondent wrote is always escaped."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.pages.static_files import StaticFiles
from bot.turns.receipt_pages import Back, Shows
from bot.web import WEB
from bot.web.phone_links import phone_link, with_phone_links
from bot.web.reply_layout import drawn, paragraphs
from conversations.asking.help.helplines import help_lines
from conversations.asking.locales import line
from conversations.asking.locales.dates import plain_day
from conversations.asking.question_types.long_lists import LONG
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.receipts.after_closing import items, used
from conversations.asking.receipts.receipt_words import parse
from conversations.asking.replies import Reply
from storage.consultations import HeldConsultation


def chat_files() -> StaticFiles:
    return StaticFiles("bot.web", "/static")


class Pages:
    """Draws pages. `fresh_id` makes the hidden event id of a page's forms."""

    def __init__(self, static: StaticFiles, fresh_id: Callable[[], str]) -> None:
        self._fresh_id = fresh_id
        self._templates = Environment(
            loader=PackageLoader("bot.web"),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,  # a newer version's templates may be in place before its code runs
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            line=line, static=static.path, help_lines=help_lines, phone_link=phone_link, type_of=type_of, long_list=LONG
        )
        self._templates.filters["phones"] = with_phone_links
        self._templates.filters["paragraphs"] = paragraphs
        self._templates.filters["day"] = plain_day
        self._templates.tests["receipt"] = lambda words: parse(words) is not None
        self._templates.tests["numbered"] = lambda words: words.partition(". ")[0].isdecimal()

    def page(
        self,
        template: str,
        *,
        held: HeldConsultation | None = None,
        status: int = HTTPStatus.OK,
        known: bool = False,
        **values: object,
    ) -> HTMLResponse:
        """`held` is the consultation that the page is in; `known`: this device has a session in it."""
        return HTMLResponse(
            self._templates.get_template(template).render(
                held=held,
                here=f"/c/{held.id}" if held else "/",
                trial=bool(held and held.trial),
                known=known,
                event_id=self._fresh_id(),
                **values,
            ),
            status_code=status,
        )

    def chat(
        self,
        held: HeldConsultation,
        replies: tuple[Reply, ...],
        *,
        known: bool,
        leaving: bool,
        paused: bool = False,
        fragment: bool = False,
        unsent: str = "",
    ) -> HTMLResponse:
        """Where someone is. `leaving`: nothing is left to ask, so the page offers to clear the device.

        `fragment`: only what the script adds to a page that is there; `paused`: in place of what was said before.
        `unsent`: words that are too long to be kept, which stay in the box.
        """
        return self.page(
            "conversation/fragment.html" if fragment else "conversation/chat.html",
            held=held,
            known=known,
            leaving=leaving,
            paused=paused,
            drawn=drawn(replies, without=line("trial") if held.trial else ""),
            unsent=unsent,
            over=len(unsent) - WEB.longest,
        )

    def words(
        self, held: HeldConsultation, until: date, *, known: bool = False, replies: tuple[Reply, ...] = ()
    ) -> HTMLResponse:
        """Asks for receipt words. `until` is the last day on which they work; `replies` say what became of others."""
        return self.page("receipts/receipt_words.html", held=held, known=known, until=until, drawn=drawn(replies))

    def back(self, held: HeldConsultation, back: Back, until: date, unsent: str = "") -> HTMLResponse:
        """What receipt words brought back when nothing can be answered any more. `unsent`: as for `chat`."""
        if back.returned is None and back.shows is not Shows.OVER:
            return self.words(held, until, replies=back.replies)
        returned = back.returned
        given = returned.answers.values() if returned else ()
        return self.page(
            f"receipts/back_{back.shows}.html",
            held=held,
            back=back,
            drawn=drawn(back.replies),
            until=until,
            words=" ".join(returned.receipt) if returned else "",
            items=items(back.running.text, returned) if returned else (),
            used=used(returned) if returned else "",
            wrote=any(answer.text for answer in given),
            unsent=unsent,
            over=len(unsent) - WEB.longest,
        )

    def not_kept(
        self,
        held: HeldConsultation,
        replies: tuple[Reply, ...],
        *,
        known: bool,
        to: str = "",
        retry: tuple[str, tuple[str, ...], str | None] | None = None,
        words: str = "",
        fragment: bool = False,
        status: int = HTTPStatus.SERVICE_UNAVAILABLE,
    ) -> HTMLResponse:
        """A turn that could not be kept: help first, and a way to send the same again, which then counts once.

        `retry` is the form's id, taps and text, to be posted to `to` again; None where nothing was sent. `words`: the
        receipt words that its page has.
        """
        return self.page(
            "problems/not_kept_fragment.html" if fragment else "problems/not_kept.html",
            held=held,
            known=known,
            status=status,
            drawn=drawn(replies),
            to=to,
            retry=retry,
            words=words,
        )

    def problem(self, what: str, status: int, *, fragment: bool = False) -> HTMLResponse:
        """A page for something that went wrong, with help and what to do. `what` names its lines in the catalogue."""
        return self.page(
            "problems/problem_fragment.html" if fragment else "problems/problem.html", status=status, what=what
        )
