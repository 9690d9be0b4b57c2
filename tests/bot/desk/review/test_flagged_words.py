"""What was flagged is no quote: from the flag to the letter, and the lead's decision in between."""

import re
from pathlib import Path

import docx
import httpx
import pytest

from bot.desk.roles import Role
from bot.telling.released_files import export, letter
from conversations.hearing.values import Risk
from conversations.telling.formats.registry import EXPORTS, LETTERS
from storage.sqlite import SqliteStore
from storage.worries.flags import FlagVerdict
from tests.bot.desk.audit_rows import audited
from tests.bot.desk.conftest import TRIED, TestDesk
from tests.bot.desk.posting import as_read, form, forms, press

FLAGS = f"/desk/c/{TRIED}/flags"
CLOSED = f"{FLAGS}?view=closed"
ANSWERS = f"/desk/c/{TRIED}/answers"
WORRY = "my uncle hits me when the lamp is out"
SHOWS_NOBODY = {"shows-nobody": "1"}


async def in_print(desk: TestDesk, tmp_path: Path, words: str = "hits me when the lamp") -> set[str]:
    """The formats, of letters and exports, that have these words."""
    found = set()
    for made, formats in ((letter, LETTERS), (export, EXPORTS)):
        for one in formats:
            out = tmp_path / f"made.{one.name}"
            await made(desk.store, TRIED, one.name, out, desk.now.date())
            if words in _text(out):
                found.add(one.name)
    return found


def _text(file: Path) -> str:
    if file.suffix != ".docx":
        return file.read_text("utf-8")
    return "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)


EVERYWHERE = {one.name for formats in (LETTERS, EXPORTS) for one in formats}


async def people(desk: TestDesk, approves: httpx.AsyncClient) -> None:
    """Enough of them that something can be told, who like it calm, all approved."""
    for number in range(12):
        await desk.wrote(f"calm evenings at number {number}")
    await approve_all(desk, approves)


async def approve_all(desk: TestDesk, approves: httpx.AsyncClient) -> None:
    while await desk.store.reviewing.queue_length(TRIED):
        await press(approves, await approves.get(ANSWERS), "/approve")


async def close(lead: httpx.AsyncClient, verdict: FlagVerdict) -> None:
    await press(lead, await lead.get(FLAGS), "/close", verdict=verdict.value)


async def test_from_the_flag_to_the_letter_and_out_of_it_again(desk: TestDesk, tmp_path: Path) -> None:
    moderator = await desk.signed_in(Role.MODERATOR, name="Mo")
    lead = await desk.signed_in(Role.SAFEGUARDING_LEAD, name="Lee")
    await people(desk, moderator)
    await desk.wrote(WORRY, risk=Risk.URGENT)
    await desk.worried("hits me")
    await approve_all(desk, moderator)
    assert await in_print(desk, tmp_path) == set(), "a flag is open"
    assert "May it be quoted?" not in as_read(await lead.get(FLAGS))
    await close(lead, FlagVerdict.RIGHT)
    assert await in_print(desk, tmp_path) == set(), "it was a worry"
    page = await lead.get(CLOSED)
    assert WORRY in as_read(page)
    assert "Would somebody who was there know who wrote it" in page.text
    page = await press(lead, page, "/quote", **SHOWS_NOBODY)
    assert "found on 3 May 2026 that it shows nobody" in as_read(page)
    assert await in_print(desk, tmp_path) == EVERYWHERE
    page = await press(lead, page, "/undo")
    assert "Taken back" in page.text
    assert await in_print(desk, tmp_path) == set(), "the lead took it back"
    [answer] = {detail for action, _, detail in audited(tmp_path) if "flagged words" in action}
    assert audited(tmp_path, "flagged words%") == [
        ("flagged words may be quoted", "Lee", answer),
        ("flagged words kept out again", "Lee", answer),
    ]


async def test_a_false_alarm_clears_the_words(desk: TestDesk, tmp_path: Path) -> None:
    moderator = await desk.signed_in(Role.MODERATOR, name="Mo")
    lead = await desk.signed_in(Role.SAFEGUARDING_LEAD, name="Lee")
    await people(desk, moderator)
    await desk.wrote(WORRY, risk=Risk.CONCERN)
    await desk.worried("hits me")
    await approve_all(desk, moderator)
    await close(lead, FlagVerdict.FALSE_ALARM)
    assert await in_print(desk, tmp_path) == EVERYWHERE
    assert "May it be quoted?" not in as_read(await lead.get(CLOSED))


