"""Serving: every door, the house kept, and answers coded beside them, until it is told to stop."""

import asyncio
import contextlib
import itertools
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta

import structlog
import uvicorn
from rich.console import Console
from starlette.applications import Starlette

from bot.alerts.lead_alerts import LeadAlerts
from bot.app import Service, service, web_app
from bot.desk.accounts.one_time_links import first_link
from bot.opened_store import open_first_trial
from bot.plain_errors import StartError
from bot.server.slow_connections import ACCEPTED_AT_ONCE, impatient
from bot.server.stopping import Stopping, stopped_by
from bot.settings import Settings
from bot.telegram.telegram_door import TelegramDoor
from storage.errors import StoreError
from storage.store import Store

log = structlog.get_logger()

HOUSEKEEPING = timedelta(hours=6)
"""Between one clean-up and the next."""

NOTICING = timedelta(minutes=1)
"""Within so long a key is dropped of a consultation that another process has closed."""

LOG_CUT = timedelta(minutes=3)
"""Between one cutting off of the database's log and the next."""


async def serve(settings: Settings, console: Console) -> None:
    """Runs every door until it is told to stop."""
    listening = _listen(settings.host, settings.port)
    port = listening.getsockname()[1]
    address = settings.public_url.rstrip("/") or f"http://{settings.host}:{port}"
    with stopped_by(signal.SIGTERM) as stopping:
        await _serve(settings, console, listening, address, stopping)


async def _serve(
    settings: Settings, console: Console, listening: socket.socket, address: str, stopping: Stopping
) -> None:
    async with service(settings, address) as parts:
        await open_first_trial(parts.store, settings.now().date())
        await _say_where(parts, console)
        try:
            await parts.store.maintenance.check()
        except StoreError as error:
            console.print(f"Not well: {error}", markup=False, soft_wrap=True)
        await parts.listener.warm()
        if parts.listener.trouble:
            console.print(f"Hearing by rules alone: {parts.listener.trouble}", markup=False, soft_wrap=True)
        async with (
            _beside(_telegram(parts, console)),
            _beside(_keeping_house(parts.store, parts.settings.now)),
            _beside(parts.coding.run),
            _beside(_telling_leads(parts)),
        ):
            server = uvicorn.Server(server_config(web_app(parts)))
            stopping.ends(server)
            await server.serve(sockets=[listening])


def server_config(app: Starlette) -> uvicorn.Config:
    """How the web server runs: it logs no requests and believes no header about where they came from."""
    return uvicorn.Config(
        app,
        http=impatient(),  # type: ignore[arg-type]  # a class, or what makes one
        backlog=ACCEPTED_AT_ONCE,
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
        clock=parts.settings.now,
        dropped=parts.metrics.dropped,
        refused=parts.metrics.refused,
        tell=lambda words: console.print(words, markup=False, soft_wrap=True),
    ).run


def _telling_leads(parts: Service) -> Callable[[], Awaitable[None]]:
    """Leads are told that something waits."""
    return LeadAlerts(
        parts.store,
        clock=parts.settings.now,
        targets=parts.settings.targets,
        address=parts.web_address,
        mail=parts.settings.mail,
    ).run


def _keeping_house(store: Store, clock: Callable[[], datetime]) -> Callable[[], Awaitable[None]]:
    """Forgets what is old, at the start and then a few times a day; cuts the log off every few minutes, and follows
    closings each minute."""

    async def run() -> None:
        uncut = False
        for minute in itertools.count():
            try:
                if minute % (HOUSEKEEPING // NOTICING) == 0:
                    await store.maintenance.forget_old(clock())
                else:
                    await store.consultations.finish_closings()
                uncut = uncut or minute % (LOG_CUT // NOTICING) == 0
                uncut = uncut and not await store.maintenance.cut_log()
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
    running = [held for held in await parts.store.consultations.all() if held.status == "open"]
    console.print("Earshot is running.")
    console.print(f"Chat page: {parts.web_address}/", markup=False, soft_wrap=True)
    for held in running:
        trial = " (trial: answers are not used)" if held.trial else ""
        console.print(f"  {held.latest.title}{trial}: {parts.web_address}/c/{held.id}", markup=False, soft_wrap=True)
    console.print(f"Desk: {parts.web_address}/desk", markup=False, soft_wrap=True)
    if link := await first_link(parts.store.staff, parts.settings.now, secrets.token_bytes, parts.web_address):
        console.print("One-time link to make the first account (good for 72 hours):", markup=False)
        console.print(link, markup=False, soft_wrap=True)
