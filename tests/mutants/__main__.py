"""Changes the turn and its steps, one small thing at a time, and looks whether a test notices: make mutants

Each mutant is run in a process of its own against the transcripts and the tests of asking, until one fails: see
noticing.py. What no test can notice, since it changes nothing, is listed with the reason in unchanged.yaml; a row there
that is no mutant any more has to go. Fails under 95% noticed of all the others.

    python -m tests.mutants [--only WORD] [--some N] [--file FILE] [--tests FILE]
        those whose name has WORD; N of them, drawn by a fixed seed; of one file alone; against the tests of one file
"""

import argparse
import contextlib
import io
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from tests.mutants.changing import Change, changes
from tests.mutants.noticing import Noticing

ROOT = Path(__file__).parents[2]
ASKING = ROOT / "conversations" / "asking"
MUTATED = (
    "turn.py",
    "turn_builder.py",
    "taps.py",
    "not_open.py",
    "command_effects.py",
    "steps/*.py",
    "question_types/*.py",
)
TESTS = ("tests/conversations/test_transcripts.py", "tests/conversations/asking")
FLOOR = 0.95


def _chosen(files: Sequence[str], only: str, some: int, reasons: dict[str, str]) -> Sequence[Change]:
    every = [change for pattern in files for change in changes(ASKING, pattern, "conversations.asking")]
    if gone := reasons.keys() - {change.mutant.name for change in every}:
        sys.exit("unchanged.yaml names what is no mutant any more:\n" + "\n".join(sorted(gone)))
    chosen = [one for one in every if only in one.mutant.name and one.mutant.name not in reasons]
    return random.Random(20261130).sample(chosen, min(some, len(chosen))) if some else chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--some", type=int, default=0)
    parser.add_argument("--file", default="")
    parser.add_argument("--tests", default="")
    asked = parser.parse_args()
    reasons: dict[str, str] = yaml.safe_load((Path(__file__).parent / "unchanged.yaml").read_text("utf-8")) or {}
    if asked.file:
        reasons = {name: reason for name, reason in reasons.items() if name.startswith(f"{asked.file} ")}
    chosen = _chosen((asked.file,) if asked.file else MUTATED, asked.only, asked.some, reasons)
    heard = sys.stdout
    each: list[bool] = []

    def tell(change: Change, noticed: bool) -> None:
        each.append(noticed)
        if not noticed:
            print(f"not noticed: {change.mutant.name}", file=heard, flush=True)

    quiet = ("-q", "-x", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "--tb=no")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        failed = pytest.main([*quiet, *((asked.tests,) if asked.tests else TESTS)], [Noticing(chosen, tell)])
    if failed:
        sys.exit("the tests fail without any change: mend that first")
    listed = f"; {len(reasons)} more change nothing (unchanged.yaml)" if not asked.only else ""
    share = sum(each) / len(each) if each else 1.0
    print(f"{sum(each)} of {len(each)} mutants were noticed: {share:.1%} (floor {FLOOR:.0%}){listed}")
    sys.exit(share < FLOOR)


if __name__ == "__main__":
    main()
