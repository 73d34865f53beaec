"""Exploring: what people open, close, look around, move and group."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from kg.view import graph_data
from tests.make_market import iri, market
from tests.make_page import page_of, statement

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.make_page import Opened

pytestmark = pytest.mark.browser

NODES = [node.name for node in graph_data(market()).nodes]


@pytest.fixture(scope="module", name="three_page")
def _three_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that draws only three entities when it opens."""
    return page_of(market(), tmp_path_factory.mktemp("three") / "three.html", drawn=3)


def names(opened: Opened) -> set[str]:
    """The entities in the picture."""
    return {NODES[int(place)] for place in opened.drawn()}


def radius(opened: Opened, name: str) -> float:
    """How large an entity is drawn, in pixels."""
    opened.place(iri(name))  # waits for the drawing
    reach = """iri => {
      const { network, at } = kgView;
      const box = document.querySelector("#graph").getBoundingClientRect();
      const place = at(iri);
      const id = network.getNodeAt({ x: place.x - box.left, y: place.y - box.top });
      const { left, right } = network.getBoundingBox(id);
      return (right - left) / 2;
    }"""
    return float(opened.page.evaluate(reach, iri(name)))


# ---- expand and collapse


def test_what_is_not_drawn_is_unfolded_and_folded_again(open_page: Callable[..., Opened], three_page: Path) -> None:
    opened = open_page(three_page)
    assert names(opened) == {"IBM", "Confluent", "OpenAI"}
    opened.click_on(iri("Confluent"))
    opened.page.get_by_role("button", name="Déplier (1)").click()
    opened.becomes(lambda: names(opened), {"IBM", "Confluent", "OpenAI", "Kafka"})
    assert opened.page.locator("#chips", has_text="1 changement à la main").count() == 1
    opened.page.get_by_role("button", name="Replier").click()
    opened.becomes(lambda: names(opened), {"IBM", "Confluent", "OpenAI"})
    opened.press("Control+z")
    opened.becomes(lambda: names(opened), {"IBM", "Confluent", "OpenAI", "Kafka"})


def test_a_double_click_unfolds_and_folds(open_page: Callable[..., Opened], three_page: Path) -> None:
    opened = open_page(three_page)
    opened.page.mouse.dblclick(*opened.place(iri("IBM")))
    opened.becomes(lambda: opened.address().split("&")[0], "open=org/ibm")
    opened.becomes(lambda: names(opened), {"IBM", "Confluent", "OpenAI", "Red Hat"})
    opened.page.wait_for_timeout(400)  # a third click would otherwise belong to the first two
    opened.page.mouse.dblclick(*opened.place(iri("IBM")))
    opened.becomes(lambda: names(opened), {"IBM", "Confluent", "OpenAI"})
    assert opened.address() == "pick=org/ibm"


def test_the_key_e_unfolds_and_folds(opened: Opened) -> None:
    opened.search("openai")
    opened.press("e")
    opened.becomes(lambda: opened.shown()[0], 10)  # Altman and Kubernetes hang from nothing else
    assert opened.address() == "closed=org/openai&pick=org/openai"
    opened.press("e")
    opened.becomes(lambda: opened.shown()[0], 12)


# ---- focus with depth


def test_around_one_entity_by_steps(opened: Opened) -> None:
    opened.search("kafka")
    opened.press("f")
    opened.becomes(opened.shown, (3, 2))
    chip = opened.page.locator("#chips")
    assert "Autour de Kafka" in opened.text(chip)
    less, more = (opened.page.get_by_role("button", name=name) for name in ("Moins loin", "Plus loin"))
    assert less.is_disabled()
    more.click()
    opened.becomes(opened.shown, (5, 7))
    assert "2 pas" in opened.text(chip)
    more.click()
    opened.becomes(lambda: opened.shown()[0], 8)
    more.click()
    opened.becomes(lambda: opened.shown()[0], 10)
    assert more.is_disabled()
    less.click()
    opened.becomes(lambda: opened.shown()[0], 8)
    opened.page.get_by_role("button", name="Retirer : Autour de Kafka").click()
    opened.becomes(opened.shown, (12, 14))


def test_around_an_entity_respects_the_filters(opened: Opened) -> None:
    opened.search("microsoft")
    opened.page.get_by_role("button", name="Centrer").click()
    opened.becomes(opened.shown, (4, 3))
    opened.tick("statuses", "asserted")
    opened.becomes(opened.shown, (3, 2))  # what it is denied to use is gone


# ---- pin


def test_what_is_dragged_stays_where_it_was_put(open_page: Callable[..., Opened], market_page: Path) -> None:
    opened = open_page(market_page)
    x, y = opened.place(iri("Kafka"))
    other = opened.place(iri("IBM"))
    opened.drag((x, y), (x + 60, y - 40))
    opened.page.locator("#chips", has_text="1 épinglée").wait_for()
    assert math.dist(opened.place(iri("Kafka")), (x + 60, y - 40)) < 3
    assert opened.place(iri("IBM")) == other
    places = "kgView.network.getPositions()"
    again = open_page(market_page, opened.page.url.removeprefix(market_page.as_uri()))
    assert again.page.evaluate(places) == opened.page.evaluate(places)
    opened.search("kafka")
    button = opened.page.get_by_role("button", name="Épingler")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    opened.becomes(opened.address, "pick=technology/kafka")
    opened.page.focus("#graph")
    opened.press("p")
    opened.page.locator("#chips", has_text="1 épinglée").wait_for()


