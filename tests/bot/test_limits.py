"""Nobody can keep the service from others by being fast, and nobody who needs help is ever too fast for it."""

import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.limits import LimitedError, Limits, Most, Whose
from bot.metrics import Metrics
from bot.turns.arrived import Arrived, TooFastError
from bot.turns.turn_taker import TurnTaker
from bot.web import WEB
from bot.web.chat_routes import chat_routes
from conversations.asking.consultation.file import bundled
from conversations.asking.events import Did
from conversations.asking.help.helplines import help_lines
from conversations.asking.locales import line
from conversations.asking.replies import Says
from storage.keys import Keys
from storage.sqlite import SqliteStore
from tests.listening import hear
from tests.storage.stored import CHEAP, NOW

WORRY = "I want to kill myself"
CHAT = "stable_homes"


@dataclass
class Timer:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def timer() -> Timer:
    return Timer()


def limits(timer: Timer, **most: int) -> Limits:
    few = Most(**{"turns_a_minute": 3, "turns_a_second": 1000, "new_sessions_a_minute": 1000, **most})
    return Limits(few, timer=timer)


def refused(one: Limits, address: str) -> LimitedError | None:
    try:
        one.turn(address)
    except LimitedError as error:
        return error
    return None


def test_a_session_may_take_so_many_turns_a_minute_and_others_do_not_notice(timer: Timer) -> None:
    one = limits(timer)
    assert [refused(one, "web:a") for _ in range(3)] == [None] * 3
    error = refused(one, "web:a")
    assert error
    assert (error.whose, error.seconds) == (Whose.SESSION, 60)
    assert refused(one, "web:b") is None
    timer.now += 59
    error = refused(one, "web:a")
    assert error
    assert error.seconds == 1
    timer.now += 1
    assert refused(one, "web:a") is None


def test_only_the_first_refusal_of_a_minute_is_the_first(timer: Timer) -> None:
    one = limits(timer, turns_a_minute=1)
    found = [refused(one, "web:a") for _ in range(3)]
    assert [error and error.first for error in found] == [None, True, False]
    timer.now += 60
    found = [refused(one, "web:a") for _ in range(2)]
    assert [error and error.first for error in found] == [None, True]


def test_the_service_takes_so_many_turns_a_second_from_all_together(timer: Timer) -> None:
    one = limits(timer, turns_a_second=10)
    found = [refused(one, f"web:{number}") for number in range(12)]
    assert [error.whose if error else None for error in found] == [None] * 10 + [Whose.SERVICE] * 2
    timer.now += 0.5
    assert [bool(refused(one, f"web:{number}")) for number in range(20, 26)] == [False] * 5 + [True]


def test_what_was_refused_does_not_count(timer: Timer) -> None:
    one = limits(timer, turns_a_minute=3, turns_a_second=1)
    for _ in range(5):
        refused(one, "web:a")
    timer.now += 1
    assert refused(one, "web:a") is None
    timer.now += 1
    assert refused(one, "web:a") is None


def test_so_many_sessions_may_begin_in_a_minute(timer: Timer) -> None:
    one = limits(timer, new_sessions_a_minute=2)
    full = []
    for _ in range(2):
        one.began()
        full.append(one.full)
    assert full == [False, True]
    timer.now += 20
    assert one.refuse_new().seconds == 40
    timer.now += 40
    full.append(one.full)
    assert full[-1] is False


def test_it_remembers_no_more_sessions_than_the_service_lets_through_whatever_comes(timer: Timer) -> None:
    one = limits(timer, turns_a_second=10)
    for number in range(20_000):
        timer.now += 0.002
        refused(one, f"web:{number}")
    assert len(one._taken) <= 10 * 60 + 10


def test_it_keeps_no_address_and_nothing_that_outlives_a_minute(timer: Timer) -> None:
    address = "telegram:7312045599"
    one, another = limits(timer), limits(timer)
    for each in (one, another):
        refused(each, address)
    [name] = one._taken
    assert address not in repr(vars(one))
    assert name not in another._taken  # another process, another key
    timer.now += 60
    refused(one, address)
    assert name not in one._taken
    assert len(one._taken) == 1


# ------------------------------------------------------------------------------------------------ with the real turn


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), clock=lambda: NOW, hasher=CHEAP)
    await made.start()
    for text in bundled():
        await made.consultations.add(text)
    await made.consultations.open(CHAT, NOW.date(), NOW.date(), trial=False, by="ada")
    yield made
    await made.close()


def taker(store: SqliteStore, one: Limits, metrics: Metrics | None = None) -> TurnTaker:
    return TurnTaker(
        store,
        clock=lambda: NOW,
        chance=secrets.token_bytes,
        web_address="http://earshot",
        hear=hear,
        limits=one,
        metrics=metrics or Metrics(),
    )


_number = iter(range(1_000_000))


def arrived(text: str | None = None, address: str = "web:a") -> Arrived:
    return Arrived(
        id=f"form:{next(_number)}",
        door=WEB,
        address=address,
        consultation=CHAT,
        did=Did.TEXT if text else Did.START,
        text=text,
    )


async def begun(turns: TurnTaker, address: str = "web:a") -> None:
    await turns.take(arrived(address=address))


async def test_who_is_too_fast_is_told_kindly_that_it_was_not_kept(store: SqliteStore, timer: Timer) -> None:
    turns = taker(store, limits(timer, turns_a_minute=2))
    await begun(turns)
    await turns.take(arrived("16 to 17"))
    before = await turns.last(CHAT, "web:a")
    with pytest.raises(TooFastError) as raised:
        await turns.take(arrived("next"))
    assert [reply.text for reply in raised.value.replies] == [line("too_fast")]
    assert (raised.value.limited.whose, raised.value.limited.seconds) == (Whose.SESSION, 60)
    assert await turns.last(CHAT, "web:a") == before
    timer.now += 60
    await turns.take(arrived("next"))


