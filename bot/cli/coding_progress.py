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
