"""Coding in the background: themes and feeling of what was written, from the redacted words, in batches.

An answer is coded on the day after it came, with all others of its day. Coders change at times that are known (staff
change frames, and press buttons), so a machine's first word about an answer, given at once, would tell when it came.
Where that leads to nobody (in a trial, and once a consultation is closed) nothing has to wait.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

import structlog

from bot.inference.double_coding import DOUBLE_CODED, for_two
from conversations.asking.question_types.type_registry import type_of
from conversations.hearing.encoded import Floats
from conversations.hearing.themes.code_frame import CodeFrame, Coding, Example
from conversations.hearing.themes.code_frame_changes import Change, Did
from conversations.hearing.themes.discovery import Group
from conversations.hearing.values import Feeling
from storage.coding import CodedAnswer, KeptCoder, NewCoder, Uncoded
from storage.consultations import HeldConsultation
from storage.rules.coding_standing import FrameVersion
from storage.store import Store

log = structlog.get_logger()

EVERY = 600.0
"""Seconds between one look for what is not coded and the next; a change at the desk is followed at once."""

AT_ONCE = 200
"""Answers in a batch."""

SEED = 1
"""Of the groups that are offered as new themes: the same answers make the same groups."""


class Codes(Protocol):
    """A coder, as far as it is used here (conversations.hearing.themes.coder.Coder)."""

    @property
    def version(self) -> str: ...

    @property
    def score(self) -> float | None: ...

    def code(self, texts: Sequence[str], vectors: Floats | None) -> list[Coding]: ...

    def to_bytes(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class CodingTools:
    """What it takes to code: all of it slow, so it is called in threads. `falls_behind`: whether the first coder, newly
    learned, is worse than the second. `feels`: the version of what feels. `encode` and `groups` are None where there is
    no encoder."""

    learn: Callable[[str, CodeFrame, Sequence[Example]], Codes]
    read: Callable[[bytes], Codes]
    falls_behind: Callable[[Codes, Codes], bool]
    feel: Callable[[Sequence[str]], Sequence[Feeling]]
    feels: str
    encode: Callable[[Sequence[str]], Floats] | None = None
    groups: Callable[[Sequence[str], Floats], list[Group]] | None = None


@dataclass(frozen=True, slots=True)
class Retrained:
    """A coder that was learned anew. `before`: the one that was in use. `same`: there was nothing new to learn."""

    before: KeptCoder | None
    after: KeptCoder
    same: bool = False


@dataclass(frozen=True, slots=True)
class Suggested:
    """A group of answers that may be a new theme: words typical of it, and its answers, the most typical first."""

    words: tuple[str, ...]
    answers: tuple[CodedAnswer, ...] = field(repr=False)


class BackgroundCoding:
    """Codes what is not coded. `tools` makes what it takes to code, when it is first needed; `clock` gives
    the time in UTC; `share` is DOUBLE_CODED or what was set instead."""

    def __init__(
        self,
        store: Store,
        tools: Callable[[], Awaitable[CodingTools]],
        *,
        clock: Callable[[], datetime],
        share: int = DOUBLE_CODED,
    ) -> None:
        self._store = store
        self._make = tools
        self._clock = clock
        self._share = share
        self._tools: CodingTools | None = None
        self._making = asyncio.Lock()
        self._kicked = asyncio.Event()

    async def run(self) -> None:
        """Until it is cancelled. What fails is logged and tried again."""
        while True:
            self._kicked.clear()
            try:
                await self.finish()
            except Exception as error:  # noqa: BLE001 - its text may hold what somebody wrote
                log.error("answers not coded", reason=type(error).__name__)
            try:
                await asyncio.wait_for(self._kicked.wait(), EVERY)
            except TimeoutError:
                continue

    def kick(self) -> None:
        """Something was changed: look again now."""
        self._kicked.set()

    async def finish(self, consultation: str = "", told: Callable[[int], None] = lambda _: None) -> int:
        """Codes all that is to be coded, of one consultation or of all. How many answers that were; `told` is given the
        number of each batch."""
        done = 0
        for held in await self._store.consultations.all():
            if held.status != "draft" and consultation in ("", held.id):
                async for coded in self._consultation(held):
                    done += coded
                    told(coded)
        return done

    def for_two(self, answer: bytes) -> bool:
        """Whether an answer is of the sample that two people code."""
        return for_two(answer, self._share)

    async def retrain(self, consultation: str, question: str, *, by: str) -> Retrained | None:
        """Learns anew from what people coded. The new coder is used unless it falls behind the one in use, of the same
        frame. None for a question without themes."""
        history = (await self._store.code_frames.all(consultation)).get(question, ())
        if not history or not history[-1].frame.themes:
            return None
        before = await self._in_use(consultation, question)
        newest, codes, examples = await self._learned(consultation, history)
        for one in await self._store.coders.all(consultation, question):
            if one.version == codes.version and not one.forgotten:
                return Retrained(before, one, same=True)
        use = before is None or before.frame != newest or not await self._falls(consultation, question, codes, before)
        number = await self._keep(consultation, question, codes, newest, examples, use=use, by=by)
        [after] = [one for one in await self._store.coders.all(consultation, question) if one.number == number]
        if use:
            self.kick()
        return Retrained(before, after)

    async def go_back(self, consultation: str, question: str, number: int, *, by: str) -> bool:
        """Puts a coder back to use; False where it is of another frame, or what it learned was forgotten."""
        history = (await self._store.code_frames.all(consultation)).get(question, ())
        coders = await self._store.coders.all(consultation, question)
        if not any(one.number == number and history and one.frame == history[-1].version for one in coders):
            return False
        back = await self._store.coders.use(consultation, question, number, by=by)
        self.kick()
        return back

    async def suggested(self, consultation: str, question: str) -> list[Suggested] | None:
        """Groups among the answers that no theme claims; None where there is no encoder to find them."""
        history = (await self._store.code_frames.all(consultation)).get(question, ())
        return await self.grouped([one for one in await self.heard(consultation, question) if unclaimed(one, history)])

    async def grouped(self, answers: Sequence[CodedAnswer]) -> list[Suggested] | None:
        """Groups among these answers; None where there is no encoder."""
        tools = await self._ready()
        encode, groups = tools.encode, tools.groups
        if encode is None or groups is None:
            return None
        texts = [one.text for one in answers]
        found = await asyncio.to_thread(lambda: groups(texts, encode(texts)) if texts else [])
        return [Suggested(group.words, tuple(answers[at] for at in group.members)) for group in found]

    async def heard(self, consultation: str, question: str | None = None) -> list[CodedAnswer]:
        """The answers that coding has come to: those of today wait (see above)."""
        return [one for one in await self._store.codings.coded(consultation, question) if one.feeling is not None]

    # ------------------------------------------------------------------------------------------------------ one by one

    async def _consultation(self, held: HeldConsultation) -> AsyncIterator[int]:
        before = self._clock().date() if held.status == "open" and not held.trial else None
        await self.begin(held)
        for history in (await self._store.code_frames.all(held.id)).values():
            if history[-1].frame.themes:
                async for coded in self._question(held.id, history, before):
                    yield coded
        await self._feel(held.id, before)

    async def begin(self, held: HeldConsultation) -> None:
        """The frames of the consultation's file, where none was kept yet."""
        there = await self._store.code_frames.all(held.id)
        for question in held.latest.questions:
            if type_of(question).takes_words and question.id not in there:
                await self._store.code_frames.keep(
                    held.id,
                    question.id,
                    question.frame(),
                    Change(Did.BEGAN),
                    after=0,
                    by="the consultation's file",
                    at=self._clock(),
                )

    async def _question(
        self, consultation: str, history: Sequence[FrameVersion], before: date | None
    ) -> AsyncIterator[int]:
        question, newest = history[-1].frame.question, history[-1].version
        kept = await self._in_use(consultation, question)
        number = kept.number if kept and kept.frame == newest else 0
        uncoded = await self._store.codings.uncoded(consultation, question, number, before)
        if not uncoded:
            return
        if kept and number and not kept.forgotten:
            tools, learned = await self._ready(), await self._store.coders.learned(consultation, question, number)
            codes = await asyncio.to_thread(tools.read, learned)
        else:
            _, codes, examples = await self._learned(consultation, history)
            number = await self._keep(consultation, question, codes, newest, examples, use=True, by="")
            uncoded = await self._store.codings.uncoded(consultation, question, number, before)
        for batch in _batches(uncoded):
            made = await self._coded(codes, [one.text for one in batch])
            pairs = list(zip(batch, made, strict=True))
            await self._store.codings.code(consultation, question, pairs, frame=newest, coder=number, at=self._clock())
            yield len(batch)

    async def _feel(self, consultation: str, before: date | None) -> None:
        tools = await self._ready()
        for batch in _batches(await self._store.codings.unfelt(consultation, tools.feels, before)):
            felt = await asyncio.to_thread(tools.feel, [one.text for one in batch])
            await self._store.codings.feel(list(zip(batch, felt, strict=True)), version=tools.feels, at=self._clock())

    async def _coded(self, codes: Codes, texts: Sequence[str]) -> list[Coding]:
        encode = (await self._ready()).encode
        return await asyncio.to_thread(lambda: codes.code(texts, encode(texts) if encode else None))

    async def _learned(self, consultation: str, history: Sequence[FrameVersion]) -> tuple[int, Codes, int]:
        """The version of the frame, a coder of it, and from how many answers it learned. Those that two people code are
        not among them: they are what it is measured by."""
        tools, newest = await self._ready(), history[-1]
        examples = []
        for one in await self._store.codings.coded(consultation, newest.frame.question):
            stands = one.standing(history)
            if stands and stands.by_person and not stands.look and not self.for_two(one.id):
                examples.append(Example(one.text, frozenset(stands.codes)))
        codes = await asyncio.to_thread(tools.learn, consultation, newest.frame, examples)
        return newest.version, codes, len(examples)

    async def _keep(
        self, consultation: str, question: str, codes: Codes, frame: int, examples: int, *, use: bool, by: str
    ) -> int:
        learned = await asyncio.to_thread(codes.to_bytes)
        new = NewCoder(codes.version, frame, codes.score, examples, learned, use)
        return await self._store.coders.keep(consultation, question, new, by=by, at=self._clock())

    async def _falls(self, consultation: str, question: str, new: Codes, before: KeptCoder) -> bool:
        tools, kept = await self._ready(), await self._store.coders.learned(consultation, question, before.number)
        return bool(kept) and await asyncio.to_thread(lambda: tools.falls_behind(new, tools.read(kept)))

    async def _in_use(self, consultation: str, question: str) -> KeptCoder | None:
        coders = await self._store.coders.all(consultation, question)
        return next((one for one in coders if one.in_use), None)

    async def _ready(self) -> CodingTools:
        async with self._making:
            if self._tools is None:
                self._tools = await self._make()
        return self._tools


def unclaimed(answer: CodedAnswer, history: Sequence[FrameVersion]) -> bool:
    """Whether an answer states something that no theme of the frame claims, and may be a new one."""
    if answer.left_alone:
        return False
    if not history or not history[-1].frame.themes:
        return True
    stands = answer.standing(history)
    return stands is not None and stands.codes == ("other",)


def _batches(uncoded: Sequence[Uncoded]) -> Iterator[Sequence[Uncoded]]:
    for at in range(0, len(uncoded), AT_ONCE):
        yield uncoded[at : at + AT_ONCE]
