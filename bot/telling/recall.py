"""Files to call back: those that hold what was taken back since they were made."""

from rich.console import Console

from storage.store import Store

WHAT_TO_DO = (
    "Words of somebody, which they took back or which were flagged since: stop using the file, and "
    "ask everyone who has it to delete it. Then make it again.",
    "Counted only: its figures are rounded, and show nobody. Make the file again once its numbers are of a later day: "
    "they stay until so many people came, left or changed an answer that nobody can be seen.",
    "A file that was made twice on one day stands here once: keep the newest, if it was made after the answers were "
    "taken back.",
)
"""What to do about a file that is listed."""


async def recall(store: Store, consultation: str, console: Console) -> None:
    """Prints the files that hold what was taken back since they were made, and what to do about them."""
    held = await store.consultations.get(consultation)
    files = await store.files.to_recall(held.id)
    if not files:
        console.print("No file that was made holds anything that was taken back.")
        return
    for one in files:
        # Each name whole on a line of its own: in a table of 80 columns all of one consultation would look the same.
        console.print(one.file.name, soft_wrap=True, markup=False)
        console.print(
            f"  made {one.file.day} by {one.file.by}; words of: {_people(one.words)}; counted: {_people(one.counted)}; "
            f"last taken back: {one.since}\n",
            soft_wrap=True,
            markup=False,
        )
    for what in WHAT_TO_DO:
        console.print(f"- {what}", soft_wrap=True)


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}" if count else "nobody"
