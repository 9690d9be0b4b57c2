"""The one way to what is kept: each part of it is an interface, in a file of its own. SQLite stands behind them in
storage/sqlite.

Every method of every part may raise StoreError. Nothing there takes or gives back an address in clear except to the
door that has to send to it. Whoever needs one part takes that one, and not the store.
"""

from typing import Protocol

from storage.audit import Audit
from storage.coding import CodeFrames, Coders, Codings
from storage.consultations import Consultations
from storage.files import Files
from storage.gathering import Gathering, Snapshots
from storage.hiding import Hiding
from storage.maintenance import Maintenance
from storage.outbox import Outbox
from storage.receipts import Receipts
from storage.reviewing import Reviewing
from storage.staff import StaffAccounts
from storage.turns import Turns
from storage.worries.alerts import Alerts
from storage.worries.cases import Cases
from storage.worries.flags import Flags


class Store(Protocol):
    @property
    def consultations(self) -> Consultations: ...

    @property
    def turns(self) -> Turns: ...

    @property
    def receipts(self) -> Receipts: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def reviewing(self) -> Reviewing: ...

    @property
    def hiding(self) -> Hiding: ...

    @property
    def flags(self) -> Flags: ...

    @property
    def cases(self) -> Cases: ...

    @property
    def alerts(self) -> Alerts: ...

    @property
    def gathering(self) -> Gathering: ...

    @property
    def snapshots(self) -> Snapshots: ...

    @property
    def files(self) -> Files: ...

    @property
    def code_frames(self) -> CodeFrames: ...

    @property
    def coders(self) -> Coders: ...

    @property
    def codings(self) -> Codings: ...

    @property
    def staff(self) -> StaffAccounts: ...

    @property
    def audit(self) -> Audit: ...

    @property
    def maintenance(self) -> Maintenance: ...

    async def start(self) -> None:
        """Opens the database, runs migrations. Raises StoreError with what to do."""

    async def close(self) -> None: ...
