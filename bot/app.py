"""Puts the service together from its settings: the only place that knows every part."""

import asyncio
import contextlib
import itertools
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
import uvicorn
from rich.console import Console
from starlette.applications import Starlette

from bot.desk.accounts.one_time_links import first_link
from bot.desk.desk import DataFormat, File, LetterFormat
from bot.desk.desk_routes import desk_routes
from bot.health import health_routes
from bot.inference.background_coding import BackgroundCoding, CodingTools
from bot.inference.judged_flags import judged_in
from bot.inference.listener import Listener
from bot.inference.open_hearing import Opened, open_hearing
from bot.limits import Limits, Most
from bot.metrics import Metrics, metrics_routes
from bot.settings import Settings
from bot.telegram.telegram_door import TelegramDoor
from bot.telling_files import TellingError, export_bytes, letter_bytes
from bot.turn_taker import TurnTaker
from bot.web import chat_problems, chat_routes
from conversations.asking.consultation.file import bundled
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.store import Store, StoreError

log = structlog.get_logger()

OPENED_FIRST = "stable_homes"
"""The bundled consultation that a fresh installation opens in trial."""

TRIAL_LASTS = timedelta(weeks=12)

HOUSEKEEPING = timedelta(hours=6)
"""Between one clean-up and the next."""

NOTICING = timedelta(minutes=1)
"""Within so long a key is dropped of a consultation that another process has closed."""


class StartError(Exception):
    """The service cannot start. The text says what to do."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Service:
    """The parts that the commands use."""

    settings: Settings
    store: Store
    turn_taker: TurnTaker
    listener: Listener
    web_address: str
    metrics: Metrics
    coding: BackgroundCoding


@contextlib.asynccontextmanager
async def service(settings: Settings, web_address: str = "") -> AsyncIterator[Service]:
    """Opens the store, and closes it at the end. The bundled consultations are there from the first start."""
    store = open_store(settings)
    await store.start()
    listener = Listener(lambda: open_hearing(settings.lists, settings.seeds), judged=judged_in(store))
    try:
        for text in bundled():
            await store.add_consultation(text)
        address = web_address or settings.web_address
        most = Most(settings.turns_a_minute, settings.turns_a_second, settings.new_sessions_a_minute)
        metrics = Metrics()
        turn_taker = TurnTaker(
            store,
            clock=utc_now,
            chance=secrets.token_bytes,
            web_address=address,
            hear=listener.hear,
            retention=settings.retention,
            limits=Limits(most),
            metrics=metrics,
        )
        coding = BackgroundCoding(store, lambda: _tools(listener), clock=utc_now, share=settings.double_coded)
        yield Service(settings, store, turn_taker, listener, address, metrics, coding)
    finally:
        listener.close()
        await store.close()


async def _tools(listener: Listener) -> CodingTools:
    """What it takes to code, with the encoder that hears."""

    def put_together(opened: Opened) -> CodingTools:
        from bot.inference.coding_setup import tools  # noqa: PLC0415 - a second that only those who code anything need

        return tools(opened)

    return await asyncio.to_thread(put_together, await listener.ready())


def open_store(settings: Settings) -> Store:
    """The store that the settings name, not yet started."""
    if settings.database_url and not settings.database_url.startswith("sqlite:///"):
        raise StartError("DATABASE_URL: only SQLite is there so far; leave it empty, or write sqlite:///path/to/file")
    path = settings.database_path
    return SqliteStore(path, Keys(settings.keys_dir), retention=settings.retention)


async def open_first_trial(store: Store) -> None:
    """Opens the bundled consultation in trial where nothing was ever opened."""
    if all(held.status == "draft" for held in await store.consultations()):
        today = utc_now().date()
        await store.open_consultation(OPENED_FIRST, today, today + TRIAL_LASTS, trial=True, by="start-up")


class _Downloads:
    """The files that the desk hands out."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def letter(self, consultation: str, form: LetterFormat, by: str) -> File:
        try:
            return await letter_bytes(self._store, consultation, form, utc_now().date(), by=by)
        except TellingError as error:
            raise StoreError(str(error)) from error

    async def data(self, consultation: str, form: DataFormat, by: str) -> File:
        try:
            return await export_bytes(self._store, consultation, form, utc_now().date(), by=by)
        except TellingError as error:
            raise StoreError(str(error)) from error


