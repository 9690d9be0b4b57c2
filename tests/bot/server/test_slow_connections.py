"""Half-open requests, however many, stop nobody; what does not come is not waited for."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from uvicorn.server import ServerState

from bot.server.serving import server_config
from bot.server.slow_connections import (
    ACCEPTED_AT_ONCE,
    BODY_SECONDS,
    HEADER_SECONDS,
    MOST,
    ImpatientProtocol,
    most_connections,
)

HALF_A_HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
HALF_A_BODY = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1234"
WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


async def hello(request: Request) -> Response:
    await request.body()
    return PlainTextResponse("hello")


APP = Starlette(routes=[Route("/", hello, methods=["GET", "POST"])])


class Timer:
    def __init__(self, seconds: float, call: Callable[[], object]) -> None:
        self.seconds, self.call, self.cancelled = seconds, call, False

    def cancel(self) -> None:
        self.cancelled = True


class Loop:
    """A loop whose time a test makes."""

    def __init__(self) -> None:
        self.now = 0.0
        self.timers: list[Timer] = []

    def time(self) -> float:
        return self.now

    def call_later(self, seconds: float, call: Callable[[], object], *args: object) -> Timer:
        self.timers.append(Timer(seconds, lambda: call(*args)))
        return self.timers[-1]

    def create_task(self, work: Any) -> Any:
        return asyncio.get_running_loop().create_task(work)

    @property
    def waiting(self) -> list[Timer]:
        return [timer for timer in self.timers if not timer.cancelled]


class Transport(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.closed = False

    def is_closing(self) -> bool:
        return self.closed

    def abort(self) -> None:
        self.closed = True

    def close(self) -> None:
        self.closed = True

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def write(self, data: Any) -> None: ...


class Server:
    def __init__(self, most: int = 10) -> None:
        self.config = server_config(APP)
        self.config.load()
        self.state = ServerState()
        self.loop = Loop()
        self.most = most

    def connected(self, sent: bytes = b"") -> tuple[ImpatientProtocol, Transport]:
        protocol = ImpatientProtocol(
            config=self.config,
            server_state=self.state,
            app_state={},
            _loop=cast("asyncio.AbstractEventLoop", self.loop),
            most=self.most,
        )
        transport = Transport()
        protocol.connection_made(transport)
        if sent:
            protocol.data_received(sent)
        return protocol, transport


@pytest.mark.parametrize(
    ("sent", "seconds"),
    [(b"", HEADER_SECONDS), (HALF_A_HEAD, HEADER_SECONDS), (HALF_A_BODY, BODY_SECONDS)],
    ids=["nothing", "half a head", "half a body"],
)
async def test_what_does_not_come_in_time_is_closed(sent: bytes, seconds: float) -> None:
    server = Server()
    _, transport = server.connected(sent)
    [timer] = server.loop.waiting
    assert timer.seconds == seconds
    timer.call()
    assert transport.closed


@pytest.mark.parametrize("sent", [HALF_A_HEAD, HALF_A_BODY], ids=["head", "body"])
async def test_byte_by_byte_gains_no_time(sent: bytes) -> None:
    server = Server()
    protocol, _ = server.connected(sent)
    before = server.loop.waiting
    for _ in range(4):
        protocol.data_received(b"5")
    assert server.loop.waiting == before


async def test_a_request_that_is_there_is_not_waited_for() -> None:
    server = Server()
    protocol, _ = server.connected(WHOLE)
    assert protocol.waits_since is None
    assert server.loop.waiting == []


async def test_who_is_waited_for_longest_makes_room() -> None:
    server = Server(most=3)
    held = []
    for number in range(3):
        server.loop.now = float(number)
        held.append(server.connected(WHOLE if number == 0 else HALF_A_BODY))
    server.loop.now = 3.0
    _, new = server.connected()
    assert [transport.closed for _, transport in held] == [False, True, False]
    assert not new.closed
    assert len(server.state.connections) == 3


async def test_where_nobody_is_waited_for_the_new_one_goes() -> None:
    server = Server(most=2)
    held = [server.connected(WHOLE) for _ in range(2)]
    _, new = server.connected()
    assert new.closed
    assert not any(transport.closed for _, transport in held)


@pytest.mark.parametrize(("files", "most"), [(1024, 412), (256, 28), (100, 1), (1_000_000, MOST)])
def test_connections_leave_files_enough_for_all_else(files: int, most: int) -> None:
    assert most_connections(files) == most
    assert most + ACCEPTED_AT_ONCE <= max(files // 2, MOST + ACCEPTED_AT_ONCE)


@contextlib.asynccontextmanager
async def running(most: int) -> AsyncIterator[int]:
    """A real server that holds so many connections; its port."""
    config = server_config(APP)
    config.http = lambda *args, **named: ImpatientProtocol(*args, most=most, **named)  # type: ignore[assignment]
    config.port = 0
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        server.force_exit = True
        await server.shutdown()


async def test_more_half_open_requests_than_there_is_room_for_stop_no_other() -> None:
    async with running(most=40) as port:
        half_open = []
        for _ in range(110):
            half_open.append(await asyncio.open_connection("127.0.0.1", port))
            half_open[-1][1].write(HALF_A_HEAD)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(WHOLE)
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 200")
        for _, one in (*half_open, (reader, writer)):
            one.close()
