"""What moderators and safeguarding leads said of worries, as screening learns it."""

from collections.abc import Sequence

from bot.inference.listener import Judged
from conversations.hearing.screening.feedback import Decision
from conversations.hearing.values import Risk
from storage.store import Store
from storage.worries.flags import FlagVerdict


def judged_in(store: Store) -> Judged:
    """What the store holds. A flag that was a false alarm is worth no worry; every other one as much as it was."""

    async def judged() -> Sequence[Decision]:
        return [
            Decision(flag.words, Risk.NONE if flag.verdict is FlagVerdict.FALSE_ALARM else flag.level)
            for flag in await store.flags.judged()
        ]

    return judged