@pytest.mark.parametrize("way", ["/reopen", "/undo"])
async def test_a_false_alarm_that_is_opened_again_takes_the_words_out_and_calls_files_back(
    desk: TestDesk, tmp_path: Path, way: str
) -> None:
    moderator = await desk.signed_in(Role.MODERATOR, name="Mo")
    lead = await desk.signed_in(Role.SAFEGUARDING_LEAD, name="Lee")
    await people(desk, moderator)
    await desk.wrote(WORRY, risk=Risk.CONCERN)
    await desk.worried("hits me")
    await approve_all(desk, moderator)
    page = await press(lead, await lead.get("/desk/cases/1"), "/close", outcome="false_alarm")
    assert await in_print(desk, tmp_path) == EVERYWHERE
    assert await desk.store.files.to_recall(TRIED) == []
    await press(lead, page, way)
    assert await in_print(desk, tmp_path) == set()
    assert {one.words for one in await desk.store.files.to_recall(TRIED)} == {1}


async def test_a_worry_raised_by_hand_after_the_letter_takes_the_words_out_and_calls_it_back(
    desk: TestDesk, tmp_path: Path
) -> None:
    moderator = await desk.signed_in(Role.MODERATOR, name="Mo")
    await people(desk, moderator)
    await desk.wrote(WORRY)
    await approve_all(desk, moderator)
    assert await in_print(desk, tmp_path) == EVERYWHERE
    assert await desk.store.files.to_recall(TRIED) == []
    assert await desk.store.flags.flagged(TRIED) == []
    address = await approved(moderator)
    await press(moderator, await moderator.get(address), "/worry", level="concern")
    assert await in_print(desk, tmp_path) == set()
    recalled = await desk.store.files.to_recall(TRIED)
    assert {one.file.what for one in recalled} == {"letter", "figures"}
    assert {one.words for one in recalled} == {1}
    page = await moderator.get(address)
    assert "a flag keeps it out of every quote" in page.text
    assert "No: flagged" in as_read(await moderator.get(f"{ANSWERS}?view=approved"))


async def approved(moderator: httpx.AsyncClient) -> str:
    """Where the worry stands among the approved answers."""
    page = await moderator.get(f"{ANSWERS}?view=approved")
    row = next(row for row in page.text.split("<tr>") if "lamp is out" in row)
    found = re.search(r'action="([^"]+)/undo"', row)
    assert found is not None
    return found.group(1)


async def test_a_flag_after_the_leads_decision_keeps_the_words_out_anew(desk: TestDesk, tmp_path: Path) -> None:
    moderator = await desk.signed_in(Role.MODERATOR, name="Mo")
    lead = await desk.signed_in(Role.SAFEGUARDING_LEAD, name="Lee")
    await people(desk, moderator)
    await desk.wrote(WORRY, risk=Risk.URGENT)
    await desk.worried("hits me")
    await approve_all(desk, moderator)
    await close(lead, FlagVerdict.RIGHT)
    await press(lead, await lead.get(CLOSED), "/quote", **SHOWS_NOBODY)
    await press(moderator, await moderator.get(await approved(moderator)), "/worry", level="urgent")
    assert await in_print(desk, tmp_path) == set()
    await close(lead, FlagVerdict.RIGHT)
    assert await in_print(desk, tmp_path) == set(), "the lead knew of the first flag only"
    await press(lead, await lead.get(CLOSED), "/quote", **SHOWS_NOBODY)
    assert await in_print(desk, tmp_path) == EVERYWHERE


async def test_the_decision_is_about_the_words_that_were_read(desk: TestDesk) -> None:
    lead = await desk.signed_in(Role.SAFEGUARDING_LEAD, name="Lee")
    response = await desk.wrote(WORRY, risk=Risk.URGENT, who="w")
    await desk.worried("hits me")
    await close(lead, FlagVerdict.RIGHT)
    page = await lead.get(CLOSED)
    await desk.wrote(f"{WORRY}, in Ash Lane", risk=Risk.URGENT, who="w", response=response)
    page = await press(lead, page, "/quote", **SHOWS_NOBODY)
    assert "Nothing was decided" in page.text
    page = await press(lead, page, "/quote", **SHOWS_NOBODY)
    assert "It may be quoted" in page.text
    await desk.wrote(f"{WORRY}, at number 5", risk=Risk.URGENT, who="w", response=response)
    [one] = await desk.store.flags.flagged(TRIED)
    assert one.standing.kept_out
    assert one.standing.let_through is None


