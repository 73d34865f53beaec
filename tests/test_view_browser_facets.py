"""Search and facets, as people type, tick and drag; what the facets count is held against the graph on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.make import extraction
from tests.make_market import iri, market
from tests.make_page import page_of
from tests.make_view import store_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.make_page import Opened

pytestmark = pytest.mark.browser

CLAIM = "?claim kg:predicate ?relation ; kg:status ?status ; kg:confidence ?confidence ."
TYPED = "?claim kg:subject/rdf:type ?head ; kg:object/rdf:type ?tail ."
SOURCE = """
?claim kg:evidence/oa:hasSource ?article .
OPTIONAL { ?article schema:publisher ?known } OPTIONAL { ?article schema:datePublished ?moment }
BIND(COALESCE(?known, " ") AS ?publisher) BIND(SUBSTR(STR(?moment), 1, 10) AS ?day)
"""
COUNTED = {
    "classes": ("?value", "?entity", "?claim kg:subject|kg:object ?entity . ?entity a ?value ."),
    "relations": ("?relation", "?claim", ""),
    "statuses": ("?status", "?claim", ""),
    "publishers": ("?publisher", "?claim", ""),
}
"""For each facet what its values are, what it counts of them, and where that is found."""


def counts(facet: str, chosen: Mapping[str, str]) -> dict[str, int]:
    """What the store says of each value of a facet, under the filters of all the others."""
    value, counted, where = COUNTED[facet]
    others = " ".join(f"FILTER({text})" for name, text in chosen.items() if name != facet)
    pattern = f"{CLAIM} {TYPED} {SOURCE} {where} {others}"
    query = f"SELECT {value} (COUNT(DISTINCT {counted}) AS ?n) {{ {pattern} }} GROUP BY {value}"
    vocabulary = market().vocabulary
    names: dict[str, Callable[[str], str]] = {
        "classes": vocabulary.compact,
        "relations": lambda name: name.removeprefix(vocabulary.ns),
    }
    return {names.get(facet, str)(name): int(total) for name, total in market().texts(query)}


def claims(chosen: Mapping[str, str]) -> int:
    """How many statements pass all filters, as the store counts them."""
    filters = " ".join(f"FILTER({text})" for text in chosen.values())
    [(total,)] = market().texts(f"SELECT (COUNT(DISTINCT ?claim) AS ?n) {{ {CLAIM} {TYPED} {SOURCE} {filters} }}")
    return int(total)


def agree(opened: Opened, chosen: Mapping[str, str]) -> None:
    """The picture and every facet say what the store says."""
    opened.becomes(lambda: opened.shown()[1], claims(chosen))
    for facet in COUNTED:
        said = {name: total for name, total in opened.counts(facet).items() if total}
        assert said == counts(facet, chosen), facet


def test_the_counts_of_every_facet_are_those_of_the_graph_under_the_other_filters(opened: Opened) -> None:
    chosen: dict[str, str] = {}
    agree(opened, chosen)
    opened.tick("relations", "uses")
    chosen["relations"] = "?relation IN (kg:uses)"
    agree(opened, chosen)
    opened.tick("relations", "acquires")
    opened.tick("relations", "partnersWith")
    chosen["relations"] = "?relation IN (kg:uses, kg:acquires, kg:partnersWith)"  # one of a facet is enough
    agree(opened, chosen)
    opened.tick("statuses", "asserted")
    chosen["statuses"] = '?status = "asserted"'
    agree(opened, chosen)
    opened.slide("#confidence", 0.8)
    chosen["confidence"] = "?confidence >= 0.8"
    agree(opened, chosen)
    opened.tick("relations", "uses")
    opened.page.locator("[data-facet='relations'] .clear").click()
    del chosen["relations"]
    agree(opened, chosen)
    opened.tick("publishers", "news.example")
    chosen["publishers"] = '?publisher = "news.example"'
    agree(opened, chosen)
    assert opened.text("#chips") == "3 filtres ✕ Retirer : 3 filtres"
    opened.page.locator("#chips button").click()
    agree(opened, {})


def test_one_class_holds_at_either_end_and_several_at_both(opened: Opened) -> None:
    opened.tick("classes", "schema:Person")
    person = "IN (schema:Person)"
    agree(opened, {"classes": f"?head {person} || ?tail {person}"})
    opened.tick("classes", "schema:Organization")
    both = "IN (schema:Organization, schema:Person)"
    agree(opened, {"classes": f"?head {both} && ?tail {both}"})
    assert "#e69f00" in opened.colors()


def test_an_article_without_a_publisher_has_a_name_in_the_facet(opened: Opened) -> None:
    row = opened.page.locator("[data-facet='publishers'] li", has_text="source inconnue")
    row.click()
    opened.becomes(opened.shown, (2, 1))
    assert opened.address() == "publisher= "


def test_what_nothing_passes_says_so(opened: Opened) -> None:
    opened.tick("relations", "fixes")
    opened.slide("#confidence", 0.6)
    opened.page.locator("#empty", has_text="Rien ne passe ces filtres.").wait_for()
    assert opened.shown() == (0, 0)
    assert opened.text("#confidence-value") == "60 %"
    opened.page.get_by_role("button", name="Annuler").click()
    opened.becomes(opened.shown, (2, 1))
    assert opened.page.locator("#empty").is_hidden()


def test_confidence_answers_to_the_keyboard(opened: Opened) -> None:
    opened.page.locator("#confidence").focus()
    opened.press("End")
    opened.becomes(opened.address, "confidence=100")
    opened.press(*["ArrowLeft"] * 2)
    opened.becomes(lambda: opened.shown()[1], claims({"confidence": "?confidence >= 0.9"}))
    assert opened.focused() == "confidence"
    assert opened.page.get_attribute("#confidence", "aria-valuetext") == "90\xa0%"


# ---- dates


def test_the_days_are_dragged_with_the_mouse(opened: Opened) -> None:
    assert opened.text("#when") == "du 3 nov. 2025 au 20 févr. 2026"
    days = 109
    opened.slide("#from", 37 / days)  # to the 10th of December
    opened.becomes(opened.address, "from=2025-12-10")
    agree(opened, {"days": '?day >= "2025-12-10"'})
    opened.slide("#to", 73 / days)
    opened.becomes(opened.address, "from=2025-12-10&to=2026-01-15")
    agree(opened, {"days": '?day >= "2025-12-10" && ?day <= "2026-01-15"'})
    assert opened.text("#when") == "du 10 déc. 2025 au 15 janv. 2026"
    opened.tick("publishers", "news.example")  # the same article must be of both
    agree(opened, {"publishers": '?publisher = "news.example"', "days": '?day >= "2025-12-10" && ?day <= "2026-01-15"'})
    opened.page.go_back()
    opened.page.go_back()
    opened.becomes(opened.address, "from=2025-12-10")  # a drag is one step
    assert opened.text("#when") == "du 10 déc. 2025 au 20 févr. 2026"


def test_the_days_are_chosen_with_the_keyboard(opened: Opened) -> None:
    opened.page.locator("#to").focus()
    opened.press("Home", *["ArrowRight"] * 3)
    opened.becomes(opened.address, "to=2025-11-06")
    opened.becomes(opened.shown, (3, 5))
    opened.press("Home")
    opened.page.locator("#from").focus()
    opened.press("End")
    opened.becomes(opened.address, "to=2025-11-03")  # an end does not pass the other
    assert opened.page.get_attribute("#from", "aria-valuetext") == "3 nov. 2025"
    assert opened.page.get_attribute("#to", "aria-valuetext") == "3 nov. 2025"


def test_the_histogram_follows_the_filters(opened: Opened) -> None:
    bars = "[...document.querySelectorAll('#histogram rect')].filter((bar) => bar.getAttribute('height') > 0).length"
    assert opened.page.evaluate(bars) == 4
    opened.tick("relations", "fixes")
    opened.becomes(lambda: opened.page.evaluate(bars), 1)
    opened.page.locator("#to").focus()
    opened.press("Home")
    opened.becomes(lambda: opened.page.evaluate(bars), 1)  # it counts what there is, not what is chosen
    assert opened.page.locator("#histogram rect.in").count() == 1


def test_play_lets_the_graph_grow_and_ends_with_everything(open_page: Callable[..., Opened], market_page: Path) -> None:
    opened = open_page(market_page, fresh=True)
    whole = opened.shown()
    opened.page.clock.install()
    opened.page.get_by_role("button", name="Voir le graphe grandir").click()
    seen = []
    for _ in range(12):
        seen.append(opened.shown())
        opened.page.clock.run_for(800)
    assert seen[0] == (3, 5)  # the first day
    assert seen == sorted(seen)
    assert len(set(seen)) >= 4
    opened.becomes(opened.shown, whole)
    assert opened.address() == ""
    assert opened.page.get_by_role("button", name="Voir le graphe grandir").count() == 1


def test_play_can_be_stopped(open_page: Callable[..., Opened], market_page: Path) -> None:
    opened = open_page(market_page, fresh=True)
    opened.page.clock.install()
    opened.page.get_by_role("button", name="Voir le graphe grandir").click()
    opened.page.clock.run_for(3000)
    opened.page.get_by_role("button", name="Arrêter").click()
    stopped = opened.address()
    assert stopped.startswith("to=2025-12-")
    opened.page.clock.run_for(3000)
    assert opened.address() == stopped
    opened.becomes(lambda: opened.shown()[1], claims({"days": f'?day <= "{stopped.removeprefix("to=")}"'}))


def test_what_is_not_connected_is_hidden_or_shown(opened: Opened) -> None:
    assert opened.shown() == (12, 14)
    opened.page.get_by_label("Masquer ce qui n'est pas relié").uncheck()
    opened.becomes(opened.shown, (13, 14))
    assert opened.address() == "lone=1"
    opened.click_on(iri("Zorvalex"))
    opened.title.get_by_text("Zorvalex").wait_for()
    assert "Aucune relation affichée." in opened.text("#panel")
    opened.page.get_by_label("Masquer ce qui n'est pas relié").check()
    opened.press("Escape")
    opened.becomes(opened.shown, (12, 14))


def test_a_confidence_is_held_against_what_people_read(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    path = page_of(store_of(extraction(confidence=0.57)), tmp_path / "page.html")
    assert open_page(path, "#confidence=57").shown()[1] == 5
    assert open_page(path, "#confidence=58").shown()[1] == 0


# ---- search


def test_search_finds_by_any_part_of_any_name(opened: Opened) -> None:
    names = {"confl": "Confluent", "OPENAI": "OpenAI", "hat": "Red Hat", "big bl": "IBM", "cve": "CVE-2025-0001"}
    for typed, name in names.items():
        opened.press("/")
        opened.page.keyboard.type(typed)
        opened.page.locator("#found [role=option]").first.get_by_text(name).wait_for()
        assert name != "IBM" or "Big Blue" in opened.text("#found")
        opened.press("Enter")
        opened.title.get_by_text(name).wait_for()
        assert opened.focused() == "graph"


def test_search_is_blind_to_accents_and_case(open_page: Callable[..., Opened], sample_page: Path) -> None:
    opened = open_page(sample_page)
    for typed in ("societe gen", "SOCIÉTÉ GÉN"):
        opened.search(typed)
        opened.title.get_by_text("Société Générale").wait_for()
        opened.press("Escape")
    assert opened.page.evaluate("kgView.find('cuda')") == ["CUDA", "CUDA Quantum"]


def test_search_is_chosen_from_with_the_keyboard_or_the_mouse(opened: Opened) -> None:
    field = opened.page.locator("#search")
    field.click()
    field.press_sequentially("n")
    options = opened.page.locator("#found [role=option]")
    options.first.wait_for()
    names = options.locator(".grow").all_inner_texts()
    assert len(names) > 3
    opened.press("ArrowDown", "ArrowDown", "ArrowUp")
    chosen = opened.page.locator("#found [aria-selected=true]")
    assert chosen.get_attribute("id") == field.get_attribute("aria-activedescendant") == "found-1"
    opened.press("Enter")
    opened.title.get_by_text(names[1].split(" ")[0]).wait_for()
    field.click()
    field.fill("kub")
    options.get_by_text("Kubernetes").click()
    opened.title.get_by_text("Kubernetes").wait_for()
    assert opened.page.locator("#found").is_hidden()


def test_search_says_that_there_is_nothing(opened: Opened) -> None:
    opened.press("/")
    opened.page.keyboard.type("zzz")
    opened.page.locator("#found", has_text="Rien de ce nom sur cette page").wait_for()
    opened.press("Enter")
    opened.press("Escape")
    assert opened.page.locator("#search").input_value() == ""
    assert opened.text("#panel h2") == "Vue d'ensemble"
