"""The command `demo`: synthetic people answer, as real ones would, and are heard."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.command_parts import console, with_service

if TYPE_CHECKING:
    from bot.app import Service


def where_to_look(people: int, consultation: str, address: str) -> str:
    """What to do with what was made up."""
    return "\n".join(
        (
            f"{people} made-up {'person' if people == 1 else 'people'} answered {consultation}. Where to look:",
            f"  the figures       python bot.py summary {consultation}",
            f"  a letter          python bot.py letter {consultation}",
            f"  review and flags  python bot.py, then {address}/desk (the first time it prints a link to sign in)",
        )
    )


def demo(
    people: Annotated[int, typer.Option(min=1, max=5000, help="How many respondents.")] = 300,
    seed: Annotated[int, typer.Option(help="Another seed makes other people.")] = 1,
) -> None:
    """Fill an empty database with synthetic answers."""
    from bot.cli.coding_progress import code_all  # noqa: PLC0415 - here and below: what hears takes seconds to load
    from bot.demo.demo import fill  # noqa: PLC0415
    from bot.opened_store import OPENED_FIRST, open_first_trial  # noqa: PLC0415

    async def work(parts: "Service") -> None:
        await parts.listener.ready()  # a list of one's own that cannot be used is said before anybody has answered
        await open_first_trial(parts.store, parts.settings.now().date())
        await fill(parts.store, OPENED_FIRST, people, seed, parts.settings.now().date(), hear=parts.listener.hear)
        await code_all(parts.coding, OPENED_FIRST)
        console().print(where_to_look(people, OPENED_FIRST, parts.settings.web_address), markup=False, soft_wrap=True)

    with_service(work)
