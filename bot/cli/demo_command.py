"""The command `demo`: synthetic people answer, as real ones would, and are heard."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.command_parts import with_service
from bot.clock import utc_now

if TYPE_CHECKING:
    from bot.app import Service


def demo(
    people: Annotated[int, typer.Option(min=1, max=5000, help="How many respondents.")] = 300,
    seed: Annotated[int, typer.Option(help="Another seed makes other people.")] = 1,
) -> None:
    """Fill an empty database with synthetic answers."""
    from bot.cli.coding_progress import code_all  # noqa: PLC0415 - here and below: what hears takes seconds to load
    from bot.demo.demo import fill  # noqa: PLC0415
    from bot.opened_store import OPENED_FIRST, open_first_trial  # noqa: PLC0415

    async def work(parts: "Service") -> None:
        await open_first_trial(parts.store)
        await fill(parts.store, OPENED_FIRST, people, seed, utc_now().date(), hear=parts.listener.hear)
        await code_all(parts.coding, OPENED_FIRST)

    with_service(work)
