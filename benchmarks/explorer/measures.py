"""What is measured of a page: how it opens, and what it costs to use it as people do, with mouse and keyboard."""

from __future__ import annotations

import time
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.explorer.browser import Spent, opened
from kg.view import draw, write_page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playwright.sync_api import Page

    from kg.view import GraphData

__all__ = ["made", "plain", "used"]

MOVES, STEP = 60, 4
"""How often the mouse moves in a drag, and by how many pixels: half of them there, half of them back."""
FACETS = "#facets [data-facet='relations'] input[type=checkbox]"
CLICKS = 4
"""Edges that are clicked, and values of a facet that are switched on and off again."""
CANDIDATES = 2_000
"""Edges among which those are sought that nothing else lies over."""
CAP = 60.0
"""Seconds after which nobody waits for a page any longer."""

OPEN = """([side, cap]) => Promise.race([
  probe.interactive(side),
  new Promise((done) => { setTimeout(() => done(null), cap * 1000); }),
])"""


def made(data: GraphData, path: Path) -> Mapping[str, float]:
    """Lay a graph out, draw its page and write it."""
    begun = time.process_time()
    write_page(path, draw(data, title="Benchmark"))
    return {"made": time.process_time() - begun, "file": path.stat().st_size / 1e6}


def plain(program: str, side: str, address: str) -> Mapping[str, float]:
    """Open a page and move its picture; nothing else where it is not ready within the cap."""
    with opened(program) as (page, asked):
        found = _open(page, side, address)
        if side in {"vis", "cytoscape"} or (side == "kg" and found):
            found["pan"] = _pan(page)
        if asked and side != "pyvis":
            raise RuntimeError(f"{address} asks for {asked[0]}; a page is to need nothing beside itself")
        return found


def used(program: str, address: str, data: GraphData) -> Mapping[str, float]:
    """Open kg's page and use it: move the picture, choose in a facet, read evidence, search."""
    with opened(program) as (page, asked):
        found = _open(page, "kg", address)
        found["pan"] = _pan(page)
        found |= _panel(page, data)
        found |= _facet(page)
        found |= _search(page, data)
        if asked:
            raise RuntimeError(f"{address} asks for {asked[0]}; a page is to need nothing beside itself")
        return found


def _open(page: Page, side: str, address: str) -> dict[str, float]:
    spent = Spent()
    page.goto(address, wait_until="domcontentloaded")
    wall = page.evaluate(OPEN, [side, CAP])
    found = {} if wall is None else {"interactive": spent.seconds(), "wall": wall}
    if found:
        found["quiet"] = spent.until_quiet()
        found["drawn"] = page.evaluate("probe.drawn()")
    return found


def _pan(page: Page) -> float:
    """Milliseconds of the processor for each time the picture is drawn during a drag."""
    spot = page.evaluate("probe.emptySpot()")
    page.mouse.move(spot["x"], spot["y"])
    Spent().until_quiet()
    frames, spent = page.evaluate("probe.frames()"), Spent()
    page.mouse.down()
    for move in range(1, MOVES + 1):
        away = STEP * min(move, MOVES - move)
        page.mouse.move(spot["x"] + away, spot["y"] + away / 2)
    cost = spent.seconds()
    drawn: int = page.evaluate("probe.frames()") - frames
    page.mouse.up()
    spent.until_quiet()
    return 1000 * cost / drawn


def _panel(page: Page, data: GraphData) -> dict[str, float]:
    """How long after a click on an edge its sentences stand in the panel, when never read before and again."""
    every = [
        {
            "iri": edge.iri,
            "ends": [edge.head, edge.tail],
            "sentences": [data.evidence[place].text for place in edge.evidence],
        }
        for edge in data.edges
    ]
    apart = every[:: max(1, len(every) // CANDIDATES)]
    times: defaultdict[str, list[float]] = defaultdict(list)
    for edge in page.evaluate("([edges, most]) => probe.clickable(edges, most)", [apart, 3 * CLICKS]):
        first, again = (_click(page, edge) for _ in range(2))
        if first is not None and again is not None:
            times["panel"].append(first)
            times["panel again"].append(again)
        if len(times["panel"]) == CLICKS:
            break
    if not times:
        raise RuntimeError("no edge that was clicked showed its sentences; look at the page and at probe.js")
    return {name: median(values) for name, values in times.items()}


def _click(page: Page, edge: Mapping[str, object]) -> float | None:
    place = page.evaluate("iri => window.kgView.at(iri)", edge["iri"])
    page.evaluate("sentences => { window.answer = probe.told(sentences); }", edge["sentences"])
    page.mouse.click(place["x"], place["y"])
    waited: float | None = page.evaluate("window.answer")
    page.keyboard.press("Escape")
    Spent().until_quiet()
    return waited


def _facet(page: Page) -> dict[str, float]:
    """How long after a click on a value of a facet the picture is drawn again, and what that costs."""
    waited, cost = [], []
    values: list[str] = page.locator(FACETS).evaluate_all("boxes => boxes.map((box) => box.value)")
    for value in values[:CLICKS]:
        for _ in range(2):
            box = page.locator(f"{FACETS}[value='{value}']")
            box.scroll_into_view_if_needed()
            page.evaluate("window.answer = undefined; void (window.answer = probe.redrawn('click'))")
            spent = Spent()
            box.click()
            waited.append(page.evaluate("window.answer"))
            cost.append(1000 * spent.until_quiet())
    return {"facet": median(waited), "facet cpu": sum(cost) / len(cost)}


def _search(page: Page, data: GraphData) -> dict[str, float]:
    """What a keystroke costs: the search alone, the page's handlers, and until its answer is painted."""
    names = [node.name for node in data.nodes[:: max(1, len(data.nodes) // 20)]]
    longest = max(map(len, names))
    by_length = [
        page.evaluate("texts => probe.searches(texts)", [name[:length] for name in names if len(name) >= length])
        for length in range(1, longest + 1)
    ]
    page.evaluate("probe.watchTyping()")
    page.click("#search")
    page.keyboard.type(names[1], delay=60)
    Spent().until_quiet()
    typed = page.evaluate("probe.typed()")
    page.keyboard.press("Escape")
    return {
        "find": max(map(median, by_length)),
        "key": median(key["handled"] for key in typed),
        "key painted": median(key["painted"] for key in typed),
    }
