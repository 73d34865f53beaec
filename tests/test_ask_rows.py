"""Values and terms read off the engine's TSV are those of the terms themselves."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask.answers import Term, Value, to_value
from kg.ask.rows import read_rows
from kg.graph.vocab import XSD

IRIS = st.builds("https://kg.example/{}".format, st.text(st.characters(codec="ascii", categories=["L", "N"])))
NAMES = ["integer", "decimal", "double", "boolean", "date", "dateTime", "string", "gYear", "byte", "float", "duration"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["1", "-07", "+5", "1.50", ".5", "1e3", "1.5E-7", "INF", "NaN", "true", "0", "2026-01-06", "2026-01-06+01:00",
     "2026-01-06T08:00:00Z", "2026-01-06T08:00:00+01:00", "\\n", "\\\\", "\t\n\r\"'", "^^<a>", "",
     "9999999999999999999999"]
)  # fmt: skip
LITERALS: st.SearchStrategy[Term] = st.builds(
    lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD.iri + name)), TEXTS, st.sampled_from(NAMES)
) | st.builds(lambda text, language: ox.Literal(text, language=language), TEXTS, st.sampled_from(["fr", "en-gb"]))
TERMS = (
    st.none()
    | st.builds(ox.NamedNode, IRIS)
    | LITERALS
    | st.builds(ox.BlankNode, st.sampled_from(["a", "b1"]))
    | st.builds(ox.Triple, st.builds(ox.NamedNode, IRIS), st.builds(ox.NamedNode, IRIS), LITERALS)
)


def answered(term: Term | None) -> tuple[Term | None, str]:
    """A term as the engine gives it, and as it writes it in a cell."""
    if term is None:
        return None, ""
    store, node = ox.Store(), ox.NamedNode("http://e/s")
    store.add(ox.Quad(node, node, term))
    found, again = store.query("SELECT ?o { ?s ?p ?o }"), store.query("SELECT ?o { ?s ?p ?o }")
    assert isinstance(found, ox.QuerySolutions)
    assert isinstance(again, ox.QuerySolutions)
    data = again.serialize(format=ox.QueryResultsFormat.TSV)
    assert data is not None
    return next(found)[0], data.decode().split("\n")[1]


def short(iri: str) -> str:
    return iri.replace("https://kg.example/", "kg:")


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(TERMS, min_size=width, max_size=width))))
def test_cells_have_the_values_of_their_terms(rows: list[list[Term | None]]) -> None:
    width = len(rows[0]) if rows else 2
    given_ = [[answered(term) for term in row] for row in rows]
    head = "\t".join(f"?v{place}" for place in range(width))
    table = read_rows("\n".join([head, *("\t".join(cell for _, cell in row) for row in given_), ""]).encode(), short)
    assert table.columns == tuple(f"v{place}" for place in range(width))
    assert list(table.terms) == [tuple(term for term, _ in row) for row in given_]
    assert len(table.terms) == len(table) == len(rows)
    for row, terms in zip(table.rows, table.terms, strict=True):
        assert repr(row) == repr(tuple(to_value(term, short) for term in terms))  # repr: NaN is NaN


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (b"", None), (b"1", 1), (b"-7", -7), (b"0.5", 0.5), (b"1.0E6", 1_000_000.0), (b"true", True), (b"false", False),
        (b'"a\\t\\n\\r\\"\\\\"', 'a\t\n\r"\\'), (b'"\\\\n"', "\\n"), (b'"true"', "true"), (b'"x"@en', "x"),
        (b"_:b1", "_:b1"), (b"<https://kg.example/a>", "kg:a"), (b'""', ""),
    ],
)  # fmt: skip
def test_a_cell_has_a_plain_value(cell: bytes, value: Value) -> None:
    table = read_rows(b"?v\n" + cell + b"\n", short)
    assert repr(table.rows) == repr(((value,),))


def test_hidden_columns_are_left_out_of_values_and_terms() -> None:
    table = read_rows(b"?a\t?b\t?c\n1\t2\t<http://e/>\n\t4\t5\n", short, hidden={"b"}, truncated=True)
    assert table.columns == ("a", "c")
    assert table.rows == ((1, "http://e/"), (None, 5))
    assert table.terms[0] == (ox.Literal(1), ox.NamedNode("http://e/"))
    assert [len(row) for row in table.terms[:5]] == [2, 2]
    assert table.truncated


def test_rows_without_columns_are_counted() -> None:
    assert read_rows(b"\n\n\n", short).rows == ((), ())
    assert read_rows(b"?a\n1\n", short, hidden={"a"}).rows == ((),)
    assert read_rows(b"?a\n", short).rows == ()
