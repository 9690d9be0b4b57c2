"""What one respondent said to one question."""

from dataclasses import dataclass

from conversations.hearing.values import Kind, Risk


@dataclass(frozen=True, slots=True)
class Answer:
    """`chosen`: option ids (choice, multi, scale). `text`: redacted words (open), messages joined by line breaks.

    `hidden`: the kinds of what redaction hid in `text`, in order. `sent_again`: its author brought a hidden word back,
    so it is no quote until a moderator clears it. `risk`: the highest level that screening gave to any of its messages.
    `by_rules`: some of it was heard without the encoder, so it is no quote until a moderator has looked twice.
    `language`: the code of the language of what no machine could read in it; then `text` is for nobody's eyes but its
    author's and those of the person who redacts it, and is empty once nobody can any more; `english` is the rest of it.
    """

    chosen: tuple[str, ...] = ()
    text: str = ""
    hidden: tuple[Kind, ...] = ()
    sent_again: bool = False
    risk: Risk = Risk.NONE
    by_rules: bool = False
    language: str = ""
    english: str = ""
