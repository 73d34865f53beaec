"""Headers: what they must hold, and the file and line of what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.ask.header import Example, Parameter, ParameterType, parse_query
from kg.errors import QueryError

GOOD = """\
#+ summary: {en: What is developed, fr: Ce qui est développé}
#+ params:
#+   org: {type: entity, default: null, help: who develops, class: [schema:Organization]}
#+   least: {type: integer, default: 2, help: how many}
#+ columns: {name: what}
#+ tags: [products]
SELECT ?name ?org ?least { ?org kg:develops ?x . ?x rdfs:label ?name FILTER(3 > COALESCE(?least, 2)) } ORDER BY ?name
"""


def test_a_header_is_read() -> None:
    query = parse_query(GOOD, "mine", Path("mine.rq"))
    assert query.summary == {"en": "What is developed", "fr": "Ce qui est développé"}
    assert query.params == (
        Parameter("org", ParameterType.ENTITY, None, "who develops", ("schema:Organization",)),
        Parameter("least", ParameterType.INTEGER, 2, "how many"),
    )
    assert (query.columns, query.tags, query.form) == ({"name": "what"}, ("products",), "select")


EXAMPLE = """\
#+ example:
#+   params: {org: Nvidia, least: 1}
#+   columns: [name]
#+   rows:
#+   - [Vera Rubin]
#+   - ["a, b"]
"""


def test_an_example_is_read_as_text() -> None:
    query = parse_query(GOOD.replace("SELECT", f"{EXAMPLE}SELECT", 1), "mine", Path("mine.rq"))
    assert query.example == Example({"org": "Nvidia", "least": "1"}, ("name",), (("Vera Rubin",), ("a, b",)))
    assert parse_query(GOOD).example is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("columns: [name]", "columns: [title]", "mine.rq: the example has the unknown column 'title'; use one of name"),
        ("org: Nvidia", "firm: Nvidia", "mine.rq: the example has the unknown parameter 'firm'; use one of org, least"),
        ("- [Vera Rubin]", "- [Vera, Rubin]", "mine.rq:11: a row of the example must have 1 cells"),
        ("- [Vera Rubin]", "- Vera Rubin", "mine.rq:11: a row of the example must be a list"),
        ("#+   columns: [name]\n", "", "mine.rq:8: example lacks columns"),
    ],
)
def test_a_fault_of_an_example_is_named_with_its_place(old: str, new: str, message: str) -> None:
    text = GOOD.replace("SELECT", f"{EXAMPLE}SELECT", 1)
    assert old in text
    with pytest.raises(QueryError, match=re.escape(message)):
        parse_query(text.replace(old, new, 1), "mine", Path("mine.rq"))


@pytest.mark.parametrize(
    ("form", "columns"),
    [("ASK { ?s ?p ?o }", "[answer]"), ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "[subject, predicate, object]")],
)
def test_an_answer_without_columns_of_its_own_has_those_of_its_form(form: str, columns: str) -> None:
    header = (
        "#+ summary: {en: a, fr: b}\n#+ params: {}\n#+ tags: []\n"
        f"#+ example: {{params: {{}}, columns: {columns}, rows: []}}\n"
    )
    query = parse_query(header + form)
    assert query.example is not None
    assert query.example.rows == ()
    with pytest.raises(QueryError, match=r"the example has the unknown column 'x'"):
        parse_query(header.replace(columns, "[x]") + form)


def test_a_query_without_a_header_takes_nothing() -> None:
    query = parse_query("# plain\nASK { ?s ?p ?o }")
    assert (query.params, query.columns, query.summary) == ((), {}, {})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#+ tags: [products]\n", "", "mine.rq:1: the header lacks tags"),
        ("#+ columns: {name: what}\n", "", "mine.rq:1: the header lacks columns"),
        ("tags:", "tag:", "mine.rq:6: unknown key 'tag' in the header; the keys are columns, example, params, summ"),
        ("tags: [products]", "tags: products", "mine.rq:6: tags must be a list"),
        (", fr: Ce qui est développé", "", "mine.rq:1: summary lacks fr"),
        ("summary: {en: What is developed, fr: Ce qui est développé}", "summary: x", "mine.rq:1: summary must be"),
        ("type: entity", "type: thing", "mine.rq:3: parameter 'org' has the unknown type 'thing'; the types are "),
        ("default: 2, ", "", "mine.rq:4: parameter 'least' lacks default"),
        ("default: 2", "default: [2]", "mine.rq:4: parameter 'least': the default must be null, text or a number"),
        ("default: 2", "default: yes", "mine.rq:4: parameter 'least': the default must be"),
        ("default: 2", "default: 2001-99-99", "mine.rq:4: parameter 'least': the default must be"),
        ("default: 2", "default: !!python/name:os.system x", "mine.rq:4: parameter 'least': the default must be"),
        ("default: 2", "default: " + ":".join("1" * 600), "mine.rq:4: parameter 'least': the default must be"),
        ("help: how many", "help: how many, class: [x]", "mine.rq:4: parameter 'least' is no entity"),
        ("  least:", "  limit:", "mine.rq:4: parameter 'limit' needs another name"),
        ("  least:", "  org:", "mine.rq:4: params: 'org' twice"),
        ("{name: what}", "{name: what", "mine.rq:6: the header is not valid YAML"),
        ("{name: what}", "{title: what}", "mine.rq: the header names title; add ?title to the SELECT"),
        ("SELECT ?name", "SELECT ?x ?name", "mine.rq: the SELECT gives x, name; describe them in columns"),
        ("SELECT ?name ?org ?least", "SELECT *", "mine.rq: SELECT * with a header"),
        (" ?least {", " {", "mine.rq: the header names least; add ?least"),
        ("FILTER(3", "FILTER(BOUND(?org) && 3", "BOUND(?org) is false even where the parameter is given;"),
        ("SELECT ?name", "# why\n#+ late: x\nSELECT ?name", "mine.rq:8: a header line apart from the header"),
        ("#+ tags", "\n#+ tags", "mine.rq:7: a header line apart from the header"),
        ("{type: integer", "!!python/object/apply:os.system {type: integer", "mine.rq:"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(old: str, new: str, message: str) -> None:
    assert old in GOOD
    if "python/object" in new:
        assert (
            parse_query(GOOD.replace(old, new, 1), "mine", Path("mine.rq")).params[1].default == 2
        )  # tags build nothing
        return
    with pytest.raises(QueryError, match=re.escape(message)):
        parse_query(GOOD.replace(old, new, 1), "mine", Path("mine.rq"))
