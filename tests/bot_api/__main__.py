"""The server as a process of its own: `python -m tests.bot_api --port 9000`.

People are played over HTTP: POST /people/7/say with {"text": "hello"}, /people/7/tap with {"label": "Next"},
/people/7/send with any content of a message, and GET /people/7/seen for all that the bot sent or changed.
"""

import argparse
import asyncio
import contextlib

from aiohttp import web

from tests.bot_api.server import TOKEN, BotApi


def control(api: BotApi) -> web.Application:
    """The pages by which people are played."""

    async def say(request: web.Request) -> web.Response:
        number = await api.person(int(request.match_info["number"])).say((await request.json())["text"])
        return web.json_response({"message": number})

    async def send(request: web.Request) -> web.Response:
        number = await api.person(int(request.match_info["number"])).send(**await request.json())
        return web.json_response({"message": number})

    async def tap(request: web.Request) -> web.Response:
        label = (await request.json())["label"]
        try:
            query = await api.person(int(request.match_info["number"])).tap(label)
        except LookupError as error:
            return web.json_response({"error": str(error)}, status=404)
        return web.json_response({"query": query})

    async def seen(request: web.Request) -> web.Response:
        person = api.person(int(request.match_info["number"]))
        return web.json_response(
            [
                {"message": one.id, "changes": one.changes, "text": one.text, "buttons": one.labels}
                for one in person.chat.seen
            ]
        )

    app = web.Application()
    app.router.add_post("/{number}/say", say)
    app.router.add_post("/{number}/send", send)
    app.router.add_post("/{number}/tap", tap)
    app.router.add_get("/{number}/seen", seen)
    return app


async def main(port: int) -> None:
    async with BotApi(port=port, beside={"/people": control}) as api:
        print(f"EARSHOT_TELEGRAM_API={api.url} EARSHOT_TELEGRAM_TOKEN={TOKEN}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=9000)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(parser.parse_args().port))
