"""Telegram: updates in, messages out."""

import os

# python-telegram-bot's own way to ask for its coming types of durations, without a warning for each.
os.environ.setdefault("PTB_TIMEDELTA", "true")
