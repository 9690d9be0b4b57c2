"""Mutants: what is changed, and that a change is noticed."""

import ast
import subprocess
import sys

from tests.mutants.mutations import mutants

SOURCE = '''
LIMIT = 3


def goes(state: int, words: str = "none") -> bool:
    """A docstring."""
    if state and words:
        tell(words)
        return not state
    return 1 < state
'''

FILE, MUTANT = "turn.py", "builder.raise_flag() -> pass"
TESTS = "tests/conversations/test_transcripts.py"


def named() -> dict[str, str]:
    return {one.name: one.source for one in mutants("a.py", SOURCE)}


def test_each_mutant_says_where_it_is_and_what_it_changes() -> None:
    assert list(named()) == [
        "a.py goes: state and words -> state or words",
        "a.py goes: state and words -> words",
        "a.py goes: state and words -> state",
        "a.py goes: tell(words) -> pass",
        "a.py goes: not state -> state",
        "a.py goes: 1 < state -> 1 <= state",
        "a.py goes: 1 -> 2",
    ]


def test_each_mutant_differs_in_one_place_and_is_python() -> None:
    plain = ast.unparse(ast.parse(SOURCE)).splitlines()
    for name, source in named().items():
        ast.parse(source)
        changed = [now for then, now in zip(plain, source.splitlines(), strict=True) if then != now]
        assert len(changed) == 1, name


def test_a_turn_without_its_help_card_is_noticed() -> None:
    command = [sys.executable, "-m", "tests.mutants", "--file", FILE, "--only", MUTANT, "--tests", TESTS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1].partition(" (")[0]) == (
        0,
        "1 of 1 mutants were noticed: 100.0%",
    )
