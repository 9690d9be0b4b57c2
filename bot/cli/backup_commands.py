"""What the commands `backup` and `restore` do, and say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from bot.opened_store import open_store
from bot.plain_errors import StartError
from bot.settings import Settings
from storage.keys.withdrawals_file import FILE as WITHDRAWN
from storage.maintenance import Maintenance, Restored

_WITHOUT_KEYS = f"""\
There are no keys in it. That means:
- Whoever finds it can read what was said, with names hidden, but not whose it is: keep it like the answers themselves.
- Restored without KEYS_DIR, nobody's place in a consultation is found again, and receipt words find nothing.
- So keep a copy of KEYS_DIR too, on another medium in another place. With both in one hand, a telephone or an account
  leads to its answers again, which is why this command never puts them together.
- When a consultation closes, remove consultation-ID.key from every copy of KEYS_DIR that you keep: while one copy is
  left, its answers are not anonymous. A backup from before the closing still holds people's places, which that key
  opens: once there is a backup from after it, destroy those from before.
- Replies that wait to be sent are not in it, as they hold addresses.
- Copy KEYS_DIR anew now and then: {WITHDRAWN} in it lists what was withdrawn, and keeps it from coming back."""


def backup_command(
    settings: Settings, file: Path, *, at: datetime, by: str, console: Console, again: bool = False
) -> None:
    """Makes a backup and says what it is. Raises StoreError or StartError."""
    with _progress() as progress:
        made = _maintenance(settings).back_up(file, at=at, by=by, again=again, progress=progress)

    def say(words: str) -> None:
        console.print(words, markup=False, soft_wrap=True)

    say(f"{made.file}: {made.size / 1e6:.1f} MB, {made.responses} responses, {made.answers} answers, read through.")
    say(f"SHA-256, also in {made.sha256_file.name}: {made.sha256}")
    if not made.noted:
        say("The audit has no row of it, as the database cannot be written now: run  doctor")
    if made.unsealed:
        say(
            f"{made.unsealed} people have no place in it, as the key of their consultation is not in KEYS_DIR: put it "
            "back, and make the backup again (--again)."
        )
    if again:
        say("If there is another of today, destroy that one: two of one day tell what somebody did between them.")
    if _on_one_disk(made.file, settings):
        say("It lies on the same disk as the database: copy it to another one, with the file of its SHA-256.")
    say(_WITHOUT_KEYS)


def restore_command(
    settings: Settings, file: Path, *, at: datetime, by: str, console: Console, replace: bool, without_keys: bool
) -> None:
    """Restores a backup and says what is different now. Raises StoreError or StartError."""
    with _progress() as progress:
        done = _maintenance(settings).restore(
            file, at=at, by=by, replace=replace, without_keys=without_keys, progress=progress
        )
    for words in _told(done, settings):
        console.print(words, markup=False, soft_wrap=True)


def _told(done: Restored, settings: Settings) -> Iterator[str]:
    yield f"{_database(settings)}: {done.responses} responses, {done.answers} answers."
    yield f"Withdrawn since the backup, and taken back again: {done.replayed}."
    if done.older_list:
        yield (
            f"{WITHDRAWN} in KEYS_DIR is older than the backup: what was withdrawn after it was copied has come back. "
            "If there is a newer copy, put that there now, and start."
        )
    for one in done.closed_since:
        yield f"{one} was closed since the backup: it is closed again at the next start."
    if done.placeless:
        yield (
            f"{done.placeless} people lose their place: it is sealed under a key that is not in KEYS_DIR. If you put "
            "it there, the next start gives it back."
        )
    for file in done.new_keys:
        yield f"The next start makes a new {file}: what hung on the one before is lost. A copy of it has to come first."
    for one in done.without_key:
        yield (
            f"The key of {one} is not in KEYS_DIR: put your copy of it there. Without it nobody's place in {one} is "
            "found again; they begin anew, or bring their answers back with their receipt words."
        )
    if not done.checked:
        yield "There was no file with its SHA-256 beside it, so a letter changed within an answer would not be noticed."
    when = f" ({done.made[:16].replace('T', ' ')} UTC)" if done.made else ""
    yield (
        f"What came after the backup{when} is not in it: answers, decisions, closed flags, disabled accounts and new "
        "passwords. Look through 'staff list' and the queue. Everybody has to sign in again."
    )
    if done.aside is not None:
        yield f"The database before is in {done.aside}: delete it once you need it no more."
    yield "The backup file itself still holds what was withdrawn since: delete old backups when newer ones are there."


def _maintenance(settings: Settings) -> Maintenance:
    _database(settings)  # says so where these commands are not for it
    return open_store(settings).maintenance


def _database(settings: Settings) -> Path:
    if settings.database_url and not settings.database_url.startswith("sqlite:///"):
        raise StartError("these commands are for SQLite: use your database server's own backup")
    return settings.database_path


def _on_one_disk(file: Path, settings: Settings) -> bool:
    return file.stat().st_dev == _database(settings).stat().st_dev


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """A bar on stderr where that is a screen; nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task("", total=None)

        def show(what: str, share: float) -> None:
            bars.update(task, description=what, completed=share, total=1.0 if share else None)

        yield show
