"""The doors that this process opens: all of them, or this terminal alone.

What hears takes seconds to load, so it is loaded once a command is to be done, not to say what commands there are.
"""

import secrets
from typing import Annotated

import typer

from bot.cli.command_parts import console, read_line, read_settings, run
from bot.plain_errors import StartError


def serve(context: typer.Context) -> None:
    """Without a command: serve the chat page, the desk and, with a token, the Telegram bot."""
    if context.invoked_subcommand is None:
        from bot import serving  # noqa: PLC0415 - what hears, and every door

        run(serving.serve(read_settings(), console()))


def chat(
    consultation: Annotated[str, typer.Option(help="Which consultation; needed where several are open.")] = "",
) -> None:
    """Answer in the terminal."""
    from bot import terminal  # noqa: PLC0415 - what hears
    from bot.app import service  # noqa: PLC0415 - what hears
    from bot.opened_store import open_first_trial  # noqa: PLC0415 - the store

    async def work() -> None:
        async with service(read_settings()) as parts:
            await open_first_trial(parts.store)
            address = f"terminal:{secrets.token_hex(16)}"
            if consultation:
                await parts.store.consultations.get(consultation)
            chosen = consultation or await parts.turn_taker.choice.route(address)
            if chosen is None:
                raise StartError("several consultations are open: say which with --consultation ID")
            await parts.listener.ready()
            await terminal.chat(parts.turn_taker, chosen, address=address, console=console(), read=read_line)

    run(work())
