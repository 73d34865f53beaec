from __future__ import annotations

import dataclasses
import random
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SchemaError
from kg.graph.statements import Role, aggregate
from kg.model import Evidence, Extraction, Relation, Status
from kg.resolve import Resolution
from kg.schema import load_schema
from tests import make

AWS, NVIDIA = make.entity("AWS", "ORG"), make.entity("Nvidia", "ORG")


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
    (statement,) = aggregate(
        Resolution(
            (
                said(),
                said(swap=True, url="u2"),
            )
        ),
        load_schema(),
    )
    assert (statement.head, statement.tail) == (AWS, NVIDIA)
    assert statement.source_count == 2
    assert (
        len(
            aggregate(
                Resolution(
                    (
                        said(predicate="acquires"),
                        said(predicate="acquires", swap=True),
                    )
                ),
                load_schema(),
            )
        )
        == 2
    )


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
    (statement,) = aggregate(Resolution(tuple(extractions)), load_schema())
    assert (statement.status, statement.confidence, statement.source_count) == (status, confidence, sources)


def test_dates_roles_and_one_passage_per_span() -> None:
    extractions = [said(role="PDG"), said(url="u2", day=9), said(url="u3", day=None), said(by="other", confidence=0.8)]
    (statement,) = aggregate(Resolution(tuple(extractions)), load_schema())
    assert (statement.first_seen, statement.last_seen) == (date(2025, 12, 2), date(2025, 12, 9))
    assert statement.roles == (Role("PDG", "fr"),)
    assert [passage.evidence.extracted_by for passage in statement.evidence] == ["rule"] * 3
    (undated,) = aggregate(Resolution((said(day=None),)), load_schema())
    assert undated.first_seen is None


def test_a_passage_keeps_the_words_of_its_best_reading() -> None:
    readings = [said(confidence=0.8, triggers=((0, 2),)), said(triggers=((1, 3),)), said(triggers=((0, 1), (2, 5)))]
    for order in (readings, readings[::-1]):
        (statement,) = aggregate(Resolution(tuple(order)), load_schema())
        assert [passage.evidence.triggers for passage in statement.evidence] == [((0, 1), (2, 5))]


def test_a_thing_in_relation_to_itself_is_left_out() -> None:
    extraction = said()
    relation = dataclasses.replace(extraction.relations[0], tail=AWS)
    assert aggregate(Resolution((dataclasses.replace(extraction, relations=(relation,)),)), load_schema()) == []


def test_an_unknown_relation_is_named() -> None:
    with pytest.raises(SchemaError, match="unknown relation 'marries'"):
        aggregate(Resolution((said(predicate="marries"),)), load_schema())


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
    found = aggregate(Resolution(tuple(extractions)), load_schema())
    assert aggregate(Resolution(tuple(shuffled)), load_schema()) == found
    assert all(0 <= statement.confidence <= 1 for statement in found)
