"""A worry that is posted over and over by nobody known: the help card each time, and one flag."""

from pathlib import Path

from bot.web import WEB
from tests.bot.someone import HOMES, Someone, opened_store


async def test_each_post_of_a_worry_brings_the_help_card_and_all_of_them_are_one_flag(tmp_path: Path) -> None:
    async with opened_store(tmp_path) as store:
        for number in range(30):
            someone = Someone(store, door=WEB, name=f"no cookie {number}")
            assert "Samaritans" in await someone.say("i want to kill myself")
        [flag] = await store.flags.raised(HOMES.id)
        assert flag.times == 30
        for name in ("one", "other"):
            known = Someone(store, door=WEB, name=name)
            await known.agree()
            assert "Samaritans" in await known.say("i want to kill myself")
        assert sorted(one.times for one in await store.flags.raised(HOMES.id)) == [1, 1, 30]
