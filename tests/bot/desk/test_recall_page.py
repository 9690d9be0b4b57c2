"""Files that hold what was taken back are called back on the results page."""

from bot.desk.roles import Role
from storage.files import MadeFile
from tests.bot.desk.conftest import TRIED, TestDesk

LETTER = "TRIAL-trying-letter-2026-05-03.docx"


async def made(desk: TestDesk, *responses: bytes) -> None:
    file = MadeFile(LETTER, "letter", "docx", desk.now.date(), "Ada")
    await desk.store.files.note(TRIED, file, counted=responses, quoted=[(responses[0], "HOME")])


async def test_the_results_page_lists_files_that_hold_what_was_taken_back(desk: TestDesk) -> None:
    first, second = await desk.wrote("my own key"), await desk.wrote("a lock")
    await made(desk, first, second)
    worker = await desk.signed_in(Role.PARTICIPATION_WORKER)
    assert LETTER not in (await worker.get(f"/desk/c/{TRIED}/results")).text
    await desk.withdrew(first)
    shown = (await worker.get(f"/desk/c/{TRIED}/results")).text
    assert LETTER in shown
    assert "made on 3 May 2026, by Ada" in shown
    assert "has words of 1 person" in shown
    assert "ask everyone who has it to delete it" in shown


async def test_the_desk_says_who_a_file_was_made_for(desk: TestDesk) -> None:
    said: list[str] = []

    async def letter(consultation: str, form: str, by: str) -> tuple[str, str, bytes]:
        said.append(by)
        return f"{consultation}.{form}", "text/plain", b""

    desk.files.letter = letter  # type: ignore[method-assign]
    worker = await desk.signed_in(Role.PARTICIPATION_WORKER, name="Ada")
    await worker.post(f"/desk/c/{TRIED}/letter", data={"format": "md"})
    assert said == ["Ada"]
