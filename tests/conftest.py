"""What holds for every test."""

import os

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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: tests that wait for a service or a browser leave room for another."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spreads the longest tests evenly, so that no worker is left with several of them at the end."""
    longest = [one for one in items if one.get_closest_marker("long")]
    others = [one for one in items if not one.get_closest_marker("long")]
    for number, one in enumerate(longest):
        others.insert(number * len(items) // len(longest), one)
    items[:] = others
