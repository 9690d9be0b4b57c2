"""The commands: `python bot.py [command]`; without one it serves."""

import asyncio
import functools
import secrets
import sys
import traceback
from collections.abc import Coroutine
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Column, Table

from bot import telling_files
from bot.app import TRIAL_LASTS, Service, StartError, group_code, open_first_trial, serve, service, utc_now
from bot.cli.backup_commands import backup_command, restore_command
from bot.cli.close_command import close
from bot.cli.doctor import doctor_command
from bot.demo import demo as demonstration
from bot.desk.accounts.one_time_links import staff_link
from bot.desk.roles import Role
from bot.inference.coding_agreement import accuracy_command
from bot.inference.hear_file import HearError, hear_file
from bot.inference.open_hearing import open_hearing
from bot.logs import set_up_logs
from bot.settings import Settings
from bot.terminal import chat as chat_in_terminal
from bot.terminal import read_line
from conversations.asking.consultation.file import ConsultationFileError, read_consultation
from conversations.asking.help.helplines import checked_too_long_ago
from conversations.hearing.redaction.own_lists import OwnListError
from conversations.hearing.screening.seed_sentences import SeedsError
from storage.store import Store, StoreError

BY = "command line"

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="Earshot: young people say what they think.",
)
consultations = typer.Typer(no_args_is_help=True, help="List, check, add and open consultations; make group codes.")
staff = typer.Typer(no_args_is_help=True, help="Staff accounts of the desk.")
app.add_typer(consultations, name="consultation")
app.add_typer(staff, name="staff")

Identifier = Annotated[
    str, typer.Argument(metavar="ID", help="The consultation's id, as 'consultation list' shows it.")
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A consultation file (docs/consultation-format.md).")]
Name = Annotated[str, typer.Argument(metavar="NAME")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day, as in 2027-03-31.")]
Out = Annotated[Path | None, typer.Option(help="The file to write; without it, a name that says what it is.")]


class ExportFormat(StrEnum):
    CSV = "csv"
    JSON = "json"


class LetterFormat(StrEnum):
    MD = "md"
    HTML = "html"
    DOCX = "docx"


def main() -> None:
    """Runs the command line. Errors are one line on stderr: exit code 1, or 2 for usage."""
    set_up_logs("INFO")
    try:
        app()
    except ConsultationFileError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)  # noqa: T201
        sys.exit(1)
    except (
        StoreError,
        StartError,
        HearError,
        OwnListError,
        SeedsError,
        telling_files.TellingError,
        demonstration.DemoError,
        OSError,
    ) as error:
        _fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001
        # Where and what kind, never its message: that could hold a respondent's words.
        where = traceback.extract_tb(error.__traceback__)[-1]
        _fail(
            f"a fault of ours: {type(error).__name__} at {Path(where.filename).name}:{where.lineno}. Please report it."
        )


def _fail(words: str) -> None:
    print(f"earshot: {words}", file=sys.stderr)  # noqa: T201
    sys.exit(1)


def _console() -> Console:
    return Console(highlight=False)


def _run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def _settings() -> Settings:
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        words = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:  # a rule between settings names them itself
            raise StartError(words) from None
        name = f"EARSHOT_{'_'.join(str(part) for part in first['loc']).upper()}"
        raise StartError(f"the setting {name} cannot be used: {words}") from None
    set_up_logs(settings.log_level)
    return settings


@app.callback(invoke_without_command=True)
def _serve(context: typer.Context) -> None:
    """Without a command: serve the chat page, the desk and, with a token, the Telegram bot."""
    if context.invoked_subcommand is None:
        _run(serve(_settings(), _console()))


@app.command()
def chat(
    consultation: Annotated[str, typer.Option(help="Which consultation; needed where several are open.")] = "",
) -> None:
    """Answer in the terminal."""

    async def work() -> None:
        async with service(_settings()) as parts:
            await open_first_trial(parts.store)
            address = f"terminal:{secrets.token_hex(16)}"
            if consultation:
                await parts.store.consultation(consultation)
            chosen = consultation or await parts.turn_taker.route(address)
            if chosen is None:
                raise StartError("several consultations are open: say which with --consultation ID")
            await parts.listener.ready()
            await chat_in_terminal(parts.turn_taker, chosen, address=address, console=_console(), read=read_line)

    _run(work())


@app.command()
def hear(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help='Lines {"id","consultation","question","text"}.')],
    out: Annotated[Path, typer.Option(help="The file to write.")],
) -> None:
    """Redact, screen and code the texts of a file. Nothing is stored but the file that it writes."""
    settings = _settings()
    hear_file(source, out, functools.partial(open_hearing, settings.lists, settings.seeds))


