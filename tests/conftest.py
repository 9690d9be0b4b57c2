"""What holds for every test."""

import pytest
from hypothesis import settings

from tests.browser import NONE_FOUND

# The same examples in every run, and no bound on time: machines differ, and a test must fail for one reason.
settings.register_profile("earshot", deadline=None, derandomize=True)
settings.load_profile("earshot")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line where browser tests did not run."""
    if any(NONE_FOUND in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(NONE_FOUND, red=True, bold=True)