def test_a_drag_of_the_ground_moves_the_picture_and_pins_nothing(opened: Opened) -> None:
    opened.click_on(iri("Kafka"))
    opened.title.get_by_text("Kafka").wait_for()
    x, y = opened.place(iri("Kafka"))
    box = opened.page.locator("#graph").bounding_box()
    assert box is not None
    corner = (box["x"] + box["width"] - 6, box["y"] + box["height"] / 2)
    opened.drag(corner, (corner[0] - 50, corner[1] + 30))
    opened.becomes(lambda: math.dist(opened.place(iri("Kafka")), (x - 50, y + 30)) < 3, wanted=True)
    assert opened.address() == "pick=technology/kafka"


# ---- arrangement


def test_groups_by_class_and_by_community(opened: Opened) -> None:
    def spread(of: tuple[str, ...]) -> float:
        places = [opened.place(iri(name)) for name in of]
        return max(math.dist(a, b) for a in places for b in places) / opened.scale()

    firms = ("IBM", "Confluent", "LinkedIn", "Microsoft", "OpenAI", "Red Hat", "Fortinet")
    before = spread(firms)
    opened.arrange("par classe")
    opened.becomes(opened.address, "group=class")
    assert spread(firms) < before
    assert spread(("Kafka", "Kubernetes")) < spread(("Kafka", "Fortinet", "Sam Altman"))
    opened.arrange("par communauté")
    opened.becomes(opened.address, "group=community")
    assert spread(("OpenAI", "Sam Altman", "Kubernetes")) < spread(("OpenAI", "IBM", "Fortinet"))
    opened.press("Control+z")
    opened.press("Control+z")
    opened.becomes(lambda: spread(firms), before)


def test_sizes_follow_the_measure(opened: Opened) -> None:
    by_degree = {name: radius(opened, name) for name in ("IBM", "Confluent", "Fortinet")}
    assert by_degree["IBM"] == by_degree["Confluent"] > by_degree["Fortinet"]
    opened.arrange("nombre d'articles")
    opened.becomes(opened.address, "size=articles")
    by_articles = {name: radius(opened, name) for name in ("IBM", "Confluent", "Fortinet")}
    assert by_articles["IBM"] > by_articles["Confluent"] > by_articles["Fortinet"]
    opened.arrange("PageRank")
    opened.becomes(opened.address, "size=rank")
    assert radius(opened, "Confluent") > radius(opened, "IBM")
    assert radius(opened, "Fortinet") != pytest.approx(by_articles["Fortinet"])


def test_parallel_relations_part_and_each_can_be_clicked(opened: Opened) -> None:
    together = opened.place(statement(market(), "supplies"))
    assert together == opened.place(statement(market(), "acquires", "IBM"))
    opened.arrange("Réunir")
    opened.becomes(opened.address, "bundle=0")
    for relation, sentence in (
        ("acquires", "IBM rachètera Confluent."),
        ("investsIn", "IBM pourrait investir dans Confluent."),
        ("supplies", "Confluent fournit IBM."),
        ("partnersWith", "IBM et Confluent étendent leur partenariat."),
    ):
        opened.click_on(statement(market(), relation, "IBM" if relation in ("acquires", "investsIn") else ""))
        opened.page.locator("#panel .passage", has_text=sentence).wait_for()
        opened.press("Escape")
    opened.arrange("Réunir")
    opened.becomes(lambda: opened.place(statement(market(), "acquires", "IBM")), together)


# ---- the budget


def test_a_page_opens_on_the_most_important_and_says_so(open_page: Callable[..., Opened], three_page: Path) -> None:
    opened = open_page(three_page)
    notice = opened.page.locator("#notice")
    assert "plus importantes de 12 entités ; la recherche trouve les autres." in opened.text(notice)
    assert opened.shown()[0] <= 3
    opened.search("altman")
    opened.title.get_by_text("Sam Altman").wait_for()
    assert opened.shown()[0] <= 4
    x, y = opened.place(iri("Sam Altman"))
    box = opened.page.locator("#graph").bounding_box()
    assert box is not None
    assert box["x"] < x < box["x"] + box["width"]
    assert box["y"] < y < box["y"] + box["height"]
    notice.get_by_role("button", name="Tout dessiner").click()
    opened.becomes(opened.shown, (12, 14))
    assert "Les 12 entités sont dessinées." in opened.text(notice)
    notice.get_by_role("button", name="Les plus importantes seulement").click()
    opened.becomes(lambda: opened.shown()[0] <= 4, wanted=True)


def test_zoom_and_fit(opened: Opened) -> None:
    before = opened.scale()
    opened.page.click("#zoom-in")
    opened.becomes(lambda: round(opened.scale() / before, 6), 1.4)
    opened.page.click("#zoom-out")
    opened.page.click("#zoom-out")
    opened.becomes(lambda: round(opened.scale() / before, 6), round(1 / 1.4, 6))
    opened.page.click("#fit")
    opened.becomes(lambda: round(opened.scale() / before, 6), 1)
    opened.page.focus("#graph")
    opened.press("+")
    opened.becomes(lambda: round(opened.scale() / before, 6), 1.4)
    opened.press("0")
    opened.becomes(lambda: round(opened.scale() / before, 6), 1)
    opened.page.mouse.move(*opened.place(iri("IBM")))
    opened.page.mouse.wheel(0, -200)
    opened.becomes(lambda: opened.scale() > before, wanted=True)