@app.command()
def demo(
    people: Annotated[int, typer.Option(min=1, max=5000, help="How many respondents.")] = 300,
    seed: Annotated[int, typer.Option(help="Another seed makes other people.")] = 1,
) -> None:
    """Fill an empty database with synthetic answers."""

    async def work() -> None:
        async with service(_settings()) as parts:
            await open_first_trial(parts.store)
            await demonstration.fill(
                parts.store, "stable_homes", people, seed, utc_now().date(), hear=parts.listener.hear
            )
            await _code(parts, "stable_homes")

    _run(work())


@app.command()
def summary(identifier: Identifier) -> None:
    """Show the figures as tables with bars."""

    async def work(store: Store) -> None:
        await telling_files.summary(store, identifier, _console())

    _with_store(work)


@app.command()
def export(
    identifier: Identifier, fmt: Annotated[ExportFormat, typer.Option("--format")] = ExportFormat.CSV, out: Out = None
) -> None:
    """Write the published figures to a file."""

    async def work(store: Store) -> None:
        path = await telling_files.export(store, identifier, fmt.value, out, utc_now().date())
        _console().print(str(path), markup=False, soft_wrap=True)

    _with_store(work)


@app.command()
def letter(
    identifier: Identifier, fmt: Annotated[LetterFormat, typer.Option("--format")] = LetterFormat.DOCX, out: Out = None
) -> None:
    """Write the letter, with blanks for what the minister will do."""

    async def work(store: Store) -> None:
        path = await telling_files.letter(store, identifier, fmt.value, out, utc_now().date())
        _console().print(str(path), markup=False, soft_wrap=True)

    _with_store(work)


@app.command()
def code(identifier: Identifier) -> None:
    """Code every written answer that waits for it, and say how it feels. The service does this by itself."""

    async def work() -> None:
        async with service(_settings()) as parts:
            held = await parts.store.consultation(identifier)
            _console().print(f"{await _code(parts, held.id)} answers were coded.")

    _run(work())


async def _code(parts: Service, consultation: str) -> int:
    """Codes all that waits for it, and shows progress on stderr. How many answers that were."""
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=Console(stderr=True)) as progress:
        task, done = progress.add_task("Written answers are coded", total=None), 0

        def told(more: int) -> None:
            nonlocal done
            done += more
            progress.update(task, description=f"Written answers are coded: {done}")

        return await parts.coding.finish(consultation, told)


@app.command()
def accuracy(identifier: Identifier) -> None:
    """Say how far coding can be trusted, from the answers that two people coded."""

    async def work(store: Store) -> None:
        await accuracy_command(store, identifier, _console())

    _with_store(work)


# Keeping safe


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write; it must not be there yet.")],
) -> None:
    """Copy the database to one file, also while the service runs. Without keys."""
    backup_command(_settings(), file, at=utc_now(), by=BY, console=_console())


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="PATH", help="A file that 'backup' made.")],
    replace: Annotated[bool, typer.Option("--replace", help="Move the database that is there aside.")] = False,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help="Even if what was withdrawn since the backup comes back.")
    ] = False,
) -> None:
    """Put a backup back, less what was withdrawn since. The service must not run."""
    restore_command(
        _settings(), file, at=utc_now(), by=BY, console=_console(), replace=replace, without_keys=without_keys
    )


@app.command()
def doctor() -> None:
    """Look at the settings, the database and the keys; change nothing. Exit code 1 where something is wrong."""
    if not doctor_command(_settings(), at=utc_now(), console=_console()):
        raise typer.Exit(1)


@app.command()
def recall(identifier: Identifier) -> None:
    """List the files that hold answers which were taken back since, and what to do about them."""

    async def work(store: Store) -> None:
        await telling_files.recall(store, identifier, _console())

    _with_store(work)


# Consultations


@consultations.command("list")
def list_consultations() -> None:
    """Show every consultation."""

    async def work(store: Store) -> None:
        # Whoever looks here needs the whole id, for the next command.
        table = Table(Column("id", no_wrap=True), "title", "version", "status", "opens", "closes")
        for held in await store.consultations():
            status = f"{held.status} (trial)" if held.trial else held.status
            days = (str(held.opens or ""), str(held.closes or ""))
            table.add_row(held.id, held.latest.title, str(held.latest.version), status, *days)
        _console().print(table)

    _with_store(work)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise StartError(f"{file} cannot be read: {error.strerror}. Give the name of a consultation file.") from None


