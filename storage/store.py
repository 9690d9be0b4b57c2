"""The one interface to what is kept: one file for each part of it. SQLite stands behind it in storage/sqlite.

Every method may raise StoreError. Nothing here takes or gives back an address in clear except to the door that has to
send to it.
"""

from typing import Protocol

from storage.audit import Audit
from storage.coding import Codings
from storage.consultations import Consultations
from storage.files import Files
from storage.flags import Flags
from storage.gathering import Gathering
from storage.maintenance import Maintenance
from storage.outbox import Outbox
from storage.receipts import Receipts
from storage.reviewing import Reviewing
from storage.staff import StaffAccounts
from storage.turns import Turns


class Store(
    Consultations,
    Turns,
    Receipts,
    Outbox,
    Reviewing,
    Flags,
    Gathering,
    Files,
    Codings,
    StaffAccounts,
    Audit,
    Maintenance,
    Protocol,
):
    async def start(self) -> None:
        """Opens the database, runs migrations. Raises StoreError with what to do."""

    async def close(self) -> None: ...
