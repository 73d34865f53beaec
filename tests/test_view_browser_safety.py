"""What strangers wrote stays text: in every field, in the address, and where a script comes in all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from kg.view import graph_data
from tests.make_hostile import BAD, STRINGS, hostile_everywhere
from tests.make_market import iri
from tests.make_page import page_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.make_page import Opened

pytestmark = pytest.mark.browser

HARM = """() => {
  const every = [...document.querySelectorAll("*")];
  return {
    hacked: window.hacked ?? ({}).hacked ?? null,
    inside: document.querySelectorAll("img:not(#paper), iframe, object, embed, base, #h, body style, body b").length,
    links: every.filter((one) => one.tagName === "A" && !/^https?:/.test(one.href)).length,
    handlers: every.filter((one) => one.getAttributeNames().some((name) => name.startsWith("on"))).length,
  };
}"""
UNHARMED = {"hacked": None, "inside": 0, "links": 0, "handlers": 0}


@pytest.fixture(scope="module", name="hostile_page")
def _hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page_of(hostile_everywhere(), tmp_path_factory.mktemp("hostile") / "hostile.html", title=f"Titre {BAD}")


def unharmed(opened: Opened) -> None:
    assert opened.page.evaluate(HARM) == UNHARMED


def test_no_name_leaves_its_place(open_page: Callable[..., Opened], hostile_page: Path) -> None:
    opened, nodes = open_page(hostile_page), graph_data(hostile_everywhere()).nodes
    assert len(nodes) == len(STRINGS)
    title = opened.page.locator("#panel h2")
    for number, text in enumerate(STRINGS):
        [key] = [node.iri for node in nodes if node.name.startswith(f"Nom {number} ")]
        opened.page.evaluate("iri => kgView.select(iri)", key)
        opened.becomes(title.text_content, f"Nom {number} {text}")
        unharmed(opened)
        opened.click_on(key)
        opened.becomes(title.text_content, f"Nom {number} {text}")
    opened.page.reload()  # the last key stands in the address
    opened.becomes(title.text_content, f"Nom {number} {text}")
    unharmed(opened)


def test_no_field_leaves_its_place(open_page: Callable[..., Opened], hostile_page: Path) -> None:
    opened = open_page(hostile_page)
    assert opened.page.title() == opened.page.locator("h1").text_content() == f"Titre {BAD}"
    opened.search("alias")
    panel = opened.page.locator("#panel")
    panel.locator("h2", has_text="Nom 0").wait_for()
    said = panel.text_content() or ""
    for text in (f"Alias {BAD}", f"Mot {BAD}", f"Titre {BAD}", BAD):
        assert text in said
    assert panel.locator("a").count() == 0  # javascript: is no address to follow
    unharmed(opened)
    opened.page.mouse.move(*opened.place(graph_data(hostile_everywhere()).nodes[0].iri))
    opened.page.locator("#tip").wait_for()
    unharmed(opened)
    panel.locator(".fact").first.click()
    panel.locator(".passage").first.wait_for()
    said = panel.text_content() or ""
    for text in (f"signent {BAD}.", f"Rôle {BAD}", f"Trouvé par {BAD}", f"Titre {BAD}"):
        assert text in said
    unharmed(opened)
    opened.page.click("#table-button")
    opened.page.locator("#table tbody tr").first.wait_for()
    unharmed(opened)
    opened.page.click("#table-button")
    opened.page.click("#find-way")
    opened.page.locator("#way-from").fill("nom 1")
    opened.page.locator("#way-from-found [role=option]").first.wait_for()
    unharmed(opened)
    opened.press("Enter")
    opened.page.keyboard.type("nom 3")
    opened.press("Enter", "Enter")
    panel.locator(".hop").first.wait_for()
    unharmed(opened)
    opened.arrange("par classe")
    opened.arrange("par communauté")
    opened.page.locator("[data-facet] input").first.click()
    opened.page.get_by_role("button", name="English").click()
    unharmed(opened)


def test_no_address_leaves_its_place(open_page: Callable[..., Opened], market_page: Path) -> None:
    words = ("pick", "class", "relation", "publisher", "around", "path", "open", "with", "pins", "group", "from")
    every = ["&".join(f"{word}={text}" for word in words) + f"&{text}&__proto__={text}" for text in STRINGS]
    opened = open_page(market_page, "#" + quote("&".join(every), safe="=&,/:@"))
    assert opened.shown() == (12, 14)
    unharmed(opened)
    for text in every:
        opened.page.evaluate("text => { location.hash = text; }", text)
        opened.search("ibm")
        opened.title.get_by_text("IBM").wait_for()
        unharmed(opened)


def test_what_is_typed_stays_text(opened: Opened) -> None:
    opened.press("/")
    opened.page.keyboard.insert_text(BAD)
    opened.page.locator("#found", has_text="Rien de ce nom").wait_for()
    unharmed(opened)


HARMS = (
    "document.body.insertAdjacentHTML('beforeend', `<img src='x:' onerror='window.hacked = 1'>`)",
    "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.hacked = 1' }))",
    "document.body.append(Object.assign(document.createElement('script'), { src: 'data:,window.hacked=1' }))",
    "document.body.append(Object.assign(document.createElement('iframe'), { src: 'data:text/html,<p>x' }))",
    "document.head.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }))",
    "setTimeout('window.hacked = 1')",
    "fetch('https://far.example/').catch(() => null)",
    "new Image().src = 'https://far.example/x.png'",
)


def test_the_policy_stops_what_comes_in_all_the_same(opened: Opened) -> None:
    def stopped() -> bool:
        return any("Content Security Policy" in text for text in opened.complaints)

    for harm in HARMS:
        opened.complaints.clear()
        opened.page.evaluate(f"() => {{ {harm}; }}")
        opened.becomes(stopped, wanted=True)
        assert opened.page.evaluate("window.hacked") is None, harm
    opened.click_on(iri("Kafka"))  # the page goes on
    opened.title.get_by_text("Kafka").wait_for()
    opened.complaints.clear()


def test_links_open_only_the_web(opened: Opened) -> None:
    opened.click_on(iri("IBM"))
    opened.title.get_by_text("IBM").wait_for()
    links = opened.page.locator("#panel a")
    assert links.count() >= 3
    for link in links.all():
        assert (link.get_attribute("href") or "").startswith(("https://", "http://"))
        assert link.get_attribute("rel") == "noopener noreferrer"
