"""The command `demo`: synthetic people answer, as real ones would, and are heard."""

from typing import Annotated

import typer

from bot.cli.command_parts import read_settings, run
from bot.clock import utc_now


def demo(
    people: Annotated[int, typer.Option(min=1, max=5000, help="How many respondents.")] = 300,
    seed: Annotated[int, typer.Option(help="Another seed makes other people.")] = 1,
) -> None:
    """Fill an empty database with synthetic answers."""
    from bot.app import service  # noqa: PLC0415 - what hears, which takes seconds to load
    from bot.cli.coding_progress import code_all  # noqa: PLC0415 - what codes
    from bot.demo.demo import fill  # noqa: PLC0415 - what hears
    from bot.opened_store import OPENED_FIRST, open_first_trial  # noqa: PLC0415 - the store

    async def work() -> None:
        async with service(read_settings()) as parts:
            await open_first_trial(parts.store)
            await fill(parts.store, OPENED_FIRST, people, seed, utc_now().date(), hear=parts.listener.hear)
            await code_all(parts.coding, OPENED_FIRST)

    run(work())
