"""`python -m bot.training.learning [OUT] [--only STAGE,STAGE]`: learns what hearing ships in learned/."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.inference.encoder.pinned_weights import pinned_weights
from bot.settings import Settings
from bot.training import fitted_on
from bot.training.fitted_on import LEARNED
from bot.training.learning import digests
from bot.training.learning.stages import STAGES, Ground, KeptError, Stage
from bot.training.material import MaterialError
from conversations.hearing.encoded import EncoderError

app = typer.Typer(add_completion=False)


@app.command()
def learn(
    out: Annotated[Path, typer.Argument(help="Where the learned files go.")] = LEARNED,
    public: Annotated[
        Path | None, typer.Option(help="The folder with what public_sources.yaml names; without it, less is learned.")
    ] = None,
    only: Annotated[str, typer.Option(help=f"Some of {','.join(STAGES)}; all of them, if not given.")] = "",
    seed: Annotated[int, typer.Option(help="The same seed learns the same.")] = 0,
    rounds: Annotated[int, typer.Option(min=1, help="How often the adapters see every text.")] = 4,
) -> None:
    """Learns the files of hearing, each from what those before it made."""
    wanted = [name.strip() for name in only.split(",")] if only else list(STAGES)
    if unknown := sorted(set(wanted) - set(STAGES)):
        raise typer.BadParameter(f"{', '.join(unknown)}: not among {', '.join(STAGES)}", param_hint="--only")
    console = Console(stderr=True)
    try:
        ground = Ground(public, out, pinned_weights(Settings().encoder_weights), seed, rounds)
    except EncoderError as error:
        console.print(str(error), markup=False, highlight=False)
        sys.exit(1)
    for name in (name for name in STAGES if name in wanted):
        stage = STAGES[name]
        try:
            made = _run(name, stage, ground, console)
            fitted_on.note_learned(out, stage.files, stage.learned, stage.tuned)
        except KeptError as error:
            made = str(error)
        except ModuleNotFoundError as error:
            console.print(f"{name}: {error.name} is not installed: run make train-setup", markup=False, highlight=False)
            sys.exit(1)
        except (MaterialError, OSError) as error:
            console.print(f"{name}: {error}", markup=False, highlight=False)
            sys.exit(1)
        console.print(f"{name}: {made}", markup=False, highlight=False)
        digests.write(out)


def _run(name: str, stage: Stage, ground: Ground, console: Console) -> str:
    """One stage, with a bar while it runs."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(name, total=None)

        def told(done: int, of: int, wrong: float | None) -> None:
            said = name if wrong is None else f"{name}, loss {wrong:.2f}"
            progress.update(task, completed=done, total=of, description=said)

        return stage.learn(ground, told)


if __name__ == "__main__":
    app()
