"""A document as Markdown."""

import re

from conversations.telling.formats.document import Blank, Block, Bullets, Document, Grid, Heading, Paragraph, Said

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~&])")
_AT_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)


def write(document: Document) -> bytes:
    """UTF-8. Whatever people wrote is shown as they wrote it: nothing of it is taken for Markdown."""
    banner = f"**{_plain(document.banner)}**\n\n" if document.banner else ""
    parts = [_block(block) for block in document.blocks]
    return (f"# {_plain(document.title)}\n\n{banner}" + "\n\n".join(parts) + f"\n\n{banner}".rstrip() + "\n").encode()


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * (level + 1)} {_plain(text)}"
        case Paragraph(text, quiet):
            return f"*{_plain(text)}*" if quiet else _plain(text)
        case Blank(text):
            return f"**{_plain(text)}**"
        case Bullets(items):
            return "\n".join(f"- {_plain(item)}" for item in items)
        case Said(text, who):
            lines = [_plain(part) for part in text.splitlines()]
            return "\n".join([*(f"> {part}  " for part in lines), *([f">\n> *{_plain(who)}*"] if who else [])])
        case Grid(caption, _, header, rows, bars):
            ruler = ["---", *("---:" if bars and place < 2 else "---" for place in range(len(header) - 1))]
            return "\n".join([f"**{_plain(caption)}**", "", _row(header), _row(tuple(ruler)), *map(_cells, rows)])


def _cells(row: tuple[str, ...]) -> str:
    return _row(tuple(_plain(cell) for cell in row))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    return _AT_START.sub(_escape_start, _SPECIAL.sub(r"\\\1", text))


def _escape_start(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"
