"""From the desk to screening: what people say of worries is learned while the service runs, and at its next start."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx

from bot.app import Service, service, web_app
from bot.desk.roles import Role
from bot.inference.judged_flags import judged_in
from bot.settings import Settings
from conversations.asking.records import FlagRaised
from conversations.hearing.screening.feedback import Decision
from conversations.hearing.screening.risk_model import learned
from conversations.hearing.values import Flag, Risk
from storage.sqlite import SqliteStore
from storage.worries.flags import FlagVerdict
from tests.storage.conftest import store
from tests.storage.stored import NOW, Takes, answered, begun, consultation, kept, opened

__all__ = ["store"]


async def test_a_false_alarm_is_worth_no_worry_and_every_other_flag_as_much_as_it_was(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("by hand"))
    for number, words in enumerate(("true", "harmless", "not looked into")):
        flag = FlagRaised(Flag(Risk.CONCERN, ("abuse",), words, ("phrase:abuse/hits",)))
        await store.turns.turn("care", "telegram:1", f"w{number}", Takes(begun(), flag), at=NOW)
    found = {flag.words: flag.id for flag in await store.flags.raised("care")}
    await store.flags.close(found["true"], FlagVerdict.RIGHT, by="Ada", at=NOW)
    await store.flags.close(found["harmless"], FlagVerdict.FALSE_ALARM, by="Ada", at=NOW)
    [queued] = await store.reviewing.queue("care")
    await store.flags.raise_flag(queued.id, Risk.URGENT, (), seen="by hand", by="Ada", at=NOW)
    decisions = sorted(await judged_in(store)(), key=lambda one: one.words)
    assert decisions == [
        Decision("by hand", Risk.URGENT),
        Decision("harmless", Risk.NONE),
        Decision("true", Risk.CONCERN),
    ]


async def version(parts: Service) -> str:
    """Of what screening goes by."""
    return (await parts.listener.ready()).hearing._screener.risk_model.version


async def test_a_worry_raised_at_the_desk_is_learned_at_once_and_at_the_next_start(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, _env_file=None)
    address = "http://desk.test"
    async with service(settings, address) as parts:
        await parts.store.consultations.add(consultation("care"))
        await parts.store.consultations.open("care", date(2026, 3, 1), date(2026, 3, 31), trial=False, by="ada")
        await parts.store.turns.turn("care", "web:1", "1", Takes(begun(), kept("the blue bag is under my bed")), at=NOW)
        assert await version(parts) == learned().version
        sam = await parts.store.staff.add("Sam", [Role.MODERATOR], by="test")
        await parts.store.staff.sign_in(sam.id, "s" * 43, datetime.now(UTC) + timedelta(hours=1))
        [queued] = await parts.store.reviewing.queue("care")
        page = f"/desk/c/care/answers/{queued.id.hex()}"
        transport = httpx.ASGITransport(web_app(parts))
        async with httpx.AsyncClient(transport=transport, base_url=address, cookies={"desk": "s" * 43}) as visitor:
            shown = (await visitor.get(page)).text
            read = shown.split('name="read" value="')[1].split('"')[0]
            sent = await visitor.post(f"{page}/worry", data={"read": read, "level": "urgent"})
        assert sent.headers["location"] == f"{page}?did=raised"
        after = await version(parts)
        assert after != learned().version
    async with service(settings, address) as parts:
        assert await version(parts) == after
