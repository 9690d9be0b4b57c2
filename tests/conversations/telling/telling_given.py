"""Reviewed responses made by hand."""

from collections.abc import Mapping

from bot.web import WEB
from conversations.asking.answer import Answer
from conversations.asking.consultation.file import read_consultation
from conversations.asking.consultation.model import Consultation
from conversations.asking.left_out import WhyLeftOut
from conversations.telling.responses import Review, ReviewedAnswer, ReviewedResponse

AS_OF = "The numbers are as they stood on 1 June 2026."

CLUBS = """\
format: 1
id: clubs
version: 1
title: Clubs
about: What to do after school.
questions:
  - id: C1
    type: choice
    text: Do you go to a club?
    options:
      - {id: often, text: Yes}
      - {id: never, text: No}
      - {id: not_sure, text: Not sure, last: true}
  - id: C2
    type: multi
    max: 2
    text: Which clubs do you like?
    options:
      - {id: sport, text: Sport}
      - {id: music, text: Music}
      - {id: art, text: Art}
  - id: C3
    type: scale
    text: How often do you go?
    options:
      - {id: always, text: Always}
      - {id: often, text: Often}
      - {id: rarely, text: Rarely}
      - {id: never, text: Never}
      - {id: not_sure, text: Not sure, last: true}
  - id: C4
    type: open
    text: What is missing?
about_you:
  - id: part
    type: choice
    text: Where do you live?
    why: We ask so that we can see what is missing where.
    options:
      - {id: north, text: North}
      - {id: south, text: South}
"""


def clubs() -> Consultation:
    return read_consultation(CLUBS, "clubs.yaml")


def ticked(*chosen: str) -> ReviewedAnswer:
    return ReviewedAnswer(Answer(chosen=chosen), Review.NOT_NEEDED)


def wrote(
    text: str, review: Review = Review.APPROVED, *, reason: WhyLeftOut = "", quotable: bool | None = None
) -> ReviewedAnswer:
    may = review is Review.APPROVED if quotable is None else quotable
    return ReviewedAnswer(Answer(text=text), review, reason, may)


def response(
    answers: Mapping[str, ReviewedAnswer],
    *,
    number: int = 0,
    age_band: str = "13_15",
    door: str = WEB.name,
    finished: bool = True,
) -> ReviewedResponse:
    return ReviewedResponse(number.to_bytes(16), 1, age_band, door, finished, answers)


def many(count: int, answers: Mapping[str, ReviewedAnswer], age_band: str = "13_15") -> list[ReviewedResponse]:
    return [response(answers, number=number, age_band=age_band) for number in range(count)]
