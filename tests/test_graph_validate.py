from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import MissingExtra
from kg.graph.rdf import Run, to_triples
from kg.graph.validate import validate
from kg.graph.vocab import OA, RDF, RDFS, SCHEMA, XSD, Vocabulary
from kg.resolve import Resolution
from kg.schema import load_schema
from tests import make

if TYPE_CHECKING:
    from collections.abc import Callable

V = Vocabulary()
EVENT = V.entity(make.entity("AWS re:Invent 2025", "EVENT"))
NVIDIA = V.entity(make.entity("Nvidia", "ORG"))


def small() -> list[Triple]:
    return list(to_triples(Resolution((make.extraction(),)), schema=load_schema(), run=Run("0.1", "m")))


def of(predicate: NamedNode, kind: str) -> Callable[[Triple], bool]:
    return lambda t: t.predicate == predicate and isinstance(t.subject, NamedNode) and V.kind(t.subject.value) == kind


def decimal(text: str) -> Literal:
    return Literal(text, datatype=XSD.decimal)


def test_the_small_graph_conforms() -> None:
    assert validate(small(), schema=load_schema()) == []


PLANTED: list[tuple[Callable[[Triple], bool], list[Literal | NamedNode], str]] = [
    (of(V.kg.status, "statement"), [Literal("maybe")], "Statement-status"),
    (of(V.kg.status, "evidence"), [], "Evidence-status"),
    (of(V.kg.confidence, "statement"), [decimal("1.5")], "Statement-confidence"),
    (of(V.kg.confidence, "mention"), [decimal("0.5"), decimal("0.6")], "Mention-confidence"),
    (of(V.kg.confidence, "evidence"), [Literal("0.5")], "Evidence-confidence"),
    (of(V.kg.trigger, "evidence"), [Literal("")], "Evidence-trigger"),
    (of(OA.start, "evidence"), [Literal("9999", datatype=XSD.integer)], "Evidence-start"),
    (of(V.kg.firstSeen, "statement"), [Literal("2099-01-01", datatype=XSD.date)], "Statement-firstSeen"),
    (of(V.kg.evidence, "statement"), [], "Statement-evidence"),
    (of(V.kg.predicate, "statement"), [V.kg.status], "Statement-predicate"),
    (of(OA.hasSource, "mention"), [NVIDIA], "Mention-hasSource"),
    (of(SCHEMA.identifier, "article"), [], "Article-identifier"),
    (of(RDFS.label, "org"), [Literal("AWS", language="fr")], "Entity-label"),
    (of(RDF.type, "place"), [SCHEMA.Dataset], "Entity-type"),
]


def test_planted_errors_are_found_and_nothing_else() -> None:
    place = make.extraction(make.article("Paris.", id="a2"), [("Paris", "PLACE")], [])
    triples = list(
        to_triples(
            Resolution(
                (
                    make.extraction(),
                    place,
                )
            ),
            schema=load_schema(),
        )
    )
    planted = set()
    for pick, objects, shape in PLANTED:
        wrong = next(triple for triple in triples if pick(triple))
        at = triples.index(wrong)
        triples[at : at + 1] = [Triple(wrong.subject, wrong.predicate, one) for one in objects]
        planted.add((str(wrong.subject)[1:-1], shape))
    found = validate(triples, schema=load_schema())
    assert {(violation.focus, violation.shape) for violation in found} == planted


def test_a_violation_says_where_and_what() -> None:
    triples = [
        Triple(t.subject, t.predicate, EVENT) if t.predicate == V.kg.object and "cuda" in str(t.object) else t
        for t in small()
    ]
    (violation,) = validate(triples, schema=load_schema())
    assert violation.focus == V.relation("uses").value
    assert violation.value == EVENT.value
    assert str(violation).endswith("the tail of uses must be one of MALWARE, PRODUCT, TECHNOLOGY (relation-uses-tail)")


def test_without_pyshacl_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "pyshacl":
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"kg\[validate\]"):
        validate(small(), schema=load_schema())
