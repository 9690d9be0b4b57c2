"""How far coding can be trusted, from what two people coded."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence

from conversations.telling.accuracy import Accuracy, Twice, accuracy
from storage.coding import CodedAnswer
from storage.rules.coding_standing import FrameVersion, standing
from storage.store import Store


async def measured(store: Store, consultation: str) -> tuple[Accuracy, ...]:
    """Of all questions together, then of each."""
    histories, coded = await store.code_frames.all(consultation), await store.codings.coded(consultation)
    return await asyncio.to_thread(counted, histories, coded)


def counted(histories: Mapping[str, Sequence[FrameVersion]], coded: Iterable[CodedAnswer]) -> tuple[Accuracy, ...]:
    """As `measured`, of what was read already."""
    return accuracy([history[-1].frame for history in histories.values()], list(_twice(coded, histories)))


def _twice(coded: Iterable[CodedAnswer], histories: Mapping[str, Sequence[FrameVersion]]) -> Iterator[Twice]:
    """The answers that two people coded, in the codes of the frame as it is now. One of which a theme was split since
    says nothing of how well it was coded."""
    for one in coded:
        history = histories.get(one.question, ())
        first, second, machine = (standing([coding], history) for coding in (one.first, one.second, one.machine))
        if first and second and not first.look and not second.look:
            yield Twice(
                one.question,
                frozenset(first.codes),
                frozenset(second.codes),
                frozenset(machine.codes) if machine else None,
            )
