from __future__ import annotations

import dataclasses
import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SchemaError
from kg.graph.nodes import EvidenceNode, Section, StatementNode
from kg.graph.stream import Counts, nodes
from kg.graph.vocab import Vocabulary
from kg.model import Evidence, Extraction, Relation, Status
from kg.resolve import Resolution
from kg.schema import load_schema
from tests import make

AWS, NVIDIA = make.entity("AWS", "ORG"), make.entity("Nvidia", "ORG")


class Found(NamedTuple):
    """The statements and the evidence of a graph."""

    statements: list[StatementNode]
    evidence: list[EvidenceNode]


def found(*extractions: Extraction) -> Found:
    with tempfile.TemporaryDirectory() as folder:
        every = [
            *nodes(
                Resolution(extractions),
                schema=load_schema(),
                vocabulary=Vocabulary(),
                run=None,
                scratch=Path(folder),
                counts=Counts(),
            )
        ]
    statements = [one.values for one in every if one.key[0] == Section.STATEMENT]
    evidence = [one.values for one in every if one.key[0] == Section.EVIDENCE]
    return Found(
        [msgspec.msgpack.decode(values, type=StatementNode) for values in statements],
        [msgspec.msgpack.decode(values, type=EvidenceNode) for values in evidence],
    )


def said(
    status: str = "asserted", confidence: float = 0.9, *, url: str = "u1", start: int = 0, by: str = "rule",
    role: str | None = None, triggers: tuple[tuple[int, int], ...] = (), swap: bool = False, day: int | None = 2,
    predicate: str = "partnersWith",
) -> Extraction:  # fmt: skip
    published = None if day is None else datetime(2025, 12, day, tzinfo=UTC)
    source = make.article(id=url, url=f"https://{url}.example/", published=published)
    text, words = source.text[start : start + 5], tuple((start + one, start + other) for one, other in triggers)
    evidence = Evidence(start, start + 5, text, Status(status), confidence, by, role, words)
    head, tail = (NVIDIA, AWS) if swap else (AWS, NVIDIA)
    return Extraction(source, (), (Relation(head, predicate, tail, evidence),))


def test_a_symmetric_relation_is_one_statement() -> None:
    (statement,) = found(said(), said(swap=True, url="u2")).statements
    assert (statement.head, statement.tail) == ("org/aws", "org/nvidia")
    assert statement.sources == 2
    acquired = found(said(predicate="acquires"), said(predicate="acquires", swap=True))
    assert len(acquired.statements) == 2


@pytest.mark.parametrize(
    ("extractions", "status", "confidence", "sources"),
    [
        ([said(confidence=0.5), said(confidence=0.5, url="u2")], "asserted", 0.75, 2),
        ([said(confidence=0.5), said(confidence=0.6, start=3)], "asserted", 0.6, 1),
        ([said(confidence=0.5), said("negated", 0.9, url="u2")], "asserted", 0.5, 2),
        ([said("negated", 0.4), said("hypothetical", 0.3, start=3), said("planned", 0.2, start=6)], "planned", 0.2, 1),
        ([said("negated", 0.4)], "negated", 0.4, 1),
    ],
)
def test_status_and_confidence(extractions: list[Extraction], status: str, confidence: float, sources: int) -> None:
    (statement,) = found(*extractions).statements
    assert (statement.status, statement.confidence, statement.sources) == (status, confidence, sources)


def test_dates_roles_and_one_passage_per_span() -> None:
    extractions = [said(role="PDG"), said(url="u2", day=9), said(url="u3", day=None), said(by="other", confidence=0.8)]
    (statement,), evidence = found(*extractions)
    assert (statement.first_seen, statement.last_seen) == ("2025-12-02", "2025-12-09")
    assert statement.roles == (("PDG", "fr"),)
    assert len(statement.evidence) == 3
    assert [passage.extracted_by for passage in evidence] == ["rule"] * 3
    (undated,) = found(said(day=None)).statements
    assert undated.first_seen is None


def test_a_passage_keeps_the_words_of_its_best_reading() -> None:
    readings = [said(confidence=0.8, triggers=((0, 2),)), said(triggers=((1, 3),)), said(triggers=((0, 1), (2, 5)))]
    for order in (readings, readings[::-1]):
        assert [passage.triggers for passage in found(*order).evidence] == [((0, 1), (2, 5))]


def test_a_thing_in_relation_to_itself_is_left_out() -> None:
    extraction = said()
    relation = dataclasses.replace(extraction.relations[0], tail=AWS)
    assert found(dataclasses.replace(extraction, relations=(relation,))) == ([], [])


def test_an_unknown_relation_is_named() -> None:
    with pytest.raises(SchemaError, match="unknown relation 'marries'"):
        found(said(predicate="marries"))


READINGS = st.builds(
    said,
    st.sampled_from(list(Status)),
    st.sampled_from([0.3, 0.5, 0.77, 0.9]),
    url=st.sampled_from(["u1", "u2", "u3"]),
    start=st.integers(0, 8),
    by=st.sampled_from(["rule a", "rule b"]),
    role=st.sampled_from([None, "PDG", "directeur"]),
    triggers=st.sampled_from([(), ((0, 1),), ((0, 1), (2, 4))]),
    swap=st.booleans(),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(READINGS, min_size=1, max_size=8), st.integers())
def test_order_and_repetition_change_nothing(extractions: list[Extraction], seed: int) -> None:
    shuffled = extractions + extractions[:3]
    random.Random(seed).shuffle(shuffled)
    once = found(*extractions)
    assert found(*shuffled) == once
    assert all(0 <= statement.confidence <= 1 for statement in once.statements)
