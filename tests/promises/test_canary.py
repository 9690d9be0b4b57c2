"""Promise 1: anonymous. 500 people whom nobody could mistake take part through both doors, and no byte of any file
tells that they were there."""

import asyncio
import base64
import hashlib
import random
import re
import sqlite3
import zipfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conversations.asking.consultation.file import bundled
from storage.sqlite import SqliteStore
from tests.bot_api import BotApi, Fault
from tests.leaks import Leaks, forms
from tests.promises.canary.on_telegram import OnTelegram
from tests.promises.canary.on_the_web import CHAT, OnTheWeb
from tests.promises.canary.people import Canary
from tests.promises.canary.service import Service, written

PEOPLE = 500
AT_ONCE = 40
STAFF = Canary(PEOPLE)


async def _all(people: Sequence[OnTelegram | OnTheWeb], at_once: int) -> None:
    room = asyncio.Semaphore(at_once)

    async def one(each: OnTelegram | OnTheWeb) -> None:
        async with room:
            await each.take_part()

    async with asyncio.TaskGroup() as group:
        for each in people:
            group.create_task(one(each))


async def _take_part(service: Service, api: BotApi) -> list[OnTelegram | OnTheWeb]:
    """Half of them on Telegram, half on the web, all at the same time, with some trouble on the way."""
    someone = Canary(0)
    trouble = f"{someone.first_name} {someone.handle} {someone.telegram}"
    api.fail("sendMessage", Fault(500, trouble), Fault.garbage(), Fault(502, body=trouble.encode()))
    api.fail("getUpdates", Fault(500, trouble), Fault(200, body=trouble.encode()))
    on_telegram = [OnTelegram(Canary(number), api) for number in range(PEOPLE // 2)]
    on_the_web = [OnTheWeb(Canary(number), service.web) for number in range(PEOPLE // 2, PEOPLE)]
    async with asyncio.TaskGroup() as group:
        group.create_task(_all(on_telegram, AT_ONCE))
        group.create_task(_all(on_the_web, AT_ONCE // 4))
    await api.until(lambda: api.unconfirmed == 0)
    service.garble(Canary(PEOPLE - 1))
    return [*on_telegram, *on_the_web]


async def _went_well(service: Service, people: Sequence[OnTelegram | OnTheWeb]) -> None:
    """They were really there: else nothing would be easier than to find nothing."""
    async with _opened(service) as store:
        responses, flags = await store.gathering.responses(CHAT), await store.flags.raised(CHAT)
        letters = (await store.maintenance.measured()).dead_letters
    withdrew = sum(one.canary.number % 10 == (5 if isinstance(one, OnTelegram) else 1) for one in people)
    assert len(responses) == PEOPLE - withdrew
    worried = sum(one.helped for one in people)
    assert worried == PEOPLE // 10
    assert len(flags) == worried
    assert letters >= PEOPLE // 20
    said = [kept.answer.text for response in responses for kept in response.answers.values() if kept.answer.text]
    assert len(said) == len(responses)
    assert all("I like the garden" in text for text in said)


async def _search(service: Service, people: Sequence[OnTelegram | OnTheWeb]) -> Leaks:
    """Looks for all of them and for who works there, in every form; for pseudonyms and for keys."""
    secrets = {secret for one in (*(one.canary for one in people), STAFF) for secret in one.secrets}
    bytes_of = {**await service.pseudonyms(people), **service.all_keys()}
    return Leaks(
        {f"{form} of {one!r}": raw for one in secrets for form, raw in forms(one).items()}
        | {f"{form} of {name}": raw for name, one in bytes_of.items() for form, raw in written(one).items()}
    )


async def _open(service: Service) -> None:
    """In earnest: what a trial kept would go with it."""
    today = datetime.now(UTC).date()
    async with _opened(service) as store:
        for text in bundled():
            await store.consultations.add(text)
        await store.consultations.open(CHAT, today, today + timedelta(days=30), trial=False, by="test")


async def _close(service: Service) -> None:
    """Another process closes it while the service runs."""
    try:
        await service.command("consultation", "close", CHAT, "--yes")
    except AssertionError as refused:
        # The service may just read what is to be overwritten: its next start finishes that.
        assert "is closed and its key is destroyed" in str(refused)  # noqa: PT017


@asynccontextmanager
async def _opened(service: Service) -> AsyncIterator[SqliteStore]:
    store = service.store()
    await store.start()
    try:
        yield store
    finally:
        await store.close()


@pytest.mark.long
async def test_no_byte_of_any_file_tells_of_any_of_500_people_while_it_runs_or_after_it_closed(tmp_path: Path) -> None:
    async with BotApi() as api:
        service = Service(api, tmp_path)
        try:
            await _open(service)
            await service.start()
            people = await _take_part(service, api)
            await service.moderate_and_export(STAFF)
            await _went_well(service, people)
            search = await _search(service, people)
            running = search.below(tmp_path)
            await _close(service)
            await service.stop()
        finally:
            await service.kill()
    async with _opened(service) as store:  # the next start finishes what a closing left over
        assert len(await store.gathering.responses(CHAT)) > 400, "their answers stay"
    # A backup from before keeps pseudonyms that no key in the world finds anyone by any more; it is one to throw away.
    for old in (service.data / "backups").iterdir():
        old.unlink()
    await service.command("backup", str(service.data / "backups" / "closed.sqlite3"))
    closed = search.below(tmp_path)

    assert [one for one in running if not (IN_USE.fullmatch(one) or KEY.fullmatch(one))] == [], "while it runs"
    assert sum(one.startswith("bytes of session ") and one.endswith(" in earshot.sqlite3") for one in running) > 400
    assert [one for one in closed if not KEY.fullmatch(one)] == [], "after it closed"
    assert not any(CHAT in one for one in closed), "the key is gone"
    log = service.output.read_text()
    assert '"reason": "unreadable"' in log
    assert '"library": "uvicorn"' in log


IN_USE = re.compile(r"bytes of (?:session|event|link|lane) .* in (?:earshot|running)\.sqlite3(?:-wal)?")
"""What may be there while it runs: pseudonyms, as bytes, in the database and its backup."""

KEY = re.compile(r"bytes of (\S+\.key) in \1")
"""A key, in its own file."""


# ----------------------------------------------------------------------------------------------------- it can fail


SOMEONE = Canary(7)


Plant = Callable[[Path, ExitStack], None]


def _a_row(data: Path, held: ExitStack, value: object) -> None:
    """A row that is left in the WAL while its connection is held, as it is while the service runs."""
    db = held.enter_context(closing(sqlite3.connect(data / "earshot.sqlite3")))
    db.execute("PRAGMA journal_mode = WAL")
    with db:
        db.execute("CREATE TABLE leak (it)")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with db:
        db.execute("INSERT INTO leak VALUES (?)", (value,))


def _a_deleted_row(data: Path, value: str) -> None:
    with closing(sqlite3.connect(data / "earshot.sqlite3")) as db, db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("CREATE TABLE leak (it)")
        db.execute("INSERT INTO leak VALUES (?)", (value,))
        db.execute("DELETE FROM leak")


def _a_letter(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as letter:
        letter.writestr("word/document.xml", f"<w:t>{SOMEONE.words}</w:t>")


ROW = f'{{"event": "turn not kept", "address": "{SOMEONE.forwarded_for}"}}\n'
HASH = hashlib.sha256(f"telegram:{SOMEONE.telegram}".encode()).digest()
BASE64 = base64.b64encode(f"as {SOMEONE.phone} said".encode()).decode()
PLANTED: dict[str, tuple[str, Plant]] = {
    "a number in the WAL": ("earshot.sqlite3-wal", lambda data, held: _a_row(data, held, SOMEONE.telegram)),
    "words in the WAL": ("earshot.sqlite3-wal", lambda data, held: _a_row(data, held, SOMEONE.words)),
    "a hash in the WAL": ("earshot.sqlite3-wal", lambda data, held: _a_row(data, held, HASH)),
    "what was deleted": ("earshot.sqlite3", lambda data, _: _a_deleted_row(data, SOMEONE.handle * 3)),
    "an address in a log": ("earshot.log", lambda data, _: _text(data / "earshot.log", ROW)),
    "base64 in an export": ("figures.csv", lambda data, _: _text(data / "figures.csv", f"12,,{BASE64}")),
    "words in a letter": ("letter.docx: word/document.xml", lambda data, _: _a_letter(data / "letter.docx")),
    "a name for a file": ("the name of a file", lambda data, _: _text(data / f"chat-{SOMEONE.telegram}", "")),
    "a user agent in UTF-16": ("agents", lambda data, _: _text(data / "agents", SOMEONE.user_agent, "utf-16-le")),
}


def _text(file: Path, text: str, encoding: str = "utf-8") -> None:
    file.write_text(text, encoding=encoding)


@pytest.mark.parametrize("what", PLANTED)
def test_a_leak_that_is_planted_on_purpose_is_found(tmp_path: Path, what: str) -> None:
    where, plant = PLANTED[what]
    (tmp_path / "innocent").write_bytes(random.Random(7).randbytes(100_000))
    search = Leaks.of(secret for number in range(20) for secret in Canary(number).secrets)
    assert search.below(tmp_path) == []
    with ExitStack() as held:
        plant(tmp_path, held)
        found = search.below(tmp_path)
    assert found
    assert all(one.endswith(f" in {where}") for one in found)
