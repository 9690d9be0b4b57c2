"""Changes the turn and its steps, one small thing at a time, and looks whether a test notices: make mutants

Each mutant is run in a process of its own against the transcripts and the tests of asking, until one fails. What no
test can notice, since it changes nothing, is listed with the reason in unchanged.yaml; a row there that is no mutant
any more has to go. Fails under 95% noticed of all the others.

    python -m tests.mutants [--only WORD] [--some N]     (those whose name has WORD; N of them, drawn by a fixed seed)
"""

import argparse
import contextlib
import inspect
import io
import multiprocessing
import os
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import FunctionType

import pytest
import yaml

from tests.mutants.mutations import Mutant, mutants

ROOT = Path(__file__).parents[2]
ASKING = ROOT / "conversations" / "asking"
MUTATED = ("turn.py", "turn_builder.py", "taps.py", "not_open.py", "command_effects.py", "steps/*.py")
TESTS = ("tests/conversations/test_transcripts.py", "tests/conversations/asking")
FLOOR = 0.95
SLOW = 120
"""Seconds of a mutant that never ends: it is noticed, as it would be by anyone."""


def _functions(names: Mapping[str, object]) -> Iterator[tuple[str, FunctionType]]:
    """The functions and methods of a module, by qualified name."""
    for name, held in names.items():
        if isinstance(held, type):
            yield from ((f"{name}.{inner}", function) for inner, function in _functions(vars(held)))
        elif isinstance(function := inspect.unwrap(getattr(held, "fget", None) or held), FunctionType):  # type: ignore[arg-type]
            yield name, function


def _change(module: str, source: str) -> None:
    """Puts the code of a mutant into the functions that are loaded, so that tables which hold them have it too."""
    names: dict[str, object] = {"__name__": module}
    exec(compile(source, module, "exec"), names)
    changed = {name: one for name, one in _functions(names) if one.__module__ == module}
    for name, one in _functions(vars(sys.modules[module])):
        if one.__module__ == module and name in changed:
            one.__code__ = changed[name].__code__


def _all() -> Iterator[tuple[str, Mutant]]:
    """Each with the module that it is of."""
    for pattern in MUTATED:
        for file in sorted(ASKING.glob(pattern)):
            inside = file.relative_to(ASKING)
            module = ".".join(("conversations", "asking", *inside.with_suffix("").parts))
            for mutant in mutants(str(inside), file.read_text(encoding="utf-8")):
                yield module.removesuffix(".__init__"), mutant


def _tests() -> int:
    """Runs the tests quietly, until one fails: pytest's exit code."""
    quiet = ("-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "--tb=no")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return int(pytest.main([*quiet, *TESTS]))


def _noticed(module: str, source: str) -> None:
    """In a process of its own: ends with 0 where every test passes all the same."""
    _change(module, source)
    os._exit(_tests())


def _run(chosen: Sequence[tuple[str, Mutant]]) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant, and whether it was noticed; as many at once as there are cores."""
    if _tests():  # which also loads all that takes long to load, before the processes part
        sys.exit("the tests fail without any change: mend that first")
    forked = multiprocessing.get_context("fork")
    waiting, running = list(reversed(chosen)), list[tuple[Mutant, ForkProcess]]()
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            module, mutant = waiting.pop()
            process = forked.Process(target=_noticed, args=(module, mutant.source))
            process.start()
            running.append((mutant, process))
        mutant, process = running.pop(0)
        process.join(SLOW)
        if process.is_alive():
            process.kill()
            process.join()
        yield mutant, process.exitcode != 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--some", type=int, default=0)
    asked = parser.parse_args()
    reasons: dict[str, str] = yaml.safe_load((Path(__file__).parent / "unchanged.yaml").read_text("utf-8")) or {}
    every = list(_all())
    if gone := reasons.keys() - {mutant.name for _, mutant in every}:
        sys.exit("unchanged.yaml names what is no mutant any more:\n" + "\n".join(sorted(gone)))
    chosen = [(module, mutant) for module, mutant in every if asked.only in mutant.name and mutant.name not in reasons]
    if asked.some:
        chosen = random.Random(20261130).sample(chosen, min(asked.some, len(chosen)))
    noticed = 0
    for mutant, was in _run(chosen):
        noticed += was
        if not was:
            print(f"not noticed: {mutant.name}", flush=True)
    listed = f"; {len(reasons)} more change nothing (unchanged.yaml)" if not asked.only else ""
    share = noticed / len(chosen) if chosen else 1.0
    print(f"{noticed} of {len(chosen)} mutants were noticed: {share:.1%} (floor {FLOOR:.0%}){listed}")
    sys.exit(share < FLOOR)


if __name__ == "__main__":
    main()
