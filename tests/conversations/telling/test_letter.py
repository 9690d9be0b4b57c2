"""The letter, as a document and in its three formats."""

import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from io import BytesIO

import docx as word
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.asking.left_out import LeaveOutReason
from conversations.telling.figures import figures
from conversations.telling.formats import docx, html, md
from conversations.telling.formats.document import Blank, Bullets, Document, Grid, Heading, Paragraph, Said
from conversations.telling.letter import Setting, letter
from conversations.telling.quotes import quotes
from conversations.telling.responses import Review, ReviewedResponse
from tests.conversations.telling.telling_given import AS_OF, clubs, many, response, ticked, wrote

HELP = ("Childline: call 0800 1111",)
WILD = "  i dont no *why* _it_ | is\n# [name] <script>alert(1)</script> & so on\n- 1. `end`"


def written(responses: list[ReviewedResponse], *, trial: bool = False) -> Document:
    found = figures(clubs(), responses, doors={})
    setting = Setting(
        trial, date(2026, 2, 6), date(2026, 5, 11), date(2026, 6, 1), HELP, AS_OF, "How well: not measured yet."
    )
    return letter(clubs(), found, quotes(clubs(), responses, found), setting)


def large() -> list[ReviewedResponse]:
    return [
        *many(60, {"C1": ticked("often"), "C2": ticked("sport", "music"), "C3": ticked("always")}),
        *many(30, {"C1": ticked("never"), "C2": ticked("art"), "C3": ticked("rarely")}),
        *many(3, {"C1": ticked("not_sure")}),
        *many(30, {"C4": wrote("a place to go when it rains")}),
        response({"C4": wrote(WILD)}),
        response({"C4": wrote("waiting words", Review.WAITING)}),
        response({"C4": wrote("rejected words", Review.REJECTED, reason=LeaveOutReason.TEST_OR_COPY)}),
    ]


def small() -> list[ReviewedResponse]:
    return [
        *many(9, {"C1": ticked("often"), "C3": ticked("always"), "C4": wrote("somewhere warm to sit")}),
        *many(8, {"C1": ticked("never"), "C3": ticked("often"), "C4": wrote("more football for girls")}),
        *many(8, {"C1": ticked("not_sure"), "C3": ticked("never"), "C4": wrote("buses that run at night")}),
    ]


def text_of(document: Document) -> str:
    return md.write(document).decode()


