"""Resolution -> triples: the graph as ``kg/data/ontology.ttl`` describes it.

In: what was found in each article, with one entity for each thing. Out: facts, statements, evidence, mentions,
articles and entities, as plain RDF 1.1 without blank nodes, each triple once, in reading order, the same whatever the
order of the input.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.graph.nodes import Speaker
from kg.graph.stream import Counts, Run, nodes
from kg.graph.vocab import KINDS, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.resolve import Resolution
    from kg.schema import Schema

    Subject = NamedNode | BlankNode | Triple

__all__ = ["Run", "reading_order", "to_triples"]


def to_triples(
    resolution: Resolution, *, schema: Schema, vocabulary: Vocabulary | None = None, run: Run | None = None
) -> Iterator[Triple]:
    """Write down what was found, sorted.

    First comes the graph's own node, then entities, articles, statements, evidence, mentions, what was decided on
    identity, and the run. A fact stands as a plain triple when at least one passage asserts it, both ways where the
    relation is symmetric. Two copies of one article are one; two articles that share an identifier but not their
    content get names that differ.

    Raises:
        SchemaError: an entity's type or a relation is not in the schema.
    """
    vocabulary = vocabulary or Vocabulary()
    speaker = Speaker(vocabulary, schema, None if run is None else run.node(vocabulary))
    with tempfile.TemporaryDirectory() as folder:
        for node in nodes(
            resolution, schema=schema, vocabulary=vocabulary, run=run, scratch=Path(folder), counts=Counts()
        ):
            yield from speaker.triples(node)


def reading_order(subject: Subject, vocabulary: Vocabulary) -> tuple[int, str]:
    """Sort key of a subject: the section of the graph that it belongs to, then its name as N-Triples writes it."""
    return _section(subject, vocabulary), str(subject)


def _section(subject: Subject, vocabulary: Vocabulary) -> int:
    if not isinstance(subject, NamedNode):
        return len(KINDS) + 2
    kind = vocabulary.kind(subject.value)
    if subject == vocabulary.dataset or not kind:
        return 0
    return KINDS.index(kind) + 2 if kind in KINDS else 1
