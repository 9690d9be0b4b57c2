"""Telegram: updates in, messages out."""

import os

from conversations.asking.door import Door

# python-telegram-bot's own way to ask for its coming types of durations, without a warning for each.
os.environ.setdefault("PTB_TIMEDELTA", "true")

TELEGRAM = Door(
    name="telegram",
    in_figures="door_telegram",
    longest=4096,  # Telegram's own limit
    under_16s=False,
    asks_first=False,
    whole_forms=False,
    one_consultation=False,
    page_for_words=False,
    most_options=20,  # a message holds 100 buttons, and a phone shows about ten at a time
    whole_label=32,  # on a narrow phone
    patience=20.0,
)
"""What this door can do. Whoever says "hi" here was asked nothing yet; each tick arrives by itself."""
