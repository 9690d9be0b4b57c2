"""What is said of closing a consultation: before it is done, and after."""

from datetime import date

from storage.consultations import HeldConsultation
from storage.rules.retention import Retention


def before_closing(held: HeldConsultation, today: date, retention: Retention, unread: int) -> list[str]:
    """What goes and what stays, a line each. `unread`: answers in another language that nobody has redacted yet."""
    words = [
        f"Closing {held.id} cannot be undone. Nobody's place in it is found again; replies that wait are not sent."
    ]
    if held.trial:
        words.append("It is a trial: its answers, its receipt words and the flags that are closed are deleted.")
        return words
    until = retention.receipts_until(held.stated or today)
    words.append(f"Its answers stay. Receipt words work until {until}, as young people were told.")
    if held.closes and today <= held.closes:
        words.append(f"It was to take answers until {held.closes}: people in the middle cannot finish.")
    if unread:
        words.append(
            f"Answers in another language that nobody has redacted yet: {unread}. Their words are destroyed with "
            "the key, and only that they were given is kept. Have them read at the desk first."
        )
    return words


def after_closing(identifier: str, *, flags: int, lost: int) -> list[str]:
    """What was done, and what is left to do. `lost`: answers that nobody read in time."""
    words = [
        f"{identifier} is closed. Its key is destroyed, and what led from answers to who gave them is overwritten.",
        f"If you keep copies of KEYS_DIR, remove consultation-{identifier}.key from each of them: while one copy is "
        "left, its answers are not anonymous.",
    ]
    if flags:
        words.append(f"Flags that are open, to be read at the desk: {flags}")
    if lost:
        words.append(f"Answers in another language that were not read in time, and have no words any more: {lost}")
    return words
