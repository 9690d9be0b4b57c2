"""A mutant put into the modules that are loaded, so that tables which hold their functions have it too."""

import ast
import importlib
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType

from tests.mutants.mutations import Mutant, mutants


@dataclass(frozen=True, slots=True)
class Change:
    """One mutant, and the other code of the functions that it changes."""

    mutant: Mutant
    codes: tuple[tuple[FunctionType, CodeType], ...]

    def make(self) -> None:
        for function, code in self.codes:
            function.__code__ = code


def changes(folder: Path, pattern: str, package: str) -> Iterator[Change]:
    """Every mutant of the files of a folder."""
    for file in sorted(folder.glob(pattern)):
        inside = file.relative_to(folder)
        module = ".".join((package, *inside.with_suffix("").parts)).removesuffix(".__init__")
        source = file.read_text(encoding="utf-8")
        for mutant in mutants(str(inside), source):
            yield Change(mutant, tuple(_changed(module, source, mutant)))


def _changed(module: str, source: str, mutant: Mutant) -> Iterator[tuple[FunctionType, CodeType]]:
    plain, mutated = _codes(module, ast.unparse(ast.parse(source))), _codes.__wrapped__(module, mutant.source)
    for name, function in _functions(module, vars(importlib.import_module(module))):
        if plain[name] != mutated[name]:
            yield function, mutated[name]


@cache
def _codes(module: str, source: str) -> dict[str, CodeType]:
    names: dict[str, object] = {"__name__": module}
    exec(compile(source, module, "exec"), names)
    return {name: function.__code__ for name, function in _functions(module, names)}


def _functions(module: str, names: Mapping[str, object]) -> Iterator[tuple[str, FunctionType]]:
    """The functions and methods that a module writes itself, by qualified name."""
    for name, held in names.items():
        if isinstance(held, type) and held.__module__ == module:
            yield from ((f"{name}.{inner}", function) for inner, function in _functions(module, vars(held)))
            continue
        function = inspect.unwrap(getattr(held, "fget", None) or held)  # type: ignore[arg-type]
        if isinstance(function, FunctionType) and function.__module__ == module:
            yield name, function
