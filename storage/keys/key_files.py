"""The keys: files in KEYS_DIR, outside the database and its backups.

One key for each consultation, one each for the outbox, receipts and the audit; 256 random bits each, readable by their
owner only. Which keys were destroyed is noted beside them, so that no backup of the database brings back what was
closed.
"""

import asyncio
import os
import re
import secrets
import stat
import threading
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from storage.errors import StoreError
from storage.keys.sealing import KEY_BYTES, ConsultationKey, Seal, check_of, derive
from storage.rules.key_standing import KeyStanding, ReliedOn, standing

_T = TypeVar("_T")

OUTBOX = "outbox"
RECEIPTS = "receipts"
AUDIT = "audit"
OF_THE_SERVICE = (OUTBOX, RECEIPTS, AUDIT)
"""The keys of the service, by the names of their files."""

_PUT_BACK = (
    "put back the copy that you keep of it, and start again; 'accept-keys' goes on without, and says what is lost"
)
_OVERWRITTEN = bytes(KEY_BYTES)
_CONSULTATION = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


class Keys:
    """The keys in one folder. All methods read or write files, except where they say so: call them from a thread.

    Every method may raise StoreError, which names the file and says what to do, and never holds any of a key.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, ConsultationKey] = {}
        self._outbox: tuple[bytes, Seal] | None = None
        self._receipts: bytes | None = None
        self._audit: bytes | None = None
        self._wrong: Mapping[str, str] = {}
        self._lock = threading.Lock()

    @property
    def folder(self) -> Path:
        return self._folder

    def prepare(self, relied_on: Mapping[str, ReliedOn] = MappingProxyType({})) -> dict[str, bytes]:
        """Makes the folder, and the keys of the service where nothing hangs on one that is not there; checks who
        may read them. Gives what those are known again by that are as they should be. The others are `wrong`: to ask
        for one raises StoreError."""
        self._make_folder()
        for name in OF_THE_SERVICE:
            if name not in relied_on:
                self._make(self._file(name))
        self._wrong = self.wrong(relied_on)
        read = {name: self._read(self._file(name)) for name in OF_THE_SERVICE if name not in self._wrong}
        if OUTBOX in read:
            self._outbox = (derive(read[OUTBOX], "address"), Seal(derive(read[OUTBOX], "seal")))
        if RECEIPTS in read:
            self._receipts = derive(read[RECEIPTS], "locator")
        if AUDIT in read:
            self._audit = derive(read[AUDIT], "chain")
        return {name: check_of(key) for name, key in read.items()}

    def wrong(self, relied_on: Mapping[str, ReliedOn]) -> dict[str, str]:
        """The keys of the service that are lost or exchanged, by name, and a line each that says what to do."""
        lines = {}
        for name in OF_THE_SERVICE:
            file = self._file(name)
            found = check_of(self._read(file)) if file.exists() else None
            match standing(found, relied_on.get(name)):
                case KeyStanding.LOST:
                    lines[name] = f"the key {file} is missing: {_PUT_BACK}"
                case KeyStanding.EXCHANGED:
                    lines[name] = f"the key {file} is another one than this database was used with: {_PUT_BACK}"
                case KeyStanding.RIGHT | KeyStanding.NEW:
                    pass
        return lines

    def is_missing(self, consultation: str) -> bool:
        """Whether there is no file of a consultation's key, though it may have been read before."""
        return not self._consultation_file(consultation).exists()

    def held(self, consultation: str) -> ConsultationKey | None:
        """A consultation's key if it was read before. Reads no file."""
        return self._held.get(consultation)

    def consultation(self, consultation: str) -> ConsultationKey | None:
        """A consultation's key; None where there is no file for it."""
        with self._lock:
            if (key := self._held.get(consultation)) is not None:
                return key
            file = self._consultation_file(consultation)
            if not file.exists():
                return None
            return self._held.setdefault(consultation, ConsultationKey(self._read(file)))

    async def find(self, consultation: str) -> ConsultationKey | None:
        """As `consultation`, from the event loop: what was not read before is read in a thread."""
        return self._held.get(consultation) or await asyncio.to_thread(self.consultation, consultation)

    def make(self, consultation: str) -> ConsultationKey:
        """Makes a consultation's key; one that is there already is kept. Gives the one of the file."""
        self._check_folder()
        file = self._consultation_file(consultation)
        self._make(file)
        self.drop(consultation)
        return ConsultationKey(self._read(file))

    def drop(self, consultation: str) -> None:
        """Forgets a key that was read before. Touches no file."""
        self._held.pop(consultation, None)

    def destroy(self, consultation: str, check: bytes | None = None) -> None:
        """Overwrites a consultation's key and removes it. Whatever was sealed under it is gone for good. `check` is
        what the key is known again by: that it was destroyed is noted first, and another key is left alone."""
        with self._lock:
            self._held.pop(consultation, None)
            file = self._consultation_file(consultation)
            try:
                if check is not None:
                    self._note_destroyed(consultation, check)
                    if not _is(file, check):
                        return
                # What a crash left while the key was made may be a second name of it.
                for one in (*self._folder.glob(f".{file.name}.*"), file):
                    _overwrite(one)
                _sync(self._folder)
            except OSError as error:
                raise StoreError(f"the key {file} cannot be destroyed ({error.strerror})") from error

    def was_destroyed(self, consultation: str, check: bytes) -> bool:
        """Whether the key that is known by this was destroyed here once."""
        try:
            return check.hex() in self._destroyed_file(consultation).read_text(encoding="ascii").split()
        except FileNotFoundError:
            return False
        except (OSError, ValueError) as error:
            raise StoreError(f"{self._destroyed_file(consultation)} cannot be read") from error

    @property
    def outbox_address(self) -> bytes:
        """Key of the pseudonyms that keep one address's replies in order. Reads no file; needs `prepare` before."""
        return self._ready(OUTBOX, self._outbox)[0]

    @property
    def outbox(self) -> Seal:
        """Reads no file; needs `prepare` before."""
        return self._ready(OUTBOX, self._outbox)[1]

    @property
    def receipts(self) -> bytes:
        """Key of receipts' locators. Reads no file; needs `prepare` before."""
        return self._ready(RECEIPTS, self._receipts)

    @property
    def audit(self) -> bytes:
        """Key of the audit's chain. Reads its file once, with `prepare` or without."""
        if AUDIT in self._wrong:
            raise StoreError(self._wrong[AUDIT])
        if self._audit is None:
            self._audit = derive(self._read(self._file(AUDIT)), "chain")
        return self._audit

    @property
    def audit_check(self) -> bytes:
        """What the audit's key is known again by. Reads its file."""
        return check_of(self._read(self._file(AUDIT)))

    def accept_audit(self) -> None:
        """From now on the audit's key is the one that is there, or a new one where there is none."""
        self._make_folder()
        self._make(self._file(AUDIT))
        self._wrong = {name: line for name, line in self._wrong.items() if name != AUDIT}
        self._audit = None

    def _ready(self, name: str, value: _T | None) -> _T:
        if name in self._wrong:
            raise StoreError(self._wrong[name])
        if value is None:
            raise StoreError("the keys are not read yet: start the store first")
        return value

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.key"

    def _consultation_file(self, consultation: str) -> Path:
        if not _CONSULTATION.fullmatch(consultation):
            raise StoreError("a consultation's id is letters, digits, - and _, and begins with a letter")
        return self._file(f"consultation-{consultation}")

    def _destroyed_file(self, consultation: str) -> Path:
        return self._consultation_file(consultation).with_suffix(".destroyed")

    def _note_destroyed(self, consultation: str, check: bytes) -> None:
        if self.was_destroyed(consultation, check):
            return
        descriptor = os.open(self._destroyed_file(consultation), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(f"\n{check.hex()}\n")  # the first line break ends what a crash left unfinished
            opened.flush()
            os.fsync(opened.fileno())
        _sync(self._folder)

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"KEYS_DIR {self._folder} cannot be made ({error.strerror})") from error
        self._check_folder()

    def _check_folder(self) -> None:
        mode = self._folder.stat().st_mode
        if not stat.S_ISDIR(mode):
            raise StoreError(f"KEYS_DIR {self._folder} is no folder")
        if os.name == "posix" and mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise StoreError(f"others can write in KEYS_DIR: run  chmod 700 {self._folder}")

    def _make(self, file: Path) -> None:
        if file.exists():
            return
        unfinished = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(secrets.token_bytes(KEY_BYTES))
                opened.flush()
                os.fsync(opened.fileno())
            try:
                # A link and no rename: where another process was faster, its key stays.
                os.link(unfinished, file)
            except FileExistsError:
                pass
            finally:
                unfinished.unlink()
            _sync(self._folder)
        except OSError as error:
            raise StoreError(f"the key {file} cannot be written ({error.strerror})") from error

    def _read(self, file: Path) -> bytes:
        try:
            with file.open("rb") as opened:
                mode = os.fstat(opened.fileno()).st_mode
                if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                    raise StoreError(f"others can read the key {file}: run  chmod 600 {file}")
                key = opened.read(KEY_BYTES + 1)
        except OSError as error:
            raise StoreError(f"the key {file} cannot be read ({error.strerror})") from error
        if len(key) != KEY_BYTES or key == _OVERWRITTEN:
            raise StoreError(f"the key {file} is damaged: put back the copy that you keep of it")
        return key


def _is(file: Path, check: bytes) -> bool:
    """Whether this key, or what a crash left of overwriting it, is in the file."""
    try:
        key = file.read_bytes()
    except FileNotFoundError:
        return True  # its other names may be there
    return key == _OVERWRITTEN or ConsultationKey(key).check == check


def _overwrite(file: Path) -> None:
    """Overwrites a key's file in its place, and removes it."""
    try:
        with file.open("r+b") as opened:
            opened.write(_OVERWRITTEN)
            opened.flush()
            os.fsync(opened.fileno())
        file.unlink()
    except FileNotFoundError:
        return


def _sync(folder: Path) -> None:
    """Makes sure that a file's new name, or its going, outlives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