@consultations.command("check")
def check_consultation(file: File) -> None:
    """Say whether a file can be used, and what to mend where."""
    text = read_consultation(_bytes(file), str(file))
    _console().print(f"{file}: fine. {text.title}: {len(text.questions)} questions, version {text.version}.")


@consultations.command("add")
def add_consultation(file: File) -> None:
    """Keep a new consultation as a draft, or a newer version of one."""
    text = read_consultation(_bytes(file), str(file))

    async def work(store: Store) -> None:
        await store.add_consultation(text)
        _console().print(f"{text.id}, version {text.version}, is kept. Next: consultation open {text.id}")

    _with_store(work)


@consultations.command("open")
def open_consultation(
    identifier: Identifier,
    opens: Day = None,
    closes: Day = None,
    trial: Annotated[bool, typer.Option(help="Only to look at: a banner on every page, TRIAL on every file.")] = False,
) -> None:
    """Open a consultation from one day to another, both included. Today and twelve weeks, where nothing is said."""

    async def work(store: Store) -> None:
        first = opens.date() if opens else utc_now().date()
        last = closes.date() if closes else first + TRIAL_LASTS
        if last < first:
            raise StartError(f"it would close ({last}) before it opens ({first}): give --closes a later day")
        if checked_too_long_ago(utc_now().date()):
            raise StartError(
                "the help lines were last checked more than 12 months ago: look each one up, and set its day in "
                "conversations/asking/help/helplines.yaml"
            )
        held = await store.consultation(identifier)
        if held.trial and not trial and held.status == "open":
            raise StartError(
                f"{identifier} is open in trial, and a trial's answers must not be mixed with real ones. First: "
                f"consultation close {identifier}  (which deletes them)"
            )
        await store.open_consultation(identifier, first, last, trial=trial, by=BY)
        _console().print(f"{identifier} is open from {first} to {last}.")

    _with_store(work)


@consultations.command("close")
def close_consultation(
    identifier: Identifier,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask once more.")] = False,
) -> None:
    """Close a consultation, for good: nobody's place in it can be found again."""
    settings = _settings()

    async def work(store: Store) -> None:
        await close(
            store,
            identifier,
            yes=yes,
            by=BY,
            at=utc_now(),
            retention=settings.retention,
            console=_console(),
            read=read_line,
        )

    _with_store(work)


@consultations.command("codes")
def make_code(
    identifier: Identifier, group: Annotated[str, typer.Option(help="The group that a worker gives it to.")]
) -> None:
    """Make a code that lets a group of children under 13 take part. One code for a whole group, never one a child."""

    if not group.strip():
        raise StartError('the group needs a name, as in --group "Tuesday club"')

    async def work(store: Store) -> None:
        held = await store.consultation(identifier)
        code = group_code(secrets.token_bytes, held.group_codes)
        await store.add_group_code(identifier, code, group, by=BY)
        _console().print(code)

    _with_store(work)


# Staff


@staff.command("list")
def list_staff() -> None:
    """Show every account."""

    async def work(store: Store) -> None:
        table = Table("name", "roles", "state")
        for account in await store.staff():
            state = "disabled" if account.disabled else "ready" if account.password else "has no password yet"
            table.add_row(account.name, ", ".join(sorted(account.roles)), state)
        _console().print(table)

    _with_store(work)


@staff.command("add")
def add_staff(
    name: Name, role: Annotated[list[Role], typer.Option(help="What they may do; may be given several times.")]
) -> None:
    """Make an account and a one-time link for its password."""
    _link(name, role)


@staff.command("reset")
def reset_staff(name: Name) -> None:
    """Make a one-time link for a new password."""
    _link(name, None)


@staff.command("disable")
def disable_staff(name: Name) -> None:
    """End an account, and every sign-in of it."""

    async def work(store: Store) -> None:
        account = await store.staff_named(name)
        if account is None:
            raise StoreError(f"there is no staff account with the name {name}: 'staff list' shows those that there are")
        await store.disable_staff(account.id, by=BY)
        _console().print(f"{account.name} can no longer sign in.")

    _with_store(work)


def _link(name: str, roles: list[Role] | None) -> None:
    settings = _settings()

    async def work(store: Store) -> None:
        link = await staff_link(
            store, name, clock=utc_now, chance=secrets.token_bytes, base=settings.web_address, roles=roles, by=BY
        )
        _console().print(link, markup=False, soft_wrap=True)

    _with_store(work)


def _with_store(work: "Any") -> None:
    async def whole() -> None:
        async with service(_settings()) as parts:
            await work(parts.store)

    _run(whole())
