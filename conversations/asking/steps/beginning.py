"""The steps before the first question: age band, group code, welcome, agreement, receipt words."""

from conversations.asking.events import ReceiptNeededError
from conversations.asking.locales import line
from conversations.asking.locales.dates import plain_day
from conversations.asking.records import ReceiptGiven, ResponseBegun
from conversations.asking.steps.order import AGE, AGE_BANDS, AGREE, ASKED, CODE, ELSEWHERE, FROM_13, UNDER_13, WELCOME
from conversations.asking.turn_builder import TurnBuilder

TRIAL_CODE = "trial"


def age(builder: TurnBuilder, action: str) -> bool:
    """Takes the age band; False where the button is not one of this step."""
    bands = {f"o{at}": band for at, band in enumerate(AGE_BANDS)}
    if action not in bands:
        return False
    band = bands[action]
    builder.you(line(f"age_{band}"))
    builder.change(age_band=band)
    if not builder.event.door.under_16s and band in (UNDER_13, FROM_13):
        builder.go(ELSEWHERE)
    else:
        builder.go(CODE if band == UNDER_13 else WELCOME)
    builder.show()
    return True


def group_code(builder: TurnBuilder, raw: str) -> None:
    """Compares the group code; it is never kept."""
    code = plain_code(raw)
    codes = {plain_code(one) for one in builder.running.group_codes}
    if code in codes or (builder.running.trial and code == TRIAL_CODE):
        builder.go(WELCOME)
    elif not builder.worried:
        builder.say("code_wrong")
    builder.show()


def plain_code(raw: str) -> str:
    """A group code as it is compared: its letters and digits in lower case, whatever stands between them."""
    return "".join(letter for letter in raw.lower() if letter.isalnum())


def welcome(builder: TurnBuilder, action: str) -> bool:
    if action != "next":
        return False
    builder.go(AGREE)
    builder.show()
    return True


def agree(builder: TurnBuilder, action: str) -> bool:
    """Yes begins the response and gives the receipt words; no keeps nothing."""
    if action == "no":
        builder.you(line("agree_no"))
        builder.say("goodbye")
        builder.ended = True
    elif action == "yes":
        _begin(builder)
    else:
        return False
    return True


def _begin(builder: TurnBuilder) -> None:
    event = builder.event
    if event.receipt is None:
        raise ReceiptNeededError
    builder.you(line("agree_yes"))
    response = event.chance[4:20]
    builder.change(response=response, receipt=event.receipt)
    builder.record(
        ResponseBegun(response, builder.text.version, builder.state.age_band, event.door.name, event.at.date())
    )
    builder.record(ReceiptGiven(response, event.receipt))
    builder.say("receipt", words=" ".join(event.receipt), day=plain_day(builder.running.words_until))
    builder.go(ASKED + builder.text.questions[0].id)
    builder.show()


BEGINNING = {AGE: age, WELCOME: welcome, AGREE: agree}
"""What takes a tap at each of these steps."""
