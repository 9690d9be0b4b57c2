"""How far coding can be trusted, as tables in the terminal."""

from rich.console import Console, Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from bot.inference.coding_agreement import measured
from conversations.telling.accuracy import ENOUGH, F1, Accuracy, in_figures, statement
from storage.store import Store


async def print_accuracy(store: Store, consultation: str, console: Console) -> None:
    """Prints how far coding can be trusted."""
    held = await store.consultations.get(consultation)
    found = await measured(store, held.id)
    console.print(f"{held.latest.title}: {found[0].answers} answers were coded by two people.", soft_wrap=True)
    console.print(statement(found), soft_wrap=True)
    if found[0].machine is None:
        console.print(
            f"Two people have to code {ENOUGH} answers at least: at the desk, under Themes, 'A second look'.",
            soft_wrap=True,
        )
        return
    for one in found[1:]:
        console.print(_shown(one))
    console.print(
        "F1: 1 where both name the same themes of each answer; in brackets where 95 of 100 draws lie. Kappa: agreement "
        "beyond chance; it says little where a theme is rare. The machine learned from none of these answers.",
        style="dim",
        soft_wrap=True,
    )


def _shown(one: Accuracy) -> RenderableType:
    head = Text(f"\n{one.wording} ({one.answers} answers)", style="bold")
    if not one.themes:
        return Group(head, Text("not measured yet", style="dim"))
    grid = Grid("theme", "named in", "kappa, person and person", "kappa, machine and person")
    for theme in one.themes:
        grid.add_row(theme.name, f"{theme.prevalence:.0%}", _kappa(theme.people), _kappa(theme.machine))
    return Group(head, Text(f"F1, machine and person: {_f1(one.machine)}; person and person: {_f1(one.people)}"), grid)


def _f1(f1: F1 | None) -> str:
    return in_figures(f1) if f1 else "not measured yet"


def _kappa(kappa: float | None) -> str:
    return "-" if kappa is None else f"{kappa:.2f}"
