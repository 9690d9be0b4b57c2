"""Whether a test notices: every test runs once without any change, and then for each mutant those that can notice it.

A test that never enters a changed function goes as it did, since nothing in tests is left to chance or the clock. So
first it is seen which test enters which function; then each mutant has a process of its own, parted from one where
everything is loaded, in which the tests that enter what it changes run until one fails.
"""

import multiprocessing
import os
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import pairwise
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from types import CodeType, FrameType

import pytest

from tests.mutants.changing import Change

ENDLESS = 60
"""Seconds of reckoning (not of waiting) after which a mutant is one that never ends. Anyone would notice that."""


class Noticing:
    """A plugin of pytest. `tell` is told of each mutant whether it was noticed."""

    def __init__(self, changes: Sequence[Change], tell: Callable[[Change, bool], None]) -> None:
        self._changes, self._tell = changes, tell
        self._entered: dict[int, set[str]] = defaultdict(set)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        functions = {id(function.__code__) for change in self._changes for function, _ in change.codes}
        watch = _Watch(functions, self._entered)
        session.config.pluginmanager.register(watch)
        went = yield
        session.config.pluginmanager.unregister(watch)
        if not session.testsfailed:
            if not self._passes_apart(session):
                pytest.exit("the tests fail in a process of their own", 1)
            for change, noticed in self._each(session):
                self._tell(change, noticed)
        return went

    def _that_enter(self, session: pytest.Session, codes: Iterable[CodeType]) -> list[pytest.Item]:
        entering = {test for code in codes for test in self._entered[id(code)]}
        return [item for item in session.items if item.nodeid in entering]

    def _passes_apart(self, session: pytest.Session) -> bool:
        """Whether what notices passes where nothing is changed: else whatever fails would be taken for noticing."""
        every = {test for tests in self._entered.values() for test in tests}
        process = multiprocessing.get_context("fork").Process(
            target=_run, args=(session, None, [item for item in session.items if item.nodeid in every])
        )
        process.start()
        process.join()
        return process.exitcode == 0

    def _each(self, session: pytest.Session) -> Iterator[tuple[Change, bool]]:
        """Each with whether it was noticed, as it is known; as many at once as there are cores."""
        forked = multiprocessing.get_context("fork")
        waiting = list(reversed(self._changes))
        running: dict[int, tuple[Change, ForkProcess]] = {}
        while waiting or running:
            while waiting and len(running) < (os.cpu_count() or 1):
                change = waiting.pop()
                items = self._that_enter(session, (function.__code__ for function, _ in change.codes))
                process = forked.Process(target=_run, args=(session, change, items))
                process.start()
                running[process.sentinel] = change, process
            for ended in wait(list(running)):
                assert isinstance(ended, int)
                change, process = running.pop(ended)
                process.join()
                yield change, process.exitcode != 0


class _Watch:
    """Sees which functions each test enters."""

    def __init__(self, functions: set[int], entered: dict[int, set[str]]) -> None:
        self._functions, self._entered = functions, entered

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        functions, entered, test = self._functions, self._entered, item.nodeid

        def see(frame: FrameType, what: str, _: object) -> None:
            if what == "call" and id(frame.f_code) in functions:
                entered[id(frame.f_code)].add(test)

        sys.setprofile(see)
        try:
            return (yield)
        finally:
            sys.setprofile(None)


def _run(session: pytest.Session, change: Change | None, items: Sequence[pytest.Item]) -> None:
    """In a process of its own, which ends with 0 where every test passes."""
    resource.setrlimit(resource.RLIMIT_CPU, (ENDLESS, ENDLESS))
    if change:
        change.make()
    for item, following in pairwise((*items, None)):
        assert item
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            os._exit(1)
    os._exit(0)
