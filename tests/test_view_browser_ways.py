"""The way between two entities, with the evidence of every step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.make_page import Opened

pytestmark = pytest.mark.browser


def look_for(opened: Opened, first: str, last: str) -> None:
    opened.page.get_by_role("button", name="Chemin", exact=True).click()
    assert opened.page.locator("#way-go").is_disabled()
    for end, name in (("from", first), ("to", last)):
        opened.page.keyboard.type(name)
        opened.page.locator(f"#way-{end}-found [aria-selected=true]").wait_for()
        opened.press("Enter")
    opened.page.locator("#way-go").click()


def test_the_shortest_way_with_the_evidence_of_every_step(opened: Opened) -> None:
    look_for(opened, "ibm", "microsoft")
    opened.title.get_by_text("IBM → Microsoft").wait_for()
    hops = opened.page.locator("#panel .hop")
    hops.locator("blockquote", has_text="Microsoft n'utilise pas Ansible.").wait_for()
    assert [opened.text(hop.locator("h3")) for hop in hops.all()] == [
        "IBM — Red Hat",
        "Red Hat — Ansible",
        "Ansible — Microsoft",
    ]
    assert hops.locator("blockquote").all_inner_texts() == [
        "Red Hat fait partie de IBM.",
        "Red Hat développe Ansible.",
        "Microsoft n'utilise pas Ansible.",
    ]
    assert hops.last.locator(".badge.negated").count() == 1
    assert opened.shown() == (4, 3)
    opened.tick("statuses", "asserted")  # what is denied no longer leads anywhere
    opened.page.locator("#panel", has_text="4 pas").wait_for()
    assert [opened.text(hop.locator("h3")) for hop in hops.all()] == [
        "IBM — Confluent",
        "Confluent — Kafka",
        "Kafka — LinkedIn",
        "LinkedIn — Microsoft",
    ]
    hops.first.get_by_role("button", name="Confluent fournit IBM").click()
    opened.page.locator("#panel .passage", has_text="Confluent fournit IBM.").wait_for()
    opened.page.go_back()
    opened.title.get_by_text("IBM → Microsoft").wait_for()
    opened.page.locator("#panel .close").click()
    opened.becomes(lambda: opened.shown()[0], 12)


def test_where_there_is_no_way_the_page_says_so(opened: Opened) -> None:
    look_for(opened, "ibm", "fortinet")
    opened.page.locator("#panel", has_text="Rien ne relie ces deux entités").wait_for()
    assert opened.shown() == (2, 0)


def test_a_way_from_the_entity_that_is_read(opened: Opened) -> None:
    opened.search("altman")
    opened.page.get_by_role("button", name="Chemin vers…").click()
    assert opened.page.locator("#way-from").input_value() == "Sam Altman"
    opened.page.keyboard.type("kuber")
    opened.page.locator("#way-to-found").get_by_text("Kubernetes").click()
    opened.becomes(opened.focused, "way-go")
    opened.press("Enter")
    opened.title.get_by_text("Sam Altman → Kubernetes").wait_for()
    opened.page.get_by_role("button", name="Chemin", exact=True).click()
    opened.page.locator("#way").wait_for()
    opened.page.get_by_role("button", name="Annuler", exact=True).last.click()
    opened.page.locator("#way").wait_for(state="hidden")
    assert opened.text("#panel h2") == "Sam Altman → Kubernetes"
