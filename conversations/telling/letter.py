"""The letter: what young people said, told back to them, from the minister.

Promises are the minister's to write: they are left blank, never made up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conversations.asking.consultation.model import Consultation
from conversations.asking.consultation.wishes import asks_for_wishes
from conversations.asking.locales.dates import plain_day
from conversations.telling.counts import SYMBOL, UNIT
from conversations.telling.figures import Figures
from conversations.telling.formats.document import (
    Blank,
    Block,
    Bullets,
    Document,
    Grid,
    Heading,
    Paragraph,
    Said,
)
from conversations.telling.lines import line
from conversations.telling.open_tables import Checked
from conversations.telling.quotes import A_HANDFUL, Quote, handful
from conversations.telling.shares.told_shares import PER_CENT_FROM
from conversations.telling.shares.told_shares import key as key_of_words
from conversations.telling.tables import Cell, Part, Table, in_words, part_that_answered, share, shown

LEADS = 2
"""Answers that are named in a sentence above their table."""

SMALL = 60
MORE_QUOTES = 10
"""With fewer than 60 people there are few numbers to show, so there are more quotes."""


_BASES = {Part.NEARLY_ALL: "base_nearly_all", Part.MOST: "base_most", Part.NOT_TOLD: "base_hidden"}
_SORTED = {Checked.NONE: "sorted_none", Checked.SOME: "sorted_some", Checked.ALL: "sorted_all"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a letter says besides figures and quotes. `help_lines`: a line of text for each service. `as_of`: of
    which day the figures are (see AsOf). `accuracy`: how far coding can be trusted (see accuracy.statement)."""

    trial: bool
    opens: date | None
    closes: date | None
    today: date
    help_lines: Sequence[str]
    as_of: str
    accuracy: str


def letter(text: Consultation, figures: Figures, quotes: Mapping[str, Sequence[Quote]], setting: Setting) -> Document:
    """The whole letter. On a trial the title and each part's heading begin with TRIAL, and the banner says it too."""
    blocks = tuple(_blocks(text, figures, quotes, setting))
    title = line("title", title=text.title)
    if not setting.trial:
        return Document(title, blocks, setting.today)
    marked = tuple(
        Heading(line("trial_heading", heading=block.text)) if isinstance(block, Heading) and block.level == 1 else block
        for block in blocks
    )
    return Document(line("trial_heading", heading=title), marked, setting.today, banner=line("trial"))


def _blocks(
    text: Consultation, figures: Figures, quotes: Mapping[str, Sequence[Quote]], setting: Setting
) -> Iterator[Block]:
    yield Paragraph(line("dear"))
    yield from _thanks(text, figures, setting)
    yield from _who(figures)
    yield from _left_out(figures)
    yield Heading(line("told_heading"))
    yield Paragraph(line("told_how", symbol=SYMBOL))
    for table in figures.questions:
        small = figures.took_part is None or figures.took_part < SMALL
        yield from _question(table, figures, quotes.get(table.id, ()), MORE_QUOTES if small else A_HANDFUL)
    yield Heading(line("next_heading"))
    yield Blank(line("blank"))
    yield Heading(line("cannot_heading"))
    yield Blank(line("blank"))
    yield Heading(line("help_heading"))
    yield Paragraph(line("help_intro"))
    yield Bullets(tuple(setting.help_lines))
    yield Paragraph(line("sign_off"))
    yield Blank(line("blank"))
    quoted = any(quotes.get(table.id) for table in figures.questions if table.words and not table.nobody)
    yield from _numbers(figures, setting, quoted=quoted)


def _thanks(text: Consultation, figures: Figures, setting: Setting) -> Iterator[Block]:
    yield Heading(line("thank_heading"))
    yield Paragraph(line("thank_people", about=text.about))
    if figures.nobody:
        yield Paragraph(line("thank_nobody"))
        return
    if figures.took_part is None:
        count = line("thank_few", threshold=figures.threshold)
    else:
        count = line("thank_count", count=figures.took_part)
    if setting.opens and setting.closes:
        count = f"{line('thank_dates', opens=plain_day(setting.opens), closes=plain_day(setting.closes))} {count}"
    yield Paragraph(count)
    yield Paragraph(line("thank_read"))
    yield Blank(line("blank"))


def _who(figures: Figures) -> Iterator[Block]:
    yield Heading(line("who_heading"))
    yield Paragraph(line("who_chose"))
    for table in figures.people:
        yield from _grid(table, table.title)
    yield Paragraph(line("who_unfinished"), quiet=True)
    if figures.about_you:
        yield Paragraph(line("who_about"))
    for table in figures.about_you:
        yield Heading(table.title, 2)
        if table.nobody:
            yield Paragraph(line("nobody"))
            continue
        if not table.shows and (leads := " ".join(_leads(table))):
            yield Paragraph(leads)
        yield from _grid(table, line("in_numbers"))
        yield Paragraph(_base(table), quiet=True)


def _left_out(figures: Figures) -> Iterator[Block]:
    yield Heading(line("left_out_heading"), 2)
    if figures.left_out and all(left.count is None for left in figures.left_out):
        reasons = "; ".join(left.reason for left in figures.left_out)
        yield Paragraph(f"{line('left_out_some')} {line('left_out_reasons', reasons=reasons)}")
    elif figures.left_out:
        yield Paragraph(line("left_out_some"))
        yield Grid(
            line("left_out_table"),
            line("left_out_table"),
            (line("column_reason"), line("column_answers")),
            tuple((left.reason, shown(left.count)) for left in figures.left_out),
        )
    else:
        yield Paragraph(line("left_out_none"))
    if figures.waiting:
        yield Paragraph(line("left_out_waiting"))


