"""The commands: `python bot.py [command]`; without one it serves."""

import signal
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import typer

from bot.cli.consultation_commands import consultations
from bot.cli.demo_command import demo
from bot.cli.hearing_commands import accuracy, code, hear
from bot.cli.serve_and_chat import chat, serve
from bot.cli.staff_commands import staff
from bot.cli.telling_commands import export, letter, recall, summary
from bot.cli.upkeep_commands import accept_keys, backup, doctor, restore
from bot.logs import keep_texts_out
from bot.plain_errors import PlainError
from bot.server.stopping import end_as_interrupted
from storage.errors import StoreError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="Earshot: young people say what they think.",
)
app.callback(invoke_without_command=True)(serve)
for command in (
    chat,
    hear,
    demo,
    summary,
    export,
    letter,
    code,
    accuracy,
    backup,
    restore,
    accept_keys,
    doctor,
    recall,
):
    app.command()(command)  # in the order in which --help lists them
app.add_typer(consultations, name="consultation")
app.add_typer(staff, name="staff")


def main() -> None:
    """Runs the command line. Errors are one line on stderr: exit code 1, or 2 for usage."""
    keep_texts_out("INFO")
    end_as_interrupted(signal.SIGTERM, signal.SIGHUP)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001
        for words in _told(error):
            print(words, file=sys.stderr)  # noqa: T201
        sys.exit(1)


def _told(error: Exception) -> Iterator[str]:
    """The lines that say what to do about an error."""
    # Nothing of this is needed where all goes well.
    from conversations.asking.consultation.file import ConsultationFileError  # noqa: PLC0415
    from conversations.hearing.redaction.own_lists import OwnListError  # noqa: PLC0415
    from conversations.hearing.screening.seed_sentences import SeedsError  # noqa: PLC0415

    if isinstance(error, ExceptionGroup):  # of what was done at once, where the same may go wrong many times
        told = (words for one in error.exceptions for words in _told(one))
        yield from dict.fromkeys(told)
    elif isinstance(error, ConsultationFileError):
        yield from map(str, error.problems)
    elif isinstance(error, PlainError | StoreError | OwnListError | SeedsError | OSError):
        yield f"earshot: {error}"
    else:
        # Where and what kind, never its message: that could hold a respondent's words.
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        yield f"earshot: a fault of ours: {type(error).__name__} at {place}. Please report it."
