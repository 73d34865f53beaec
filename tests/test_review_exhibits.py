"""What a person judges by: sentences from files, else passages of the graph, else the articles alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.review.entities import Entities
from kg.review.exhibits import Exhibits
from kg.review.quotes import Files
from kg.schema import load_schema
from tests.ask_sample import extractions, sample_store

if TYPE_CHECKING:
    from pathlib import Path

ENTITIES = Entities(sample_store(), load_schema())
STORED = Exhibits(ENTITIES, Files())


@pytest.fixture(name="filed")
def _filed(tmp_path: Path) -> Exhibits:
    for one in extractions():
        (tmp_path / one.article.path).write_bytes(one.article.text.encode())
    return Exhibits(ENTITIES, Files([str(tmp_path)]))


def test_each_article_gives_one_sentence_those_first_that_name_it_most(filed: Exhibits) -> None:
    quotes = filed.mentions(ENTITIES.find("Nvidia"), 5)
    assert [quote.path for quote in quotes] == ["a1.md", "a2.md"]
    first = quotes[0]
    assert first.text.startswith("AWS et Nvidia")
    assert [first.text[start:end] for start, end in first.names] == ["Nvidia"] * len(first.names)
    assert (first.title, first.published) == ("AWS et Nvidia", "2025-12-02")


def test_articles_that_name_both_come_first(filed: Exhibits) -> None:
    (quote,) = filed.mentions(ENTITIES.find("Mistral AI"), 1, beside=ENTITIES.find("CNIL"))
    assert quote.path == "a3.md"
    (quote,) = filed.mentions(ENTITIES.find("Mistral AI"), 1)
    assert quote.path == "a2.md"


def test_without_files_the_passages_of_the_graph_speak() -> None:
    quotes = STORED.mentions(ENTITIES.find("Mirai"), 3)
    assert [(quote.text, quote.path) for quote in quotes] == [("Mirai vise la France.", "a3.md")]
    assert quotes[0].names == ((0, 5),)


@pytest.mark.parametrize(("name", "path"), [("AWS re:Invent 2025", "a1.md"), ("Gemini (ORG)", "a2.md")])
def test_what_no_passage_names_has_its_articles(name: str, path: str) -> None:
    (quote,) = STORED.mentions(ENTITIES.find(name), 3)
    assert (quote.text, quote.path) == ("", path)


def test_a_relation_has_its_passages_with_names_and_telling_words() -> None:
    store = sample_store()
    aws, nvidia = ENTITIES.find("AWS"), ENTITIES.find("Nvidia")
    name = store.vocabulary.relation("partnersWith")
    ends = [ENTITIES.store.vocabulary.entity(one.entity) for one in (aws, nvidia)]
    quotes = STORED.passages(store.vocabulary.statement(ends[0], name, ends[1]).value, (aws, nvidia))
    assert [quote.note.split(",")[0] for quote in quotes] == ["asserted", "asserted"]
    assert float(quotes[0].note.split(",")[1]) > float(quotes[1].note.split(",")[1])
    first = quotes[0]
    assert [first.text[start:end] for start, end in first.words] == ["étendent", "partenariat"]
    assert [first.text[start:end] for start, end in first.names] == ["AWS", "Nvidia"]
