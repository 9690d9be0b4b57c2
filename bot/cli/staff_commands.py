"""Staff accounts of the desk."""

import secrets
import shlex
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.command_parts import BY, console, read_settings, with_store
from bot.desk.roles import Role
from storage.errors import StoreError

if TYPE_CHECKING:
    from storage.store import Store

staff = typer.Typer(no_args_is_help=True, help="Staff accounts of the desk.")

Name = Annotated[str, typer.Argument(metavar="NAME")]


@staff.command("list")
def list_staff() -> None:
    """Show every account."""

    async def work(store: "Store") -> None:
        table = Table("name", "roles", "state")
        for account in await store.staff.all():
            state = "disabled" if account.disabled else "ready" if account.password else "has no password yet"
            table.add_row(account.name, ", ".join(sorted(account.roles)), state)
        console().print(table)

    with_store(work)


@staff.command("add")
def add_staff(
    name: Name, role: Annotated[list[Role], typer.Option(help="What they may do; may be given several times.")]
) -> None:
    """Make an account and a one-time link for its password."""
    _link(name, role)


@staff.command("reset")
def reset_staff(name: Name) -> None:
    """Make a one-time link for a new password."""
    _link(name, None)


@staff.command("disable")
def disable_staff(name: Name) -> None:
    """End an account, and every sign-in of it."""

    async def work(store: "Store") -> None:
        account = await store.staff.named(name)
        if account is None:
            raise StoreError(f"there is no staff account with the name {name}: 'staff list' shows those that there are")
        await store.staff.disable(account.id, by=BY)
        console().print(f"{account.name} can no longer sign in.")

    with_store(work)


def _link(name: str, roles: list[Role] | None) -> None:
    from bot.desk.accounts.one_time_links import GOOD_FOR, staff_link  # noqa: PLC0415
    from conversations.asking.locales.dates import plain_time  # noqa: PLC0415

    settings = read_settings()

    async def work(store: "Store") -> None:
        link = await staff_link(
            store, name, clock=settings.now, chance=secrets.token_bytes, base=settings.web_address, roles=roles, by=BY
        )
        screen = console()
        screen.print(link, markup=False, soft_wrap=True)
        screen.print(
            f"Give this link to {name}, and to nobody else: whoever opens it chooses the password. It works once, until"
            f" {plain_time(settings.now() + GOOD_FOR)}. If it gets lost: staff reset {shlex.quote(name)}",
            markup=False,
            soft_wrap=True,
        )

    with_store(work)
