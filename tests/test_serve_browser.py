"""The pages in a browser that reaches nothing but the server: ask, read, follow, by keyboard, by night, on a phone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.make_hostile import STRINGS, hostile_everywhere
from tests.make_market import iri, market
from tests.make_serve import serving, until
from tests.make_site import folder_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.make_serve import Served

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1280, "height": 900}, "locale": "fr-FR", "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
WAIT = 10_000
REFUSED = "Failed to load resource: the server responded with a status of 400"
PAGES = (
    "/",
    "/queries",
    "/queries/partners",
    "/entities",
    "/id/org/ibm",
    "/ns",
    "/explore?around=IBM",
    "/id/org/nobody",
    "/resource?iri=https%3A%2F%2Fkg.example%2Fns%23uses",
    "/id/graph",
)


class Visit:
    """A window on the server, with everything that it asked for elsewhere and complained about."""

    def __init__(self, browser: Browser, served: Served, **options: Any) -> None:  # noqa: ANN401 - playwright's options
        self.served = served
        self.context = browser.new_context(**{**DESK, **options})
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(WAIT)
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self.context.route(lambda url: not url.startswith((served.url, "data:", "blob:")), self._refuse)
        self.page.on(
            "console", lambda message: self.complaints.append(message.text) if message.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _refuse(self, route: Any) -> None:  # noqa: ANN401 - playwright's own
        self.elsewhere.append(route.request.url)
        route.abort()

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.served.url}{path}")
        return self.page

    def write(self, text: str) -> None:
        """Write a query in place of what is there."""
        self.page.click("#fresh")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Escape")

    def query(self) -> str:
        return str(self.page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()"))

    def rows(self) -> list[list[str]]:
        return [row.locator("td").all_inner_texts() for row in self.page.locator("#shown tbody tr").all()]


def wait_until(page: Page, expression: str) -> None:
    """Wait until something holds on a page; the browser's own wait would run the text as a script of the page."""
    until(lambda: page.evaluate(expression))


@pytest.fixture(scope="module", name="served")
def _served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(folder_of(market(), tmp_path_factory.mktemp("site") / "market")) as served:
        yield served


@pytest.fixture(name="visit")
def _visit(browser: Browser, served: Served) -> Iterator[Callable[..., Visit]]:
    """Opens windows; one that complained or looked elsewhere fails the test."""
    every: list[Visit] = []

    def visit(where: Served = served, **options: Any) -> Visit:  # noqa: ANN401 - playwright's options
        every.append(Visit(browser, where, **options))
        return every[-1]

    yield visit
    for one in every:
        one.context.close()
        assert one.complaints == []
        assert one.elsewhere == []


