"""A document as a Word file: real headings, simple tables with a header row, marked as British English."""

import re
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as WordParagraph

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

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no Word file can hold; people type them by accident."""

_FONT = "Arial"
_ACCENT = RGBColor(0x5B, 0x2A, 0x86)
_INK = RGBColor(0x1D, 0x1D, 0x23)
_QUIET = RGBColor(0x55, 0x55, 0x5F)
_TRIAL = RGBColor(0xA3, 0x16, 0x0F)
_WIDTH = Cm(17)


def write(document: Document) -> bytes:
    """The same document gives the same bytes on the same day."""
    word = docx.Document()
    _styles(word)
    _page(word, document)
    made = datetime.combine(document.day, time(12), UTC).replace(tzinfo=None)
    properties = word.core_properties
    properties.title, properties.language, properties.author = document.title, LANGUAGE, ""
    properties.comments, properties.created, properties.modified = "", made, made
    word.add_paragraph(document.title, style="Title")
    for block in document.blocks:
        _block(word, block)
    file = BytesIO()
    word.save(file)
    return _dated(file, made)


def _dated(file: BytesIO, made: datetime) -> bytes:
    """The same archive, whose parts bear the document's day: python-docx stamps them with the second of their writing,
    so that the same document would be another file each time."""
    again = BytesIO()
    with ZipFile(file) as parts, ZipFile(again, "w", ZIP_DEFLATED) as dated:
        for name in parts.namelist():
            dated.writestr(ZipInfo(name, made.timetuple()[:6]), parts.read(name), ZIP_DEFLATED)
    return again.getvalue()


# ------------------------------------------------------------------------------------------------------------- blocks


def _block(word: Word, block: Block) -> None:
    match block:
        case Heading(text, level):
            word.add_heading(text, level)
        case Paragraph(text, quiet):
            word.add_paragraph(text, style="Quiet" if quiet else "Normal")
        case Blank(text):
            word.add_paragraph(text, style="Blank")
        case Bullets(items):
            for item in items:
                word.add_paragraph(item, style="List Bullet")
        case Said(text, who):
            quote = word.add_paragraph(_NOT_IN_XML.sub("\ufffd", text), style="Quote")
            if who:
                quote.paragraph_format.keep_with_next = True
                quote.paragraph_format.space_after = Pt(0)
                word.add_paragraph(who, style="Quote label")
        case Grid():
            _table(word, block)


def _table(word: Word, grid: Grid) -> None:
    word.add_paragraph(grid.caption, style="Caption")
    table = word.add_table(rows=1, cols=len(grid.header), style="Table Grid")
    table.autofit = False
    _describe(table, grid)
    for place, column in enumerate(table.columns):
        column.width = _column(place, len(grid.header))
    for row in grid.rows:
        table.add_row().cells[0].text = row[0]
    for number, (row, values) in enumerate(zip(table.rows, (grid.header, *grid.rows), strict=True)):
        _mark(row, "w:cantSplit")
        for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            cell.width = _column(place, len(values))
            cell.text = value
            paragraph = cell.paragraphs[0]
            paragraph.style = "Table header" if number == 0 else "Table text"
            paragraph.paragraph_format.keep_with_next = number < len(grid.rows)
            if grid.bars and place in (1, 2):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if number == 0:
                _shade(cell)
    _mark(table.rows[0], "w:tblHeader")
    word.add_paragraph(style="After table")


def _column(place: int, columns: int) -> Cm:
    if columns == 2:
        return Cm(8.5)
    return Cm(8.2) if place == 0 else Cm((17 - 8.2) / (columns - 1))


def _describe(table: Table, grid: Grid) -> None:
    """Alternative text, for those who have the page read to them."""
    properties = table._tbl.tblPr
    # Word wants the parts of a table's properties in this order.
    properties.insert_element_before(_borders(), "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for tag, text in (("w:tblCaption", grid.about), ("w:tblDescription", ", ".join(grid.header))):
        element = OxmlElement(tag)
        element.set(qn("w:val"), text)
        properties.append(element)


def _borders() -> Any:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        drawn = side in ("top", "bottom", "insideH")
        for name, value in (("w:val", "single" if drawn else "nil"), ("w:sz", "4"), ("w:color", "BDBAC4")):
            line.set(qn(name), value)
        borders.append(line)
    return borders


def _mark(row: Any, tag: str) -> None:
    element = OxmlElement(tag)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _shade(cell: _Cell) -> None:
    element = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "F4F0F8")):
        element.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(element)


# ------------------------------------------------------------------------------------------------------------- styles


def _styles(word: Word) -> None:
    normal = _style(word, "Normal", 11.5)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.2
    language = normal.element.get_or_add_rPr()
    language.append(_language())
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None:
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        defaults.append(_language())
    _style(word, "Title", 24, bold=True, after=12)
    for level, size, before in ((1, 17, 22), (2, 13, 16)):
        heading = _style(word, f"Heading {level}", size, colour=_ACCENT, bold=True, before=before, after=5)
        heading.paragraph_format.keep_with_next = True
    _style(word, "Caption", 10.5, bold=True, before=6, after=3).paragraph_format.keep_with_next = True
    _style(word, "List Bullet", 11.5, after=4)
    quote = _style(word, "Quote", 11.5, before=4, after=6)
    quote.font.italic = False
    _rule_left(quote)
    label = _new(word, "Quote label", "Quote", 10, colour=_QUIET)
    label.paragraph_format.space_before = Pt(0)
    _new(word, "Quiet", "Normal", 10, colour=_QUIET)
    _new(word, "Table text", "Normal", 10.5, after=2, before=2).paragraph_format.line_spacing = 1.0
    _new(word, "Table header", "Table text", 10, bold=True, before=2, after=2)
    _new(word, "After table", "Normal", 4, after=2)
    blank = _new(word, "Blank", "Normal", 11.5, bold=True)
    _highlight(blank)
    _new(word, "Banner", "Normal", 11.5, colour=_TRIAL, bold=True)


def _style(
    word: Word,
    name: str,
    size: float,
    *,
    colour: RGBColor = _INK,
    bold: bool = False,
    before: float = 0,
    after: float = 7,
) -> ParagraphStyle:
    style = word.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    style.font.name, style.font.size, style.font.bold, style.font.color.rgb = _FONT, Pt(size), bold, colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), _FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        border.getparent().remove(border)
    return style


def _new(word: Word, name: str, base: str, size: float, **how: Any) -> ParagraphStyle:
    style = word.styles.add_style(name, 1)
    style.base_style = word.styles[base]
    return _style(word, name, size, **how)


def _language() -> Any:
    element = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        element.set(qn(name), LANGUAGE)
    return element


def _rule_left(style: ParagraphStyle) -> None:
    style.paragraph_format.left_indent = Cm(0.6)
    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for name, value in (("w:val", "single"), ("w:sz", "18"), ("w:space", "8"), ("w:color", "8D62B5")):
        left.set(qn(name), value)
    borders.append(left)
    style.element.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc")


def _highlight(style: ParagraphStyle) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "FFF4C2")):
        shade.set(qn(name), value)
    style.element.get_or_add_pPr().insert_element_before(shade, "w:spacing", "w:ind", "w:jc")


def _page(word: Word, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    if document.banner:
        header = section.header.paragraphs[0]
        header.text, header.style = document.banner, "Banner"
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer = section.footer.paragraphs[0]
    footer.style = "Quiet"
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(footer)


def _page_number(paragraph: WordParagraph) -> None:
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
