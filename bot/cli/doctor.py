"""The command `doctor`: everything that an operator should know, a line each."""

import stat
from collections.abc import Iterator
from datetime import date, datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from rich.console import Console

from bot.desk.roles import Role
from bot.opened_store import open_store
from bot.plain_errors import StartError
from bot.settings import Settings
from conversations.asking.help.helplines import checked_too_long_ago
from conversations.hearing.redaction.own_lists import OwnListError
from conversations.hearing.screening.seed_sentences import SeedsError
from storage.maintenance import Finding, Health, fine, note, wrong

NEEDED = (Role.ADMINISTRATOR, Role.MODERATOR, Role.SAFEGUARDING_LEAD)
"""Somebody has to have each of these while young people answer."""


def doctor_command(settings: Settings, *, at: datetime, console: Console) -> bool:
    """Prints what it finds; whether nothing is wrong."""
    well = True
    for finding in findings(settings, at):
        console.print(f"{finding.health:<6} {finding.what}", markup=False, soft_wrap=True)
        well = well and finding.health != Health.WRONG
    return well


def findings(settings: Settings, at: datetime) -> Iterator[Finding]:
    yield from _address(settings)
    yield _token(settings)
    yield _apart(settings)
    yield _help_lines(at.date())
    yield _hearing(settings)
    try:
        store = open_store(settings)
    except StartError as error:
        yield wrong(str(error))
        return
    yield from store.maintenance.examine(at=at, needed=NEEDED)


def _hearing(settings: Settings) -> Finding:
    # Seconds, and the only finding that takes them: what was found before stands there already.
    from bot.inference.open_hearing import open_hearing  # noqa: PLC0415

    try:
        opened = open_hearing(settings.lists, settings.seeds)
    except (OwnListError, SeedsError) as error:
        return wrong(str(error))
    if opened.trouble:
        return wrong(f"texts are heard by rules alone, which miss more: {opened.trouble}")
    return fine("hearing has its encoder")


def _address(settings: Settings) -> Iterator[Finding]:
    if not settings.public_url:
        if _this_machine(settings.host):
            yield note("PUBLIC_URL is empty: only this machine reaches the chat page")
        else:
            yield wrong("PUBLIC_URL is empty, but HOST lets others in without https: see README")
        return
    parts = urlsplit(settings.public_url)
    if parts.scheme == "https" and parts.hostname:
        yield fine(f"PUBLIC_URL is {settings.public_url}")
    elif parts.scheme == "http" and parts.hostname and _this_machine(parts.hostname):
        yield note("PUBLIC_URL leads to this machine only")
    else:
        yield wrong("PUBLIC_URL is no https:// address: what young people write could be read on its way")


def _this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _token(settings: Settings) -> Finding:
    if not settings.telegram_token.get_secret_value():
        return note("there is no TELEGRAM_TOKEN: that door stays closed")
    file = settings.telegram_token_file
    if file is not None and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return wrong(f"others can read the token: run  chmod 600 {file}")
    return fine("there is a TELEGRAM_TOKEN")


def _apart(settings: Settings) -> Finding:
    keys, data = settings.keys_dir.resolve(), settings.database_path.parent.resolve()
    if keys.is_relative_to(data) or keys.is_relative_to(settings.data_dir.resolve()):
        return wrong("KEYS_DIR lies in DATA_DIR: move it out, so that no copy of the data takes the keys with it")
    return fine("KEYS_DIR lies outside DATA_DIR")


def _help_lines(today: date) -> Finding:
    if checked_too_long_ago(today):
        return wrong("the help lines were last checked more than 12 months ago: look each one up, and set its day")
    return fine("the help lines were checked in the last 12 months")
