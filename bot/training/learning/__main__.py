"""`python -m bot.training.learning SHARED [OUT] [--only STAGE,STAGE]`: learns what hearing ships in learned/."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.inference.encoder.pinned_weights import pinned_weights
from bot.settings import Settings
from bot.training.learning import digests
from bot.training.learning.stages import STAGES, Ground
from bot.training.material import MaterialError
from conversations.hearing.encoded import EncoderError

LEARNED = Path(__file__).parents[3] / "conversations" / "hearing" / "learned"


def learn(
    shared: Annotated[Path, typer.Argument(help="The folder with corpus/ and data/.")],
    out: Annotated[Path, typer.Argument(help="Where the learned files go.")] = LEARNED,
    only: Annotated[str, typer.Option(help=f"Some of {','.join(STAGES)}; all of them, if not given.")] = "",
    seed: Annotated[int, typer.Option(help="The same seed learns the same.")] = 0,
    rounds: Annotated[int, typer.Option(min=1, help="How often the adapters see every text.")] = 5,
) -> None:
    """Learns the files of hearing, each from what those before it made."""
    wanted = [name.strip() for name in only.split(",")] if only else list(STAGES)
    if unknown := sorted(set(wanted) - set(STAGES)):
        raise typer.BadParameter(f"{', '.join(unknown)}: not among {', '.join(STAGES)}", param_hint="--only")
    console = Console(stderr=True)
    try:
        weights = pinned_weights(Settings().encoder_weights)
    except EncoderError as error:
        console.print(str(error), markup=False, highlight=False)
        sys.exit(1)
    for name in (name for name in STAGES if name in wanted):
        try:
            made = _run(name, Ground(shared, out, weights, seed, rounds), console)
        except ModuleNotFoundError as error:
            console.print(f"{name}: {error.name} is not installed: run make train-setup", markup=False, highlight=False)
            sys.exit(1)
        except (MaterialError, OSError) as error:
            console.print(f"{name}: {error}", markup=False, highlight=False)
            sys.exit(1)
        console.print(f"{name}: {made}", markup=False, highlight=False)
        digests.write(out)


def _run(name: str, ground: Ground, console: Console) -> str:
    """One stage, with a bar while it runs."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(name, total=None)

        def told(done: int, of: int, wrong: float | None) -> None:
            said = name if wrong is None else f"{name}, loss {wrong:.2f}"
            progress.update(task, completed=done, total=of, description=said)

        return STAGES[name](ground, told)


if __name__ == "__main__":
    typer.run(learn)
