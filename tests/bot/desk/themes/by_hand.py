"""What the tests of themes do again and again: answers are written and coded, and a moderator opens and ticks them."""

import httpx

from bot.desk.roles import Role
from storage.coding import CodedAnswer
from tests.bot.desk.conftest import TRIED, TestDesk
from tests.bot.desk.posting import form

HOME = "/desk/c/trying/themes/HOME"


async def moderator(desk: TestDesk, name: str = "Sam") -> httpx.AsyncClient:
    return await desk.signed_in(Role.MODERATOR, name=name)


async def answers(desk: TestDesk, *, for_two: bool | None = None) -> list[CodedAnswer]:
    found = await desk.store.codings.coded(TRIED, "HOME")
    return [one for one in found if for_two is None or desk.coding.for_two(one.id) is for_two]


async def many(desk: TestDesk, text: str, count: int) -> None:
    for number in range(count):
        await desk.wrote(f"{text} {number}")
    await desk.coded()


async def tick(client: httpx.AsyncClient, address: str, *codes: str, alone: str = "") -> httpx.Response:
    """Opens an answer's page, clears every box, ticks these and saves."""
    page = await client.get(address)
    found = form(page, address.split("?", maxsplit=1)[0].rsplit("/", 1)[-1])
    fields = {name: value for name, value in found.fields.items() if not name.startswith("t-")}
    fields |= {f"t-{code}": "1" for code in codes} | ({"alone": alone} if alone else {})
    return await client.post(found.action, data=fields, follow_redirects=True)


def of(one: CodedAnswer) -> str:
    return f"{HOME}/code/{one.id.hex()}"
