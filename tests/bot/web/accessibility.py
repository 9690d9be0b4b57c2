"""axe, run in the page."""

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page


async def violations(page: Page) -> list[str]:
    """What axe finds wrong, each with the part of the page that it is about."""
    found = await Axe().run(page)
    return [f"{one['id']}: {node['html'][:200]}" for one in found.response["violations"] for node in one["nodes"]]
