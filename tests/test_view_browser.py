"""The page wherever it is opened: from a file, in a notebook, by night, on a phone, on paper, in a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.view import draw, graph_data, write_page
from kg.view.picture import Picture
from tests.make_market import iri, market
from tests.make_page import page_of, statement
from tests.make_view import sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.make_page import Opened

pytestmark = pytest.mark.browser

PAPER = "getComputedStyle(document.body).backgroundColor"
DAY, NIGHT = "rgb(251, 250, 247)", "rgb(17, 22, 29)"
BY_DAY = """(image) => {
  const corner = new OffscreenCanvas(1, 1).getContext("2d");
  corner.drawImage(image, 0, 0);
  return [...corner.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}"""
WIDE = "document.documentElement.scrollWidth"


def test_the_page_opens_without_a_request_or_a_complaint(open_page: Callable[..., Opened], sample_page: Path) -> None:
    opened = open_page(sample_page, offline=True)
    assert [url for url in opened.requests if not url.startswith(("data:", "blob:"))] == [sample_page.as_uri()]
    assert opened.text("h1") == "Les faits de l'automne"
    assert opened.page.title() == "Les faits de l'automne"
    assert opened.text("#summary") == "12 entités · 8 relations · 2 articles · du 2 déc. 2025 au 7 janv. 2026"
    assert opened.ready()


def test_entities_of_every_class_are_drawn_in_their_colour(open_page: Callable[..., Opened], sample_page: Path) -> None:
    opened = open_page(sample_page)
    assert {"#0072b2", "#009e73", "#e69f00", "#56b4e9", "#d55e00"} <= opened.colors()


def test_the_page_works_in_the_frame_of_a_notebook(browser: Browser, tmp_path: Path) -> None:
    data = graph_data(sample())
    path = tmp_path / "notebook.html"
    frame = Picture(draw(data, title="Dans un carnet"), data)._repr_html_()
    path.write_text(f"<!DOCTYPE html><meta charset='utf-8'><body>{frame}", encoding="utf-8")
    page = browser.new_page(reduced_motion="reduce")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    inner = page.frame_locator("iframe")
    inner.locator("body.ready").wait_for()
    inner.locator("[data-facet='statuses'] input[value='planned']").click()  # it has no address to write to
    inner.locator("#search").fill("vera")
    inner.locator("#search").press("Enter")
    inner.locator("#panel h2", has_text="Vera Rubin").wait_for()
    inner.locator("#panel .fact", has_text="Nvidia").click()
    inner.locator("#panel blockquote", has_text="Nvidia développe Grace Blackwell et prévoit Vera Rubin.").wait_for()
    inner.locator("#undo").click()
    inner.locator("#panel h2", has_text="Vera Rubin").wait_for()
    assert complaints == []
    page.context.close()


# ---- day and night


def test_night_and_day(open_page: Callable[..., Opened], market_page: Path) -> None:
    opened = open_page(market_page, color_scheme="dark")
    assert opened.page.evaluate(PAPER) == NIGHT
    assert "#66737f" in opened.colors() or "#d9662b" in opened.colors()
    assert "#d04a02" not in opened.colors()
    opened.page.get_by_role("button", name="Clair ou sombre").click()
    assert opened.page.evaluate(PAPER) == DAY
    opened.becomes(lambda: "#d04a02" in opened.colors(), wanted=True)
    opened.page.get_by_role("button", name="Clair ou sombre").click()
    assert opened.page.evaluate(PAPER) == NIGHT


def test_the_page_follows_the_system(open_page: Callable[..., Opened], market_page: Path) -> None:
    opened = open_page(market_page, fresh=True)
    assert opened.page.evaluate(PAPER) == DAY
    opened.page.emulate_media(color_scheme="dark")
    opened.becomes(lambda: opened.page.evaluate(PAPER), NIGHT)
    opened.becomes(lambda: "#d04a02" in opened.colors(), wanted=False)


# ---- small windows


@pytest.mark.parametrize("width", [320, 390, 820])
def test_a_small_window_holds_the_page(open_page: Callable[..., Opened], market_page: Path, width: int) -> None:
    opened = open_page(market_page, viewport={"width": width, "height": 844}, has_touch=True, is_mobile=width < 800)
    assert opened.page.evaluate(WIDE) <= width
    opened.page.locator("#side-button").click()
    opened.page.locator("[data-facet='statuses'] input[value='asserted']").click()
    assert opened.page.evaluate(WIDE) <= width
    opened.page.locator("#side-close").click()
    opened.page.locator("#side").wait_for(state="hidden")
    assert opened.focused() == "side-button"
    opened.becomes(opened.shown, (12, 11))
    opened.page.touchscreen.tap(*opened.place(iri("IBM")))
    opened.title.get_by_text("IBM").wait_for()
    panel = opened.page.locator("#panel").bounding_box()
    assert panel is not None
    opened.becomes(lambda: 0 < opened.place(iri("IBM"))[1] < panel["y"], wanted=True)
    assert opened.page.evaluate(WIDE) <= width
    opened.page.locator("#panel .close").click()
    opened.title.get_by_text("Vue d'ensemble").wait_for()


def test_on_a_phone_search_is_in_the_drawer(open_page: Callable[..., Opened], market_page: Path) -> None:
    opened = open_page(market_page, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert opened.page.locator("#search").is_hidden()
    opened.page.locator("#side-button").tap()
    opened.becomes(opened.focused, "search")
    opened.page.keyboard.type("altman")
    opened.page.locator("#found [role=option]").first.tap()
    opened.title.get_by_text("Sam Altman").wait_for()
    assert opened.page.locator("#side").is_hidden()
    opened.page.locator("#panel .fact").tap()
    opened.page.locator("#panel blockquote", has_text="Sam Altman dirige OpenAI.").wait_for()
    opened.page.click("#table-button")
    opened.page.locator("#table tbody tr").first.wait_for()
    assert opened.page.evaluate(WIDE) <= 390


def test_a_finger_moves_the_picture_any_way(open_page: Callable[..., Opened], market_page: Path) -> None:
    opened = open_page(market_page, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    box = opened.page.locator("#graph").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] - 8, box["y"] + box["height"] / 2
    touch = opened.page.context.new_cdp_session(opened.page)
    before = opened.place(iri("IBM"))
    for kind, far in (("touchStart", 0), *(("touchMove", far) for far in range(10, 101, 10)), ("touchEnd", 100)):
        points = [] if kind == "touchEnd" else [{"x": x, "y": y - far}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    opened.becomes(lambda: opened.place(iri("IBM"))[1] < before[1] - 60, wanted=True)
    assert opened.page.evaluate("scrollY") == 0


# ---- paper


def test_paper_holds_the_evidence_and_no_tools(open_page: Callable[..., Opened], market_page: Path) -> None:
    opened = open_page(market_page, fresh=True)
    opened.click_on(statement(market(), "investsIn", "Microsoft"))
    passage = opened.page.locator("#panel .passage")
    passage.wait_for()
    opened.page.emulate_media(media="print")
    for tools in (".tools", "#side", ".zoom", "#play", ".bar"):
        assert opened.page.locator(tools).first.is_hidden(), tools
    for kept in ("h1", "#summary", "#graph canvas", "#panel h2", "#panel .passage blockquote", "#panel .about"):
        assert opened.page.locator(kept).first.is_visible(), kept
    address = opened.page.evaluate("getComputedStyle(document.querySelector('.passage a'), '::after').content")
    assert "https://news.example/3" in address.replace('" "', "") or "attr(href)" in address
    opened.page.emulate_media(media="screen", color_scheme="dark")
    assert opened.page.pdf().startswith(b"%PDF")
    image = opened.page.locator("#paper")
    assert image.evaluate("async (image) => { await image.decode(); return image.naturalWidth > 100; }")
    assert image.evaluate(BY_DAY) == [251, 250, 247]  # the dark page prints on light paper
    assert opened.page.locator("#graph canvas").is_visible()


# ---- a report


def test_a_report_shows_the_picture_and_what_is_picked(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    opened = open_page(page_of(market(), tmp_path / "embed.html", embed=True))
    for hidden in ("#side", "#panel", "#export-menu", "#table-button"):
        assert opened.page.locator(hidden).is_hidden(), hidden
    opened.click_on(iri("Kafka"))
    opened.title.get_by_text("Kafka").wait_for()
    opened.page.locator("#panel .fact", has_text="LinkedIn").click()
    opened.page.locator("#panel blockquote", has_text="LinkedIn utilise Kafka.").wait_for()
    opened.page.locator("#panel .close").click()
    opened.page.locator("#panel").wait_for(state="hidden")


def test_a_graph_of_nothing_says_so(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    path = tmp_path / "nothing.html"
    write_page(path, draw(graph_data(sample(), statuses=["asserted"], min_confidence=1), title="Rien"))
    opened = open_page(path)
    opened.page.locator("#empty", has_text="Rien à montrer").wait_for()
    assert opened.shown() == (0, 0)
