"""The chat page for phones: plain forms that work without JavaScript, and a small own script that makes them smooth."""

from conversations.asking.door import Door

WEB = Door(
    name="web",
    in_figures="door_web",
    longest=4096,  # as long as elsewhere: an answer that was begun here may be gone on with in a chat
    under_16s=True,
    asks_first=True,
    whole_forms=True,
    one_consultation=True,
    page_for_words=True,
)
"""What this door can do. A page is of one consultation, and a form posts all that is ticked at once."""
