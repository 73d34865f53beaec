"""For everyone: the table twin of the picture, the keyboard alone, and no serious fault that axe-core finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.view import graph_data
from tests.make_market import iri, market
from tests.make_page import statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.make_page import Opened

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const one = document.activeElement;
  return one === document.body ? "" : one.id || one.textContent.trim() || one.value;
}"""
UNNAMED = """() => [...document.querySelectorAll("button, input, summary, a, [tabindex='0']")]
  .filter((one) => one.checkVisibility())
  .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim() || one.labels?.length))
  .map((one) => one.outerHTML)"""


def rows(opened: Opened) -> list[list[str]]:
    """The table's rows as people read them."""
    return [row.locator("td").all_inner_texts() for row in opened.page.locator("#table tbody tr").all()]


# ---- the table twin


def test_the_table_says_the_same_as_the_picture(opened: Opened) -> None:
    opened.page.click("#table-button")
    assert opened.page.get_attribute("#table-button", "aria-pressed") == "true"
    data = graph_data(market())
    labels = {one.name: one.label["fr"] for one in data.relations}
    places = {"asserted": "affirmée", "planned": "prévue", "hypothetical": "hypothétique", "negated": "niée"}
    said = {
        (head, relation, tail, status, confidence.replace("\xa0", " "), sources, passages)
        for head, relation, tail, status, confidence, sources, passages, _ in rows(opened)
    }
    assert said == {
        (
            data.nodes[edge.head].name,
            labels[edge.relation],
            data.nodes[edge.tail].name,
            places[edge.status],
            f"{edge.confidence:.0%}".replace("%", " %"),
            str(edge.sources),
            str(len(edge.evidence)),
        )
        for edge in data.edges
    }
    assert "14 relations" in opened.text("#table caption")
    opened.tick("statuses", "planned")
    opened.becomes(lambda: [row[:3] for row in rows(opened)], [["IBM", "acquiert", "Confluent"]])


def test_the_table_is_sorted_by_any_column(opened: Opened) -> None:
    opened.page.click("#table-button")
    heads = opened.page.locator("#table thead th")
    assert [row[0] for row in rows(opened)] == sorted((row[0] for row in rows(opened)), key=str.casefold)
    assert heads.nth(0).get_attribute("aria-sort") == "ascending"
    heads.get_by_role("button", name="Confiance").click()
    shares = [int(row[4].rstrip("%\xa0 ")) for row in rows(opened)]
    assert shares == sorted(shares, reverse=True)
    assert heads.nth(4).get_attribute("aria-sort") == "descending"
    assert heads.nth(0).get_attribute("aria-sort") is None
    heads.get_by_role("button", name="Vue le").click()
    assert rows(opened)[0][7] == "20 févr. 2026"
    assert rows(opened)[-1][7] == ""  # of no day
    heads.get_by_role("button", name="Statut").click()
    assert [row[3] for row in rows(opened)][-3:] == ["prévue", "hypothétique", "niée"]


def test_a_row_picks_what_it_says(opened: Opened) -> None:
    opened.page.click("#table-button")
    row = opened.page.locator("#table tr", has_text="LinkedIn").filter(has_text="Kafka")
    row.get_by_role("button", name="utilise").click()
    opened.page.locator("#panel blockquote", has_text="LinkedIn utilise Kafka.").wait_for()
    row.get_by_role("button", name="Kafka").click()
    opened.title.get_by_text("Kafka").wait_for()
    assert opened.page.locator("#table").is_visible()
    opened.page.click("#table-button")
    opened.page.locator("#graph canvas").wait_for()
    assert opened.text("#panel h2") == "Kafka"


# ---- the keyboard


def test_tab_reaches_everything_and_everything_has_a_name(opened: Opened) -> None:
    opened.search("ibm")
    opened.page.focus("#undo")
    reached = ["undo"]
    while len(reached) < 150:
        opened.press("Tab")
        now = opened.page.evaluate(FOCUSED)
        if now == "undo":
            break
        reached.append(now)
    for wanted in ("undo", "find-way", "Disposer", "table-button", "Exporter", "share", "language", "theme", "search"):
        assert wanted in reached, wanted
    for wanted in ("confidence", "joined-only", "graph", "zoom-in", "fit", "play", "from", "to"):
        assert wanted in reached, wanted
    for wanted in ("asserted", "schema:Organization", "uses", "news.example", "Centrer", "Épingler", "Numéro 1"):
        assert wanted in reached, wanted
    assert reached.index("undo") < reached.index("search") < reached.index("graph") < reached.index("Centrer")
    assert opened.page.evaluate(UNNAMED) == []


