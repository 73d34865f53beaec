"""Every question of the library: its header, its prefixes, and the same rows from two engines in one order."""

from __future__ import annotations

import random
import re
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib

from kg.ask import Query, Table, Triples, checks, queries, read_query, run
from kg.ask.answers import to_value
from kg.ask.catalogue import catalogue
from kg.ask.library import CHECKS, THEMES, library_folder
from kg.ask.names import Names
from kg.ask.parameters import bind
from kg.ask.syntax import tokens
from kg.build import build
from kg.errors import QueryError
from kg.graph.store import memory_store, open_store
from kg.graph.vocab import Vocabulary
from tests.conftest import ROOT
from tests.make_library import ASKED, library_store, library_triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.store import Store

GOLDEN = Path(__file__).parent / "golden" / "queries"
LIBRARY = queries()
NAMES = [query.name for query in LIBRARY]
TURNING = {"competitors", "coopetition", "doubtful", "latest", "partners", "rising"}
"""Questions whose parameters do not only narrow: who is asked for comes first, another month is looked at."""
SELECTS = [query for query in LIBRARY if query.form == "select"]


@pytest.fixture(scope="module")
def in_rdflib() -> rdflib.Graph:
    return as_rdflib(library_triples())


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The graph of the sample articles."""
    folder = tmp_path_factory.mktemp("seeds") / "out"
    build([ROOT / "seeds"], folder)
    with open_store(folder / "store") as store:
        yield store


@pytest.fixture(scope="module")
def seeds_in_rdflib(seeds: Store) -> rdflib.Graph:
    return as_rdflib(seeds.triples())


def as_rdflib(triples: Iterable[pyoxigraph.Triple]) -> rdflib.Graph:
    data = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert data is not None
    return rdflib.Graph().parse(data=data, format="nt")


def table(query: Query, **params: object) -> Table:
    answer = run(library_store(), query, params)
    assert isinstance(answer, Table)
    return answer


def cells(answer: Table) -> list[list[rdflib.term.Node | None]]:
    return [[None if term is None else in_rdflib_terms(str(term)) for term in row] for row in answer.terms]


def class_tests(text: str) -> Iterator[int]:
    """How many tests of a class, such as ``rdf:type schema:Person``, each group holds by itself."""
    counts, before = [0], ""
    for token in tokens(text):
        if token.text == "{":
            counts.append(0)
        elif token.text == "}":
            yield counts.pop()
        counts[-1] += before == "rdf:type" and token.kind == "name"
        before = token.text


def in_rdflib_terms(term: str) -> rdflib.term.Identifier:
    node = rdflib.util.from_n3(term)
    assert isinstance(node, rdflib.term.Identifier)
    return node


def recorded(query: Query, params: dict[str, object]) -> str:
    """An answer of the library's graph as its golden file has it."""
    answer = table(query, **params)
    rows = [answer.columns, *(map(shown, row) for row in answer.rows)]
    return "".join("\t".join(row) + "\n" for row in rows)


def shown(value: object) -> str:
    """A value as the examples have it, on one line."""
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case _:
            return " ".join(str(value).split())


def example_rows(query: Query, seeds: Store) -> list[tuple[str, ...]]:
    """The first rows of the example of a question: of the seeds, or of the library's graph where these have none."""
    return first_rows_or_none(query, seeds) or first_rows(query, library_store())


def first_rows_or_none(query: Query, store: Store) -> list[tuple[str, ...]]:
    try:
        return first_rows(query, store)
    except QueryError:
        return []  # it does not know the name


def first_rows(query: Query, store: Store, most: int = 2) -> list[tuple[str, ...]]:
    """The first rows of the example of a question on a graph, in the columns that it shows."""
    assert query.example is not None
    match run(store, query, dict(query.example.params)):
        case Table() as answer:
            places = [answer.columns.index(name) for name in query.example.columns]
            return [tuple(shown(row[place]) for place in places) for row in answer.rows[:most]]
        case Triples() as answer:
            compact = store.vocabulary.compact
            return [tuple(shown(to_value(term, compact)) for term in triple) for triple in answer.triples[:most]]
        case truth:
            return [("yes" if truth else "no",)]


def test_the_library_answers_what_it_promises() -> None:
    assert sorted(ASKED) == sorted(NAMES)
    assert len(LIBRARY) >= 30


