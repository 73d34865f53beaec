"""Clients that people have, against the running server: SPARQLWrapper, rdflib, pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pandas as pd
import pytest
import rdflib
import SPARQLWrapper
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.ask.graph import open_graph
from tests.ask_sample import write_sample
from tests.make_serve import Served, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
SELECT ?name { ?org a schema:Organization ; rdfs:label ?name } ORDER BY ?name"""
NAME = rdflib.Variable("name")
FACTS = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER (?p = <https://kg.example/ns#partnersWith>) }"


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("graph"))


@pytest.fixture(scope="module", name="server")
def _server(folder: Path) -> Iterator[Served]:
    with serving(folder) as server:
        yield server


@pytest.fixture(scope="module", name="names")
def _names(folder: Path) -> list[str]:
    with open_graph(folder) as graph:
        return [str(name) for (name,) in graph.table(NAMES).rows]


def client(server: Served, query: str, form: str) -> Any:  # noqa: ANN401 - the library has no types
    asked = SPARQLWrapper.SPARQLWrapper(f"{server.url}/sparql")
    asked.setQuery(query)
    asked.setReturnFormat(form)
    return asked


@pytest.mark.parametrize("post", [False, True])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_reads_rows(server: Served, names: list[str], form: str, post: bool) -> None:
    asked = client(server, NAMES, form)
    if post:
        asked.setMethod(SPARQLWrapper.POST)
    found = asked.query().convert()
    match form:
        case "json":
            read = [row["name"]["value"] for row in found["results"]["bindings"]]
        case "xml":
            read = [node.firstChild.data for node in found.getElementsByTagName("literal")]
        case _:
            read = [line.strip('"') for line in found.decode().splitlines()[1:]]
    assert read == names


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("form", ["turtle", "rdf+xml", "json-ld", "n3"])
def test_sparqlwrapper_reads_triples(server: Served, form: str) -> None:
    found = client(server, FACTS, form).query().convert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert {str(p) for _, p, _ in graph} == {"https://kg.example/ns#partnersWith"}


def test_sparqlwrapper_reads_yes_and_no(server: Served) -> None:
    assert client(server, "ASK {}", "json").query().convert()["boolean"] is True


def test_sparqlwrapper_is_told_what_is_wrong(server: Served) -> None:

    with pytest.raises(QueryBadFormed, match="not valid SPARQL"):
        client(server, "SELECT * {", "json").query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_the_store_of_rdflib_asks(server: Served, names: list[str], method: str, form: str) -> None:
    store = SPARQLStore(f"{server.url}/sparql", method=method, returnFormat=form)
    graph = rdflib.Graph(store)
    assert [str(row[NAME]) for row in graph.query(NAMES).bindings] == names
    assert bool(graph.query("ASK {}").askAnswer) if form in {"xml", "json"} else True


def test_the_store_of_rdflib_lists(server: Served, folder: Path) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
    with open_graph(folder) as opened:
        assert len(graph) == len(opened.store)
    partners = rdflib.URIRef("https://kg.example/ns#partnersWith")
    assert set(graph.subjects(partners)) == {
        subject for subject, _, _ in rdflib.Graph().parse(f"{server.url}/data?default").triples((None, partners, None))
    }


def test_the_store_of_rdflib_gives_triples(server: Served) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
    found = graph.query(FACTS).graph
    assert found is not None
    assert {str(p) for _, p, _ in found} == {"https://kg.example/ns#partnersWith"}


def test_rdflib_calls_the_service(server: Served, names: list[str]) -> None:
    prologue, select, pattern = NAMES.partition("SELECT")
    found = rdflib.Graph().query(f"{prologue}SELECT ?name {{ SERVICE <{server.url}/sparql> {{ {select}{pattern} }} }}")
    assert sorted(str(row[NAME]) for row in found.bindings) == names


def test_rdflib_reads_the_graph(server: Served, folder: Path) -> None:
    with open_graph(folder) as opened:
        assert len(rdflib.Graph().parse(f"{server.url}/data?default")) == len(opened.store)


def test_pandas_reads_an_address(server: Served, names: list[str]) -> None:
    frame = pd.read_csv(f"{server.url}/sparql?query={quote(NAMES)}&format=csv")
    assert frame["name"].tolist() == names
