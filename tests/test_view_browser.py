"""The page in a real browser: what people see, click, type and read, and that nothing leaves the machine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from kg.view import draw, graph_data, write_page
from tests.make_view import HOSTILE, hostile, sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from kg.graph.store import Store

pytestmark = pytest.mark.browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
AWS_NVIDIA = "AWS et Nvidia étendent leur partenariat."


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(f"no browser is installed; looked for {', '.join(NAMES)}")
    with playwright.sync_playwright() as started:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = started.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


class Opened:
    """A page in the browser, with everything that it asked for or complained about."""

    def __init__(self, browser: Browser, path: Path, **context: Any) -> None:  # noqa: ANN401 - playwright's options
        options = {"viewport": {"width": 1280, "height": 800}, "locale": "fr-FR", "reduced_motion": "reduce"}
        self.page: Page = browser.new_context(**options | context).new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(path.as_uri())
        self.page.wait_for_function("window.kgView !== undefined")

    def text(self, selector: str) -> str:
        return self.page.inner_text(selector)

    def click_on(self, iri: str) -> None:
        """Click in the canvas where a node or the middle of an edge stands."""
        place = self.page.evaluate("iri => window.kgView.at(iri)", iri)
        self.page.mouse.click(place["x"], place["y"])
        self.page.wait_for_timeout(350)  # the engine waits a moment for a second click

    def colors(self) -> set[str]:
        """The colours of the picture's pixels, as hexadecimal."""
        return set(
            self.page.evaluate(
                """() => {
                  const canvas = document.querySelector("#graph canvas");
                  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                  const found = new Set();
                  for (let at = 0; at < data.length; at += 4) {
                    const color = [...data.subarray(at, at + 3)].map((part) => part.toString(16).padStart(2, "0"));
                    if (data[at + 3] === 255) found.add("#" + color.join(""));
                  }
                  return [...found];
                }"""
            )
        )


@pytest.fixture(scope="module", name="path")
def _path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "graph.html"
    write_page(path, draw(graph_data(sample()), title="Les faits de l'automne"))
    return path


@pytest.fixture(name="opened")
def _opened(browser: Browser, path: Path) -> Iterator[Opened]:
    opened = Opened(browser, path)
    yield opened
    opened.page.context.close()


def statement(relation: str, store: Store | None = None) -> str:
    data = graph_data(store or sample(), relations=[relation])
    return data.edges[0].iri


def test_the_page_opens_without_a_request_or_a_complaint(opened: Opened, path: Path) -> None:
    opened.page.wait_for_timeout(300)
    assert [url for url in opened.requests if not url.startswith(("data:", "blob:"))] == [path.as_uri()]
    assert opened.complaints == []
    assert opened.text("h1") == "Les faits de l'automne"
    assert opened.text("#summary").startswith("11 entités · 8 relations · 2 articles · du 2 déc. 2025 au 7 janv. 2026")


def test_nodes_of_every_class_are_drawn_in_their_colour(opened: Opened) -> None:
    opened.page.wait_for_timeout(300)
    assert {"#0072b2", "#009e73", "#e69f00", "#56b4e9", "#d55e00"} <= opened.colors()


def test_a_click_on_an_edge_shows_what_the_articles_say(opened: Opened) -> None:
    opened.click_on(statement("partnersWith"))
    panel = opened.text("#panel")
    for text in (AWS_NVIDIA, "AWS et Nvidia", "2 déc. 2025", "news.example", "affirmée", "90", "est partenaire de"):
        assert text in panel
    assert opened.page.locator("#panel .passage").count() == 2
    first = opened.page.locator("#panel .passage", has_text=AWS_NVIDIA)
    assert first.locator("mark.head").inner_text() == "AWS"
    assert first.locator("mark.tail").inner_text() == "Nvidia"
    assert first.locator("mark.trigger").all_inner_texts() == ["étendent", "partenariat"]
    link = first.locator("a")
    assert link.get_attribute("href") == "https://news.example/aws-nvidia"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_every_drawn_edge_can_be_clicked_and_shows_its_own_sentence(opened: Opened) -> None:
    data = graph_data(sample())
    for edge in data.edges:
        opened.page.keyboard.press("Escape")
        opened.click_on(edge.iri)
        for place in edge.evidence:
            sentence = "".join(text for text, _ in data.evidence[place].segments)
            assert sentence in opened.text("#panel"), edge.relation


def test_a_click_on_a_node_shows_its_facts_and_a_fact_its_evidence(opened: Opened) -> None:
    opened.click_on("https://kg.example/id/org/nvidia")
    panel = opened.text("#panel")
    assert opened.text("#panel h2") == "Nvidia"
    for text in ("organisation", "4 relations", "2 articles", "développe", "a pour membre", "Vera Rubin", "prévue"):
        assert text in panel
    opened.page.click("#panel .fact:has-text('Ian Buck')")
    panel = opened.text("#panel")
    assert "Ian Buck, vice-président de Nvidia, l'a annoncé" in panel
    assert "vice-président" in opened.text("#panel .about")
    opened.page.click("#panel .bar .plain >> nth=0")
    assert opened.text("#panel h2") == "Nvidia"


def test_a_click_beside_everything_shows_the_overview_again(opened: Opened) -> None:
    opened.click_on("https://kg.example/id/org/nvidia")
    box = opened.page.locator("#graph").bounding_box()
    assert box is not None
    opened.page.mouse.click(box["x"] + box["width"] - 8, box["y"] + 8)
    opened.page.wait_for_timeout(350)
    assert opened.text("#panel h2") == "Vue d'ensemble"


