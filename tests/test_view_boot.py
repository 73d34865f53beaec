"""The page unpacks itself and runs, under its policy, in a real browser, wherever it is opened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kg.view import draw, graph_data, page, write_page
from kg.view.pack import unpack
from kg.view.picture import Picture
from tests.make_view import sample

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SCRIPT = """(async (inflate) => {
"use strict";
const graph = JSON.parse(await inflate("kg-graph"));
const { sentences } = JSON.parse(await inflate("kg-passages-0"));
const picture = JSON.parse(await inflate("kg-picture"));
const network = new vis.Network(document.getElementById("graph"), picture, { physics: false });
const told = document.createElement("p");
told.id = "told";
const { x } = network.getPositions()[picture.nodes[0].id];
told.textContent = [graph.nodes.name.length, x, sentences[0], "é"].join("|");
document.body.append(told);
})(document.currentScript.inflate);
"""


@pytest.fixture(name="html")
def _html(monkeypatch: pytest.MonkeyPatch) -> str:
    """A page whose script says what it could unpack."""
    monkeypatch.setattr(page, "_script", lambda: SCRIPT)
    return draw(graph_data(sample()), title="x")


def said(html: str) -> str:
    data, [first, *_] = graph_data(sample()), unpack(html, "kg-picture")["nodes"]
    return f"{len(data.nodes)}|{first['x']}|{data.evidence[0].text}|é"


def test_a_page_runs_from_a_file_and_leaves_nothing_behind(browser: Browser, html: str, tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    write_page(path, html)
    opened, complaints = browser.new_page(), list[str]()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(path.as_uri())
    assert opened.text_content("#told") == said(html)
    assert complaints == []
    assert opened.evaluate("Object.keys(window).filter((name) => /inflate|kg/i.test(name))") == []
    assert opened.evaluate("document.querySelectorAll('script:not([type])').length") == 1
    opened.close()


def test_a_page_runs_in_the_frame_of_a_notebook(browser: Browser, html: str, tmp_path: Path) -> None:
    path = tmp_path / "notebook.html"
    frame = Picture(html, graph_data(sample()))._repr_html_()
    path.write_text(f"<!DOCTYPE html><meta charset='utf-8'><body>{frame}", encoding="utf-8")
    opened = browser.new_page()
    opened.goto(path.as_uri())
    [inner] = opened.main_frame.child_frames
    assert inner.text_content("#told") == said(html)
    assert inner.evaluate("window.origin") == "null"  # the frame has no way to the notebook
    opened.close()


def test_a_script_that_is_not_ours_does_not_run(browser: Browser, html: str, tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    write_page(path, html)
    opened = browser.new_page()
    opened.goto(path.as_uri())
    opened.wait_for_selector("#told", state="attached")
    opened.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.hacked = 1";
          document.body.append(script);
        }"""
    )
    assert opened.evaluate("window.hacked") is None
    opened.close()


@pytest.mark.parametrize(
    "lacks",
    [
        "delete window.DecompressionStream",
        "delete Map.groupBy",
        "delete URL.canParse",
        "CSS.supports = (name, value) => !value.startsWith('light-dark')",
    ],
)
def test_an_old_browser_is_told_so_in_both_languages(browser: Browser, html: str, tmp_path: Path, lacks: str) -> None:
    path = tmp_path / "graph.html"
    write_page(path, html)
    opened = browser.new_page()
    opened.add_init_script(lacks)
    opened.goto(path.as_uri())
    assert opened.inner_text("p[lang=fr]").startswith("Ce navigateur est trop ancien")
    assert opened.inner_text("p[lang=en]").startswith("This browser is too old")
    assert opened.evaluate("document.body.children.length") == 2
    opened.close()


@pytest.mark.parametrize("part", ["kg-vis", "kg-script", "kg-graph", "kg-picture"])
@pytest.mark.parametrize("kind", ["other", "short", "gone"])
def test_a_damaged_page_says_so_in_both_languages(
    browser: Browser, html: str, tmp_path: Path, part: str, kind: str
) -> None:
    before, opening, rest = re.split(rf'(<script [^>]*id="{part}">)', html)
    content, closing, after = rest.partition("</script>")
    middle = len(content) // 2
    path = tmp_path / "graph.html"
    damaged = {
        "other": opening + content[:middle] + "!!!!!" + content[middle + 5 :] + closing,
        "short": opening + content[:middle] + closing,
        "gone": "",
    }
    write_page(path, before + damaged[kind] + after)
    opened = browser.new_page()
    opened.goto(path.as_uri())
    assert opened.inner_text("p[lang=fr]").startswith("Cette page est abîmée")
    assert opened.inner_text("p[lang=en]").startswith("This page is damaged")
    assert opened.evaluate("document.body.children.length") == 2
    opened.close()