@pytest.mark.parametrize("sent", [{}, {"shows-nobody": ""}])
async def test_nothing_is_decided_without_a_look_at_who_it_shows(desk: TestDesk, sent: dict[str, str]) -> None:
    lead = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    await desk.wrote(WORRY, risk=Risk.URGENT)
    await desk.worried("hits me")
    await close(lead, FlagVerdict.RIGHT)
    found = form(await lead.get(CLOSED), "/quote")
    page = await lead.post(found.action, data={"read": found.fields["read"], **sent})
    assert page.status_code == 400
    assert "still kept out of every quote" in page.text
    [one] = await desk.store.flags.flagged(TRIED)
    assert one.standing.kept_out


async def test_who_is_no_lead_decides_nothing(desk: TestDesk) -> None:
    others = await desk.signed_in(*(set(Role) - {Role.SAFEGUARDING_LEAD}))
    await desk.wrote(WORRY, risk=Risk.URGENT)
    await desk.worried("hits me")
    await close(others, FlagVerdict.RIGHT)  # an administrator can
    page = await others.get(CLOSED)
    assert "Only a safeguarding lead can decide" in page.text
    assert not [one for one in forms(page) if one.action.endswith("/quote")]
    [one] = await desk.store.flags.flagged(TRIED)
    for what in ("quote", "undo"):
        address = f"/desk/c/{TRIED}/flagged/{one.id.hex()}/{what}"
        assert (await others.post(address, data=SHOWS_NOBODY)).status_code == 403


async def test_nothing_is_asked_where_the_words_are_no_quote_anyway(desk: TestDesk) -> None:
    lead = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    await desk.wrote(WORRY, risk=Risk.URGENT, quoting=False)
    await desk.worried("hits me")
    await close(lead, FlagVerdict.RIGHT)
    page = await lead.get(CLOSED)
    assert "has not said yes to being quoted" in page.text
    assert not [one for one in forms(page) if one.action.endswith("/quote")]


async def test_while_another_flag_about_the_words_is_open_nothing_can_be_decided(desk: TestDesk) -> None:
    lead = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    await desk.wrote(WORRY, risk=Risk.URGENT)
    await desk.worried("hits me")
    await close(lead, FlagVerdict.RIGHT)
    found = form(await lead.get(CLOSED), "/quote")
    await desk.worried("the lamp is out")
    assert "Not while a flag about these words is open" in (await lead.get(CLOSED)).text
    data = {"read": found.fields["read"], **SHOWS_NOBODY}
    assert "Nothing was decided" in (await lead.post(found.action, data=data, follow_redirects=True)).text


async def test_a_flagged_answer_whose_flag_is_not_found_is_still_for_a_lead(desk: TestDesk, tmp_path: Path) -> None:
    moderator = await desk.signed_in(Role.MODERATOR, name="Mo")
    lead = await desk.signed_in(Role.SAFEGUARDING_LEAD, name="Lee")
    await people(desk, moderator)
    await desk.wrote(WORRY, risk=Risk.CONCERN)
    await approve_all(desk, moderator)
    assert await in_print(desk, tmp_path) == set()
    page = await lead.get(CLOSED)
    assert "the flag is not here any more" in page.text
    await press(lead, page, "/quote", **SHOWS_NOBODY)
    assert await in_print(desk, tmp_path) == EVERYWHERE


async def test_it_counts_all_the_same(desk: TestDesk, store: SqliteStore) -> None:
    moderator = await desk.signed_in(Role.MODERATOR, name="Mo")
    await desk.wrote(WORRY, risk=Risk.URGENT)
    await desk.worried("hits me")
    await approve_all(desk, moderator)
    [response] = await store.gathering.responses(TRIED)
    assert response.answers["HOME"].counts
    assert not response.answers["HOME"].quotable
