"""python-telegram-bot's calls over aiohttp, which costs several times less CPU a call than its default."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
CONNECTIONS = 64


class UnreachableError(NetworkError):
    """No answer came: the network, the name or the certificate. Says only which kind of error it was."""


class SlowDownError(TelegramError):
    """429: nothing more for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


class AiohttpTransport(BaseRequest):
    """One pool of connections for all calls. Calls with files are not made by this service and are refused.

    An error never holds the address that was called (the token is part of it) nor anything of the answer's body.
    """

    def __init__(self, *, trust_env: bool = False) -> None:
        self._trust_env = trust_env
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ_SECONDS

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=self._trust_env,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0917 (python-telegram-bot's own signature)
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body. Raises UnreachableError, TimedOut or SlowDownError (429)."""
        if request_data is not None and request_data.contains_files:
            raise TelegramError("this service sends no files")
        limits = aiohttp.ClientTimeout(
            total=None,
            connect=_seconds(pool_timeout, CONNECT_SECONDS),
            sock_connect=_seconds(connect_timeout, CONNECT_SECONDS),
            sock_read=_seconds(read_timeout, READ_SECONDS),
        )
        return await self._exchange(url, method, request_data.json_parameters if request_data else None, limits)

    async def call(self, url: str, values: Mapping[str, str], read_timeout: float) -> Any:
        """The raw result of a call, not parsed into python-telegram-bot's types. Raises TelegramError."""
        answer = await self._answer(url, values, read_timeout)
        if "result" not in answer:
            raise TelegramError("unreadable answer")
        return answer["result"]

    async def tell(self, url: str, values: Mapping[str, str]) -> Any:
        """The same where it matters only that the call was obeyed: `ok` is enough, whatever the result looks like.
        Raises TelegramError."""
        answer = await self._answer(url, values, READ_SECONDS)
        if answer.get("ok") is not True:
            raise TelegramError("unreadable answer")
        return answer.get("result")

    async def _answer(self, url: str, values: Mapping[str, str], read_timeout: float) -> Mapping[str, Any]:
        limits = aiohttp.ClientTimeout(
            total=None, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=read_timeout
        )
        status, body = await self._exchange(url, "POST", values, limits)
        if status == HTTPStatus.OK:
            parsed: Mapping[str, Any] = self.parse_json_payload(body)
            return parsed
        raise _refusal(status, body)

    async def _exchange(
        self, url: str, method: str, values: Mapping[str, str] | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise UnreachableError("not started")
        try:
            # The Bot API leads nowhere else: what would follow a redirect is the token, and what was to be sent.
            async with self._session.request(
                method,
                url,
                data=values,
                timeout=limits,
                headers={"User-Agent": self.USER_AGENT},
                allow_redirects=False,
            ) as answer:
                status, body = answer.status, await answer.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            # `from None`, and the kind only: aiohttp puts the address, and with it the token, into some of its errors.
            raise UnreachableError(type(error).__name__) from None
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise SlowDownError(_retry_after(body))
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The JSON object in the body; unlike the library's own, this never logs the body."""
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise TelegramError("unreadable answer")
        return parsed


def _refusal(status: int, body: bytes) -> TelegramError:
    """The library's own error for a status. What Telegram says to a 400 is kept, to tell one from another; it may hold
    words, so it is never logged."""
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
        return InvalidToken()
    if status == HTTPStatus.CONFLICT:
        return Conflict("another process receives")
    if status == HTTPStatus.FORBIDDEN:
        return Forbidden("forbidden")
    if status == HTTPStatus.BAD_REQUEST:
        try:
            return BadRequest(str(json.loads(body)["description"]))
        except (ValueError, TypeError, KeyError):
            return BadRequest("bad request")
    return NetworkError(f"status {status}")


def _seconds(given: Any, default: float) -> float:
    return float(given) if isinstance(given, int | float) else default


def _retry_after(body: bytes) -> float:
    """How many seconds a 429 asks for; 1 where it does not say."""
    try:
        seconds = float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, TypeError, KeyError):
        return 1.0
    return max(1.0, seconds) if seconds < 86_400 else 86_400.0
