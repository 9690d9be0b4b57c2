"""Coding in the background: themes and feeling of what was written, from the redacted words, in batches.

An answer is coded on the day after it came, with all others of its day. Coders change at times that are known (staff
change frames, and press buttons), so a machine's first word about an answer, given at once, would tell when it came.
Where that leads to nobody (in a trial, and once a consultation is closed) nothing has to wait.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import structlog

from bot.inference.coding_functions import AnswerCoder, CodingFunctions
from bot.inference.double_coding import DOUBLE_CODED, for_two
from conversations.asking.question_types.type_registry import type_of
from conversations.hearing.themes.code_frame import Coding, Example
from conversations.hearing.themes.code_frame_changes import Change, Did
from storage.coding import CodedAnswer, KeptCoder, NewCoder, Uncoded
from storage.consultations import HeldConsultation
from storage.rules.coding_anew import coded_anew
from storage.rules.coding_standing import FrameVersion
from storage.store import Store

log = structlog.get_logger()

EVERY = 600.0
"""Seconds between one look for what is not coded and the next; a change at the desk is followed at once."""

AT_ONCE = 200
"""Answers in a batch."""


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
    """Codes what is not coded. `functions` makes what it takes to code, when it is first needed; `clock`
    gives the time in UTC; `share` is DOUBLE_CODED or what was set instead."""

    def __init__(
        self,
        store: Store,
        functions: Callable[[], Awaitable[CodingFunctions]],
        *,
        clock: Callable[[], datetime],
        share: int = DOUBLE_CODED,
    ) -> None:
        self._store = store
        self._make = functions
        self._clock = clock
        self._share = share
        self._functions: CodingFunctions | None = None
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

    async def finish(self, consultation: str = "", progress: Callable[[int], None] = lambda _: None) -> int:
        """Codes all that is to be coded, of one consultation or of all. How many answers that were; `progress` is
        given the number of each batch."""
        done = 0
        for held in await self._store.consultations.all():
            if held.status != "draft" and consultation in ("", held.id):
                async for coded in self._consultation(held):
                    done += coded
                    progress(coded)
        return done

    async def waiting(self, held: HeldConsultation) -> int:
        """How many written answers of today wait for tomorrow, once the others are coded."""
        version = (await self._ready()).sentiment_version
        every, due = [
            len(await self._store.codings.unfelt(held.id, version, before)) for before in (None, self._before(held))
        ]
        return every - due

    def _before(self, held: HeldConsultation) -> date | None:
        """Answers of days before this one are coded; None where those of today are, too."""
        return self._clock().date() if held.status == "open" and not held.trial else None

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
        newest, coder, examples = await self._learned(consultation, history)
        for one in await self._store.coders.all(consultation, question):
            if one.version == coder.version and not one.forgotten:
                return Retrained(before, one, same=True)
        use = before is None or before.frame != newest or not await self._falls(consultation, question, coder, before)
        number = await self._keep(consultation, question, coder, newest, examples, use=use, by=by)
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
        functions = await self._ready()
        encode, groups = functions.encode, functions.groups
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
        before = self._before(held)
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
            functions, learned = await self._ready(), await self._store.coders.learned(consultation, question, number)
            coder = await asyncio.to_thread(functions.read, learned)
        else:
            _, coder, examples = await self._learned(consultation, history)
            number = await self._keep(consultation, question, coder, newest, examples, use=True, by="")
            uncoded = await self._store.codings.uncoded(consultation, question, number, before)
        said = {one.id: one for one in await self._store.codings.coded(consultation, question)}
        for batch in _batches(uncoded):
            made = await self._coded(coder, [one.text for one in batch])
            pairs = [(one, _kept(coding, said.get(one.id), history)) for one, coding in zip(batch, made, strict=True)]
            await self._store.codings.code(consultation, question, pairs, frame=newest, coder=number, at=self._clock())
            yield len(batch)

    async def _feel(self, consultation: str, before: date | None) -> None:
        functions = await self._ready()
        for batch in _batches(await self._store.codings.unfelt(consultation, functions.sentiment_version, before)):
            feelings = await asyncio.to_thread(functions.feelings, [one.text for one in batch])
            pairs = list(zip(batch, feelings, strict=True))
            await self._store.codings.feel(pairs, version=functions.sentiment_version, at=self._clock())

    async def _coded(self, coder: AnswerCoder, texts: Sequence[str]) -> list[Coding]:
        encode = (await self._ready()).encode
        return await asyncio.to_thread(lambda: coder.code(texts, encode(texts) if encode else None))

    async def _learned(self, consultation: str, history: Sequence[FrameVersion]) -> tuple[int, AnswerCoder, int]:
        """The version of the frame, a coder of it, and from how many answers it learned. Those that two people code are
        not among them: they are what it is measured by."""
        functions, newest = await self._ready(), history[-1]
        examples = []
        for one in await self._store.codings.coded(consultation, newest.frame.question):
            stands = one.standing(history)
            if stands and stands.by_person and not stands.look and not self.for_two(one.id):
                examples.append(Example(one.text, frozenset(stands.codes)))
        coder = await asyncio.to_thread(functions.learn, consultation, newest.frame, examples)
        return newest.version, coder, len(examples)

    async def _keep(
        self, consultation: str, question: str, coder: AnswerCoder, frame: int, examples: int, *, use: bool, by: str
    ) -> int:
        learned = await asyncio.to_thread(coder.to_bytes)
        new = NewCoder(coder.version, frame, coder.score, examples, learned, use)
        return await self._store.coders.keep(consultation, question, new, by=by, at=self._clock())

    async def _falls(self, consultation: str, question: str, new: AnswerCoder, before: KeptCoder) -> bool:
        functions, kept = await self._ready(), await self._store.coders.learned(consultation, question, before.number)
        return bool(kept) and await asyncio.to_thread(lambda: functions.falls_behind(new, functions.read(kept)))

    async def _in_use(self, consultation: str, question: str) -> KeptCoder | None:
        coders = await self._store.coders.all(consultation, question)
        return next((one for one in coders if one.in_use), None)

    async def _ready(self) -> CodingFunctions:
        async with self._making:
            if self._functions is None:
                self._functions = await self._make()
        return self._functions


def unclaimed(answer: CodedAnswer, history: Sequence[FrameVersion]) -> bool:
    """Whether an answer states something that no theme of the frame claims, and may be a new one."""
    if answer.left_alone:
        return False
    if not history or not history[-1].frame.themes:
        return True
    stands = answer.standing(history)
    return stands is not None and stands.codes == ("other",)


def _kept(made: Coding, said: CodedAnswer | None, history: Sequence[FrameVersion]) -> Coding:
    """What the machine says of an answer now, without losing what was said of it before the frame was changed."""
    if said is None:
        return made
    people = [one for one in (said.first, said.second) if one is not None]
    return coded_anew(made, said.machine, people, history)


def _batches(uncoded: Sequence[Uncoded]) -> Iterator[Sequence[Uncoded]]:
    for at in range(0, len(uncoded), AT_ONCE):
        yield uncoded[at : at + AT_ONCE]