def web_app(parts: Service) -> Starlette:
    """All pages: the chat page, the desk, and what operators ask for."""
    secure = parts.web_address.startswith("https://")
    return Starlette(
        routes=[
            *health_routes(parts.store),
            *metrics_routes(
                parts.metrics,
                parts.store,
                clock=utc_now,
                token=parts.settings.metrics_token,
                public_url=parts.settings.public_url,
            ),
            *desk_routes(
                parts.store,
                clock=utc_now,
                chance=secrets.token_bytes,
                secure=secure,
                downloads=_Downloads(parts.store),
                feel=parts.listener.feel,
                trouble=lambda: parts.listener.trouble,
                coding=parts.coding,
                adjust=parts.listener.adjust,
            ),
            *chat_routes(
                parts.turn_taker,
                parts.store,
                clock=utc_now,
                chance=secrets.token_bytes,
                secure=secure,
                web_address=parts.web_address,
            ),
        ],
        exception_handlers=chat_problems(chance=secrets.token_bytes),
    )


async def serve(settings: Settings, console: Console) -> None:
    """Runs every door until it is told to stop."""
    listening = _listen(settings.host, settings.port)
    port = listening.getsockname()[1]
    address = settings.public_url.rstrip("/") or f"http://{settings.host}:{port}"
    async with service(settings, address) as parts:
        await open_first_trial(parts.store)
        await _say_where(parts, console)
        try:
            await parts.store.check()
        except StoreError as error:
            console.print(f"Not well: {error}", markup=False, soft_wrap=True)
        await parts.listener.ready()
        if parts.listener.trouble:
            console.print(f"Hearing by rules alone: {parts.listener.trouble}", markup=False, soft_wrap=True)
        async with (
            _beside(_telegram(parts, console)),
            _beside(_keeping_house(parts.store)),
            _beside(parts.coding.run),
        ):
            await uvicorn.Server(server_config(web_app(parts))).serve(sockets=[listening])


def server_config(app: Starlette) -> uvicorn.Config:
    """How the web server runs: it logs no requests and believes no header about where they came from."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )


def _telegram(parts: Service, console: Console) -> Callable[[], Awaitable[None]] | None:
    token = parts.settings.telegram_token
    if not token.get_secret_value():
        console.print("Telegram: closed, as there is no token (set EARSHOT_TELEGRAM_TOKEN to open it).")
        return None
    if not parts.settings.public_url:
        console.print(
            "Telegram: people under 16 are shown the way to the chat page, and its address works on this machine only. "
            "Set EARSHOT_PUBLIC_URL.",
            soft_wrap=True,
        )
    return TelegramDoor(
        parts.store,
        parts.turn_taker,
        token,
        parts.settings.telegram_api,
        clock=utc_now,
        dropped=parts.metrics.dropped,
        tell=lambda words: console.print(words, markup=False, soft_wrap=True),
    ).run


def _keeping_house(store: Store) -> Callable[[], Awaitable[None]]:
    """Forgets what is old, at the start and then a few times a day; follows closings each minute."""

    async def run() -> None:
        for minute in itertools.count():
            try:
                if minute % (HOUSEKEEPING // NOTICING) == 0:
                    await store.forget_old(utc_now())
                else:
                    await store.finish_closings()
            except StoreError as error:
                log.error("old things not forgotten", reason=type(error).__name__)
            await asyncio.sleep(NOTICING.total_seconds())

    return run


@contextlib.asynccontextmanager
async def _beside(run: Callable[[], Awaitable[None]] | None) -> AsyncIterator[None]:
    """Runs something beside the rest, and ends it with the rest."""
    if run is None:
        yield
        return
    task = asyncio.ensure_future(run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise StartError(
            f"cannot listen on {host}:{port} ({error.strerror or error}): EARSHOT_PORT has to be a free port, and "
            "EARSHOT_HOST an address of this machine"
        ) from error


async def _say_where(parts: Service, console: Console) -> None:
    running = [held for held in await parts.store.consultations() if held.status == "open"]
    console.print("Earshot is running.")
    console.print(f"Chat page: {parts.web_address}/", markup=False, soft_wrap=True)
    for held in running:
        trial = " (trial: answers are not used)" if held.trial else ""
        console.print(f"  {held.latest.title}{trial}: {parts.web_address}/c/{held.id}", markup=False, soft_wrap=True)
    console.print(f"Desk: {parts.web_address}/desk", markup=False, soft_wrap=True)
    if link := await first_link(parts.store, utc_now, secrets.token_bytes, parts.web_address):
        console.print("One-time link to make the first account (good for 24 hours):", markup=False)
        console.print(link, markup=False, soft_wrap=True)


def group_code(chance: Callable[[int], bytes], taken: Collection[str]) -> str:
    """A new code for a group: eight letters and digits that are not mistaken for one another, as in k7mp-x3hr."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    while True:
        raw = "".join(letters[byte % len(letters)] for byte in chance(64) if byte < 248)[:8]
        code = f"{raw[:4]}-{raw[4:]}"
        if code not in taken:
            return code
