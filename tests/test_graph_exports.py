from __future__ import annotations

import csv
import io
import random
import shutil
import subprocess
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad, RdfFormat, Triple, parse
from rdflib.compare import isomorphic

from kg.errors import GraphError
from kg.graph.convert import from_rdflib, to_rdflib
from kg.graph.exports import Format, export
from kg.graph.network import to_networkx
from kg.graph.ontology import ontology_triples
from kg.graph.rdf import to_triples
from kg.graph.store import memory_store
from kg.graph.vocab import RDFS, Vocabulary
from kg.resolve import Resolution
from kg.schema import load_schema
from tests import make
from tests.update_graph_files import GOLDEN

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Extraction

V = Vocabulary()
RDF_FORMATS = {
    Format.TURTLE: (RdfFormat.TURTLE, "turtle"),
    Format.NTRIPLES: (RdfFormat.N_TRIPLES, "nt"),
    Format.NQUADS: (RdfFormat.N_QUADS, "nquads"),
    Format.TRIG: (RdfFormat.TRIG, "trig"),
    Format.JSONLD: (RdfFormat.JSON_LD, "json-ld"),
    Format.RDFXML: (RdfFormat.RDF_XML, "xml"),
}


def triples(*extractions: Extraction) -> list[Triple]:
    return list(to_triples(Resolution(tuple(extractions or [make.extraction()])), schema=load_schema()))


def exported(source: list[Triple], format_: Format, *, ontology: list[Triple] | None = None) -> bytes:
    stream = io.BytesIO()
    export(source, format_, stream, ontology=ontology)
    return stream.getvalue()


def test_the_small_graph_is_the_golden_one() -> None:
    assert exported(triples(), Format.TURTLE) == GOLDEN.read_bytes(), "run: python -m tests.update_graph_files"


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")  # rdflib warns itself
@pytest.mark.parametrize("format_", RDF_FORMATS)
def test_rdf_comes_back_in_both_engines(format_: Format) -> None:
    data = exported(triples(), format_, ontology=ontology_triples(load_schema()))
    ox, name = RDF_FORMATS[format_]
    wanted = set(triples()) | set(ontology_triples(load_schema()))
    assert {quad.triple for quad in parse(data, ox)} == wanted
    read = rdflib.Graph()
    if format_ in {Format.NQUADS, Format.TRIG}:
        dataset = rdflib.Dataset()
        dataset.parse(data=data, format=name)
        for s, p, o, _ in dataset.quads():
            read.add((s, p, o))
    else:
        read.parse(data=data, format=name)
    expected = rdflib.Graph().parse(data=exported(list(wanted), Format.NTRIPLES, ontology=[]), format="nt")
    assert isomorphic(read, expected)


FILES = [one for one in Format if not one.is_folder]
FOLDERS = [Format.TABLES, Format.PARQUET, Format.NEO4J]


def in_folder(source: list[Triple], format_: Format, folder: Path) -> dict[str, bytes]:
    export(source, format_, folder, ontology=[])
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("format_", FOLDERS)
def test_the_order_of_loading_changes_no_byte_of_a_folder(format_: Format, tmp_path: Path) -> None:
    given_ = triples(make.extraction(), make.extraction(make.article(id="a2", title="Deux")))
    first = in_folder(given_, format_, tmp_path / "first")
    random.Random(1).shuffle(given_)
    assert in_folder(given_, format_, tmp_path / "second") == first
    assert in_folder(given_, format_, tmp_path / "first") == first


@pytest.mark.parametrize("format_", [*FOLDERS, Format.OBSIDIAN])
def test_a_folder_cannot_go_to_a_stream(format_: Format) -> None:
    with pytest.raises(GraphError, match=f"{format_} is a folder of files; name one with -o DIR"):
        export(triples(), format_, io.BytesIO())


def test_what_every_format_is_for_is_told() -> None:
    assert all(one.about for one in Format)
    assert len({one.suffix for one in FILES}) == len(FILES)
    assert {one.suffix for one in Format if one.is_folder} == {""}


@pytest.mark.parametrize("format_", FILES)
def test_the_order_of_loading_changes_no_byte(format_: Format) -> None:
    given_ = triples(make.extraction(), make.extraction(make.article(id="a2", title="Deux")))
    first = exported(given_, format_)
    for seed in (1, 2):
        shuffled = list(given_)
        random.Random(seed).shuffle(shuffled)
        assert exported(shuffled, format_) == first


@pytest.mark.parametrize("format_", RDF_FORMATS)
@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8), max_size=4))
def test_any_text_survives(format_: Format, texts: list[str]) -> None:
    node = V.article("x")
    source = [Triple(node, RDFS.label, Literal(text)) for text in texts]
    found = {quad.triple for quad in parse(exported(source, format_), RDF_FORMATS[format_][0])}
    if format_ is Format.RDFXML:  # XML has no control characters
        assert len(found) <= len(set(source))
        assert {triple.subject for triple in found} == {triple.subject for triple in source}
    else:
        assert found == set(source)


def test_turtle_is_for_people() -> None:
    text = exported(triples(), Format.TURTLE).decode()
    assert '\n\norg:nvidia a schema:Organization ;\n\trdfs:label "Nvidia" ;\n' in text
    assert text.startswith("@prefix kg: <https://kg.example/ns#> .\n@prefix schema:")
    assert text.count("@prefix kg:") == 1
    sections = [text.index(f"\n{name}") for name in ("org:", "article:", "statement:", "evidence:", "mention:")]
    assert sections == sorted(sections)


