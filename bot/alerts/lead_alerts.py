"""Tells safeguarding leads that something waits."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.alerts.alert_words import message, subject
from bot.alerts.mail_server import SendsMail
from storage.errors import StoreError
from storage.rules.working_time import Targets
from storage.store import Store
from storage.worries.alerts import Waiting

log = structlog.get_logger()

LOOKS = timedelta(seconds=20)
"""Between one look at what waits and the next."""


class LeadAlerts:
    """`address`: of the web server; `clock` gives the time in UTC. Without `mail` nobody is told by e-mail."""

    def __init__(
        self, store: Store, *, clock: Callable[[], datetime], targets: Targets, address: str, mail: SendsMail | None
    ) -> None:
        self._store = store
        self._clock = clock
        self._targets = targets
        self._address = address
        self._mail = mail

    async def tell(self) -> int:
        """Tells whoever is to be told now; says how many e-mails went out. Raises StoreError."""
        at = self._clock()
        alerts = await self._store.alerts.claim(self._targets.late_from(at), self._words, at=at)
        sent = 0
        for alert in alerts:
            if self._mail is None:
                continue
            try:
                await asyncio.to_thread(
                    self._mail.send, alert.to.address, subject(alert.waiting), self._words(alert.waiting)
                )
                sent += 1
            except (OSError, ValueError) as error:  # of smtplib, too
                log.warning("a lead was not told by e-mail; tried again in a minute", reason=type(error).__name__)
                await self._store.alerts.failed(alert, at=at)
        return sent

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.tell()
            except StoreError as error:
                log.error("leads could not be told", reason=type(error).__name__)
            except Exception as error:  # noqa: BLE001 (nobody would be told any more)
                log.error("leads could not be told", reason=type(error).__name__)
            await asyncio.sleep(LOOKS.total_seconds())

    def _words(self, waiting: Waiting) -> str:
        return message(waiting, self._address)
