"""Coding all that waits for it, with its progress on stderr."""

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from bot.inference.background_coding import BackgroundCoding


async def code_all(coding: BackgroundCoding, consultation: str) -> int:
    """How many answers were coded. Raises StoreError."""
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=Console(stderr=True)) as progress:
        task, done = progress.add_task("Written answers are coded", total=None), 0

        def told(more: int) -> None:
            nonlocal done
            done += more
            progress.update(task, description=f"Written answers are coded: {done}")

        return await coding.finish(consultation, told)


def coded_words(coded: int, waiting: int) -> str:
    """What was coded, and how many answers wait, and for what."""
    done = f"{coded} {'answer was' if coded == 1 else 'answers were'} coded."
    if not waiting:
        return done
    those = "1 answer of today waits" if waiting == 1 else f"{waiting} answers of today wait"
    return f"{done} {those} until tomorrow: all of a day are coded together, so that the hour tells nobody."
