"""The address says the whole view: it can be sent, gone back from, taken back and made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.make_market import iri, market
from tests.make_page import statement

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.make_page import Opened

pytestmark = pytest.mark.browser


def state(opened: Opened) -> dict[str, object]:
    """What people see of a view."""
    opened.page.locator("#panel [aria-busy]").first.wait_for(state="detached")
    return {
        "view": opened.page.evaluate("kgView.view()"),
        "shown": opened.shown(),
        "drawn": opened.drawn(),
        "panel": opened.text("#panel").removeprefix("← Retour "),
        "chips": opened.text("#chips"),
        "when": opened.text("#when"),
        "ticked": opened.page.locator("#facets input:checked").evaluate_all("boxes => boxes.map((box) => box.value)"),
        "table": opened.page.locator("#table tr").all_inner_texts(),
        "places": opened.page.evaluate("kgView.network.getPositions(kgView.network.body.nodeIndices)"),
    }


def narrow(opened: Opened) -> None:
    opened.tick("statuses", "asserted")
    opened.tick("statuses", "planned")
    opened.tick("classes", "schema:Organization")
    opened.tick("publishers", "news.example")
    opened.slide("#confidence", 0.5)
    opened.slide("#to", 0.8)
    opened.click_on(statement(market(), "investsIn", "Microsoft"))
    opened.page.locator("#panel blockquote").first.wait_for()


def explore(opened: Opened) -> None:
    opened.search("openai")
    opened.page.get_by_role("button", name="Centrer").click()
    opened.page.get_by_role("button", name="Plus loin").click()
    opened.arrange("PageRank")
    opened.arrange("Réunir")
    opened.search("kafka")
    opened.page.get_by_role("button", name="Épingler").click()
    opened.page.get_by_role("button", name="Replier").click()
    opened.page.click("#table-button")


def group(opened: Opened) -> None:
    opened.page.get_by_label("Masquer ce qui n'est pas relié").uncheck()
    opened.arrange("par communauté")
    opened.arrange("nombre d'articles")
    opened.click_on(iri("Microsoft"))
    opened.title.get_by_text("Microsoft").wait_for()


def find_way(opened: Opened) -> None:
    opened.page.get_by_role("button", name="Chemin", exact=True).click()
    for end, name in (("from", "sam alt"), ("to", "kafka")):
        opened.page.keyboard.type(name)
        opened.page.locator(f"#way-{end}-found [aria-selected=true]").wait_for()
        opened.press("Enter")
    opened.press("Enter")
    opened.title.get_by_text("Sam Altman → Kafka").wait_for()


@pytest.mark.parametrize("build", [narrow, explore, group, find_way])
def test_a_view_opens_from_its_address_as_it_was_built(
    open_page: Callable[..., Opened], market_page: Path, build: Callable[[Opened], None]
) -> None:
    built = open_page(market_page)
    build(built)
    address = built.page.url
    again = open_page(market_page, address.removeprefix(market_page.as_uri()))
    assert state(again) == state(built)
    assert again.page.url == address


def test_back_and_forward_go_through_what_was_done(opened: Opened) -> None:
    opened.tick("statuses", "asserted")
    opened.becomes(opened.shown, (12, 11))
    opened.search("kafka")
    opened.title.get_by_text("Kafka").wait_for()
    opened.page.go_back()
    opened.title.get_by_text("Vue d'ensemble").wait_for()
    assert opened.address() == "status=asserted"
    assert opened.page.locator("[data-facet='statuses'] input:checked").count() == 1
    opened.page.go_back()
    opened.becomes(opened.shown, (12, 14))
    assert opened.page.locator("#facets-first input:checked").count() == 0
    opened.page.go_forward()
    opened.becomes(opened.shown, (12, 11))
    opened.page.go_forward()
    opened.title.get_by_text("Kafka").wait_for()


def test_undo_and_redo_by_keys_and_by_buttons(opened: Opened) -> None:
    undo, redo = opened.page.locator("#undo"), opened.page.locator("#redo")
    assert undo.is_disabled()
    assert redo.is_disabled()
    opened.tick("statuses", "asserted")
    opened.tick("relations", "uses")
    opened.becomes(opened.address, "relation=uses&status=asserted")
    opened.press("Control+z")
    opened.becomes(opened.address, "status=asserted")
    assert opened.page.locator("[data-facet='relations'] input:checked").count() == 0
    undo.click()
    opened.becomes(opened.address, "")
    assert undo.is_disabled()
    opened.press("Control+Shift+z")
    opened.becomes(opened.address, "status=asserted")
    redo.click()
    opened.becomes(opened.address, "relation=uses&status=asserted")
    assert redo.is_disabled()
    opened.press("Control+z")
    opened.tick("statuses", "planned")
    assert redo.is_disabled()  # another way was taken


def test_a_drag_is_one_step(opened: Opened) -> None:
    opened.slide("#confidence", 0.6)
    opened.becomes(opened.address, "confidence=60")
    opened.press("Control+z")
    opened.becomes(opened.address, "")
    assert opened.page.locator("#undo").is_disabled()
    assert opened.page.locator("#confidence").input_value() == "0"


def test_another_address_in_the_same_window_is_followed(opened: Opened) -> None:
    opened.page.evaluate("location.hash = 'pick=org/ibm&relation=acquires'")
    opened.title.get_by_text("IBM").wait_for()
    opened.becomes(opened.shown, (4, 2))
    opened.page.evaluate("location.hash = ''")
    opened.becomes(opened.shown, (12, 14))


NONSENSE = (
    "class=schema:Nothing&relation=&status=sure,&publisher=x&confidence=-5&depth=99",
    "from=2025-99-99&to=yesterday&confidence=abc",
    "pick=org/nobody&path=org/ibm&around=nowhere&open=a,b&closed=&with=%E0%A4%A&pins=org/ibm@x:y,zzz@1:2",
    "%%%&&&===",
    "pick=org/ibm,org/fortinet",
    "group=__proto__&size=constructor&pins=__proto__@1:2&bundle=maybe&table=true",
)


def test_an_address_that_says_nonsense_shows_the_plain_view(
    open_page: Callable[..., Opened], market_page: Path
) -> None:
    opened = open_page(market_page, f"#{'&'.join(NONSENSE)}")
    for nonsense in NONSENSE:
        assert opened.shown() == (12, 14), nonsense
        assert opened.page.evaluate("kgView.view()") == "", nonsense
        assert opened.text("#when") == "du 3 nov. 2025 au 20 févr. 2026", nonsense
        assert opened.page.locator("#histogram rect.out").count() == 0, nonsense
        assert opened.text("#panel h2") == "Vue d'ensemble", nonsense
        opened.page.evaluate("location.hash = 'status=planned'")
        opened.becomes(opened.shown, (2, 1))
        opened.page.evaluate("text => { location.hash = text; }", nonsense)
        opened.becomes(opened.shown, (12, 14))


def test_a_page_that_opens_on_its_table(open_page: Callable[..., Opened], market_page: Path) -> None:
    opened = open_page(market_page, "#table=1")
    assert opened.page.locator("#table tbody tr").count() == 14
    opened.page.click("#table-button")
    opened.click_on(iri("Kafka"))  # it stands where it can be clicked
    opened.title.get_by_text("Kafka").wait_for()
    assert open_page(market_page, "#table=1").ready()
    assert open_page(market_page, "#pick=org/ibm").ready()


def test_the_address_is_copied(open_page: Callable[..., Opened], market_page: Path) -> None:
    opened = open_page(market_page, "#status=asserted", permissions=["clipboard-read", "clipboard-write"])
    opened.page.get_by_role("button", name="Copier le lien").click()
    opened.page.get_by_role("button", name="Lien copié").wait_for()
    assert opened.page.evaluate("navigator.clipboard.readText()") == opened.page.url
