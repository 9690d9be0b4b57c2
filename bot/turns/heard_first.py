"""What is heard of a text before anything is done with it: how long it may be, in which lane, and how much of it
all one session may have."""

from functools import partial

from bot.inference.hearing_lanes import Lane
from bot.inference.listener import HearsIn
from bot.limits import Limits
from conversations.hearing.values import NOTHING_TOLD, RISK_KINDS, Flag, Heard, ToldBefore

LONGEST = 4096
"""Characters of a text that comes without a session, where no door says otherwise."""

BEFORE = 1000
"""Characters of what was said before of the same answer, the newest, that a text is screened with."""


class HeardFirst:
    """Hears for a TurnTaker. Every text is screened, whatever else is refused: a cry for help is never too long, too
    fast or one too many."""

    def __init__(self, hear: HearsIn, limits: Limits | None) -> None:
        self._hear = hear
        self._limits = limits

    async def hear(
        self,
        text: str,
        before: str = "",
        *,
        told: ToldBefore = NOTHING_TOLD,
        session: str = "",
        longest: int = LONGEST,
        patience: float = 0.0,
    ) -> Heard:
        """Redaction and screening of one raw text; of one that is too long, screening of its head and tail.

        `session`: the address of whoever has one; "" for everybody else, who share one lane. `before`: what was said
        so far of the same answer, redacted; `told`: in other answers. `patience`: seconds that it may wait for room
        where its lane is full.
        """
        if len(text) > longest:
            return await self._ends(text, longest, session)
        if not session:
            return await self._hear(text, before, lane=Lane.STRANGERS, patience=patience)
        if self._limits is None:
            return await self._hear(
                text, before[-BEFORE:], lane=Lane.SESSION, whose=session, patience=patience, told=told
            )
        if not self._limits.may_hear(session):
            return await self._hear(text, before[-BEFORE:], lane=Lane.RULES, whose=session, told=told)
        spent = partial(self._limits.heard, session)
        return await self._hear(
            text, before[-BEFORE:], lane=Lane.SESSION, whose=session, spent=spent, patience=patience, told=told
        )

    async def _ends(self, text: str, longest: int, session: str) -> Heard:
        """By rules, and nothing of it is anybody's answer."""
        flags = []
        for piece in (text[:longest], text[-longest:]):
            heard = await self._hear(piece, "", lane=Lane.RULES, whose=session)
            flags += [heard.flag] if heard.flag else []
        return Heard("", flag=_together(flags), by_rules=True)


def _together(flags: list[Flag]) -> Flag | None:
    """One flag of what both ends of a text raised."""
    if not flags:
        return None
    kinds = {kind for flag in flags for kind in flag.kinds}
    return Flag(
        max(flag.level for flag in flags),
        tuple(kind for kind in RISK_KINDS if kind in kinds),
        " … ".join(dict.fromkeys(flag.words for flag in flags)),
        tuple(dict.fromkeys(by for flag in flags for by in flag.raised_by)),
    )