def test_every_theme_has_questions_and_every_folder_is_a_theme() -> None:
    folders = {path.name for path in library_folder().iterdir() if path.is_dir()}
    assert folders == set(THEMES)
    assert [theme for theme, _ in groupby(query.theme for query in LIBRARY)] == [one for one in THEMES if one != CHECKS]
    for theme in THEMES:
        assert [query.name for query in queries(theme=theme)] == sorted(query.name for query in queries(theme=theme))
        assert queries(theme=theme)


def test_a_tag_chooses_questions() -> None:
    tags = {tag for query in LIBRARY for tag in query.tags}
    assert all(tag in query.tags for tag in tags for query in queries(tag=tag))
    assert sum(len(queries(tag=tag)) for tag in tags) == sum(len(query.tags) for query in LIBRARY)
    with pytest.raises(QueryError, match="no question has the tag 'colour'; the tags are analysis, "):
        queries(tag="colour")
    with pytest.raises(QueryError, match="no theme 'colours'; the themes are overview, "):
        queries(theme="colours")


@pytest.mark.parametrize("query", LIBRARY, ids=NAMES)
def test_a_question_goes_by_its_folder_and_name_too(query: Query) -> None:
    assert read_query(f"{query.theme}/{query.name}") == read_query(query.name) == query


def test_a_question_in_another_folder_is_not_found() -> None:
    with pytest.raises(QueryError, match="no query named 'people/partners'; did you mean partners"):
        read_query("people/partners")


@pytest.mark.parametrize("query", LIBRARY, ids=NAMES)
def test_the_prefixes_are_those_of_the_vocabulary_and_all_are_used(query: Query) -> None:
    declared = dict(re.findall(r"^PREFIX (\S+): <(\S+)>$", query.text, re.MULTILINE))
    assert declared == {name: Vocabulary().prefixes[name] for name in declared}
    used = {token.text.partition(":")[0] for token in tokens(query.text) if token.kind == "name"}
    assert used == set(declared)


@pytest.mark.parametrize("query", LIBRARY, ids=NAMES)
def test_no_group_holds_two_class_tests(query: Query) -> None:
    text = query.text[query.text.index("\n\n") :]
    assert all(count <= 1 for count in class_tests(text))
    assert " a " not in text


@pytest.mark.parametrize("query", LIBRARY, ids=NAMES)
def test_the_bare_file_is_what_the_defaults_give(query: Query) -> None:
    plain = library_store().raw.query(query.text)
    answer = run(library_store(), query)
    match plain:
        case pyoxigraph.QueryBoolean():
            assert bool(plain) is answer
        case pyoxigraph.QueryTriples():
            assert isinstance(answer, Triples)
            assert set(plain) == set(answer.triples)
        case _:
            assert isinstance(answer, Table)
            columns = [variable.value for variable in plain.variables]
            places = [columns.index(name) for name in query.columns]
            assert [tuple(row[place] for place in places) for row in plain] == list(answer.terms)


@pytest.mark.parametrize("query", SELECTS, ids=[query.name for query in SELECTS])
def test_rdflib_gives_the_same_rows_in_the_same_order(query: Query, in_rdflib: rdflib.Graph) -> None:
    result = in_rdflib.query(query.text)
    columns = [str(variable) for variable in result.vars or ()]
    places = [columns.index(name) for name in query.columns]
    rows = [[row[place] for place in places] for row in result if isinstance(row, rdflib.query.ResultRow)]
    assert rows == cells(table(query))


@pytest.mark.parametrize("query", SELECTS, ids=[query.name for query in SELECTS])
def test_rdflib_gives_the_same_rows_of_the_seeds(query: Query, seeds: Store, seeds_in_rdflib: rdflib.Graph) -> None:
    assert query.example is not None
    try:
        given = bind(query, query.example.params, Names(seeds))
    except QueryError:  # an example of the library's own graph, whose names the seeds do not know
        given = {}
    answer = run(seeds, query, query.example.params if given else {})
    assert isinstance(answer, Table)
    bindings = {name: in_rdflib_terms(str(term)) for name, term in given.items()}
    result = seeds_in_rdflib.query(query.text, initBindings=bindings)
    columns = [str(variable) for variable in result.vars or ()]
    places = [columns.index(name) for name in query.columns]
    rows = [[row[place] for place in places] for row in result if isinstance(row, rdflib.query.ResultRow)]
    assert rows == cells(answer)


