"""Puts the service together from its settings: the only place that knows every part."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from starlette.applications import Starlette

from bot.desk.desk import File
from bot.desk.desk_routes import desk_routes
from bot.health import health_routes
from bot.inference.background_coding import BackgroundCoding
from bot.inference.coding_functions import CodingFunctions
from bot.inference.judged_flags import judged_in
from bot.inference.listener import Listener
from bot.inference.open_hearing import Opened, open_hearing
from bot.known_doors import DOORS, rows_in_figures
from bot.limits import Limits, Most
from bot.metrics import Metrics, metrics_routes
from bot.opened_store import opened_store
from bot.settings import Settings
from bot.telling.released_files import export_bytes, letter_bytes
from bot.telling.telling_error import TellingError
from bot.turns.turn_taker import TurnTaker
from bot.web.chat_routes import chat_problems, chat_routes
from storage.errors import StoreError
from storage.store import Store

log = structlog.get_logger()

WAITED_FOR = 5.0
"""Seconds that rows may be laid out anew in before it ends: what stops a service waits ten, and then kills it."""


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
    """Puts the parts together around an opened store, and ends them with it."""
    async with opened_store(settings) as store:
        listener = Listener(lambda: open_hearing(settings.lists, settings.seeds), judged=judged_in(store))
        try:
            address = web_address or settings.web_address
            most = Most(settings.turns_a_minute, settings.turns_a_second, settings.new_sessions_a_minute)
            metrics = Metrics(doors=[door.name for door in DOORS])
            turn_taker = TurnTaker(
                store,
                clock=settings.now,
                chance=secrets.token_bytes,
                web_address=address,
                hear=listener.hear,
                retention=settings.retention,
                limits=Limits(most),
                metrics=metrics,
                unchecked_help=settings.unchecked_help,
            )
            coding = BackgroundCoding(
                store, lambda: _coding_functions(listener), clock=settings.now, share=settings.double_coded
            )
            yield Service(settings, store, turn_taker, listener, address, metrics, coding)
        finally:
            listener.close()
            await _lay_out_anew(store)


async def _lay_out_anew(store: Store) -> None:
    """Who copies a stopped database shall not see in which order the last answers came."""
    try:
        if not await store.maintenance.lay_out_anew(WAITED_FOR):
            log.warning("newest rows lie in the order in which they came until the next start", seconds=WAITED_FOR)
    except StoreError as error:
        log.error("newest rows lie in the order in which they came until the next start", reason=type(error).__name__)


async def _coding_functions(listener: Listener) -> CodingFunctions:
    """What it takes to code, with the encoder that hears."""

    def put_together(opened: Opened) -> CodingFunctions:
        from bot.inference.coding_setup import coding_functions  # noqa: PLC0415 - a second that only those who code anything need

        return coding_functions(opened)

    return await asyncio.to_thread(put_together, await listener.ready())


class _Downloads:
    """The files that the desk hands out."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    async def letter(self, consultation: str, form: str, by: str) -> File:
        try:
            return await letter_bytes(self._store, consultation, form, self._clock().date(), by=by)
        except TellingError as error:
            raise StoreError(str(error)) from error

    async def data(self, consultation: str, form: str, by: str) -> File:
        try:
            return await export_bytes(self._store, consultation, form, self._clock().date(), by=by)
        except TellingError as error:
            raise StoreError(str(error)) from error


def web_app(parts: Service) -> Starlette:
    """All pages: the chat page, the desk, and what operators ask for."""
    secure = parts.web_address.startswith("https://")
    return Starlette(
        routes=[
            *health_routes(parts.store.maintenance, clock=parts.settings.now, secure=secure),
            *metrics_routes(
                parts.metrics,
                parts.store.maintenance,
                clock=parts.settings.now,
                token=parts.settings.metrics_token,
                public_url=parts.settings.public_url,
                secure=secure,
            ),
            *desk_routes(
                parts.store,
                clock=parts.settings.now,
                chance=secrets.token_bytes,
                web_address=parts.web_address,
                downloads=_Downloads(parts.store, parts.settings.now),
                feel=parts.listener.feel,
                hear=parts.listener.hear,
                trouble=lambda: parts.listener.trouble,
                coding=parts.coding,
                adjust=parts.listener.adjust,
                door_rows=rows_in_figures(),
                targets=parts.settings.targets,
                mail=parts.settings.mail,
                telegram=bool(parts.settings.telegram_token.get_secret_value()),
                retention=parts.settings.retention,
            ),
            *chat_routes(
                parts.turn_taker,
                parts.store.consultations,
                clock=parts.settings.now,
                chance=secrets.token_bytes,
                secure=secure,
                web_address=parts.web_address,
            ),
        ],
        exception_handlers=chat_problems(chance=secrets.token_bytes, secure=secure),
    )
