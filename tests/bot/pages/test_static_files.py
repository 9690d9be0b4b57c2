"""Styles, scripts and icons: found where a page says, kept for good, and nothing else of ours with them."""

import httpx
import pytest

from bot.pages.static_files import StaticFiles
from tests.bot.desk.conftest import TestDesk


@pytest.mark.parametrize(
    ("package", "below", "names"),
    [
        ("bot.web", "/static", ("chat.css", "chat.js", "icon.svg")),
        ("bot.desk", "/desk/static", ("desk.css", "desk.js", "desk.svg")),
    ],
)
async def test_each_file_is_kept_for_good_under_a_name_of_its_content(
    client: httpx.AsyncClient, desk: TestDesk, package: str, below: str, names: tuple[str, ...]
) -> None:
    files = StaticFiles(package, below)
    visitor = client if package == "bot.web" else desk.visitor()
    for name in names:
        found = await visitor.get(files.path(name))
        assert found.status_code == 200
        assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert found.headers["content-type"].partition(";")[0] in ("text/css", "text/javascript", "image/svg+xml")


@pytest.mark.parametrize("name", ["chat.css", "chat.0123456789abcdef.css", "..%2Fchat_page.py", "desk.css?v=1"])
async def test_any_other_name_is_not_found_and_not_kept(client: httpx.AsyncClient, desk: TestDesk, name: str) -> None:
    async with desk.visitor() as visitor:
        for asked in (client.get(f"/static/{name}"), visitor.get(f"/desk/static/{name}")):
            missing = await asked
            assert missing.status_code == 404
            assert missing.headers["cache-control"] == "no-store"
