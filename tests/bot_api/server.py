"""The server: getUpdates with offsets, long polls and conflicts; the calls that this service makes, and no others."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.bot_api.chat import Chat, RefusedError, markup_of
from tests.bot_api.faults import Fault
from tests.bot_api.person import Person
from tests.bot_api.rate import Rate
from tests.waiting import HANGS

TOKEN = "123456789:AAF-made_up_token_for_tests_0123456"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Earshot", "username": "earshot_test_bot"}
FIRST_UPDATE = 700_000_001
MOST_UPDATES = 100


class BotApi:
    """Used as `async with BotApi() as api`. `beside` are more pages, by what their path begins with. `unknown` are
    methods that this server is too old to know; `answered` are the toasts of taps, by their id; `calls` are the names
    of all calls, in order, with the loop's time. With a `rate` it keeps Telegram's limits."""

    def __init__(
        self,
        token: str = TOKEN,
        port: int = 0,
        beside: "Mapping[str, Callable[[BotApi], web.Application]] | None" = None,
        rate: Rate | None = None,
    ) -> None:
        self.rate = rate
        self.toasts: list[str] = []
        self.answered: dict[str, str] = {}
        self.token = token
        self._port = port
        self._beside = dict(beside or {})
        self.url = ""
        self.unknown: set[str] = set()
        self.calls: list[tuple[str, float]] = []
        self.parameters: list[Mapping[str, str]] = []
        self.left: list[int] = []
        self.described: dict[str, str] = {}
        self.chats: dict[int, Chat] = {}
        self._updates: deque[dict[str, Any]] = deque()
        self._next_update = FIRST_UPDATE
        self._queries: dict[str, bool] = {}
        self._faults: dict[str, deque[Fault | None]] = defaultdict(deque)
        self._poll: asyncio.Event | None = None
        self._news = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self._methods: dict[str, Callable[[Mapping[str, str]], Awaitable[Any]]] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "deleteWebhook": self._yes,
            "setMyCommands": self._yes,
            "getMyDescription": self._get_description,
            "setMyDescription": self._set_description,
            "getMyShortDescription": self._get_short_description,
            "setMyShortDescription": self._set_short_description,
            "sendMessage": self._send_message,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "answerCallbackQuery": self._answer_query,
            "leaveChat": self._leave_chat,
        }

    async def __aenter__(self) -> Self:
        return await self.start(self._port)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> Self:
        """Listens on 127.0.0.1."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        for path, pages in self._beside.items():
            app.add_subapp(path, pages(self))
        # handler_cancellation: a caller that was killed no longer holds its long poll.
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    # What tests do with it

    def person(self, number: int = 5_000_001, **about: Any) -> Person:
        """Someone with a private chat; `about` are more fields of their Telegram account."""
        self.chats.setdefault(number, Chat(number))
        return Person(self, number, about)

    def group(self, number: int, kind: str = "group") -> Chat:
        return self.chats.setdefault(number, Chat(number, kind))

    def fail(self, method: str, *faults: Fault | None) -> None:
        """The next calls of this method get these answers, one each. None: the right one."""
        self._faults[method].extend(faults)

    def count(self, method: str) -> int:
        """How often this method was called."""
        return sum(name == method for name, _ in self.calls)

    @property
    def unconfirmed(self) -> int:
        """How many updates the bot has not acknowledged."""
        return len(self._updates)

    async def push(self, kind: str, content: Any, *, number: int | None = None) -> int:
        """An update for the bot. Returns its number."""
        if number is None:
            number, self._next_update = self._next_update, self._next_update + 1
        self._updates.append({"update_id": number, kind: content})
        await self._tell()
        return number

    async def push_raw(self, update: Any) -> None:
        """Anything at all in the list of updates."""
        self._updates.append(update)
        await self._tell()

    def query(self) -> str:
        """A new id for the press of a button."""
        identifier = str(4_000_000_000 + len(self._queries))
        self._queries[identifier] = False
        return identifier

    async def until(self, holds: Callable[[], bool], seconds: float = HANGS) -> None:
        """Returns as soon as this holds, looked at before and after every call. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(holds)

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    # The calls

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        parameters = {**request.query, **{key: str(value) for key, value in (await request.post()).items()}}
        self.calls.append((method, asyncio.get_running_loop().time()))
        self.parameters.append(parameters)
        await self._tell()
        try:
            return await self._answer(request.match_info["token"], method, parameters)
        finally:
            await self._tell()

    async def _answer(self, token: str, method: str, parameters: Mapping[str, str]) -> web.Response:
        if token != self.token:
            return _refusal(401, "Unauthorized")
        fault = self._faults[method].popleft() if self._faults[method] else None
        if fault is not None and not fault.applied:
            return await _wrong(fault)
        if method not in self._methods or method in self.unknown:
            return _refusal(404, "Not Found")
        if self._is_too_fast(method, parameters):
            return _refusal(429, "Too Many Requests: retry after 1", parameters={"retry_after": 1})
        try:
            result = await self._methods[method](parameters)
        except RefusedError as refused:
            return _refusal(refused.status, refused.description)
        return await _wrong(fault) if fault is not None else web.json_response({"ok": True, "result": result})

    def _is_too_fast(self, method: str, parameters: Mapping[str, str]) -> bool:
        if self.rate is None or method not in ("sendMessage", "editMessageText", "editMessageReplyMarkup"):
            return False
        now, chat = asyncio.get_running_loop().time(), int(parameters["chat_id"])
        return not self.rate.lets_through(now, chat, message=method == "sendMessage")

    async def _get_me(self, _: Mapping[str, str]) -> Any:
        return BOT

    async def _yes(self, _: Mapping[str, str]) -> Any:
        return True

    async def _get_description(self, _: Mapping[str, str]) -> Any:
        return {"description": self.described.get("long", "")}

    async def _set_description(self, parameters: Mapping[str, str]) -> Any:
        self.described["long"] = parameters["description"]
        return True

    async def _get_short_description(self, _: Mapping[str, str]) -> Any:
        return {"short_description": self.described.get("short", "")}

    async def _set_short_description(self, parameters: Mapping[str, str]) -> Any:
        self.described["short"] = parameters["short_description"]
        return True

    async def _get_updates(self, parameters: Mapping[str, str]) -> Any:
        if self._poll is not None:
            self._poll.set()
            await self._tell()
        mine = self._poll = asyncio.Event()
        try:
            return await self._poll_with(parameters, mine)
        finally:
            if self._poll is mine:
                self._poll = None

    async def _poll_with(self, parameters: Mapping[str, str], ended: asyncio.Event) -> Any:
        offset = int(parameters.get("offset", "0"))
        if offset > 0:
            self._updates = deque(
                one for one in self._updates if not isinstance(one, dict) or one.get("update_id", offset) >= offset
            )
        try:
            async with asyncio.timeout(float(parameters.get("timeout", "0"))), self._news:
                await self._news.wait_for(lambda: self._updates or ended.is_set())
        except TimeoutError:
            return []
        if ended.is_set():
            raise RefusedError(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        return list(self._updates)[: min(MOST_UPDATES, int(parameters.get("limit", MOST_UPDATES)))]

    def _chat(self, parameters: Mapping[str, str]) -> Chat:
        chat = self.chats.get(int(parameters["chat_id"]))
        if chat is None:
            raise RefusedError(400, "Bad Request: chat not found")
        if chat.blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        return chat

    async def _send_message(self, parameters: Mapping[str, str]) -> Any:
        chat = self._chat(parameters)
        message = await chat.send(parameters.get("text", ""), parameters.get("reply_markup"))
        return self.as_sent(chat, message.id)

    async def _edit_text(self, parameters: Mapping[str, str]) -> Any:
        chat = self._chat(parameters)
        number = int(parameters["message_id"])
        await chat.change_text(number, parameters.get("text", ""), parameters.get("reply_markup"))
        return self.as_sent(chat, number)

    async def _edit_markup(self, parameters: Mapping[str, str]) -> Any:
        chat = self._chat(parameters)
        number = int(parameters["message_id"])
        await chat.change_buttons(number, parameters.get("reply_markup"))
        return self.as_sent(chat, number)

    async def _answer_query(self, parameters: Mapping[str, str]) -> Any:
        if self._queries.get(parameters["callback_query_id"], True):
            raise RefusedError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._queries[parameters["callback_query_id"]] = True
        self.answered[parameters["callback_query_id"]] = parameters.get("text", "")
        self.toasts.append(parameters.get("text", ""))
        return True

    async def _leave_chat(self, parameters: Mapping[str, str]) -> Any:
        chat = self._chat(parameters)
        chat.blocked = True
        self.left.append(chat.id)
        return True

    def as_sent(self, chat: Chat, number: int) -> dict[str, Any]:
        """A message of the bot as an update or an answer carries it."""
        message = chat.messages[number]
        about = {"id": chat.id, "type": chat.kind}
        return {
            "message_id": message.id,
            "date": 1_790_000_000,
            "chat": about,
            "from": BOT,
            "text": message.text,
            **markup_of(message),
        }


def _refusal(status: int, description: str, **more: Any) -> web.Response:
    return web.json_response({"ok": False, "error_code": status, "description": description, **more}, status=status)


async def _wrong(fault: Fault) -> web.Response:
    if fault.hangs:
        await asyncio.Event().wait()
    if fault.body is not None:
        return web.Response(body=fault.body, status=fault.status, content_type="text/html")
    more = {"parameters": {"retry_after": fault.retry_after}} if fault.retry_after is not None else {}
    return _refusal(fault.status, fault.description, **more)
