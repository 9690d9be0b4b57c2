"""Reads where rows lie in the pages of a database's file, past SQLite."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from itertools import combinations
from pathlib import Path

_LEAVES = {0x0A: 8, 0x0D: 8, 0x02: 12, 0x05: 12}
"""Kinds of pages of a tree, and the bytes before their cells' places."""


def order_in_pages(file: Path, arrival: Mapping[bytes, int]) -> tuple[float, int]:
    """Kendall's tau of the order in which rows came and that in which they lie, over all pairs of one page; how many
    pairs there were. `arrival`: when came the row that this stands in?"""
    with closing(sqlite3.connect(file)) as db:
        (size,) = db.execute("PRAGMA page_size").fetchone()
    content = file.read_bytes()
    alike = unlike = 0
    for begin in range(0, len(content), size):
        page = content[begin : begin + size]
        head = 100 if begin == 0 else 0
        if page[head] not in _LEAVES or not any(page[head + 3 : head + 5]):
            continue
        count = int.from_bytes(page[head + 3 : head + 5], "big")
        first = head + _LEAVES[page[head]]
        places = sorted(int.from_bytes(page[first + 2 * n : first + 2 * n + 2], "big") for n in range(count))
        found = [
            number
            for at, after in zip(places, [*places[1:], size], strict=True)
            for mark, number in arrival.items()
            if mark in page[at:after]
        ]
        for one, other in combinations(found, 2):
            alike, unlike = alike + (one < other), unlike + (one > other)
    return (alike - unlike) / max(1, alike + unlike), alike + unlike