def test_arrows_walk_from_entity_to_entity(opened: Opened) -> None:
    opened.page.focus("#graph")
    opened.press("ArrowRight")
    opened.title.get_by_text("Confluent").wait_for()  # the most important
    neighbours = {"IBM", "Kafka"}
    seen = set()
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        x, y = opened.place(iri("Confluent"))
        places = {name: opened.place(iri(name)) for name in neighbours}
        opened.press(key)
        reached = opened.text("#panel h2")
        if reached in neighbours:
            seen.add(reached)
            dx, dy = places[reached][0] - x, places[reached][1] - y
            across = {"ArrowLeft": -dx, "ArrowRight": dx, "ArrowUp": -dy, "ArrowDown": dy}[key]
            assert across > 0
            opened.press("Control+z")
            opened.title.get_by_text("Confluent").wait_for()
            opened.page.focus("#graph")
    assert seen
    assert opened.page.locator("#live").inner_text() == "Confluent"  # said to who does not see it


def test_enter_reads_escape_leaves_slash_searches_and_t_opens_the_table(opened: Opened) -> None:
    opened.page.focus("#graph")
    opened.press("ArrowRight")
    opened.title.get_by_text("Confluent").wait_for()
    opened.press("Enter")
    assert opened.focused() == "panel"
    opened.press("Escape")
    opened.title.get_by_text("Vue d'ensemble").wait_for()
    assert opened.focused() == "graph"
    opened.press("t")
    opened.page.locator("#table tbody tr").first.wait_for()
    opened.press("/")
    assert opened.focused() == "search"
    opened.page.keyboard.type("t/e")  # letters, in a field
    assert opened.page.locator("#search").input_value() == "t/e"
    opened.press("Escape")
    assert opened.page.locator("#search").input_value() == ""


def test_a_fact_is_read_by_keyboard_alone(opened: Opened) -> None:
    opened.press("/")
    opened.page.keyboard.type("altman")
    opened.page.locator("#found [aria-selected=true]").wait_for()
    opened.press("Enter", "Enter")
    opened.becomes(opened.focused, "panel")
    for _ in range(10):
        opened.press("Tab")
        if opened.page.evaluate("document.activeElement.classList.contains('fact')"):
            break
    opened.press("Enter")
    opened.page.locator("#panel blockquote", has_text="Sam Altman dirige OpenAI.").wait_for()


def test_a_ticked_box_keeps_the_focus(opened: Opened) -> None:
    box = opened.page.locator("[data-facet='statuses'] input[value='asserted']")
    box.focus()
    opened.press("Space")
    opened.becomes(opened.shown, (12, 11))
    assert opened.page.evaluate("document.activeElement.value") == "asserted"
    opened.press("Space")
    opened.becomes(opened.shown, (12, 14))


def test_escape_closes_a_menu_and_the_dialog(opened: Opened) -> None:
    menu = opened.page.locator("#arrange")
    menu.locator("summary").focus()
    opened.press("Enter")
    menu.get_by_text("par classe").wait_for()
    opened.press("Escape")
    menu.get_by_text("par classe").wait_for(state="hidden")
    opened.page.locator("#find-way").focus()
    opened.press("Enter")
    opened.page.locator("#way").wait_for()
    assert opened.focused() == "way-from"
    opened.press("Escape")
    opened.page.locator("#way").wait_for(state="hidden")
    assert opened.focused() == "find-way"


# ---- axe-core


def scenes(opened: Opened) -> Iterator[str]:
    """Go through all kinds of things that the page can show."""
    yield "overview"
    opened.search("ibm")
    yield "entity"
    opened.press("Escape", "0")
    opened.click_on(statement(market(), "uses", "Microsoft"))
    opened.page.locator("#panel blockquote").wait_for()
    yield "statement"
    opened.page.evaluate("location.hash = 'path=org/ibm,org/microsoft'")
    opened.page.locator("#panel .hop blockquote").first.wait_for()
    yield "path"
    opened.page.click("#table-button")
    yield "table"
    opened.page.click("#table-button")
    opened.page.click("#arrange summary")
    yield "menu"
    opened.press("Escape", "/")
    opened.page.keyboard.type("o")
    yield "search"
    opened.press("Escape")
    opened.page.click("#find-way")
    yield "dialog"


@pytest.mark.parametrize(("scheme", "rules"), [("light", {}), ("dark", {"runOnly": ["color-contrast"]})])
def test_axe_finds_no_serious_fault(
    open_page: Callable[..., Opened], market_page: Path, scheme: str, rules: dict[str, list[str]]
) -> None:
    """All rules by day; by night those that colours can break."""
    playwright = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    opened, axe = open_page(market_page, color_scheme=scheme), playwright.Axe()
    found = {}
    for scene in scenes(opened):
        for fault in axe.run(opened.page, options={"resultTypes": ["violations"], **rules}).response["violations"]:
            if fault["impact"] in ("serious", "critical"):
                found[scene, fault["id"]] = [node["html"][:200] for node in fault["nodes"][:3]]
    assert found == {}
