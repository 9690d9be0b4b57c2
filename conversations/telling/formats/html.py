"""A document as one HTML file that asks nothing of anywhere: its styles are in it; no script, font or picture.

Each piece runs in its own direction: titles, questions and quotes may be in Arabic or Hebrew."""

from functools import cache
from html import escape
from importlib.resources import files

from conversations.telling.formats.document import (
    LANGUAGE,
    Blank,
    Block,
    Bullets,
    Document,
    Grid,
    Heading,
    Paragraph,
    Said,
)

_NOWHERE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write(document: Document) -> bytes:
    """UTF-8; prints well, follows the reader's light or dark."""
    banner = f'<p class="trial" role="note" dir="auto">{escape(document.banner)}</p>\n' if document.banner else ""
    on_paper = f'@page {{ @top-center {{ content: "{document.banner}"; }} }}\n' if document.banner else ""
    body = "\n".join(_block(block) for block in document.blocks)
    return f"""<!doctype html>
<html lang="{LANGUAGE}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_NOWHERE}">
<meta name="referrer" content="no-referrer">
<title>{escape(document.title)}</title>
<style>
{_style()}{on_paper}</style>
</head>
<body>
{banner}<main>
<h1 dir="auto">{escape(document.title)}</h1>
{body}
</main>
</body>
</html>
""".encode()


@cache
def _style() -> str:
    return (files(__package__) / "letter.css").read_text(encoding="utf-8")


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f'<h{level + 1} dir="auto">{escape(text)}</h{level + 1}>'
        case Paragraph(text, quiet):
            return f'<p dir="auto" class="quiet">{escape(text)}</p>' if quiet else f'<p dir="auto">{escape(text)}</p>'
        case Blank(text):
            return f'<p dir="auto" class="blank">{escape(text)}</p>'
        case Bullets(items):
            written = "".join(f'<li dir="auto">{escape(item)}</li>' for item in items)
            return f"<ul>{written}</ul>"
        case Said(text, who):
            caption = f'<figcaption dir="auto">{escape(who)}</figcaption>' if who else ""
            return f'<figure><blockquote dir="auto">{escape(text)}</blockquote>{caption}</figure>'
        case Grid():
            return _table(block)


def _table(grid: Grid) -> str:
    first, *others = grid.header
    numbers = {place for place in range(1, len(grid.header)) if _are_numbers(grid, place)}
    head = f'<th scope="col">{escape(first)}</th>' + "".join(
        f'<th scope="col"{_number(place in numbers)}>{escape(name)}</th>' for place, name in enumerate(others, 1)
    )
    rows = []
    for at, (name, *cells) in enumerate(grid.rows):
        per_cent = grid.bars[at] if grid.bars else None
        bar = f'<span class="bar" style="width:{per_cent}%" aria-hidden="true"></span>' if per_cent else ""
        written = "".join(f"<td{_number(place in numbers)}>{escape(cell)}</td>" for place, cell in enumerate(cells, 1))
        rows.append(f'<tr><th dir="auto" scope="row">{escape(name)}{bar}</th>{written}</tr>')
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(grid.about)}"><table>'
        f'<caption dir="auto">{escape(grid.caption)}</caption>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{chr(10).join(rows)}\n</tbody></table></div>"
    )


def _are_numbers(grid: Grid, place: int) -> bool:
    return any(row[place][:1].isdigit() for row in grid.rows) and bool(grid.bars)


def _number(is_one: bool) -> str:
    return ' class="number"' if is_one else ""