@pytest.mark.parametrize("most", [{"turns_a_minute": 1}, {"turns_a_second": 1}])
async def test_a_worry_is_heard_helped_and_flagged_whatever_the_limits(
    store: SqliteStore, timer: Timer, most: dict[str, int]
) -> None:
    turns = taker(store, limits(timer, **most))
    await begun(turns)
    with pytest.raises(TooFastError):
        await turns.take(arrived("next"))
    for _ in range(3):
        taken = await turns.take(arrived(WORRY))
        assert taken.replies[0].says is Says.HELP
    assert len(await store.flags.raised(CHAT)) == 3


async def test_a_worry_may_begin_a_session_when_no_other_may(store: SqliteStore, timer: Timer) -> None:
    turns = taker(store, limits(timer, new_sessions_a_minute=1))
    await begun(turns)
    taken = await turns.take(arrived(WORRY, "web:b"))
    assert taken.replies[0].says is Says.HELP
    assert len(await store.flags.raised(CHAT)) == 1


async def test_when_too_many_sessions_begin_those_that_are_there_go_on(store: SqliteStore, timer: Timer) -> None:
    turns = taker(store, limits(timer, turns_a_minute=100, new_sessions_a_minute=2))
    await begun(turns, "web:a")
    await begun(turns, "web:b")
    with pytest.raises(TooFastError) as raised:
        await begun(turns, "web:c")
    assert raised.value.limited.whose is Whose.SERVICE
    assert [reply.text for reply in raised.value.replies] == [line("too_busy")]
    assert await turns.last(CHAT, "web:c") is None
    await turns.take(arrived("16 to 17"))
    timer.now += 60
    await begun(turns, "web:c")


async def test_turns_of_one_session_do_not_count_as_new_ones(store: SqliteStore, timer: Timer) -> None:
    one = limits(timer, turns_a_minute=100, new_sessions_a_minute=2)
    turns = taker(store, one)
    await begun(turns)
    for _ in range(5):
        await turns.take(arrived("hm"))
    assert not one.full


async def test_the_log_hears_of_it_once_a_minute_without_whose_it_was(store: SqliteStore, timer: Timer) -> None:
    turns = taker(store, limits(timer, turns_a_minute=1))
    with capture_logs() as logs:
        for _ in range(5):
            with contextlib.suppress(TooFastError):
                await begun(turns)
    assert logs == [{"event": "turns come too fast", "door": "web", "log_level": "warning"}]


async def test_the_figures_count_them(store: SqliteStore, timer: Timer) -> None:
    metrics = Metrics()
    turns = taker(store, limits(timer, turns_a_minute=1), metrics)
    await begun(turns)
    with pytest.raises(TooFastError):
        await begun(turns)
    shown = (await metrics.shown(store.maintenance, NOW)).decode()
    assert 'earshot_turns_total{door="web",outcome="slowed"} 1.0' in shown


# -------------------------------------------------------------------------------------------------------- at the doors


@pytest.fixture
def web(store: SqliteStore, timer: Timer) -> "Web":
    return Web(store, timer)


class Web:
    """A phone at the chat page."""

    def __init__(self, store: SqliteStore, timer: Timer) -> None:
        self._store = store
        self._timer = timer

    def phone(self, **most: int) -> httpx.AsyncClient:
        turns = taker(self._store, limits(self._timer, **most))
        routes = chat_routes(
            turns, self._store.consultations, clock=lambda: NOW, chance=secrets.token_bytes, secure=False
        )
        return httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=routes)), base_url="http://earshot")


def form(text: str = "hello") -> dict[str, str]:
    return {"id": f"{next(_number):032x}", "text": text}


@pytest.mark.parametrize("fragment", [{}, {"X-Fragment": "1"}], ids=["page", "script"])
async def test_the_page_says_429_when_to_come_back_and_where_help_is_and_keeps_the_words(
    web: Web, fragment: dict[str, str]
) -> None:
    async with web.phone(turns_a_minute=1) as phone:
        assert (await phone.post(f"/c/{CHAT}", data=form())).status_code == 303
        answer = await phone.post(f"/c/{CHAT}", data=form("my long answer"), headers=fragment)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert line("too_fast") in answer.text
    if not fragment:
        assert "my long answer" in answer.text
        assert all(service.number in answer.text for service in help_lines())


@pytest.mark.parametrize(("most", "seconds"), [({"turns_a_second": 1}, "1"), ({"new_sessions_a_minute": 1}, "60")])
async def test_the_page_says_503_when_it_is_the_service(web: Web, most: dict[str, int], seconds: str) -> None:
    async with web.phone(**most) as phone:
        await phone.post(f"/c/{CHAT}", data=form())
        phone.cookies.clear()
        answer = await phone.post(f"/c/{CHAT}", data=form("my long answer"))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == seconds
    assert line("too_busy") in answer.text
    assert "my long answer" in answer.text
    assert all(service.number in answer.text for service in help_lines())


async def test_a_worry_gets_its_help_on_the_page_too(web: Web) -> None:
    async with web.phone(turns_a_minute=1, turns_a_second=1) as phone:
        await phone.post(f"/c/{CHAT}", data=form())
        assert (await phone.post(f"/c/{CHAT}", data=form())).status_code == 429
        answer = await phone.post(f"/c/{CHAT}", data=form(WORRY), headers={"X-Fragment": "1"})
    assert answer.status_code == 200
    assert "0800 1111" in answer.text
