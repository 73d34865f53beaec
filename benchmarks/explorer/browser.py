"""A headless Chromium without a network, and the processor time of what draws its page.

The browser stands at rest on an empty file when the clock starts, so that it tells what a page costs and not what a
browser does: the same process then takes the page, as both come from the disk.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.chromium import ARGUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Route

__all__ = ["Spent", "descendants", "opened", "seconds"]

WIDTH, HEIGHT = 1280, 800
LOCAL = ("file:", "data:", "blob:", "about:")
DRAWING = ("--type=renderer", "--type=gpu-process")
PROBE, EMPTY = (Path(__file__).with_name(name) for name in ("probe.js", "empty.html"))
TICK = 1 / os.sysconf("SC_CLK_TCK")
QUIET, MOST = 0.2, 4.0
"""For so long a page does next to nothing before it counts as quiet; the most that is waited for that."""


@contextmanager
def opened(program: str) -> Iterator[tuple[Page, list[str]]]:
    """An empty page of a browser of its own, and the addresses elsewhere that it will ask for in vain."""
    from playwright.sync_api import sync_playwright

    asked: list[str] = []

    def hold(route: Route) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS])
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="fr-FR", reduced_motion="reduce"
        )
        context.set_offline(True)
        context.route("**/*", hold)
        context.add_init_script(path=PROBE)
        page = context.new_page()
        page.goto(EMPTY.as_uri())
        Spent().until_quiet()
        yield page, asked
        browser.close()


class Spent:
    """A clock of the processor: user and system time of all renderers and GPU processes that this process started."""

    def __init__(self) -> None:
        self._begun = _times()

    def seconds(self) -> float:
        """What they have spent since, those included that came later."""
        return sum(spent - self._begun.get(number, 0.0) for number, spent in _times().items())

    def until_quiet(self) -> float:
        """What they have spent once they do next to nothing."""
        ends = time.monotonic() + MOST
        spent = self.seconds()
        while time.monotonic() < ends:
            time.sleep(QUIET)
            before, spent = spent, self.seconds()
            if spent - before <= TICK:
                break
        return spent


def _times() -> dict[int, float]:
    """Processor seconds of each renderer and GPU process below this one, by its number."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent, used = seconds((folder / "stat").read_text())
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except (FileNotFoundError, ProcessLookupError):  # it has ended since
            continue
        parents[int(folder.name)] = parent
        if any(word.startswith(DRAWING) for word in " ".join(words).split()):
            spent[int(folder.name)] = used
    own = descendants(parents, os.getpid())
    return {number: used for number, used in spent.items() if number in own}


def seconds(stat: str) -> tuple[int, float]:
    """The parent and the processor seconds that a line of /proc/PID/stat tells (proc(5)).

    >>> seconds("7 (a b) c) S 3 7 7 0 -1 4194304 100 0 0 0 40 2 0 0 20 0 1 0 4543149") == (3, 42 * TICK)
    True
    """
    fields = stat.rpartition(")")[2].split()
    return int(fields[1]), (int(fields[11]) + int(fields[12])) * TICK


def descendants(parents: dict[int, int], first: int) -> set[int]:
    """The processes that come from the first one, it included.

    >>> sorted(descendants({2: 1, 3: 2, 4: 3, 5: 1}, 2))
    [2, 3, 4]
    """
    children: dict[int, list[int]] = {}
    for number, parent in parents.items():
        children.setdefault(parent, []).append(number)
    found, fresh = {first}, [first]
    while fresh:
        fresh = [child for number in fresh for child in children.get(number, ()) if child not in found]
        found.update(fresh)
    return found
