"""The chat page's endpoints: what a request means, and what comes back."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Protocol

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.limits import Whose
from bot.pages.security_headers import forget_pages
from bot.turns.arrived import Arrived, NotKeptError, TooFastError
from bot.turns.receipt_pages import Back, Does, Sent
from bot.web import WEB
from bot.web.device_cookie import Devices, address
from bot.web.page_templates import Pages
from bot.web.posted_form import Form, MalformedError, read_form
from conversations.asking.door import Door
from conversations.asking.events import Did
from conversations.asking.replies import Reply
from conversations.asking.session import Session
from conversations.asking.steps.places import DONE
from storage.consultations import Consultations, HeldConsultation
from storage.errors import UnknownConsultationError
from storage.turns import Last, Taken

BREAK = timedelta(minutes=30)
"""After this long someone else may hold the phone: a page opened again shows progress, not what was said last."""

AGAIN_SECONDS = 60
"""When to try again where the store fails: the page says the same in words."""

FRAGMENT = "x-fragment"
"""The header by which our own script asks for the new part of the page only."""

Handler = Callable[[Request], Awaitable[Response]]


class TakesTurns(Protocol):
    """What the page needs of bot.turns.turn_taker.TurnTaker."""

    async def take(self, arrived: Arrived) -> Taken: ...

    async def first_page(self, consultation: str, door: Door) -> tuple[Reply, ...]: ...

    async def last(self, consultation: str, address: str) -> Last | None: ...

    async def by_words(self, sent: Sent) -> Back: ...

    def takes_answers(self, held: HeldConsultation) -> bool: ...

    def words_until(self, held: HeldConsultation) -> date: ...


class ChatPage:
    """The endpoints. None of them keeps anything but through a turn, and no GET begins a session."""

    def __init__(
        self,
        turn_taker: TakesTurns,
        consultations: Consultations,
        *,
        pages: Pages,
        devices: Devices,
        clock: Callable[[], datetime],
        chance: Callable[[int], bytes],
    ) -> None:
        self._turn_taker = turn_taker
        self._consultations = consultations
        self._pages = pages
        self._devices = devices
        self._clock = clock
        self._chance = chance

    # Which consultation

    async def home(self, _request: Request) -> Response:
        """The consultations that take answers today; straight to the only one. Where there is none, straight to the
        only one that begins later or has just ended: its page says the day."""
        opened = [held for held in await self._consultations.all() if held.status == "open"]
        running = [held for held in opened if self._turn_taker.takes_answers(held)]
        if len(only := running or opened) == 1:
            return _to(f"/c/{only[0].id}")
        return self._pages.page("home.html", running=running)

    async def _held(self, request: Request) -> HeldConsultation:
        held = await self._consultations.get(request.path_params["id"])
        if held.status == "draft":
            raise UnknownConsultationError
        return held

    # The conversation

    async def look(self, request: Request) -> Response:
        """Where this device is. After a break that takes a turn, which records only that someone looked."""
        held, secret = await self._held(request), self._devices.known(request)
        last = await self._turn_taker.last(held.id, address(secret)) if secret else None
        if secret is None or last is None:
            first = await self._turn_taker.first_page(held.id, WEB)
            return self._pages.chat(held, first, known=False, leaving=False)
        replies = last.replies
        if not replies or self._clock() - last.state.at > BREAK:  # none: what was said is forgotten already
            arrived = Arrived(
                id=f"look:{self._chance(16).hex()}",
                door=WEB,
                address=address(secret),
                consultation=held.id,
                did=Did.LOOK,
            )
            try:
                replies = (await self._turn_taker.take(arrived)).replies
            except NotKeptError as error:
                return self._not_kept(held, error, known=True)
            last = await self._turn_taker.last(held.id, address(secret))
        return self._pages.chat(held, replies, known=True, leaving=_leaving(last.state if last else None))

    async def answer(self, request: Request) -> Response:
        """A form of the conversation: takes the turn, then shows the page (post, redirect, get)."""
        form = await read_form(request)
        return await self._turn(request, await self._held(request), form, form.did, "")

    async def ask_for_words(self, request: Request) -> Response:
        held = await self._held(request)
        return self._pages.words(held, self._turn_taker.words_until(held), known=self._has_cookie(request))

    async def bring_back(self, request: Request) -> Response:
        """Receipt words. While the consultation is open they bring the answers back to this device. Afterwards they
        open a page that shows what became of them: its forms bring the words along, and no cookie is set."""
        form, held = await read_form(request), await self._held(request)
        if self._turn_taker.takes_answers(held):
            if form.words is not None:  # a page from when it was not open
                form = replace(form, taps=(), text=form.words, words=None)
            return await self._turn(request, held, form, Did.BRING_BACK, "/words")
        sent = sent_with_words(held.id, form)
        try:
            back = await self._turn_taker.by_words(sent)
        except NotKeptError as error:
            again = (form.id, form.taps, form.text)
            return self._not_kept(
                held, error, known=False, to=f"/c/{held.id}/words", retry=again, words=form.words or ""
            )
        return self._pages.back(held, back, self._turn_taker.words_until(held), _too_long(form))

    async def _turn(self, request: Request, held: HeldConsultation, form: Form, did: Did, way: str) -> Response:
        known = self._devices.known(request)
        secret = known or self._devices.new(form.id)
        fragment = FRAGMENT in request.headers
        arrived = Arrived(
            id=f"form:{form.id}",
            door=WEB,
            address=address(secret),
            consultation=held.id,
            did=did,
            text=form.text,
            taps=form.taps,
            message=form.id,
        )
        try:
            taken = await self._turn_taker.take(arrived)
        except NotKeptError as error:
            again = (form.id, form.taps, form.text)
            response = self._not_kept(
                held, error, known=known is not None, to=f"/c/{held.id}{way}", retry=again, fragment=fragment
            )
        else:
            last = await self._turn_taker.last(held.id, address(secret))
            unsent = _too_long(form) if did is Did.TEXT else ""
            if fragment or last is None or unsent:
                # Where the session has ended there is nothing to come back to: what was said is said here.
                response = self._pages.chat(
                    held,
                    taken.replies,
                    known=last is not None,
                    leaving=_leaving(last.state if last else None),
                    paused=last is not None and _paused(last.state),
                    fragment=fragment,
                    unsent=unsent,
                )
            else:
                response = _to(f"/c/{held.id}")
        if known is None:
            self._devices.remember(response, secret)
        return response

    def _not_kept(
        self,
        held: HeldConsultation,
        error: NotKeptError,
        *,
        known: bool,
        to: str = "",
        retry: tuple[str, tuple[str, ...], str | None] | None = None,
        words: str = "",
        fragment: bool = False,
    ) -> Response:
        """What could not be kept, with a way to send it again, and when."""
        status, seconds = HTTPStatus.SERVICE_UNAVAILABLE, AGAIN_SECONDS
        if isinstance(error, TooFastError):
            seconds = error.limited.seconds
            status = HTTPStatus.TOO_MANY_REQUESTS if error.limited.whose is Whose.SESSION else status
        response = self._pages.not_kept(
            held, error.replies, known=known, to=to, retry=retry, words=words, fragment=fragment, status=status
        )
        response.headers["Retry-After"] = str(seconds)
        return response

    def _has_cookie(self, request: Request) -> bool:
        return self._devices.known(request) is not None

    # Around it

    def plain(self, template: str) -> Handler:
        """A page that is the same for everyone."""

        async def show(_request: Request) -> Response:
            return self._pages.page(template)

        return show

    async def finish(self, request: Request) -> Response:
        """Forgets the device, and says so."""
        response = self._forget(request, "/cleared")
        forget_pages(response.headers)
        return response

    async def leave(self, request: Request) -> Response:
        """Forgets the device, and shows a page that has nothing to do with this one. At once: nothing else is asked of
        the browser, since to clear what it keeps can take one seconds."""
        return self._forget(request, "/away")

    def _forget(self, request: Request, to: str) -> Response:
        response = _to(to)
        self._devices.forget(request, response)
        return response


def sent_with_words(consultation: str, form: Form) -> Sent:
    """A form of the page with receipt words. The last of its taps is its button: what to do, and with which question.
    Raises MalformedError where it is none of that page."""
    if form.words is None:
        return Sent(id=form.id, door=WEB, consultation=consultation, does=Does.LOOK, words=form.text or "")
    does, _, question = form.taps[-1].partition(" ") if form.taps else (Does.LOOK, "", "")
    try:
        return Sent(
            id=form.id,
            door=WEB,
            consultation=consultation,
            does=Does(does),
            words=form.words,
            question=question,
            text=form.text,
            chosen=form.taps[:-1],
        )
    except ValueError:
        raise MalformedError from None


def _too_long(form: Form) -> str:
    """Words that are too long to be kept, which go back into their box; empty where they are not."""
    return form.text if form.text and len(form.text) > WEB.longest else ""


def _leaving(state: Session | None) -> bool:
    """Whether nothing is left to ask for now."""
    return state is None or state.place == DONE or _paused(state)


def _paused(state: Session) -> bool:
    """Whether they have stopped: then progress is shown, not what was said."""
    return state.aside == "paused"


def _to(path: str) -> Response:
    return RedirectResponse(path, status_code=HTTPStatus.SEE_OTHER)
