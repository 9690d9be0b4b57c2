"""What every page of the desk shows."""

from bot.desk.roles import Role
from tests.bot.desk.conftest import TRIED, TestDesk
from tests.bot.desk.posting import as_read


async def test_every_page_says_that_only_rules_are_reading_and_whom_to_tell(desk: TestDesk) -> None:
    sam = await desk.signed_in(*Role)
    assert "Only simple rules" not in (await sam.get("/desk")).text
    desk.trouble = "the encoder has not been built: run make setup"
    for page in ("/desk", f"/desk/c/{TRIED}/answers", f"/desk/c/{TRIED}/results"):
        shown = as_read(await sam.get(page))
        assert "Only simple rules are reading what comes in." in shown
        assert "run make setup" in shown
    assert "make setup" not in (await desk.visitor().get("/desk/sign-in")).text