def test_the_legend_counts_and_hides_a_class(opened: Opened) -> None:
    row = opened.page.locator("#legend [data-name='kg:Vulnerability']")
    assert row.inner_text().split() == ["Vulnérabilité", "1"]
    row.click()
    assert row.get_attribute("aria-pressed") == "false"
    opened.page.wait_for_timeout(300)
    assert "#d55e00" not in opened.colors()
    assert opened.page.evaluate("kgView.shown()") == {"entities": 10, "relations": 7}
    assert opened.text("#table summary") == "Tableau des relations affichées (7)"
    row.click()
    assert opened.page.evaluate("kgView.shown()") == {"entities": 11, "relations": 8}


def test_the_legend_hides_a_status(opened: Opened) -> None:
    opened.page.click("#legend [data-name='negated']")
    assert opened.page.evaluate("kgView.shown()") == {"entities": 11, "relations": 7}
    opened.click_on("https://kg.example/id/product/cuda_quantum")
    assert "Aucune relation affichée" in opened.text("#panel")


def test_search_is_blind_to_accents_and_case_and_knows_other_names(opened: Opened) -> None:
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("societe")
    assert opened.page.locator("#found [role=option]").all_inner_texts()[0].startswith("Société Générale")
    opened.page.keyboard.press("Enter")
    assert opened.text("#panel h2") == "Société Générale"
    assert opened.page.evaluate("kgView.find('quantum')") == ["CUDA Quantum"]
    assert opened.page.evaluate("kgView.find('cuda')") == ["CUDA", "CUDA Quantum"]
    assert opened.page.evaluate("kgView.find('zzz')") == []


def test_the_keyboard_walks_from_node_to_node(opened: Opened) -> None:
    opened.page.focus("#graph")
    opened.page.keyboard.press("ArrowRight")
    start = opened.text("#panel h2")
    assert start == "Nvidia"
    visited = set()
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        opened.page.evaluate("kgView.select('https://kg.example/id/org/nvidia')")
        opened.page.keyboard.press(key)
        visited.add(opened.text("#panel h2"))
    assert visited - {"Nvidia"} <= {"AWS", "Ian Buck", "Grace Blackwell", "Vera Rubin"}
    assert len(visited) > 1
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "panel"
    opened.page.keyboard.press("Escape")
    assert opened.text("#panel h2") == "Vue d'ensemble"


def test_the_table_says_the_same_as_the_picture(opened: Opened) -> None:
    opened.page.click("#table summary")
    rows = opened.page.locator("#table tbody tr")
    rows.first.wait_for()  # the page fills its table when the browser says that it is open
    assert rows.count() == 8
    assert rows.first.inner_text().split("\t")[:3] == ["AWS", "est partenaire de", "Nvidia"]
    opened.page.click("#table tbody tr >> nth=0 >> button")
    assert AWS_NVIDIA in opened.text("#panel")


def test_zoom_and_fit(opened: Opened) -> None:
    scale = "kgView.network.getScale()"
    before = opened.page.evaluate(scale)
    opened.page.click("#zoom-in")
    assert opened.page.evaluate(scale) == pytest.approx(before * 1.4)
    opened.page.click("#fit")
    assert opened.page.evaluate(scale) == pytest.approx(before)


def test_the_page_changes_its_language(opened: Opened) -> None:
    opened.page.click("#language")
    assert opened.text("#panel h2") == "Overview"
    assert opened.page.get_attribute("html", "lang") == "en"
    assert "asserted" in opened.text("#legend").lower()
    opened.click_on(statement("partnersWith"))
    assert "partners with" in opened.text("#panel")
    assert "7 Jan 2026" in opened.text("#panel") or "Jan 7, 2026" in opened.text("#panel")


def test_night_and_day(browser: Browser, path: Path) -> None:
    opened = Opened(browser, path, color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert opened.page.evaluate(background) == "rgb(17, 22, 29)"
    opened.page.click("#theme")
    assert opened.page.evaluate(background) == "rgb(251, 250, 247)"
    assert opened.complaints == []
    opened.page.context.close()


@pytest.mark.parametrize("width", [320, 390, 820])
def test_a_small_window_holds_the_page(browser: Browser, path: Path, width: int) -> None:
    opened = Opened(browser, path, viewport={"width": width, "height": 844}, has_touch=True)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.page.evaluate("kgView.select('https://kg.example/id/org/nvidia')")
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    panel = opened.page.locator("#panel").bounding_box()
    assert panel is not None
    assert opened.page.evaluate("kgView.at('https://kg.example/id/org/nvidia').y") < panel["y"]
    opened.page.click("#panel .close")
    assert opened.text("#panel h2") == "Vue d'ensemble"
    opened.page.context.close()


def test_hostile_text_does_nothing(browser: Browser, tmp_path: Path) -> None:
    store = hostile()
    path = tmp_path / "hostile.html"
    write_page(path, draw(graph_data(store), title=HOSTILE))
    opened = Opened(browser, path)
    opened.click_on(statement("partnersWith", store))
    assert HOSTILE in opened.text("#panel")
    assert opened.page.locator("#panel a").count() == 0  # javascript: is no address to follow
    opened.page.evaluate("iri => kgView.select(iri)", graph_data(store).nodes[0].iri)
    opened.page.fill("#search", "acme")
    opened.page.click("#table summary")
    assert opened.page.evaluate("window.hacked") is None
    assert opened.page.locator("img").count() == 0
    assert opened.complaints == []
    opened.page.context.close()


def test_the_policy_stops_a_script_that_comes_in_all_the_same(opened: Opened) -> None:
    opened.page.evaluate("document.body.insertAdjacentHTML('beforeend', `<img src='x:' onerror='window.hacked = 1'>`)")
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in complaint for complaint in opened.complaints)
