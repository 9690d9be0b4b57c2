"""Finding a browser for the tests that need one: an installed Chromium or Chrome, else one that can be installed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No GPU, no sandbox (containers have neither), and no call home: a test counts every request."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PLACES = (
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)

NONE_FOUND = (
    "NO BROWSER: the browser tests did not run. Install Chromium or Chrome, or set EARSHOT_BROWSER to where one is."
)


def in_ci() -> bool:
    """Whether the browser tests have to run."""
    return os.environ.get("EARSHOT_CI") == "1"


def installed() -> str | None:
    """Where an installed browser is; EARSHOT_BROWSER comes before all."""
    named = os.environ.get("EARSHOT_BROWSER")
    if named:
        return named if Path(named).is_file() else None
    on_path = (found for name in _NAMES if (found := shutil.which(name)))
    in_place = (place for place in _PLACES if Path(place).is_file())
    return next(on_path, None) or next(in_place, None) or _of_playwright()


@cache
def browser() -> str | None:
    """Where a browser is, installed now if need be; None where there is none to be had. The search is made once."""
    found = installed()
    if found or os.environ.get("EARSHOT_BROWSER"):
        return found
    ways: tuple[Callable[[], None], ...] = (_install_playwrights, _install_debians)
    for install in ways:
        install()
        if found := installed():
            return found
    return None


def _of_playwright() -> str | None:
    """The browser that Playwright keeps for itself, if it has one."""
    cache_dirs = (
        os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""),
        "~/.cache/ms-playwright",
        "~/Library/Caches/ms-playwright",
        "~/AppData/Local/ms-playwright",
    )
    endings = (
        "chromium-*/chrome-linux*/chrome",
        "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
        "chromium-*/chrome-win*/chrome.exe",
    )
    for folder in (Path(name).expanduser() for name in cache_dirs if name):
        for ending in endings:
            if found := sorted(folder.glob(ending)):
                return str(found[-1])
    return None


def _install_playwrights() -> None:
    _quietly([sys.executable, "-m", "playwright", "install", "chromium"])


def _install_debians() -> None:
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        _quietly(["apt-get", "install", "-y", "--no-install-recommends", "chromium"])


def _quietly(command: list[str]) -> None:
    # Where it fails there is no browser, which is what the caller finds out.
    try:
        subprocess.run(command, check=False, capture_output=True, timeout=300)
    except (OSError, subprocess.TimeoutExpired):
        return
