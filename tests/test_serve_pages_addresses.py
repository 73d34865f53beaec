"""IRIs and addresses lead to each other, whatever letters a name has."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.vocab import Vocabulary
from kg.model import Entity
from kg.serve.pages.addresses import SUFFIXES, candidates, href, node

BASES = ("https://kg.example/", "https://data.acme.example/kg/", "http://x.example/")
keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(keys, st.sampled_from(BASES))
def test_the_address_of_an_entity_leads_back_to_it(key: str, base: str) -> None:
    vocabulary = Vocabulary(base)
    iri = vocabulary.entity(Entity("ORG", key, key)).value
    address = href(iri, vocabulary)
    assert address.isascii()
    if address.startswith("/id/"):
        found = [place.iri for place in candidates(urlsplit(address).path, base)]
        assert iri in found


@given(keys, st.sampled_from(sorted(SUFFIXES)))
def test_an_address_with_a_suffix_asks_for_a_form(key: str, suffix: str) -> None:
    vocabulary = Vocabulary()
    iri = vocabulary.entity(Entity("ORG", key, key)).value
    address = href(iri, vocabulary, suffix)
    if address.startswith("/id/"):
        assert (iri, SUFFIXES[suffix]) in candidates(address, vocabulary.base)


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        ("https://kg.example/ns", "/ns"),
        ("https://kg.example/ns#partnersWith", "/ns#partnersWith"),
        ("https://kg.example/id/article/a%2Fb/0011", "/id/article/a%2Fb/0011"),
        ("https://kg.example/id/org/..", "/resource?iri=https%3A%2F%2Fkg.example%2Fid%2Forg%2F.."),
        ("https://kg.example/id/org/%2E", "/resource?iri=https%3A%2F%2Fkg.example%2Fid%2Forg%2F%252E"),
        ("https://kg.example/other", "/resource?iri=https%3A%2F%2Fkg.example%2Fother"),
        ("https://kg.example.evil/id/org/x", "/resource?iri=https%3A%2F%2Fkg.example.evil%2Fid%2Forg%2Fx"),
    ],
)
def test_addresses(iri: str, address: str) -> None:
    assert href(iri, Vocabulary()) == address


def test_a_name_that_ends_as_a_suffix_is_a_name_first() -> None:
    first, *_ = candidates("/id/product/next.nt", "https://kg.example/")
    assert first == ("https://kg.example/id/product/next.nt", None)


def test_bytes_that_are_no_letters_stay_as_they_are() -> None:
    assert {place.iri for place in candidates("/id/org/%FF%C3", "https://kg.example/")} == {
        "https://kg.example/id/org/%FF%C3"
    }


def test_what_is_no_iri_is_none() -> None:
    assert node("no iri") is None
    assert node("https://kg.example/a") is not None