def test_write_ask_see_open_read_follow(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/")
    page.locator("#shown table").wait_for()
    one.write(
        "SELECT ?org ?mentions { ?org kg:mentionCount ?mentions ; a schema:Organization } ORDER BY DESC(?mentions) ?org"
    )
    page.keyboard.press("Control+Enter")
    page.locator("#shown td", has_text="org:ibm").wait_for()
    assert "7 lignes" in page.inner_text("#state")
    page.click("#shown td a >> text=org:ibm")
    page.wait_for_url("**/id/org/ibm")
    assert page.inner_text("h1") == "IBM"
    claim = page.locator("#partnersWith .claim")
    assert claim.locator("blockquote").first.inner_text() == "Confluent et Big Blue sont partenaires."
    claim.locator("summary").click()
    assert claim.locator("blockquote").nth(1).inner_text() == "IBM et Confluent étendent leur partenariat."
    claim.locator(".measured").click()
    page.wait_for_url("**/id/statement/*")
    page.click("h1 .entity >> text=Confluent")
    page.wait_for_url("**/id/org/confluent")
    page.go_back()
    page.click(".source a >> nth=0")
    page.wait_for_url("**/id/article/*")
    assert page.inner_text("h1") == "Numéro 2"


def test_a_question_of_the_library_with_a_name_that_is_searched(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/")
    page.fill("#shelf-search", "partenaire")
    page.click(".question >> text=Qui est partenaire de qui")
    page.locator("#shown td", has_text="Confluent").first.wait_for()
    assert page.evaluate("document.activeElement.id") == "value-org"
    page.keyboard.type("big")
    page.locator("[role=option] >> text=IBM").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#value-org") == "IBM"
    page.keyboard.press("Enter")
    wait_until(page, "document.querySelector('#shown tbody td')?.innerText === 'IBM'")
    assert [row[:2] for row in one.rows()] == [["IBM", "Confluent"]]
    # the link brings it all back
    page.click("#link")
    wait_until(page, "location.hash.includes('question=partners')")
    address = page.url
    again = visit()
    again.page.goto(address)
    wait_until(again.page, "document.querySelectorAll('#shown tbody tr').length === 1")
    wait_until(again.page, "document.querySelector('#value-org')?.value === 'IBM'")


def test_what_a_newer_question_replaces_says_nothing(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/")
    page.locator("#shown table").wait_for()
    page.route("**/ask", lambda _: None)  # nobody answers
    page.click("#run")
    with page.expect_event("requestfailed"):
        page.click("#run")
    assert page.inner_text("#state") == "Interrogation en cours…"
    page.click("#stop")
    page.locator("#state", has_text="Arrêtée.").wait_for()


def test_a_value_that_is_wrong_is_told_where_one_looks(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/")
    page.fill("#shelf-search", "partenaire")
    page.click(".question >> text=Qui est partenaire de qui")
    page.locator("#shown td a >> text=Confluent").wait_for()
    page.fill("#value-org", "confluant")
    page.keyboard.press("Enter")
    fault = page.locator(".fault", has_text="Confluent")
    fault.wait_for()
    told, editor = fault.bounding_box(), page.locator("#query").bounding_box()
    assert told
    assert editor
    assert editor["y"] <= told["y"] < told["y"] + told["height"] <= editor["y"] + editor["height"]
    assert [text for text in one.complaints if not text.startswith(REFUSED)] == []
    one.complaints.clear()


def test_bold_words_of_an_article_are_bold(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/")
    page.locator("#shown table").wait_for()
    one.write("SELECT ('**IBM** et <i>2 ** 3</i>' AS ?sentence) {}")
    page.keyboard.press("Control+Enter")
    page.locator("#shown td b").wait_for()
    assert page.inner_text("#shown td b") == "IBM"
    assert one.rows() == [["IBM et <i>2 ** 3</i>"]]


def test_a_label_in_an_answer_leads_to_its_entity(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/")
    page.fill("#shelf-search", "partenaire")
    page.click(".question >> text=Qui est partenaire de qui")
    page.click("#shown td a >> text=Confluent")
    page.wait_for_url("**/id/org/confluent")


def test_names_are_completed(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/")
    page.locator("#shown table").wait_for()
    one.write("SELECT * { ")
    page.locator("#query textarea").focus()
    for typed, offered in [
        ("?s kg:part", "kg:partnersWith"),
        (" big_b", "IBM"),
        (" . ?s a orga", "schema:Organization"),
    ]:
        page.keyboard.type(typed)
        page.locator(".CodeMirror-hint", has_text=offered).first.wait_for()
        page.keyboard.press("Enter")
    page.keyboard.type(" . ?s kg:uses ?")
    page.keyboard.press("Control+ ")
    page.locator(".CodeMirror-hint", has_text="?s").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(" }")
    assert one.query() == "SELECT * { ?s kg:partnersWith org:ibm . ?s a schema:Organization . ?s kg:uses ?s }"
    page.click("#prefixes")
    assert one.query().startswith(
        "PREFIX kg: <https://kg.example/ns#>\nPREFIX org: <https://kg.example/id/org/>\nPREFIX schema:"
    )


def test_a_fault_is_marked_where_it_is(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/")
    page.locator("#shown table").wait_for()
    one.write("SELECT ?s {\n?s nix:what ?o\n}")
    page.click("#run")
    page.locator(".fault").wait_for()
    assert page.inner_text(".fault").startswith("ligne 2, colonne 6 unknown prefix nix:")
    assert page.inner_text(".faulty") == "nix"
    page.keyboard.press("End")
    page.click(".CodeMirror-line >> nth=1")
    page.keyboard.type(" ")
    assert page.locator(".fault").count() == 0
    assert [text for text in one.complaints if not text.startswith(REFUSED)] == []
    one.complaints.clear()


def test_an_answer_as_table_chart_and_graph(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/#question=about")
    page.locator("#shown table").wait_for()
    names = [row[0] for row in one.rows()]
    page.click("#shown th >> text=subject")
    assert [row[0] for row in one.rows()] == sorted(names, key=str.casefold)
    page.fill(".filter", "kafka")
    wait_until(page, "document.querySelectorAll('#shown tbody tr').length < 8")
    assert all("Kafka" in " ".join(row) for row in one.rows())
    page.click("#view-chart")
    bars = page.locator(".chart rect")
    bars.first.wait_for()
    page.select_option(".chart-choices select >> nth=1", "")
    most = max(sorted(set(names)), key=names.count)
    assert page.locator(".chart title").first.text_content() == f"{most} : {names.count(most)}"
    page.click("#view-graph")
    frame = page.frame_locator("iframe.picture")
    frame.locator("body.ready").wait_for(state="attached")
    shown = frame.locator("body").evaluate("kgView.shown()")
    assert shown["relations"] == len(names)
    assert not frame.locator("#theme").is_visible()
    page.locator("#view-graph").focus()
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute("#view-chart", "aria-selected") == "true"


@pytest.mark.parametrize(
    ("button", "name", "said"), [("CSV", "partners.csv", "Confluent,IBM,2"), ("JSON", "partners.json", '"IBM"')]
)
def test_an_answer_is_saved(visit: Callable[..., Visit], button: str, name: str, said: str) -> None:
    page = visit().go("/#question=partners")
    page.locator("#keep button").first.wait_for()
    with page.expect_download() as saving:
        page.click(f"#keep >> text={button}")
    assert saving.value.suggested_filename == name
    assert said in Path(saving.value.path()).read_text(encoding="utf-8")


def test_the_explorer_leads_to_the_pages(visit: Callable[..., Visit]) -> None:
    page = visit().go("/explore?around=IBM")
    frame = page.frame_locator("#picture-frame")
    frame.locator("body.ready").wait_for(state="attached")
    frame.locator("#panel .entity >> text=Confluent").first.click()
    frame.locator("#panel .iri a").click()
    page.wait_for_url("**/resource?iri=*")
    assert page.inner_text("h1") == "Confluent"


def test_the_theme_is_kept_and_reaches_into_the_picture(visit: Callable[..., Visit]) -> None:
    page = visit().go("/explore")
    frame = page.frame_locator("#picture-frame")
    frame.locator("body.ready").wait_for(state="attached")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    frame.locator("html[data-theme=dark]").wait_for(state="attached")
    page.reload()
    frame.locator("html[data-theme=dark]").wait_for(state="attached")
    assert not frame.locator("#theme").is_visible()
    page.goto(page.url.replace("/explore", "/entities"))
    assert page.get_attribute("html", "data-theme") == "dark"


def test_the_language_is_switched_and_kept(visit: Callable[..., Visit]) -> None:
    page = visit().go("/id/org/ibm")
    page.click("#language")
    assert "Also called Big Blue" in page.inner_text(".lead")
    page.click("nav a >> text=Ask")
    page.locator("#shown table").wait_for()
    assert page.inner_text("#run") == "Ask"


def test_the_draft_is_there_when_the_reader_comes_back(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/")
    page.locator("#shown table").wait_for()
    one.write("ASK { ?s kg:uses ?o }")
    page.click("nav a >> nth=2")
    page.wait_for_url("**/entities")
    one.go("/")
    wait_until(page, "document.body.classList.contains('ready')")
    assert one.query() == "ASK { ?s kg:uses ?o }"
    page.click("#run")
    page.locator(".truth").wait_for()
    assert page.inner_text(".truth") == "Oui"
    assert page.locator("#shelf h2").first.inner_text().casefold().startswith("récentes")


def test_a_value_with_a_percent_sign_is_remembered(visit: Callable[..., Visit]) -> None:
    page = visit().go("/#question=find&text=100%25 %25zz")
    for _ in range(2):
        page.locator(".truth, #shown p, #shown table").first.wait_for()
        page.locator("#shelf .question >> text=100% %zz").first.wait_for()
        page.reload()
        wait_until(page, "document.body.classList.contains('ready')")


def test_everything_is_done_with_the_keyboard(visit: Callable[..., Visit]) -> None:
    page = visit().go("/")
    page.locator("#shown table").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "site-search"
    page.keyboard.type("kaf")
    page.locator("[role=option] >> text=Kafka").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/technology/kafka")
    page.go_back()
    page.locator("#query textarea").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "run"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('#query') !== null")


def test_nothing_is_wider_than_a_phone(visit: Callable[..., Visit]) -> None:
    one = visit(**PHONE)
    for path in PAGES:
        page = one.go(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    one.complaints = [text for text in one.complaints if "404" not in text]


def test_the_library_rises_on_a_phone(visit: Callable[..., Visit]) -> None:
    page = visit(**PHONE).go("/")
    page.locator("#shown table").wait_for()
    assert not page.is_visible("#shelf")
    page.click("#shelf-open")
    page.click(".question >> text=Qui est partenaire de qui")
    page.locator("#shown td", has_text="Confluent").first.wait_for()
    assert not page.is_visible("#shelf")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(visit: Callable[..., Visit], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    one = visit(color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    serious: list[tuple[str, str, list[str]]] = []
    for path in PAGES:
        page = one.go(path)
        page.wait_for_load_state("networkidle")
        serious += [
            (path, one_fault["id"], [node["html"][:160] for node in one_fault["nodes"]][:3])
            for one_fault in axe.run(page, options={"iframes": False}).response["violations"]
            if one_fault["impact"] in {"serious", "critical"}
        ]
    assert serious == [], json.dumps(serious, indent=1)
    one.complaints = [text for text in one.complaints if "404" not in text]


def test_hostile_strings_do_nothing(visit: Callable[..., Visit], tmp_path: Path) -> None:
    with serving(folder_of(hostile_everywhere(), tmp_path / "h")) as served:
        one = visit(served)
        page = one.go("/#question=entities")
        page.locator("#shown table").wait_for()
        assert {row[0] for row in one.rows()} >= {f"Nom {number} {text}" for number, text in enumerate(STRINGS[:9])}
        page.click("#view-chart")
        page.locator(".chart rect").first.wait_for()
        page.fill("#site-search", "Nom 0")
        page.locator("[role=option]").first.wait_for()
        one.write('SELECT ("<img src=x onerror=window.hacked=1>" AS ?a) ("javascript:window.hacked=1" AS ?b) {}')
        page.keyboard.press("Control+Enter")
        page.locator("#shown td", has_text="<img").wait_for()
        assert page.locator("#shown td a").count() == 0
        for path in ("/entities", "/ns", "/id/org/" + iri("IBM").rpartition("/")[2]):
            one.go(path)
            assert page.evaluate("window.hacked") is None
        one.go("/entities")
        page.click(".listing a >> nth=0")
        page.wait_for_url("**/id/org/*")
        assert page.evaluate("window.hacked") is None
        assert page.locator(".claim").count() > 0
        one.complaints = [text for text in one.complaints if "404" not in text]
