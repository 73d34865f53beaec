"""Builder: a page in the browser, and the hands and eyes of whoever uses it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kg.view import draw, graph_data, write_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Request

    from kg.graph.store import Store

DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "fr-FR", "reduced_motion": "reduce"}
"""A window as most people have one; nothing glides, so that everything stands still at once."""

_READY = "Promise.race([kgView.ready.then(() => true), new Promise((done) => setTimeout(done, 3000))])"
_STANDS = "document.body.classList.contains('ready')"
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_COLORS = """() => {
  const canvas = document.querySelector("#graph canvas");
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const pixels = new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  const found = [...new Set(pixels)].filter((pixel) => pixel >>> 24 === 255);
  const part = (pixel, shift) => ((pixel >>> shift) & 255).toString(16).padStart(2, "0");
  return found.map((pixel) => `#${part(pixel, 0)}${part(pixel, 8)}${part(pixel, 16)}`);
}"""
_COUNTS = """(rows) => Object.fromEntries(rows.map((row) => {
  const figure = row.querySelector(".count").textContent.replace(/\\D/g, "");
  return [row.querySelector("input").value, Number(figure)];
}))"""
_WAIT = 6000  # milliseconds after which what should have come is missing
_THUMB = 16  # pixels of a slider's handle


def page_of(store: Store, path: Path, **options: Any) -> Path:  # noqa: ANN401 - what draw takes
    """Write the page of a store."""
    write_page(path, draw(graph_data(store), **{"title": "Les faits de l'automne"} | options))
    return path


def statement(store: Store, relation: str, head: str = "", tail: str = "") -> str:
    """The IRI of the one statement of a relation, between these two where names are given."""
    data = graph_data(store)
    names = [node.name for node in data.nodes]
    [found] = [
        edge.iri
        for edge in data.edges
        if edge.relation == relation and head in ("", names[edge.head]) and tail in ("", names[edge.tail])
    ]
    return found


class Windows:
    """The windows of a browser, which one test takes over from the other: a new one costs more than what it shows."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.idle: defaultdict[str, list[Page]] = defaultdict(list)

    def open(self, path: Path, address: str = "", *, fresh: bool = False, **options: Any) -> Opened:  # noqa: ANN401
        """Open a page; in a window of its own where the test changes more than the page."""
        like = repr(sorted(options.items()))
        idle = [] if fresh else self.idle[like]
        page = idle.pop() if idle else self.browser.new_context(**DESK | options).new_page()
        page.set_default_timeout(_WAIT)
        return Opened(page, f"{path.as_uri()}{address}", page.context.close if fresh else lambda: idle.append(page))


class Opened:
    """A page in the browser, with everything that it asked for or complained about."""

    def __init__(self, page: Page, address: str, leave: Callable[[], None]) -> None:
        self.page, self.leave = page, leave
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._hear_request)
        page.on("console", self._hear_message)
        page.on("pageerror", self._hear_error)
        self.go(address)

    def go(self, address: str) -> None:
        """Open an address and wait for the page to stand."""
        self.page.goto(address)
        for _ in range(_WAIT // 25):
            if self.page.evaluate(_STANDS):
                break
            self.page.wait_for_timeout(25)
        else:
            raise AssertionError(f"the page does not open: {self.complaints}")
        self.page.evaluate(_DRAWN)

    # ---- what is on the screen

    @property
    def title(self) -> Locator:
        """What the panel is about."""
        return self.page.locator("#panel h2")

    def ready(self) -> bool:
        """Whether the page tells its host that it stands."""
        return bool(self.page.evaluate(_READY))

    def text(self, what: str | Locator) -> str:
        """The text that people see there, on one line, with plain spaces."""
        seen = self.page.inner_text(what) if isinstance(what, str) else what.inner_text()
        return " ".join(seen.split())

    def shown(self) -> tuple[int, int]:
        """How many entities and relations the picture shows."""
        found = self.page.evaluate("kgView.shown()")
        return found["entities"], found["relations"]

    def drawn(self) -> set[str]:
        """The names of the entities in the picture, as its table twin may not say them all."""
        return set(self.page.evaluate("kgView.network.body.nodeIndices.map(String)"))

    def address(self) -> str:
        """What stands behind the # of the address."""
        return str(self.page.evaluate("decodeURIComponent(location.hash.slice(1))"))

    def counts(self, facet: str) -> dict[str, int]:
        """What a facet says of each of its values."""
        rows: dict[str, int] = self.page.locator(f"[data-facet='{facet}'] li").evaluate_all(_COUNTS)
        return rows

    def focused(self) -> str:
        """The identifier of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))

    def colors(self) -> set[str]:
        """The colours of the picture's pixels, as hexadecimal."""
        self.page.evaluate(_DRAWN)
        return set(self.page.evaluate(_COLORS))

    def scale(self) -> float:
        return float(self.page.evaluate("kgView.network.getScale()"))

    def place(self, iri: str) -> tuple[float, float]:
        """Where an entity, or the middle of a statement's line, stands in the window."""
        self.page.evaluate(_DRAWN)
        found = self.page.evaluate("iri => kgView.at(iri)", iri)
        return found["x"], found["y"]

    def becomes(self, read: Callable[[], object], wanted: object) -> None:
        """Wait until what is read is what is wanted."""
        for _ in range(_WAIT // 25):
            found = read()
            if found == wanted:
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"{found!r}, not {wanted!r}")

    # ---- what people do

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def click_on(self, iri: str) -> None:
        """Click in the canvas where a node or the middle of an edge stands."""
        self.page.mouse.click(*self.place(iri))

    def click_beside(self) -> None:
        """Click in the canvas where nothing stands."""
        box = self.page.locator("#graph").bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] / 2)

    def search(self, text: str) -> None:
        """Type a name from anywhere on the page and take the first that is found."""
        self.press("/")
        self.page.keyboard.type(text)
        self.page.locator("#found [role=option][aria-selected=true]").wait_for()
        self.press("Enter")

    def tick(self, facet: str, value: str) -> None:
        """Choose a value of a facet, or leave it again."""
        self.page.locator(f"[data-facet='{facet}'] input[value='{value}']").click()

    def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 6) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=steps)
        self.page.mouse.up()

    def slide(self, selector: str, share: float) -> None:
        """Drag the handle of a slider to a share of its way."""
        slider = self.page.locator(selector)
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box is not None
        now = slider.evaluate("one => (one.value - one.min) / (one.max - one.min)")

        def handle(at: float) -> tuple[float, float]:
            return box["x"] + _THUMB / 2 + at * (box["width"] - _THUMB), box["y"] + box["height"] / 2

        self.drag(handle(now), handle(share))

    def arrange(self, label: str) -> None:
        """Choose something in the menu of arrangements, and leave the menu."""
        self.page.click("#arrange summary")
        self.page.locator("#arrange label", has_text=label).click()
        self.page.click("#arrange summary")

    def close(self) -> None:
        """Leave the page, which must not have complained."""
        self.page.remove_listener("request", self._hear_request)
        self.page.remove_listener("console", self._hear_message)
        self.page.remove_listener("pageerror", self._hear_error)
        self.page.mouse.move(0, 0)
        self.page.goto("about:blank")
        self.leave()
        assert not self.complaints, self.complaints

    def _hear_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _hear_message(self, message: ConsoleMessage) -> None:
        self.complaints.append(message.text)

    def _hear_error(self, error: Error) -> None:
        self.complaints.append(str(error))
