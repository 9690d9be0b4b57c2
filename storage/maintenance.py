"""Maintenance: what keeps the store in order, says how it stands, copies it and puts it back."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

Progress = Callable[[str, float], None]
"""Is told what is being done, and how much of that is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How the store stands, for operators. `oldest`: since when the reply that waits longest has waited."""

    waiting: int
    oldest: datetime | None
    dead_letters: int


@dataclass(frozen=True, slots=True)
class BackedUp:
    """`size` in bytes; `sha256_file`: where its SHA-256 stands, as `sha256sum --check` reads it; `noted`: an audit row
    says that this backup was made; `unsealed`: so many people have no place in it, as their consultation's key is not
    in KEYS_DIR."""

    file: Path
    size: int
    sha256: str
    sha256_file: Path
    responses: int
    answers: int
    noted: bool
    unsealed: int = 0


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many responses and single answers were taken back again."""

    responses: int = 0
    answers: int = 0

    def __str__(self) -> str:
        return f"{self.responses} responses and {self.answers} single answers"


@dataclass(frozen=True, slots=True)
class Restored:
    """`made` is when the backup was made (a time as text in UTC; empty where that is not known), `checked` whether it
    was compared with its SHA-256. `closed_since`: consultations that the next start closes again; `without_key`: other
    open ones whose key is not in KEYS_DIR. `older_list`: the list of withdrawals in KEYS_DIR is from before the backup.
    `aside` is where the database before went. `placeless`: so many people lose their place in a consultation that is
    still open, unless its key is found; `new_keys`: files of keys that the next start makes."""

    responses: int
    answers: int
    replayed: Replayed
    made: str
    checked: bool
    closed_since: tuple[str, ...]
    without_key: tuple[str, ...]
    older_list: bool
    aside: Path | None
    placeless: int = 0
    new_keys: tuple[str, ...] = ()


class Health(StrEnum):
    FINE = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` says what to do where something is to be done."""

    health: Health
    what: str


def fine(what: str) -> Finding:
    return Finding(Health.FINE, what)


def note(what: str) -> Finding:
    return Finding(Health.NOTE, what)


def wrong(what: str) -> Finding:
    return Finding(Health.WRONG, what)


def unheard(_what: str, _share: float) -> None:
    """Progress that nobody asks for."""


class Maintenance(Protocol):
    """The last three need no store that was started."""

    async def forget_old(self, at: datetime) -> None:
        """Deletes what was kept for long enough (see Retention), and closes what nobody closed. Leaves an audit row
        where anything was deleted. Then lays what is left out anew, so that nothing shows in which order it came."""

    async def lay_out_anew(self, within: float) -> bool:
        """The last of this alone, before the store is closed. False where so many seconds were not enough, or another
        program writes: the next start does it."""

    async def cut_log(self) -> bool:
        """Takes what was changed or deleted out of the database's log. False where somebody reads, so that it has to be
        tried again."""

    async def check(self) -> None:
        """Raises StoreError where nothing can be written now, or a key is lost or another one (for /healthz)."""

    async def accept_keys(self, *, by: str, at: datetime) -> Mapping[str, int]:
        """Lets the next start go on without the service's keys that are lost or exchanged. By the name of each: how
        many receipts nobody finds any more, replies are not sent, or audit rows are sealed anew. Leaves an audit row
        where there is any."""

    async def measured(self) -> Measured: ...

    def back_up(
        self, file: Path, *, at: datetime, by: str, again: bool = False, progress: Progress = unheard
    ) -> BackedUp:
        """Copies everything but the keys to a new file, also while others write, and its SHA-256 to another beside it.
        Both are there whole, or not at all. Where people are is sealed in it under their consultation's key. Raises
        StoreError where there is nothing to copy, where the file is there already or would lie with the keys, where one
        was made today (unless `again`), and where what is kept is damaged."""

    def restore(
        self,
        file: Path,
        *,
        at: datetime,
        by: str,
        replace: bool = False,
        without_keys: bool = False,
        progress: Progress = unheard,
    ) -> Restored:
        """Puts a backup where nothing is kept, or with `replace` in place of what is, which is moved aside; less all
        that was withdrawn since. Raises StoreError where the backup is damaged or newer than this version, where
        something is in its place or in use, and (unless `without_keys`) where there is no list of withdrawals, as they
        would all come back. Nothing has changed then."""

    def examine(self, *, at: datetime, needed: Collection[str] = ()) -> Iterator[Finding]:
        """Looks at what is kept and at the keys, changes nothing, and says what it found, one after the other.
        `needed`: the roles that somebody has to have while a consultation is open that is no trial. Raises nothing:
        what cannot be read is a finding."""
