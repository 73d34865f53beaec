"""Words that SPARQL has not, and brackets that do not match."""

from __future__ import annotations

import pytest

from kg.ask import queries, run
from kg.ask.library import checks
from kg.ask.typos import typo
from kg.errors import QueryError
from tests.ask_sample import sample_store


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("SELECT ?a { ?a ?p ?o FILTR(?o > 2) }", "1:22", "'FILTR', which is no word of SPARQL; did you mean FILTER?"),
        ("SELECT ?a { ?a ?p ?o }\nORDRE BY ?a", "2:1", "'ORDRE', which is no word of SPARQL; did you mean ORDER?"),
        ("SELECT ?a { ?a ?p Nvidia }", "1:19", "'Nvidia', which is no word of SPARQL; write ?Nvidia for a variable"),
        ("SELECT ?a { ?a ?p ?o ) }", "1:22", "')', which closes nothing while the { at 1:11 is open"),
        ("SELECT ?a { ?a ?p ?o } }", "1:24", "'}', which closes nothing; leave it out"),
        ("SELECT ?a {\n  { ?a ?p ?o }\n", "3:1", "its end, where the { at 1:11 is still open; close it"),
        ("SELECT ?a { ?a ?p ?o FILTER(?o > 2 }", "1:36", "'}', which closes nothing while the ( at 1:28 is open"),
    ],
)
def test_the_mistake_is_told_with_its_place(text: str, place: str, what: str) -> None:
    with pytest.raises(QueryError) as caught:
        run(sample_store(), text)
    assert str(caught.value).startswith(f"query:{place}: not valid SPARQL at {what}")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 1.5e3, 0x, 12 ; a kg:Word FILTER(?x < 3 && ?y > 2) # an unknown ( word\n}",
        "SELECT (GROUP_CONCAT(?a; SEPARATOR=', ') AS ?all) { VALUES ?a { UNDEF true 'wo(rd' } }",
        "construct where { ?s ?p _:b, <http://e/(word>, 'x'@fr }",
    ],
)
def test_what_may_be_right_is_left_to_the_engine(text: str) -> None:
    assert typo(text) is None


def test_no_question_of_the_library_looks_mistaken() -> None:
    assert [query.name for query in [*queries(), *checks()] if typo(query.text)] == []