def test_the_ontology_lies_before_the_data_or_in_its_own_graph() -> None:
    about = ontology_triples(load_schema())
    store = memory_store(triples(), ontology=about)
    streams = {format_: io.BytesIO() for format_ in (Format.TURTLE, Format.TRIG)}
    for format_, stream in streams.items():
        export(store, format_, stream)
    assert b"kg:partnersWith a owl:ObjectProperty" in streams[Format.TURTLE].getvalue()
    graphs = {str(quad.graph_name) for quad in parse(streams[Format.TRIG].getvalue(), RdfFormat.TRIG)}
    assert graphs == {"DEFAULT", "<https://kg.example/ns>"}


@pytest.mark.skipif(shutil.which("rapper") is None, reason="raptor2-utils is not installed")
@pytest.mark.parametrize("name", ["turtle", "ntriples", "nquads", "trig", "rdfxml"])
@pytest.mark.parametrize("reification", ["none", "rdf"])
def test_an_independent_parser_reads_it(tmp_path: Path, name: str, reification: str) -> None:
    path, about = tmp_path / "graph", ontology_triples(load_schema())
    export(triples(), name, path, ontology=about, reification=reification)
    done = subprocess.run(["rapper", "-c", "-i", name, str(path)], capture_output=True, text=True, check=True)
    more = 4 * 5 if reification == "rdf" else 0  # of five statements
    assert f"returned {len(triples()) + len(about) + more} triples" in done.stderr


def test_what_was_brought_along_keeps_its_named_graph() -> None:
    store, register = memory_store(triples()), V.imported("register")
    store.raw.add(Quad(V.article("x"), RDFS.label, Literal("Acme"), register))
    for format_, ox in ((Format.TRIG, RdfFormat.TRIG), (Format.NQUADS, RdfFormat.N_QUADS)):
        stream = io.BytesIO()
        export(store, format_, stream)
        assert [quad.object for quad in parse(stream.getvalue(), ox) if quad.graph_name == register] == [
            Literal("Acme")
        ]
    stream = io.BytesIO()
    export(store, Format.TURTLE, stream)
    assert b"Acme" not in stream.getvalue()


def test_xml_is_well_formed_whatever_a_name_holds() -> None:
    name = Literal("bell\x07 <&> \x1f")
    source = [Triple(t.subject, t.predicate, name) if t.predicate == RDFS.label else t for t in triples()]
    for format_ in (Format.GRAPHML, Format.GEXF, Format.RDFXML):
        text = exported(source, format_).decode()
        ET.fromstring(text)  # noqa: S314 - our own output
        assert "bell\ufffd" in text


def test_csv_has_a_line_for_each_statement_and_no_formula() -> None:
    text = make.FRENCH.replace("AWS et Nvidia étendent", "=AWS et Nvidia étendent")
    data = exported(triples(make.extraction(make.article(text))), Format.CSV).decode()
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    assert [row["Label"] for row in rows] == ["uses", "partnersWith", "develops", "develops", "worksFor"]
    assert {row["sentence"] for row in rows if row["Label"] == "partnersWith"} == {
        "'=AWS et Nvidia étendent leur partenariat."
    }
    assert rows[-1]["role"] == "vice-président"
    assert rows[-1]["source_label"] == "Ian Buck"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    target.write_text("before")
    with pytest.raises(GraphError, match=r"unknown format 'docx'; use one of turtle, ntriples"):
        export(triples(), "docx", target)
    with pytest.raises(GraphError, match="cannot be written"):
        export(triples(), "turtle", tmp_path / "none" / "graph.ttl")
    assert target.read_text() == "before"
    export(triples(), "turtle", target)
    assert target.read_bytes() == GOLDEN.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]


def test_rdflib_gets_what_it_would_read_from_the_file() -> None:
    store = memory_store(triples(), ontology=ontology_triples(load_schema()))
    graph = to_rdflib(store)
    assert isomorphic(graph, rdflib.Graph().parse(data=exported(triples(), Format.TURTLE), format="turtle"))
    assert dict(graph.namespaces())["org"] == rdflib.URIRef("https://kg.example/id/org/")
    assert len(to_rdflib(store, ontology=True)) == len(graph) + len(store.ontology())
    again = {triple for triple in from_rdflib(graph) if "dateTime" not in str(triple)}
    assert again == {triple for triple in triples() if "dateTime" not in str(triple)}


def test_the_network_has_what_a_picture_needs() -> None:
    one = make.extraction()
    two = make.extraction(make.article(id="a2", url="https://b.example/"), confidence=0.5)
    network = to_networkx(memory_store(triples(one, two)))
    assert list(network.nodes) == sorted(network.nodes)
    aws, nvidia = (V.entity(make.entity(name, "ORG")).value for name in ("AWS", "Nvidia"))
    assert network.nodes[nvidia] == {
        "label": "Nvidia", "type": "schema:Organization", "mention_count": 6, "article_count": 2, "aliases": (),
    }  # fmt: skip
    (edge,) = network[aws][nvidia].values()
    assert edge == {
        "predicate": "partnersWith", "status": "asserted", "confidence": 0.95, "source_count": 2, "evidence_count": 2,
        "first_seen": "2025-12-02", "last_seen": "2025-12-02", "sentence": "AWS et Nvidia étendent leur partenariat.",
    }  # fmt: skip
    joined = to_networkx(memory_store(triples(one)), isolated=False)
    assert set(network.nodes) - set(joined.nodes) == {V.entity(make.entity("AWS re:Invent 2025", "EVENT")).value}
