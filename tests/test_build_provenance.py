"""The history of a graph in the terms of PROV-O."""

from __future__ import annotations

import rdflib
from rdflib import PROV, RDF

from kg.build.provenance import write_history
from kg.build.report import BuildReport, Changes, Options
from tests.make_report import report

KG = rdflib.Namespace("https://kg.example/ns#")
GIVEN = Options("https://kg.example/", min_confidence=0.8, schema="mine.toml")


def built(day: int, **changes: object) -> BuildReport:
    moment = f"2026-01-0{day}T03:04:05+00:00"
    fields = {"inputs": f"{day:064x}", "started": moment, "finished": moment, "options": GIVEN, "triples": day}
    return report(**fields | {"fingerprints": {"pipeline": "abc"}, **changes})


def test_every_build_is_an_activity_informed_by_the_one_before() -> None:
    graph = rdflib.Graph().parse(data=write_history([built(1), built(2), built(3)]), format="turtle")
    builds = sorted(graph.subjects(RDF.type, PROV.Activity), key=lambda one: str(graph.value(one, PROV.endedAtTime)))
    assert len(builds) == 3
    assert {(one, other) for one, other in graph.subject_objects(PROV.wasInformedBy)} == {
        (builds[1], builds[0]),
        (builds[2], builds[1]),
    }
    assert [str(graph.value(one, KG.tripleCount)) for one in builds] == ["1", "2", "3"]
    assert {str(one) for one in graph.objects(builds[0], KG.option)} == {
        "base=https://kg.example/",
        "min_confidence=0.8",
        "schema=mine.toml",
    }
    assert str(graph.value(builds[0], KG.pipelineHash)) == "abc"


def test_two_builds_of_the_same_inputs_are_two() -> None:
    graph = rdflib.Graph().parse(data=write_history([built(1), built(2, inputs=f"{1:064x}")]), format="turtle")
    assert len(set(graph.subjects(RDF.type, PROV.Activity))) == 2


def test_what_has_changed_is_told_where_anything_has() -> None:
    text = write_history([built(1, changes=Changes(added=3, kept=4))])
    graph = rdflib.Graph().parse(data=text, format="turtle")
    assert {str(one) for one in graph.objects(None, KG.change)} == {"3 added", "4 kept"}


def test_a_build_of_an_older_version_is_told_as_far_as_it_goes() -> None:
    graph = rdflib.Graph().parse(data=write_history([report()]), format="turtle")
    assert len(set(graph.subjects(RDF.type, PROV.Activity))) == 1
    assert not set(graph.objects(None, KG.option))


def test_the_same_history_gives_the_same_text() -> None:
    builds = [built(1), built(2)]
    assert write_history(builds) == write_history(list(builds))
