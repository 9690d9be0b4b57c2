"""Small changes to a Python file, each of which some test should notice: one a mutant.

What is changed: comparisons, and/or/not, one half of a condition left out, conditions turned round, True and False,
numbers by one, plus and minus, guards of a case, and calls whose result nobody uses (what is said, kept or shown).
Strings are left alone: nearly all are keys of a catalogue, and a wrong key fails at once wherever it is.
"""

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

_OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """`name` says where and what, and stays the same while that line does: "turn.py _skip: a == b -> a != b"."""

    name: str
    source: str


def mutants(file: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a file, in the order of its lines. `file` is how its mutants are named."""
    tree = ast.parse(source)
    names: Counter[str] = Counter()
    for number, (where, node) in enumerate(_places(tree)):
        for change in _changes(node):
            mutated = copy.deepcopy(tree)
            _, target = list(_places(mutated))[number]
            before = ast.unparse(target)
            after = change(mutated, target)
            name = f"{file} {where}: {_short(before)} -> {_short(after)}"
            names[name] += 1
            again = f" ({names[name]})" if names[name] > 1 else ""
            yield Mutant(name + again, ast.unparse(ast.fix_missing_locations(mutated)))


def _short(code: str) -> str:
    return " ".join(code.split())[:100]


def _places(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Every node in functions, with the function's name; annotations and decorators are no code of it."""

    def below(node: ast.AST, where: str) -> Iterator[tuple[str, ast.AST]]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for statement in node.body:
                yield from below(statement, node.name)
            return
        if isinstance(node, ast.AnnAssign):
            if node.value:
                yield from below(node.value, where)
            return
        if where:
            yield where, node
        for child in ast.iter_child_nodes(node):
            yield from below(child, where)

    yield from below(tree, "")


Change = Callable[[ast.Module, ast.AST], str]


def _changes(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare(ops=[comparison]) if other := _OTHER.get(type(comparison)):
            yield lambda _, target: _set(target, "ops", [other()])
        case ast.BoolOp(op=joined, values=values):
            yield lambda _, target: _set(target, "op", ast.Or() if isinstance(joined, ast.And) else ast.And())
            yield from (partial(_without, at=at) for at in range(len(values)))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield lambda tree, target: _replaced(tree, target, copy.deepcopy(operand))
        case ast.If() | ast.IfExp() | ast.While() if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            yield lambda _, target: _set(target, "test", ast.UnaryOp(ast.Not(), target.test))  # type: ignore[attr-defined]
        case ast.Constant(value=bool() as value):
            yield lambda _, target: _set(target, "value", not value)
        case ast.Constant(value=int() as number):
            yield lambda _, target: _set(target, "value", number + 1)
        case ast.BinOp(op=ast.Add() | ast.Sub() as sign):
            yield lambda _, target: _set(target, "op", ast.Sub() if isinstance(sign, ast.Add) else ast.Add())
        case ast.match_case(guard=ast.expr()):
            yield lambda _, target: _set(target, "guard", None)
        case ast.Expr(value=ast.Call()):
            yield lambda tree, target: _replaced(tree, target, ast.Pass())
        case _:
            pass


def _set(node: ast.AST, field: str, value: object) -> str:
    setattr(node, field, value)
    return ast.unparse(node)


def _without(tree: ast.Module, node: ast.AST, at: int) -> str:
    assert isinstance(node, ast.BoolOp)
    left = [value for number, value in enumerate(node.values) if number != at]
    return _replaced(tree, node, left[0] if len(left) == 1 else ast.BoolOp(node.op, left))


def _replaced(tree: ast.Module, node: ast.AST, by: ast.AST) -> str:
    """Puts another node in the place of one, wherever it stands."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is node:
                setattr(parent, field, by)
            elif isinstance(value, list) and any(one is node for one in value):
                setattr(parent, field, [by if one is node else one for one in value])
    return ast.unparse(by)
