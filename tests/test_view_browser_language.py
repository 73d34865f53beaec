"""The whole page speaks French or English, and changes from one to the other with everything that it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kg.view import graph_data
from tests.conftest import ROOT
from tests.make_market import market
from tests.make_page import page_of, statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.make_page import Opened

pytestmark = pytest.mark.browser

SEEN = """() => {
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement: parent } = walker.currentNode;
    if (!parent.closest("script, noscript, blockquote, a, [hidden]")) seen.push(data);
  }
  const names = ["aria-label", "title", "placeholder", "aria-valuetext"];
  for (const element of document.querySelectorAll(names.map((name) => `[${name}]`))) {
    for (const name of names) seen.push(element.getAttribute(name) ?? "");
  }
  return seen.map((text) => text.trim()).filter(Boolean);
}"""
"""What people see and hear, without what articles say."""
PIECES = """(source) => {
  const WORDS = new Function(`${source}; return WORDS;`)();
  const calls = [["\\u0001", "\\u0002"], ["\\u0001", "\\u0001"], [1, 1]];
  const pieces = (value) => {
    if (typeof value !== "function") return [value].flat();
    return calls.flatMap((values) => String(value(...values)).split(/[\\u0001\\u00021]/));
  };
  return Object.fromEntries(Object.entries(WORDS).map(([key, words]) => [key, Object.values(words).flatMap(pieces)]));
}"""
"""The texts of the page's tables of words, what stands around values included."""


def own_words(browser: Browser) -> dict[str, set[str]]:
    """What the page says in each language and not in the other: its own words and those of the schema."""
    script = (ROOT / "kg" / "view" / "assets" / "words.js").read_text(encoding="utf-8")
    page = browser.new_page()
    pieces = page.evaluate(PIECES, script[script.index("const WORDS") : script.index("\n};") + 3])
    page.context.close()
    data = graph_data(market())
    labels = [one.label for one in data.classes] + [each for one in data.relations for each in (one.label, one.inverse)]
    words = {
        language: {piece.strip(" .;:") for piece in found} | {one[language] for one in labels}
        for language, found in pieces.items()
    }
    both = {language: " ".join(found) for language, found in words.items()}
    return {
        language: {word for word in words[language] if word not in both[other]}
        for language, other in (("fr", "en"), ("en", "fr"))
    }


def spoken(opened: Opened, words: set[str]) -> set[str]:
    """Those of these words that the page says now: short ones as a whole text, longer ones anywhere in one."""
    seen = opened.page.evaluate(SEEN)
    within = {word for word in words if len(word) > 5}
    return {text for text in seen if text in words} | {
        word for word in within if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for text in seen)
    }


def states(opened: Opened) -> Iterator[None]:
    """Go through all that the page can show."""
    yield
    for menu in ("#arrange summary", "#export-menu summary"):
        opened.page.click(menu)
        yield
        opened.page.click(menu)
    opened.search("ibm")
    yield
    opened.page.locator("#panel .action").first.click()
    yield
    opened.page.locator("#panel .fact").first.click()
    yield
    opened.page.click("#find-way")
    yield
    opened.page.click("#way-cancel")
    opened.page.click("#table-button")
    yield


@pytest.mark.parametrize(("language", "button", "other"), [("fr", "English", "en"), ("en", "Français", "fr")])
def test_the_whole_page_changes_its_language(
    browser: Browser, open_page: Callable[..., Opened], tmp_path: Path, language: str, button: str, other: str
) -> None:
    path = page_of(market(), tmp_path / "page.html", title="Titre", language=language, drawn=6)
    opened, words = open_page(path), own_words(browser)
    assert opened.page.get_attribute("html", "lang") == language
    opened.page.get_by_role("button", name=button).click()
    assert opened.page.get_attribute("html", "lang") == other
    heard: set[str] = set()
    for _ in states(opened):
        assert spoken(opened, words[language]) == set()
        heard |= spoken(opened, words[other])
    assert len(heard) > 50


def test_days_and_figures_are_written_in_the_language(opened: Opened) -> None:
    opened.page.get_by_role("button", name="English").click()
    opened.click_on(statement(market(), "investsIn", "Microsoft"))
    opened.title.get_by_text("invests in").wait_for()
    about = opened.text("#panel .about")
    assert "50%" in about
    assert re.search(r"15 Jan 2026|Jan 15, 2026", about)
