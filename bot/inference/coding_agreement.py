"""How far coding can be trusted, from what two people coded."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from conversations.telling.accuracy import ENOUGH, F1, Accuracy, Twice, accuracy, in_figures, statement
from storage.coding import CodedAnswer
from storage.rules.coding_standing import FrameVersion, standing
from storage.store import Store


async def measured(store: Store, consultation: str) -> tuple[Accuracy, ...]:
    """Of all questions together, then of each."""
    histories, coded = await store.code_frames.all(consultation), await store.codings.coded(consultation)
    return await asyncio.to_thread(counted, histories, coded)


def counted(histories: Mapping[str, Sequence[FrameVersion]], coded: Iterable[CodedAnswer]) -> tuple[Accuracy, ...]:
    """As `measured`, of what was read already."""
    return accuracy([history[-1].frame for history in histories.values()], list(_twice(coded, histories)))


def _twice(coded: Iterable[CodedAnswer], histories: Mapping[str, Sequence[FrameVersion]]) -> Iterator[Twice]:
    """The answers that two people coded, in the codes of the frame as it is now. One of which a theme was split since
    says nothing of how well it was coded."""
    for one in coded:
        history = histories.get(one.question, ())
        first, second, machine = (standing([coding], history) for coding in (one.first, one.second, one.machine))
        if first and second and not first.look and not second.look:
            yield Twice(
                one.question,
                frozenset(first.codes),
                frozenset(second.codes),
                frozenset(machine.codes) if machine else None,
            )


# --------------------------------------------------------------------------------------------------------- the command


async def accuracy_command(store: Store, consultation: str, console: Console) -> None:
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
