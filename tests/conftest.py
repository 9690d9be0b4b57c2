"""What is said at the end of a run."""

import pytest

from tests.browser import NONE_FOUND


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line where browser tests did not run."""
    if any(NONE_FOUND in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(NONE_FOUND, red=True, bold=True)
