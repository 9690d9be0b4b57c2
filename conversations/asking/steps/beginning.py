"""The steps before the first question: age band, group code, welcome, agreement, receipt words."""

from conversations.asking.events import Door, ReceiptNeededError
from conversations.asking.locales import line
from conversations.asking.records import ReceiptGiven, ResponseBegun
from conversations.asking.steps.order import AGE, AGE_BANDS, AGREE, ASKED, CODE, ELSEWHERE, FROM_13, UNDER_13, WELCOME
from conversations.asking.turn_builder import Taking

TRIAL_CODE = "trial"


def age(taking: Taking, action: str) -> bool:
    """Takes the age band; False where the button is not one of this step."""
    bands = {f"o{at}": band for at, band in enumerate(AGE_BANDS)}
    if action not in bands:
        return False
    band = bands[action]
    taking.you(line(f"age_{band}"))
    taking.change(age_band=band)
    if taking.event.door is Door.TELEGRAM and band in (UNDER_13, FROM_13):
        taking.go(ELSEWHERE)
    else:
        taking.go(CODE if band == UNDER_13 else WELCOME)
    taking.show()
    return True


def group_code(taking: Taking, raw: str) -> None:
    """Compares the group code; it is never kept."""
    code = plain_code(raw)
    codes = {plain_code(one) for one in taking.running.group_codes}
    if code in codes or (taking.running.trial and code == TRIAL_CODE):
        taking.go(WELCOME)
    elif not taking.worried:
        taking.say("code_wrong")
    taking.show()


def plain_code(raw: str) -> str:
    """A group code as it is compared: its letters and digits in lower case, whatever stands between them."""
    return "".join(letter for letter in raw.lower() if letter.isalnum())


def welcome(taking: Taking, action: str) -> bool:
    if action != "next":
        return False
    taking.go(AGREE)
    taking.show()
    return True


def agree(taking: Taking, action: str) -> bool:
    """Yes begins the response and gives the receipt words; no keeps nothing."""
    if action == "no":
        taking.you(line("agree_no"))
        taking.say("goodbye")
        taking.ended = True
    elif action == "yes":
        _begin(taking)
    else:
        return False
    return True


def _begin(taking: Taking) -> None:
    event = taking.event
    if event.receipt is None:
        raise ReceiptNeededError
    taking.you(line("agree_yes"))
    response = event.chance[4:20]
    taking.change(response=response, receipt=event.receipt)
    taking.record(ResponseBegun(response, taking.text.version, taking.state.age_band, event.door, event.at.date()))
    taking.record(ReceiptGiven(response, event.receipt))
    until = taking.running.words_until
    taking.say("receipt", words=" ".join(event.receipt), day=f"{until.day} {until:%B %Y}")
    taking.go(ASKED + taking.text.questions[0].id)
    taking.show()


BEGINNING = {AGE: age, WELCOME: welcome, AGREE: agree}
"""What takes a tap at each of these steps."""
