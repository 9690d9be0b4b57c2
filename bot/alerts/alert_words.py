"""What safeguarding leads are told: that something waits, and never what was written."""

from storage.worries.alerts import Waiting

SUBJECT = "Earshot: a worry waits"
LATE_SUBJECT = "Earshot: a worry is overdue"
TEST_SUBJECT = "Earshot: a test"

LINKED = "This chat is linked. You are told here when a worry waits at the desk, and never what was written."
NOT_LINKED = "That code does not work any more. Make a new one at the desk, under Worries."


def subject(waiting: Waiting) -> str:
    return LATE_SUBJECT if waiting.late else SUBJECT


def message(waiting: Waiting, address: str) -> str:
    """`address`: of the web server."""
    other = waiting.cases - waiting.urgent
    counted = [f"{waiting.urgent} urgent"] if waiting.urgent else []
    counted += [
        f"{other} {'other' if waiting.urgent else 'that is not urgent' if other == 1 else 'that are not urgent'}"
    ]
    worries = "worry waits" if waiting.cases == 1 else "worries wait"
    lines = [f"{waiting.cases} {worries} at the desk: {' and '.join(counted) if other else counted[0]}."]
    if waiting.late:
        lines.append(f"{waiting.late} {'is' if waiting.late == 1 else 'are'} overdue.")
    return "\n".join((*lines, "", f"Look at {address}/desk/cases", "", "What was written is never in a message."))


def test_message(address: str) -> str:
    return f"E-mail from Earshot reaches you. You are told when a worry waits.\n\nThe desk: {address}/desk/cases\n"
