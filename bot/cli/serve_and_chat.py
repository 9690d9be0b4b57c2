"""The doors that this process opens: all of them, or this terminal alone.

What hears takes seconds to load, so it is loaded once a command is to be done, not to say what commands there are.
"""

import secrets
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.command_parts import console, read_line, run, settings_that_log, with_service
from bot.plain_errors import StartError

if TYPE_CHECKING:
    from bot.app import Service


def serve(context: typer.Context) -> None:
    """Without a command: serve the chat page, the desk and, with a token, the Telegram bot."""
    if context.invoked_subcommand is None:
        from bot.server import serving  # noqa: PLC0415 - what hears, and every door

        run(serving.serve(settings_that_log(), console()))


def chat(
    consultation: Annotated[str, typer.Option(help="Which consultation; needed where several are open.")] = "",
) -> None:
    """Answer in the terminal."""
    from bot import terminal  # noqa: PLC0415 - what hears
    from bot.opened_store import open_first_trial  # noqa: PLC0415 - the store

    async def work(parts: "Service") -> None:
        await open_first_trial(parts.store, parts.settings.now().date())
        address = f"terminal:{secrets.token_hex(16)}"
        if consultation:
            await parts.store.consultations.get(consultation)
        chosen = consultation or await parts.turn_taker.choice.route(address)
        if chosen is None:
            raise StartError("several consultations are open: say which with --consultation ID")
        await parts.listener.warm()
        await terminal.chat(parts.turn_taker, chosen, address=address, console=console(), read=read_line)

    with_service(work)
