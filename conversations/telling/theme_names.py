"""What the codes of written answers are called, where no code frame names them: what is left over, and feelings."""

from conversations.hearing.themes.code_frame import RESIDUAL
from conversations.hearing.values import Feeling
from conversations.telling.lines import line


def residual_names() -> dict[str, str]:
    """What those of RESIDUAL are called, by code."""
    return dict(zip(RESIDUAL, (line("theme_other"), line("theme_unclear"), line("theme_no_change")), strict=True))


def feeling_names() -> dict[Feeling, str]:
    """What feelings are called, in the order of the spread."""
    return {
        Feeling.POSITIVE: line("feeling_positive"),
        Feeling.MIXED: line("feeling_mixed"),
        Feeling.NEUTRAL: line("feeling_neutral"),
        Feeling.NEGATIVE: line("feeling_negative"),
    }