class Page(HTMLParser):
    """The words and the tags of a page."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of_md(content: bytes) -> str:
    return re.sub(r"\\(.)", r"\1", re.sub(r"^> |  $", "", content.decode(), flags=re.MULTILINE))


def words_of_html(content: bytes) -> str:
    return "".join(Page(content).words)


def words_of_docx(content: bytes) -> str:
    opened = word.Document(BytesIO(content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


WRITERS = pytest.mark.parametrize(
    ("write", "words_of"),
    [(md.write, words_of_md), (html.write, words_of_html), (docx.write, words_of_docx)],
    ids=["md", "html", "docx"],
)
Write = Callable[[Document], bytes]
WordsOf = Callable[[bytes], str]


def test_the_parts_stand_in_their_order() -> None:
    headings = [block.text for block in written(large()).blocks if isinstance(block, Heading) and block.level == 1]
    assert headings == [
        "Thank you",
        "Who took part",
        "What you told us",
        "What happens next",
        "What we cannot do, and why",
        "Where to get help",
        "How to read this letter",
    ]


def test_promises_are_left_for_the_minister() -> None:
    blocks = written(large()).blocks
    for heading in ("What happens next", "What we cannot do, and why"):
        place = next(at for at, block in enumerate(blocks) if block == Heading(heading))
        assert blocks[place + 1] == Blank("[for the minister to write]")
        assert isinstance(blocks[place + 2], Heading)


def test_every_question_is_told_in_its_own_words() -> None:
    headings = {block.text for block in written(large()).blocks if isinstance(block, Heading)}
    assert {question.text for question in (*clubs().questions, *clubs().about_you)} <= headings


@WRITERS
def test_every_format_says_the_same(write: Write, words_of: WordsOf) -> None:
    document = written(large())
    words = words_of(write(document))
    for block in document.blocks:
        match block:
            case Heading(text) | Paragraph(text) | Blank(text):
                assert text in words
            case Bullets(items):
                assert all(item in words for item in items)
            case Said(text):
                for line in text.splitlines():
                    assert line.strip() in words
            case Grid(caption, _, header, rows):
                assert all(cell in words for cell in (caption, *header, *(cell for row in rows for cell in row)))


@WRITERS
def test_no_rejected_or_unread_word_is_in_any_format(write: Write, words_of: WordsOf) -> None:
    words = words_of(write(written(large())))
    assert "rejected words" not in words
    assert "waiting words" not in words


@WRITERS
def test_the_same_document_gives_the_same_bytes(write: Write, words_of: WordsOf) -> None:
    assert write(written(large())) == write(written(large()))


def test_no_small_number_stands_in_a_table() -> None:
    for document in (written(large()), written(small())):
        for block in document.blocks:
            if isinstance(block, Grid) and block.bars:
                for _, count, share, in_words in block.rows:
                    assert count == "c" or int(count) >= 10
                    assert share != "c" or count == in_words == "c"


def test_a_trial_says_so_in_its_title_banner_and_parts() -> None:
    document = written(large(), trial=True)
    assert document.title.startswith("TRIAL")
    assert document.banner.startswith("TRIAL")
    parts = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert all(part.startswith("TRIAL") for part in parts)
    assert "TRIAL" not in text_of(written(large()))


def test_a_trial_says_so_on_every_page_of_the_word_file() -> None:
    opened = word.Document(BytesIO(docx.write(written(large(), trial=True))))
    assert all(section.header.paragraphs[0].text.startswith("TRIAL") for section in opened.sections)


def test_a_small_consultation_is_still_worth_reading() -> None:
    words = text_of(written(small()))
    assert "About 25 of you took part" in words
    assert "Half or more of the people who took part said: “Always or Often”" in words
    for said in ("somewhere warm to sit", "more football for girls", "buses that run at night"):
        assert said in words


def test_where_nobody_took_part_nobody_is_thanked_for_anything() -> None:
    words = text_of(written([], trial=True))
    assert "Nobody has taken part yet." in words
    assert "easy to say" not in words
    assert "Some of you took part" not in words


def test_a_question_that_nobody_answered_is_told_in_one_line() -> None:
    blocks = written(many(30, {"C1": ticked("often")})).blocks
    for question in (clubs().questions[1], clubs().questions[3], clubs().about_you[0]):
        place = blocks.index(Heading(question.text, 2))
        assert blocks[place + 1] == Paragraph("Nobody answered this.")
        assert isinstance(blocks[place + 2], Heading)


def test_where_all_say_the_same_the_letter_says_the_widest_word_and_never_that_it_is_too_small() -> None:
    words = text_of(written(many(12, {"C1": ticked("often")})))
    assert "Half or more of the people who took part said: “Yes”." in words
    assert "too small" not in words


def test_fractions_are_told_without_the_rounded_numbers_that_would_come_to_another() -> None:
    words = text_of(written([*many(13, {"part": ticked("north")}), *many(13, {"C3": ticked("often")})]))
    assert "13" not in re.sub(r"13 to 15|13_15", "", words)


def test_a_question_with_nothing_but_small_numbers_has_no_table_of_hidden_ones() -> None:
    rows = [block.rows for block in written(small()).blocks if isinstance(block, Grid) and block.bars]
    assert all(any(row[1] != "c" for row in table) for table in rows)


def test_who_answered_and_how_to_read_it_are_said() -> None:
    words = text_of(written(large()))
    assert "chose to answer" in words
    assert "anonymised and checked" in words
    assert "c means that a number is hidden" in words
    assert "| a large majority | 75% or more |" in words
    assert "Childline: call 0800 1111" in words


def test_a_letter_without_quotes_does_not_say_that_a_person_read_them() -> None:
    words = text_of(written(many(30, {"C1": ticked("often"), "C4": wrote("not read yet", Review.WAITING)})))
    assert "We have no words that we can share" in words
    assert "anonymised and checked" not in words
    assert "A person read each one" not in words


def test_fewer_than_ten_people_are_thanked_without_a_number() -> None:
    words = text_of(written(many(4, {"C1": ticked("often")})))
    assert "as it was fewer than 10" in words
    assert "4 of you" not in words


def test_the_page_asks_nothing_of_anywhere_and_says_its_language() -> None:
    content = html.write(written(large(), trial=True))
    page = Page(content)
    assert ("html", {"lang": "en-GB"}) in page.tags
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "a", "form"}
    assert b"url(" not in content
    assert b"http:" not in content
    assert b"https:" not in content
    assert "default-src 'none'" in content.decode()


def test_every_piece_of_the_page_runs_in_its_own_direction() -> None:
    pieces = {"h1", "h2", "h3", "p", "li", "blockquote", "caption"}
    tags = [(tag, attributes) for tag, attributes in Page(html.write(written(large()))).tags if tag in pieces]
    assert {tag for tag, _ in tags} == pieces
    assert all(attributes.get("dir") == "auto" for _, attributes in tags)


def test_the_tables_of_the_page_have_a_header_and_a_caption() -> None:
    tags = [tag for tag, _ in Page(html.write(written(large()))).tags]
    assert tags.count("table") == tags.count("caption") == tags.count("thead") > 3
    scopes = [attributes.get("scope") for tag, attributes in Page(html.write(written(large()))).tags if tag == "th"]
    assert set(scopes) == {"col", "row"}


def test_the_word_file_has_real_headings_a_language_and_simple_tables() -> None:
    opened = word.Document(BytesIO(docx.write(written(large()))))
    styles = {paragraph.style.name for paragraph in opened.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "Quote", "List Bullet"} <= styles
    assert opened.core_properties.title == "What you told us: Clubs"
    assert opened.core_properties.language == "en-GB"
    assert 'w:lang w:val="en-GB"' in opened.styles.element.xml
    assert opened.tables
    for table in opened.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert "w:gridSpan" not in table._tbl.xml
        assert "w:vMerge" not in table._tbl.xml
        assert "w:tblCaption" in table._tbl.xml


ANY_WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@WRITERS
@settings(max_examples=15, deadline=None)
@given(st.lists(ANY_WORDS, min_size=6, max_size=12))
def test_whatever_was_said_can_be_written(write: Write, words_of: WordsOf, said: list[str]) -> None:
    """Many at once: a Word file takes long to begin, and no longer for what stands in it."""
    document = Document("Said", tuple(Said(one, "age 13 to 15") for one in said), date(2026, 6, 1))
    words = words_of(write(document))
    assert words.count("age 13 to 15") >= len(said)


def test_a_letter_of_whatever_was_said_is_written_whole() -> None:
    assert "Dear young people" in text_of(written([response({"C4": wrote(WILD)})]))


def test_words_in_markdown_are_not_taken_for_markdown() -> None:
    said = next(part for part in text_of(written(large())).split("\n\n") if "on't" in part or "dont no" in part)
    assert r"\*why\*" in said
    assert r"> \# \[name\] \<script\>" in said
    assert r"> \- 1." in said
