"""The commands: `python bot.py [command]`; without one it serves."""

import sys
import traceback
from pathlib import Path

import typer

from bot.cli.consultation_commands import consultations
from bot.cli.demo_command import demo
from bot.cli.hearing_commands import accuracy, code, hear
from bot.cli.serve_and_chat import chat, serve
from bot.cli.staff_commands import staff
from bot.cli.telling_commands import export, letter, recall, summary
from bot.cli.upkeep_commands import backup, doctor, restore
from bot.logs import set_up_logs
from bot.plain_errors import PlainError
from conversations.asking.consultation.file import ConsultationFileError
from conversations.hearing.redaction.own_lists import OwnListError
from conversations.hearing.screening.seed_sentences import SeedsError
from storage.errors import StoreError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="Earshot: young people say what they think.",
)
app.callback(invoke_without_command=True)(serve)
for command in (chat, hear, demo, summary, export, letter, code, accuracy, backup, restore, doctor, recall):
    app.command()(command)  # in the order in which --help lists them
app.add_typer(consultations, name="consultation")
app.add_typer(staff, name="staff")


def main() -> None:
    """Runs the command line. Errors are one line on stderr: exit code 1, or 2 for usage."""
    set_up_logs("INFO")
    try:
        app()
    except ConsultationFileError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)  # noqa: T201
        sys.exit(1)
    except (PlainError, StoreError, OwnListError, SeedsError, OSError) as error:
        _fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001
        # Where and what kind, never its message: that could hold a respondent's words.
        where = traceback.extract_tb(error.__traceback__)[-1]
        _fail(
            f"a fault of ours: {type(error).__name__} at {Path(where.filename).name}:{where.lineno}. Please report it."
        )


def _fail(words: str) -> None:
    print(f"earshot: {words}", file=sys.stderr)  # noqa: T201
    sys.exit(1)
