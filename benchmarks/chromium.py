"""The browser that benchmarks and tests drive: how it may be called here, and how it is started."""

from __future__ import annotations

import shutil

__all__ = ["ARGUMENTS", "NAMES", "browser_program"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""What the program may be called, the first that is installed counting."""

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
"""How it runs without a screen, in a container too."""


def browser_program() -> str | None:
    """The path of a Chromium that is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)
