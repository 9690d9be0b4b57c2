"""Every text is heard before any limit, so hearing has limits of its own; a cry for help is never beyond them."""

from dataclasses import dataclass, field

import pytest

from bot.inference.hearing_lanes import Lane
from bot.inference.listener import Spent
from bot.limits import Limits, Most
from bot.turns.heard_first import BEFORE, HeardFirst
from conversations.hearing.pipeline import BY_RULES
from conversations.hearing.values import NOTHING_TOLD, Heard, Risk, ToldBefore

LONGEST = 4096
CRY = "i want to kill myself tonight"


@dataclass
class Hears:
    """Hears by rules, and notes what it heard, how, and that it took so many seconds."""

    takes: float = 1.0
    texts: list[tuple[str, Lane, str]] = field(default_factory=list)
    befores: list[str] = field(default_factory=list)
    patience: float = 0.0

    async def __call__(
        self,
        text: str,
        before: str,
        *,
        lane: Lane,
        whose: str = "",
        spent: Spent | None = None,
        patience: float = 0.0,
        told: ToldBefore = NOTHING_TOLD,
    ) -> Heard:
        self.texts.append((text, lane, whose))
        self.patience = patience
        self.befores.append(before)
        if spent:
            spent(self.takes)
        return BY_RULES.by_rules(text, before, told)

    @property
    def lanes(self) -> list[Lane]:
        return [lane for _, lane, _ in self.texts]


def first(hears: Hears, seconds: float = 3.0, now: list[float] | None = None) -> HeardFirst:
    at = now if now is not None else [0.0]
    return HeardFirst(hears, Limits(Most(hearing_seconds=seconds), timer=lambda: at[0]))


@pytest.mark.parametrize("length", [LONGEST + 1, 60_000])
@pytest.mark.parametrize("where", ["head", "tail"])
async def test_of_what_is_too_long_head_and_tail_are_screened_by_rules_and_nothing_else(
    length: int, where: str
) -> None:
    hears, filler = Hears(), "the cat sat on the mat and it was fine. " * (length // 40 + 1)
    text = f"{CRY}. {filler}"[:length] if where == "head" else f"{filler[: length - len(CRY)]}{CRY}"
    heard = await first(hears).hear(text)
    assert heard.risk is Risk.URGENT
    assert heard.redacted == heard.raw == "", "nothing of it can become an answer"
    assert hears.lanes == [Lane.RULES, Lane.RULES]
    assert sum(len(text) for text, *_ in hears.texts) == 2 * LONGEST


async def test_what_is_too_long_and_says_nothing_raises_nothing() -> None:
    assert (await first(Hears()).hear("a nice day. " * 1000)).flag is None


async def test_what_both_ends_say_is_one_flag() -> None:
    heard = await first(Hears()).hear(f"my uncle hits me. {'a nice day. ' * 1000}{CRY}")
    assert heard.flag is not None
    assert {"abuse", "suicide"} <= set(heard.flag.kinds)
    assert "hits me" in heard.flag.words
    assert "kill myself" in heard.flag.words


async def test_those_without_a_session_share_one_lane() -> None:
    hears = Hears()
    for text in ("hello", "x" * 4000):
        await first(hears).hear(text)
    assert {(lane, whose) for _, lane, whose in hears.texts} == {(Lane.STRANGERS, "")}


async def test_a_session_beyond_its_seconds_is_heard_by_rules_and_its_cry_still_found() -> None:
    hears, now = Hears(takes=1.5), [0.0]
    one = first(hears, seconds=3.0, now=now)
    for _ in range(3):
        heard = await one.hear(f"{CRY}, said zed@example.com", session="web:a")
    assert hears.lanes == [Lane.SESSION, Lane.SESSION, Lane.RULES]
    assert heard.risk is Risk.URGENT
    assert "zed@example.com" not in heard.redacted
    await one.hear("hello", session="web:b")
    assert hears.lanes[-1] is Lane.SESSION, "it cost nobody else theirs"
    now[0] = 61.0
    await one.hear("hello", session="web:a")
    assert hears.lanes[-1] is Lane.SESSION, "a minute later it has its own again"


async def test_of_what_was_said_before_the_newest_is_read_and_no_more() -> None:
    hears = Hears()
    await first(hears).hear("and then", "x" * 20_000 + "my uncle", session="web:a")
    assert hears.befores[-1].endswith("my uncle")
    assert len(hears.befores[-1]) == BEFORE


@pytest.mark.parametrize("session", ["", "telegram:1"], ids=["a stranger", "in a session"])
async def test_what_a_door_can_wait_for_room_is_handed_on(session: str) -> None:
    hears = Hears()
    await first(hears).hear("a nice day", session=session, patience=20)
    assert hears.patience == 20
    await HeardFirst(hears, None).hear("a nice day", session=session, patience=10)
    assert hears.patience == 10