@pytest.mark.parametrize("query", LIBRARY, ids=NAMES)
def test_the_example_is_what_the_seeds_give(query: Query, seeds: Store) -> None:
    assert query.example is not None
    assert query.example.rows
    assert list(query.example.rows) == example_rows(query, seeds)


def test_the_catalogue_is_current() -> None:
    written = (library_folder() / "README.md").read_text(encoding="utf-8")
    assert written == catalogue([*LIBRARY, *checks()]), "run python -m tests.update_queries"


def test_most_examples_are_of_the_seeds(seeds: Store) -> None:
    own = [query.name for query in LIBRARY if list(first_rows_or_none(query, seeds)) != list(query.example.rows)]  # type: ignore[union-attr]
    assert len(own) < len(LIBRARY) / 5, own


@pytest.mark.parametrize(
    "query", [query for query in LIBRARY if query.form == "construct"], ids=lambda query: query.name
)
def test_rdflib_constructs_the_same_graph(query: Query, in_rdflib: rdflib.Graph) -> None:
    answer = run(library_store(), query)
    assert isinstance(answer, Triples)
    assert set(in_rdflib.query(query.text).graph or ()) == set(answer.to_rdflib())


@pytest.mark.parametrize("query", SELECTS, ids=[query.name for query in SELECTS])
def test_the_order_is_total(query: Query) -> None:
    shuffled = library_triples()
    random.Random(query.name).shuffle(shuffled)
    assert run(memory_store(shuffled), query) == table(query)
    assert len(set(table(query).terms)) == len(table(query))


@pytest.mark.parametrize("query", SELECTS, ids=[query.name for query in SELECTS])
def test_the_answers_are_the_recorded_ones(query: Query) -> None:
    assert recorded(query, ASKED[query.name]) == (GOLDEN / f"{query.name}.tsv").read_text(encoding="utf-8")


@pytest.mark.parametrize("query", SELECTS, ids=[query.name for query in SELECTS])
def test_a_parameter_narrows_and_every_question_has_an_answer(query: Query) -> None:
    everything, asked = set(table(query).terms), set(table(query, **ASKED[query.name]).terms)
    assert asked
    if query.name not in TURNING:
        assert asked <= everything


def test_a_graph_with_another_base_is_asked_with_the_same_files() -> None:
    vocabulary = Vocabulary("https://data.acme.example/")
    store = memory_store(library_triples(vocabulary))
    for query in SELECTS:
        answer = run(store, query, ASKED[query.name])
        assert isinstance(answer, Table)
        assert len(answer) == len(table(query, **ASKED[query.name])), query.name


@pytest.mark.parametrize(
    "query", [query for query in LIBRARY if any(parameter.name == "min_confidence" for parameter in query.params)],
    ids=lambda query: query.name,
)  # fmt: skip
def test_what_is_less_sure_than_asked_is_left_out(query: Query) -> None:
    sizes = []
    for least in (0, "0.85", 1):
        answer = run(
            library_store(),
            query,
            {"min_confidence": least, **({"min_sources": 1} if query.name == "corroborated" else {})},
        )
        assert isinstance(answer, Table | Triples)
        sizes.append(len(answer))
        if isinstance(answer, Table) and "confidence" in answer.columns:
            place = answer.columns.index("confidence")
            assert all(float(str(row[place])) >= float(least) for row in answer.rows)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 0 < sizes[0]


def test_whether_two_entities_are_related() -> None:
    assert run(library_store(), "related", {"entity": "AWS", "other": "Nvidia"}) is True
    assert run(library_store(), "related", {"entity": "AWS", "other": "Apple"}) is False


def test_a_name_a_path_and_a_text_are_told_apart(tmp_path: Path) -> None:
    own = tmp_path / "mine.rq"
    own.write_text("SELECT ?s { ?s kg:mentionCount ?n } ORDER BY ?s")
    assert read_query("partners").path is not None
    assert read_query(own).name == read_query(str(own)).name == "mine"
    assert read_query("ASK { ?s ?p ?o }").form == "ask"
    assert read_query(read_query("about")) is read_query("about")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("partner", "did you mean partners"),
        ("zzz", "no query named 'zzz'; kg queries lists them"),
        ("nowhere/mine.rq", "cannot be read (No such file or directory)"),
        ("", "no query; write SELECT"),
    ],
)
def test_what_is_no_query_is_named(source: str, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        read_query(source)
