"""The history of a graph folder as RDF: every build an activity of W3C PROV-O, each informed by the one before.

https://www.w3.org/TR/prov-o/. In the graph itself stands only what is the same for the same articles; here stand also
the times, and what was done.
"""

from __future__ import annotations

import io
from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from kg.graph.literals import integer
from kg.graph.vocab import DEFAULT_BASE, PROV, RDF, RDFS, SCHEMA, XSD, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.build.report import BuildReport, Options

__all__ = ["write_history"]


def _asked(options: Options) -> tuple[str, ...]:
    """The options that were given, as ``name=value``, sorted."""
    return tuple(sorted(f"{name}={value}" for name, value in asdict(options).items() if value))


def write_history(builds: Sequence[BuildReport]) -> str:
    """The Turtle of some builds, the oldest first."""
    last = builds[-1].options
    vocabulary = Vocabulary(DEFAULT_BASE if last is None else last.base)
    triples = [triple for report in builds for triple in _activity(report, vocabulary)]
    triples += [
        Triple(_node(later, vocabulary), PROV.wasInformedBy, _node(former, vocabulary))
        for former, later in pairwise(builds)
    ]
    stream = io.BytesIO()
    prefixes = {name: vocabulary.prefixes[name] for name in ("kg", "prov", "rdfs", "schema", "xsd")}
    pyoxigraph.serialize(sorted(triples, key=str), stream, RdfFormat.TURTLE, prefixes=prefixes)
    return stream.getvalue().decode()


def _node(report: BuildReport, vocabulary: Vocabulary) -> NamedNode:
    return vocabulary.run(report.inputs, report.finished)


def _activity(report: BuildReport, vocabulary: Vocabulary) -> Iterator[Triple]:
    node, kg = _node(report, vocabulary), vocabulary.kg
    yield Triple(node, RDF.type, PROV.Activity)
    yield Triple(node, RDFS.label, Literal(f"kg {report.versions['kg']}, {report.model}"))
    yield Triple(node, SCHEMA.softwareVersion, Literal(report.versions["kg"]))
    yield Triple(node, kg.model, Literal(report.model))
    yield Triple(node, PROV.generated, vocabulary.dataset)
    for predicate, moment in ((PROV.startedAtTime, report.started), (PROV.endedAtTime, report.finished)):
        if moment:
            yield Triple(node, predicate, Literal(moment, datatype=XSD.dateTime))
    if pipeline := report.fingerprints.get("pipeline"):
        yield Triple(node, kg.pipelineHash, Literal(pipeline))
    for option in () if report.options is None else _asked(report.options):
        yield Triple(node, kg.option, Literal(option))
    for predicate, number in (
        (kg.articleCount, report.articles),
        (kg.readCount, report.read),
        (kg.tripleCount, report.triples),
    ):
        yield Triple(node, predicate, integer(number))
    for what, number in asdict(report.changes).items():
        if number:
            yield Triple(node, kg.change, Literal(f"{number} {what}"))
