"""Promise 9: six words take back what somebody said until the stated date; afterwards an honest no."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bot.telling import released_files
from conversations.asking.left_out import LeaveOutReason, WhyLeftOut
from conversations.asking.locales import line
from conversations.hearing.values import Kind
from conversations.telling.figures import figures
from conversations.telling.responses import Review
from storage.errors import StoreError
from storage.keys import Keys
from storage.reviewing import Verdict
from storage.sqlite import SqliteStore
from tests.promises.withdrawing import CLOSES, ID, UNTIL, WRONG, Page, Time, Town

KIND = "somebody kind who turns up"
SCARED = "being scared of what happens next"


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    time = Time()
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    store = SqliteStore(tmp_path / "data" / "earshot.sqlite3", Keys(tmp_path / "keys"), clock=time, hasher=hasher)
    await store.start()
    town = Town(store, time)
    await town.opens()
    yield town
    await store.close()


async def decided(town: Town, words: str, verdict: Verdict = Verdict.APPROVE, reason: WhyLeftOut = "") -> None:
    item = (await town.waiting())[words]
    assert await town.store.reviewing.decide(item.id, verdict, reason=reason, seen=words, by="Mo", at=town.time())


async def texts(town: Town) -> list[str]:
    return [given.answer.text for one in await town.store.gathering.responses(ID) for given in one.answers.values()]


# ------------------------------------------------------------------------------------------------- what became of them


async def test_while_it_is_open_the_words_show_what_became_of_each_answer(town: Town) -> None:
    six = await town.answers("1", AD1="Yes", AD4=KIND, AD5=SCARED)
    await decided(town, KIND)
    await decided(town, SCARED, Verdict.REJECT, LeaveOutReason.SHOWS_WHO)
    said = await town.say("2", six)
    assert line("receipt_found") in said
    for part in (
        f"Yes\n→ {line('became_counted')}",
        f"{KIND}\n→ {line('became_approved')}",
        f"{SCARED}\n→ {line('became_left_out', why=line('left_out_who'))}",
        line("became_not_used"),
    ):
        assert part in said


async def test_words_in_a_letter_are_said_to_be_in_one(town: Town, tmp_path: Path) -> None:
    six = await town.answers("1", AD4=KIND, AD5=SCARED)
    await decided(town, KIND)
    await released_files.letter(town.store, ID, "md", tmp_path / "letter.md", town.time().date())
    assert KIND in (tmp_path / "letter.md").read_text()
    said = await town.say("2", six)
    assert f"{KIND}\n→ {line('became_approved')} {line('became_quoted', day='10 March 2026')}" in said
    assert f"{SCARED}\n→ {line('became_waiting')}" in said
    assert line("became_used", day="10 March 2026") in said


@pytest.mark.parametrize("reason", LeaveOutReason)
async def test_every_reason_that_moderators_choose_from_has_plain_words(town: Town, reason: LeaveOutReason) -> None:
    six = await town.answers("1", AD4=KIND)
    await decided(town, KIND, Verdict.REJECT, reason)
    said = await town.say("2", six)
    assert f"{KIND}\n→ {line('became_left_out', why=line(reason.plain_line))}" in said


async def test_a_moderators_own_reason_is_shown_as_it_is(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await decided(town, KIND, Verdict.REJECT, "It names a café that only one home is near")
    assert "→ It was left out. This is why: It names a café that only one home is near" in await town.say("2", six)


# ---------------------------------------------------------------------------------------------------- after the closing


async def test_after_closing_the_words_open_a_page_with_what_became_of_each_answer(town: Town) -> None:
    six = await town.answers("1", AD1="Yes", AD4=KIND)
    await decided(town, KIND)
    await town.closes()
    shown = await town.page().words(six)
    assert f"{KIND} {line('became_approved')}" in shown
    assert f"Yes {line('became_counted')}" in shown
    assert "until 14 April 2026" in shown


async def test_between_the_last_day_and_the_closing_the_page_is_the_same(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    town.time.to(CLOSES + timedelta(days=1))
    page = town.page()
    assert KIND in await page.words(six)
    await page.press("Take away", at="What makes a good advocate?")
    assert await texts(town) == []


async def test_an_answer_changed_after_closing_is_hidden_screened_and_read_anew(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await decided(town, KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press("Change", at="What makes a good advocate?")
    shown = await page.press("Keep this", text="my dad hits me, tell Sarah Jones on 07700 900123")
    assert "0800 1111" in shown
    assert line("back_changed_words") in shown
    assert "I hid a name and a way to reach someone" in shown
    [text] = await texts(town)
    assert "Sarah" not in text
    assert "07700" not in text
    assert "[name]" in text
    [waits] = await town.store.reviewing.queue(ID)
    assert (waits.answer.text, waits.review) == (text, Review.WAITING)
    assert waits.answer.hidden == (Kind.PERSON, Kind.CONTACT)
    assert waits.answer.risk
    assert len(await town.store.flags.raised(ID)) == 1


async def test_a_tick_is_changed_after_closing(town: Town) -> None:
    six = await town.answers("1", AD1="Yes", AD3="Carer, School")
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press("Change", at="did you know what an advocate does?")
    assert "A bit" in await page.press("Keep this", tick=["A bit"])
    await page.press("Change", at="How should young people find out")
    await page.press("Keep this", tick=["Online", "Leaflet"])
    [response] = await town.store.gathering.responses(ID)
    assert response.answers["AD1"].answer.chosen == ("a_bit",)
    assert response.answers["AD3"].answer.chosen == ("online", "leaflet")


@pytest.mark.parametrize(
    ("question", "filled", "says"),
    [
        ("How should young people find out", {"tick": []}, "back_pick_one"),
        ("What makes a good advocate?", {"text": "  "}, "back_nothing"),
    ],
)
async def test_an_empty_change_is_asked_again(town: Town, question: str, filled: dict[str, str], says: str) -> None:
    six = await town.answers("1", AD3="Carer", AD4=KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press("Change", at=question)
    shown = await page.press("Keep this", **filled)
    assert line(says) in shown
    assert question in shown
    [response] = await town.store.gathering.responses(ID)
    assert (response.answers["AD3"].answer.chosen, response.answers["AD4"].answer.text) == (("carer",), KIND)


async def test_consent_to_being_quoted_is_taken_back_after_closing(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await decided(town, KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    assert (await town.store.gathering.responses(ID))[0].answers["AD4"].quotable
    assert line("back_quoting_no") in await page.press(line("quoting_no"))
    assert not (await town.store.gathering.responses(ID))[0].answers["AD4"].quotable


async def test_a_question_that_was_skipped_cannot_be_answered_after_closing(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    action, data = page.form("Change", at="What makes a good advocate?")
    await page.send(action, {**data, "tap": ["save AD5"], "text": ["one more"]})
    assert await texts(town) == [KIND]


async def test_everything_is_deleted_on_the_page_after_it_asked_once_more(town: Town) -> None:
    six = await town.answers("1", AD1="Yes", AD4=KIND)
    await town.answers("2", AD4=SCARED)
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press(line("delete"))
    assert KIND in await texts(town)
    assert line("deleted") in await page.press(line("delete_yes"))
    assert await texts(town) == [SCARED]
    assert line("receipt_unknown") in await page.words(six)


async def test_no_keeps_everything(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press(line("delete"))
    assert KIND in await page.press(line("delete_no"))
    assert await texts(town) == [KIND]


async def test_delete_and_the_words_in_a_chat_take_everything_back_after_closing(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    assert "send the word delete and then your six words" in await town.say("9", six)
    assert await town.say("9", f"delete {six}") == line("deleted")
    assert await texts(town) == []


async def test_a_chat_finds_words_of_a_consultation_that_closed_while_another_runs(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    await town.store.consultations.open("stable_homes", CLOSES, CLOSES + timedelta(days=60), trial=False, by="test")
    assert KIND in await town.say("9", six, of="stable_homes")
    assert await town.say("9", f"delete {six}", of="stable_homes") == line("deleted")
    assert await texts(town) == []


# -------------------------------------------------------------------------------------------------- nothing of who came


async def test_no_session_pseudonym_or_cookie_is_made_after_closing(town: Town, tmp_path: Path) -> None:
    six = await town.answers("1", AD1="Yes", AD4=KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press("Change", at="What makes a good advocate?")
    await page.press("Keep this", text="someone else's words")
    await town.say("9", six)
    reader = await town.store._database.connect_reader()
    try:
        for table in ("session", "event", "outbox"):
            assert list(await reader.execute_fetchall(f"SELECT * FROM {table}")) == []
    finally:
        await reader.close()
    assert page.cookies == []
    assert not list((tmp_path / "keys").glob("consultation-*.key"))


async def test_the_words_stand_in_no_address_and_no_page_is_kept(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    action, data = page.form("Change")
    assert action == f"/c/{ID}/words"
    assert data["words"] == [six]
    response = await page.client.post(action, data=data)
    assert response.headers["cache-control"] == "no-store"
    assert six.split()[0] not in str(response.url)


# ------------------------------------------------------------------------------------------------------- pressed twice


async def test_a_double_press_changes_once_and_raises_one_flag(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press("Change")
    action, data = page.form("Keep this", filled={"text": "my dad hits me"})
    for _ in range(3):
        assert line("back_changed_words") in await page.send(action, data)
    assert len(await town.store.flags.raised(ID)) == 1


async def test_deleting_twice_says_twice_that_it_is_deleted(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press(line("delete"))
    action, data = page.form(line("delete_yes"))
    assert line("deleted") in await page.send(action, data)
    assert line("deleted") in await page.send(action, data)


async def test_an_old_page_sent_again_with_other_words_is_not_taken_for_a_double_press(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press("Change")
    action, data = page.form("Keep this", filled={"text": "first"})
    await page.send(action, data)
    await page.send(action, {**data, "text": ["second"]})
    assert await texts(town) == ["second"]


async def test_what_could_not_be_kept_is_sent_again_with_one_press(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press("Change")

    async def fails(*_: object, **__: object) -> bool:
        raise StoreError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(town.store.receipts, "keep", fails)
        shown = await page.press("Keep this", text="my dad hits me")
    assert "0800 1111" in shown
    assert line("not_kept") in shown
    assert await texts(town) == [KIND]
    assert line("back_changed_words") in await page.press(line("web_try_again"), text="my dad hits me")
    assert await texts(town) == ["my dad hits me"]
    assert len(await town.store.flags.raised(ID)) == 1


# ------------------------------------------------------------------------------------------------------- the last day


async def test_on_the_last_day_the_words_still_work(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    town.time.to(UNTIL)
    await town.store.maintenance.forget_old(town.time())
    assert KIND in await town.page().words(six)


@pytest.mark.parametrize("right", [True, False])
async def test_after_the_last_day_all_words_get_the_same_honest_no(town: Town, right: bool) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    town.time.to(UNTIL + timedelta(days=1))
    words = six if right else WRONG
    no = line("receipt_late", day="14 April 2026")
    assert no in await town.say("9", words)
    assert no in await town.say("9", f"delete {words}")
    shown = await town.page().words(words)
    assert no in shown
    assert KIND not in shown
    assert await texts(town) == [KIND]


async def test_after_the_last_day_a_page_from_before_changes_nothing(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press("Change")
    town.time.to(UNTIL + timedelta(days=1))
    shown = await page.press("Keep this", text="too late")
    assert line("receipt_late", day="14 April 2026") in shown
    assert await texts(town) == [KIND]


async def test_closing_early_takes_nothing_from_the_date_that_was_told(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    town.time.pass_by(days=2)
    await town.store.consultations.close(ID, by="test", at=town.time())
    assert line("closed_sooner") in await town.say("9", "hello")
    town.time.to(UNTIL)
    await town.store.maintenance.forget_old(town.time())
    assert KIND in await town.page().words(six)


async def test_a_worry_typed_with_wrong_words_still_brings_help_and_a_flag(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press("Change")
    action, data = page.form("Keep this", filled={"text": "my dad hits me"})
    shown = await page.send(action, {**data, "words": [WRONG]})
    assert "0800 1111" in shown
    assert line("receipt_unknown") in shown
    assert len(await town.store.flags.raised(ID)) == 1
    assert await texts(town) == [KIND]


# ---------------------------------------------------------------------------------------------------------- the guesser


async def test_five_wrong_tries_an_hour_then_a_kind_line_for_the_right_words_too(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    wrong = " ".join([*six.split()[:2], *WRONG.split()[:4]])
    page = town.page()
    for _ in range(5):
        assert line("receipt_unknown") in await page.words(wrong)
    assert line("receipt_tries") in await page.words(wrong)
    assert line("receipt_tries") in await page.words(six)
    assert line("receipt_tries") in await town.say("9", six)
    town.time.pass_by(minutes=71)
    assert KIND in await page.words(six)


async def test_the_right_words_can_be_used_as_often_as_anyone_likes(town: Town) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.closes()
    page = town.page()
    for _ in range(20):
        assert KIND in await page.words(six)


# -------------------------------------------------------------------------------------------------------- later output


async def test_what_is_taken_back_leaves_the_export_the_letter_the_figures_and_the_desk(
    town: Town, tmp_path: Path
) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.answers("2", AD4=SCARED)
    await decided(town, KIND)
    await decided(town, SCARED)
    today = town.time().date()

    async def everywhere() -> str:
        files = [
            await released_files.export(town.store, ID, fmt, tmp_path / f"f.{fmt}", today) for fmt in ("csv", "json")
        ]
        files += [
            await released_files.letter(town.store, ID, fmt, tmp_path / f"l.{fmt}", today) for fmt in ("md", "html")
        ]
        approved = await town.store.reviewing.queue(ID, review=Review.APPROVED)
        return "\n".join([*(file.read_text() for file in files), *(item.answer.text for item in approved)])

    assert (await everywhere()).count(KIND) >= 5
    await town.closes()
    await town.say("9", f"delete {six}")
    assert KIND not in await everywhere()
    gathered = await town.store.gathering.responses(ID)
    assert len(gathered) == 1
    assert figures((await town.store.consultations.get(ID)).latest, gathered, doors={}).took_part is None


# -------------------------------------------------------------------------------------------------------------- recall


async def test_files_that_held_what_is_withdrawn_are_listed_for_recall(town: Town, tmp_path: Path) -> None:
    six = await town.answers("1", AD1="Yes", AD4=KIND)
    await town.answers("2", AD4=SCARED)
    await decided(town, KIND)
    await released_files.letter(town.store, ID, "docx", tmp_path / "to the minister.docx", town.time().date(), by="Ada")
    assert await town.store.files.to_recall(ID) == []
    await town.closes()
    assert line("deleted_files") in await town.say("9", f"delete {six}")
    [listed] = await town.store.files.to_recall(ID)
    assert (listed.file.name, listed.file.what, listed.file.by) == ("to the minister.docx", "letter", "Ada")
    assert (listed.file.day.isoformat(), listed.since.isoformat()) == ("2026-03-10", "2026-04-01")
    assert (listed.words, listed.counted) == (1, 1)


async def test_a_file_made_afterwards_is_not_listed(town: Town, tmp_path: Path) -> None:
    six = await town.answers("1", AD4=KIND)
    await town.answers("2", AD4=SCARED)
    await town.closes()
    await town.say("9", f"delete {six}")
    await released_files.letter(town.store, ID, "md", tmp_path / "later.md", town.time().date())
    assert await town.store.files.to_recall(ID) == []


async def changed(page: Page) -> None:
    await page.press("Change", at="What makes a good advocate?")
    await page.press("Keep this", text="other words")


async def taken_away(page: Page) -> None:
    await page.press("Take away", at="What makes a good advocate?")


async def not_quoted(page: Page) -> None:
    await page.press(line("quoting_no"))


@pytest.mark.parametrize(("does", "counted"), [(changed, 0), (taken_away, 1), (not_quoted, 0)])
async def test_words_that_are_changed_or_taken_away_call_a_file_back(
    town: Town, tmp_path: Path, does: object, counted: int
) -> None:
    six = await town.answers("1", AD1="Yes", AD4=KIND)
    await decided(town, KIND)
    await released_files.letter(town.store, ID, "md", tmp_path / "a.md", town.time().date())
    await town.closes()
    page = town.page()
    await page.words(six)
    await does(page)  # type: ignore[operator]
    [listed] = await town.store.files.to_recall(ID)
    assert (listed.words, listed.counted) == (1, counted)


async def test_a_tick_that_is_changed_calls_nothing_back(town: Town, tmp_path: Path) -> None:
    six = await town.answers("1", AD1="Yes", AD4=KIND)
    await released_files.letter(town.store, ID, "md", tmp_path / "a.md", town.time().date())
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press("Change", at="did you know what an advocate does?")
    await page.press("Keep this", tick=["No"])
    assert await town.store.files.to_recall(ID) == []
