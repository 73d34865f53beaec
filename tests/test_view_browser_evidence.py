"""Evidence first: a click on a line or an entity says what, who says so and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.view import graph_data
from tests.make_market import WIKIDATA, iri, market
from tests.make_page import statement
from tests.make_view import sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.make_page import Opened

pytestmark = pytest.mark.browser

AWS_NVIDIA = "AWS et Nvidia étendent leur partenariat."
BUNDLE = {
    "IBM acquiert Confluent": ("prévue", "IBM rachètera Confluent.", "90 %"),
    "Confluent est partenaire d’IBM": ("", "IBM et Confluent étendent leur partenariat.", "97 %"),
    "IBM investit dans Confluent": ("hypothétique", "IBM pourrait investir dans Confluent.", "90 %"),
    "Confluent fournit IBM": ("", "Confluent fournit IBM.", "90 %"),
}


def test_a_click_on_a_line_shows_what_the_articles_say(open_page: Callable[..., Opened], sample_page: Path) -> None:
    opened = open_page(sample_page)
    opened.click_on(statement(sample(), "partnersWith"))
    opened.title.get_by_text("est partenaire de").wait_for()
    about = opened.text("#panel .about")
    for text in ("Statut affirmée", "Confiance 97 %", "Accord 2 sources indépendantes", "2 déc. 2025 – 7 janv. 2026"):
        assert text in about
    passages = opened.page.locator("#panel .passage")
    first = passages.filter(has_text=AWS_NVIDIA)
    first.wait_for()
    assert passages.count() == 2
    assert passages.first.inner_text() == first.inner_text()  # the surest
    assert first.locator("mark.head").inner_text() == "AWS"
    assert first.locator("mark.tail").inner_text() == "Nvidia"
    assert first.locator("mark.trigger").all_inner_texts() == ["étendent", "partenariat"]
    assert first.locator("blockquote").get_attribute("lang") == "fr"
    for text in ("AWS et Nvidia", "news.example", "2 déc. 2025", "90 %"):
        assert text in opened.text(first)
    link = first.locator("a")
    assert link.inner_text() == "AWS et Nvidia"
    assert link.get_attribute("href") == "https://news.example/aws-nvidia"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("target") == "_blank"


def test_every_line_can_be_clicked_and_shows_its_own_sentences(
    open_page: Callable[..., Opened], sample_page: Path
) -> None:
    opened, data = open_page(sample_page), graph_data(sample())
    for edge in data.edges:
        opened.press("Escape")
        opened.click_on(edge.iri)
        for place in edge.evidence:
            opened.page.locator("#panel blockquote", has_text=data.evidence[place].text).wait_for()
        assert opened.page.locator("#panel .passage").count() == len(edge.evidence)


def test_a_bundle_says_how_many_it_holds_and_lists_them_all(opened: Opened) -> None:
    opened.click_on(statement(market(), "supplies"))
    opened.title.get_by_text("4 relations").wait_for()
    sections = opened.page.locator("#panel .joined")
    assert sections.count() == len(BUNDLE)
    for phrase, (status, sentence, confidence) in BUNDLE.items():
        section = sections.filter(has=opened.page.get_by_role("button", name=phrase, exact=True))
        section.locator("blockquote", has_text=sentence).first.wait_for()
        assert section.locator("h3 .badge").all_inner_texts() == ([status] if status else [])
        assert confidence in opened.text(section)
    sections.get_by_role("button", name="Confluent fournit IBM", exact=True).click()
    opened.page.locator("#panel .passage", has_text="Confluent fournit IBM.").wait_for()
    assert opened.page.locator("#panel .passage").count() == 1
    assert "Autres relations entre les deux 3" in opened.text("#panel")


def test_a_denial_has_its_own_line(opened: Opened) -> None:
    assert opened.colors() & {"#d04a02"}
    opened.click_on(statement(market(), "uses", "Microsoft"))
    opened.page.locator("#panel .about .badge.negated", has_text="niée").wait_for()
    assert opened.page.locator("#panel .statement.negated .line.negated").count() == 1


def test_a_click_on_an_entity_shows_all_that_is_known_of_it(opened: Opened) -> None:
    opened.click_on(iri("IBM"))
    opened.title.get_by_text("IBM").wait_for()
    panel = opened.text("#panel")
    for text in ("organisation", "Aussi appelée Big Blue", "5 relations", "6 mentions", "3 articles", iri("IBM")):
        assert text in panel
    groups = {
        opened.text(group.locator("h3")): group.locator(".fact .grow").all_inner_texts()
        for group in opened.page.locator("#panel .group").all()
    }
    assert groups == {
        "acquiert 1": ["Confluent"],
        "comprend 1": ["Red Hat"],
        "est fourni par 1": ["Confluent"],
        "est partenaire de 1": ["Confluent"],
        "investit dans 1": ["Confluent"],
    }
    assert opened.page.locator("#panel .fact", has_text="prévue").count() == 1
    articles = opened.page.locator("#panel .articles a[href*='example']")
    assert articles.all_inner_texts() == ["Numéro 3", "Numéro 2", "Numéro 1"]  # the latest first
    assert opened.page.locator(f"#panel a[href='{WIKIDATA}']").count() == 1


def test_the_timeline_counts_mentions(opened: Opened) -> None:
    opened.click_on(iri("IBM"))
    opened.title.get_by_text("IBM").wait_for()
    figure = opened.page.locator("#panel .timeline")
    assert figure.locator("svg").get_attribute("aria-label") == "6 mentions du 3 nov. 2025 au 15 janv. 2026"
    heights = [float(bar.get_attribute("height") or 0) for bar in figure.locator("rect").all()]
    assert [round(height / max(heights) * 4) for height in heights] == [4, 1, 1]


def test_a_fact_of_an_entity_leads_to_its_evidence_and_back(opened: Opened) -> None:
    opened.click_on(iri("OpenAI"))
    opened.title.get_by_text("OpenAI").wait_for()
    opened.page.click("#panel .fact:has-text('Sam Altman')")
    opened.page.locator("#panel blockquote", has_text="Sam Altman dirige OpenAI.").wait_for()
    opened.page.get_by_role("button", name="Retour").click()
    opened.title.get_by_text("OpenAI").wait_for()
    opened.page.click("#panel .fact:has-text('Kubernetes')")
    source = opened.page.locator("#panel .passage .source")
    source.get_by_text("Numéro 5").wait_for()
    assert "sans date" in source.inner_text()
    assert source.locator("a").count() == 0  # the article has no address


def test_a_role_is_said(open_page: Callable[..., Opened], sample_page: Path) -> None:
    opened = open_page(sample_page)
    opened.click_on(statement(sample(), "worksFor"))
    opened.page.locator("#panel .about", has_text="Fonction").wait_for()
    assert "Fonction vice-président" in opened.text("#panel .about")


def test_a_click_beside_everything_shows_the_overview(opened: Opened) -> None:
    opened.click_on(iri("Kafka"))
    opened.title.get_by_text("Kafka").wait_for()
    opened.click_beside()
    opened.title.get_by_text("Vue d'ensemble").wait_for()
    panel = opened.page.locator("#panel")
    first = panel.locator(".meters li").first
    assert first.inner_text().split() == ["Confluent", "5"]
    panel.get_by_role("button", name="Confluent est partenaire d’IBM").first.click()
    panel.locator("blockquote", has_text="Confluent et Big Blue sont partenaires.").wait_for()


def test_a_word_stands_beside_the_pointer(opened: Opened) -> None:
    tip = opened.page.locator("#tip")
    opened.page.mouse.move(*opened.place(iri("IBM")))
    tip.get_by_text("IBM").wait_for()
    assert "organisation · 5 relations" in opened.text("#tip")
    opened.page.mouse.move(*opened.place(statement(market(), "fixes")), steps=4)
    tip.get_by_text("Fortinet corrige CVE-2025-0001").wait_for()
