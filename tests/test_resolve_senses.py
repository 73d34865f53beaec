"""One name, several things, told by the words around it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.resolve.senses import NEAR, in_context, load_senses
from kg.schema.types import GivenName
from tests.make_resolve import SCHEMA, read


def told(text: str) -> list[tuple[str, str]]:
    """The mentions that get a sense, each with the name of the thing."""
    return [(mention.exact, step.long.name) for mention, step in in_context(read(text), SCHEMA)]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Le code est sous licence {MIT:ORG}.", "MIT License"),
        ("Publié en open source ({MIT:TECHNOLOGY}).", "MIT License"),
        ("La Commission rappelle le {DMA:TECHNOLOGY}.", "Digital Markets Act"),
        ("Un adaptateur {LoRA:TECHNOLOGY} pour ce modèle.", "Low-Rank Adaptation"),
        ("Une requête GraphQL avec {Apollo:PRODUCT}.", "Apollo GraphQL"),
        ("Le programme {Apollo:EVENT} de la NASA.", "Apollo program"),
        ("Le robot {Atlas:PRODUCT} marche.", "Boston Dynamics Atlas"),
        ("Un cluster {Atlas:PRODUCT} chez MongoDB.", "MongoDB Atlas"),
        ("Le message **{Swift:PRODUCT}** entre banques.", "SWIFT (banking)"),
    ],
)
def test_a_word_near_a_name_tells_what_it_stands_for(text: str, thing: str) -> None:
    assert [name for _, name in told(text)] == [thing]


@pytest.mark.parametrize(
    "text",
    [
        "Une étude du {MIT:ORG}.",
        "Le contrôleur {DMA:TECHNOLOGY} du noyau.",
        "Un capteur {LoRa:TECHNOLOGY} dans un champ.",
        "{Mit:ORG} et licence.",
        "Le {MITRE:ORG} et sa licence.",
        "Il est licencieux, ce {MIT:ORG}.",
        "Sous licence.\nUne étude du {MIT:ORG}.",
        "Une étude du {MIT:ORG}.\nSous licence.",
        f"Sous licence{' très' * NEAR} du {{MIT:ORG}}.",
    ],
)
def test_without_such_a_word_near_it_a_name_stays_as_it_was_read(text: str) -> None:
    assert told(text) == []


def test_a_name_has_one_sense_in_an_article_and_it_is_that_of_most_of_its_mentions() -> None:
    text = "{MIT:TECHNOLOGY} est une licence.\nSous licence {MIT:TECHNOLOGY}.\nAvec {MIT:ORG}."
    assert told(text) == [("MIT", "MIT License")] * 3
    text = "{Atlas:PRODUCT} de MongoDB.\nUn robot {Atlas:PRODUCT}.\nUn autre robot, {Atlas:PRODUCT}."
    assert told(text) == [("Atlas", "Boston Dynamics Atlas")] * 3


def test_of_two_senses_as_frequent_the_first_of_the_file_holds_whatever_comes_first() -> None:
    one, other = "Un robot {Atlas:PRODUCT}.", "{Atlas:PRODUCT} de MongoDB."
    assert told(f"{one}\n{other}") == told(f"{other}\n{one}") == [("Atlas", "MongoDB Atlas")] * 2


def test_the_step_tells_the_word_and_the_article() -> None:
    ((mention, step),) = in_context(read("Sous licence {MIT:ORG}.", "a7"), SCHEMA)
    assert (step.short, step.rule) == (mention.entity, "context")
    assert step.because == "“licence” stands near it in a7.md"


def test_what_the_analyst_has_named_needs_no_telling() -> None:
    schema = replace(SCHEMA, names=(GivenName("MIT", "ORG", "MIT"),))
    assert list(in_context(read("Sous licence {MIT:ORG}."), schema)) == []


def test_a_sense_of_a_class_that_the_schema_lacks_is_none() -> None:
    classes = {name: one for name, one in SCHEMA.classes.items() if name != "TECHNOLOGY"}
    assert list(in_context(read("Sous licence {MIT:ORG}."), replace(SCHEMA, classes=classes))) == []


def test_the_file_is_sound() -> None:
    for name, senses in load_senses().items():
        assert name.strip() == name
        for sense in senses:
            assert sense.thing.type in SCHEMA.classes
            assert sense.near.search("un robot") is None or sense.thing.name == "Boston Dynamics Atlas"
        assert len({sense.thing for sense in senses}) == len(senses)