def _question(table: Table, figures: Figures, quotes: Sequence[Quote], most: int) -> Iterator[Block]:
    yield Heading(table.title, 2)
    if table.nobody:
        yield Paragraph(line("nobody"))
        return
    if table.words:
        yield Paragraph(_base(table), quiet=True)
        by_whom = line(_SORTED[figures.checked.get(table.id, Checked.NONE)])
        yield from _coded(figures.themes.get(table.id), line("told_themes"), line("told_themes_note", sorted=by_whom))
        if not asks_for_wishes(table.title):
            yield from _coded(figures.feelings.get(table.id), line("told_feelings"), line("told_feelings_note"))
        yield from _words(quotes, most)
        return
    if leads := " ".join(_leads(table)):
        yield Paragraph(leads)
    yield from _grid(table, line("in_numbers"))
    if table.together:
        yield Paragraph(line("together_note", labels=_labels(table)), quiet=True)
    if table.several and table.shows:
        yield Paragraph(line("lead_multi_note"), quiet=True)
    yield Paragraph(_base(table), quiet=True)


def _coded(table: Table | None, caption: str, note: str) -> Iterator[Block]:
    """Themes or feelings of what was written; nothing where every number of them is hidden."""
    if table and table.shows:
        yield from _grid(table, caption)
        shares = f" {line('base_shares', took_part=table.took_part)}" if table.base is None else ""
        yield Paragraph(f"{note}{shares}", quiet=True)


def _words(quotes: Sequence[Quote], most: int) -> Iterator[Block]:
    if not quotes:
        yield Paragraph(line("quotes_none"))
        return
    yield Paragraph(line("quotes_intro" if len(quotes) > 1 else "quotes_few"))
    for quote in handful(quotes, most):
        yield Said(quote.text, line("quote_age", age=quote.who.lower()) if quote.who else "")
    if len(quotes) > most:
        yield Paragraph(line("and_more"), quiet=True)


def _leads(table: Table) -> Iterator[str]:
    """The answers that most people gave, in a sentence each; none that shares its place with one that is not named."""
    named = sorted((cell for cell in table.rows if cell.tells), key=lambda cell: -(cell.count or 0))
    leads = named[:LEADS]
    if named[LEADS:]:
        leads = [cell for cell in leads if cell.count != named[LEADS].count]
    for place, cell in enumerate(leads):
        yield line(
            _lead(table, cell, first=not place),
            word=cell.word.capitalize(),
            count=cell.count,
            of=table.of,
            label=cell.label.rstrip("."),
        )


def _lead(table: Table, cell: Cell, *, first: bool) -> str:
    """The key of the sentence. A fraction is told without numbers: these are rounded, and would come to another."""
    if not cell.word:
        return "lead_count" if first else "lead_count_more"
    if cell.per_cent is not None:
        return "lead_more" if not first else "lead_multi" if table.several else "lead_one"
    if not first:
        return "lead_part_more"
    return "lead_part_took_part" if table.base is None else "lead_part_answered"


def _base(table: Table) -> str:
    """How many answered, of how many; as much of it as may be said."""
    if table.took_part is None:
        return line("base_none", symbol=SYMBOL)
    if table.base is not None:
        key = "open_base" if table.words else "base"
        return line(key, base=table.base, took_part=table.took_part)
    words = line(_BASES[part_that_answered(table)], took_part=table.took_part, symbol=SYMBOL)
    return f"{words} {line('base_shares', took_part=table.took_part)}" if table.shows else words


def _grid(table: Table, caption: str) -> Iterator[Block]:
    """The table; where every number of it is hidden, a sentence instead."""
    if not table.shows:
        key = "people_hidden" if table.kind == "people" else "lead_rest" if table.tells else "lead_hidden"
        yield Paragraph(line(key, title=table.title, labels=_labels(table)))
        return
    yield Grid(
        caption,
        table.title,
        (line("column_answer"), line("column_people"), line("column_share"), line("column_words")),
        tuple((cell.label, shown(cell.count), share(cell), in_words(cell)) for cell in table.rows),
        tuple(cell.bar for cell in table.rows),
    )


def _labels(table: Table) -> str:
    return "; ".join(cell.label for cell in table.cells)


def _numbers(figures: Figures, setting: Setting, *, quoted: bool) -> Iterator[Block]:
    """`quoted`: there are quotes in this letter, so it is said how they were checked."""
    yield Heading(line("numbers_heading"))
    yield Bullets(
        (
            line("numbers_people"),
            setting.as_of,
            line("numbers_symbol", symbol=SYMBOL, threshold=figures.threshold),
            line("numbers_rounded", unit=UNIT),
            line("numbers_shares", people=PER_CENT_FROM),
            setting.accuracy,
            *([line("checked")] if quoted else []),
        )
    )
    yield Grid(line("words_table"), line("words_table"), (line("column_word"), line("column_means")), key_of_words())
    yield Paragraph(line("made", day=plain_day(setting.today)), quiet=True)
