"""A respondent who goes the whole way through a consultation, whatever comes in between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conversations.asking.consultation.model import Consultation, Question
from conversations.asking.locales import line
from tests.bot_api.chat import Message
from tests.bot_api.person import Person


@dataclass(slots=True)
class Respondent:
    """`answers`: by question id, the labels to tick or the messages to write; what is not there is skipped.

    Every message with buttons is looked at for where the way is, and answered once; where several came, the newest.
    """

    person: Person
    consultation: Consultation
    answers: Mapping[str, Sequence[str]]
    _said: dict[str, int] = field(default_factory=dict)

    async def go_all_the_way(self) -> None:
        await self.person.say(f"/start {self.consultation.id}")
        while not await self._step(await self.person.next_question()):
            pass

    async def _step(self, message: Message) -> bool:
        """Does what a message asks for. True at the end."""
        if line("finished") in message.text:
            return True
        for label in ("16 to 17", line("welcome_next"), line("agree_yes"), line("quoting_yes"), line("finish")):
            if label in message.labels:
                await self.person.tap(label, message)
                return False
        for question in (*self.consultation.questions, *self.consultation.about_you):
            if question.text in message.text:
                await self._answer(question, message)
                return False
        raise AssertionError(f"nothing is known to do with: {message.text}")

    async def _answer(self, question: Question, message: Message) -> None:
        answers = self.answers.get(question.id, ())
        if not answers:
            # By its button, not by typing: the same question may have come twice, and a button is good for one only.
            skip = line("skip") if line("skip") in message.labels else line("rather_not")
            await self.person.tap(skip, message)
        elif question.type == "open":
            said = self._said.get(question.id, 0)
            if said < len(answers):
                self._said[question.id] = said + 1
                await self.person.say(answers[said])
            elif line("done") in message.labels:
                await self.person.tap(line("done"), message)
            # Else this question came twice, and one that has the button follows.
        elif question.type == "multi":
            await self._tick(question, answers, message)
        else:
            await self.person.tap(answers[0], message)

    async def _tick(self, question: Question, answers: Sequence[str], message: Message) -> None:
        """Taps each option once, whatever a question that came twice shows, and Done when all are seen to be ticked."""
        tapped = self._said.get(question.id, 0)
        if all(f"✓ {label}" in message.labels for label in answers):
            await self.person.tap(line("done"), message)
        elif tapped < len(answers) and all(f"✓ {label}" in message.labels for label in answers[:tapped]):
            self._said[question.id] = tapped + 1
            await self.person.tap(answers[tapped], message)
