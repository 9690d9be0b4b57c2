"""Learning anew, and going back."""

from tests.bot.desk.conftest import TestDesk
from tests.bot.desk.posting import as_read, forms, press
from tests.bot.desk.themes.by_hand import HOME, answers, many, moderator, of, tick
from tests.by_words import Learner


async def test_learning_anew_says_what_came_of_it_and_can_be_taken_back(desk: TestDesk) -> None:
    learner = Learner([0.5, 0.7, 0.6])
    desk.learns_with(learner)
    await many(desk, "a dog", 20)
    sam = await moderator(desk)
    one, two, *_ = await answers(desk, for_two=False)
    await tick(sam, of(one), "food")
    page = await press(sam, await sam.get(HOME), "/retrain")
    assert "0.50 before, 0.70 now. It is in use" in as_read(page)
    await desk.coded()
    await tick(sam, of(two), "food")
    page = await press(sam, page, "/retrain")
    assert "0.70 before, 0.60 now. That is less, so the one before stays in use" in as_read(page)
    page = await press(sam, page, "/retrain")
    assert "nothing new to learn" in page.text
    back = next(each for each in forms(page) if each.fields.get("coder") == "1")
    page = await sam.post(back.action, data=back.fields, follow_redirects=True)
    assert "Coder 1 is in use again" in page.text
    page = await sam.post(back.action, data={"coder": "77"}, follow_redirects=True)
    assert "cannot be used any more" in page.text
