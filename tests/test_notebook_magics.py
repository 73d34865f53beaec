"""Cells, run in a shell: what they show, what they leave, what they say when something is wrong."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import rdflib

from kg.ask import open_graph
from kg.notebook.drawings import Drawn
from kg.notebook.frames import Frame
from tests.ask_sample import write_sample
from tests.make_notebook import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module", name="desk")
def _desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A notebook in a folder with a graph, which it has opened."""
    folder = write_sample(tmp_path_factory.mktemp("desk") / "out").parent
    before = os.getcwd()  # noqa: PTH109 - chdir has no other way back
    os.chdir(folder)
    desk = Desk()
    desk.run("graph = %kg open out")
    yield desk
    os.chdir(before)


def test_a_question_by_name_gives_a_frame(desk: Desk) -> None:
    for cell in (
        "%sparql partners --org Nvidia",
        "%sparql companies/partners --param org=Nvidia",
        "who = 'Nvidia'\nasked = %sparql partners --param org={who}\nasked",
        "%%sparql partners\norg: Nvidia\n",
        "%%sparql partners\norg = {who}\n",
    ):
        answer = desk.run(cell)
        assert isinstance(answer, Frame)
        assert answer.partner.tolist() == ["AWS"]
    assert answer.notes == ("1 row · partners: Who partners with whom, and the sentence that says so",)
    assert "the other" in answer._repr_html_()


def test_a_query_in_a_cell_knows_prefixes_and_variables(desk: Desk) -> None:
    desk.run("company, others = 'AWS', ['Nvidia', 'TSMC']")
    found = desk.run("%%sparql\nSELECT ?b { {company} kg:partnersWith ?b FILTER(?b IN {others}) }")
    assert found.b.tolist() == ["org:nvidia"]
    assert "Nvidia</" in found._repr_html_()


def test_shell_expansion_stays_out_of_it(desk: Desk) -> None:
    """IPython would paste the text of {company} and $others into the line of a magic."""
    desk.run("company, word = 'AWS', 'Nvidia'")
    assert desk.run("%sparql partners --org {company}").organization.tolist() == ["AWS"]
    assert desk.run('%%sparql --param w={word}\nSELECT ?s { ?s rdfs:label "{w}" }').s.tolist() == ["org:nvidia"]


def test_parameters_of_a_query_are_numbers_and_days_where_they_read_so(desk: Desk) -> None:
    query = "SELECT ?s { ?s kg:firstSeen ?d FILTER(?d >= {since}) } LIMIT {n}"
    assert len(desk.run(f"%%sparql --param n=2 --param since=2026-01-01\n{query}")) == 2


def test_an_answer_is_kept_in_a_variable(desk: Desk) -> None:
    shown = desk.run("%%sparql --var kept\nSELECT ?s { ?s a schema:Organization } ORDER BY ?s")
    assert desk.run("kept") is shown
    assert isinstance(shown, pd.DataFrame)
    desk.run("%%sparql --var yes\nASK { ?s a schema:Organization }")
    assert desk.run("yes") is True
    assert desk.run("%%sparql --var kept --quiet\nSELECT ?s { ?s a schema:Place }") is None
    assert desk.run("kept.s.tolist()") == ["place:france"]


def test_a_cut_answer_says_so(desk: Desk) -> None:
    cut = desk.run("%%sparql --limit 2\nSELECT ?s { ?s a schema:Organization } ORDER BY ?s")
    assert cut.notes == ("2 rows", "Cut after 2 rows, and there are more; --limit 20 gives more")
    assert "kg-warn" in cut._repr_html_()
    whole = desk.run("%%sparql --limit 2\nSELECT ?s { ?s a schema:Place }")
    assert whole.notes == ("1 row",)


def test_an_empty_answer_says_what_was_asked_with(desk: Desk) -> None:
    desk.run("word = 'nothing'")
    empty = desk.run('%%sparql\nSELECT ?s { ?s rdfs:label "{word}" }')
    assert empty.notes == ("No rows", 'with {word} = "nothing"')


def test_time_and_plan_are_told_when_asked_for(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    answer = desk.run("%%sparql --time --plan\nSELECT ?b { org:aws kg:partnersWith ?b }")
    assert " in 0." in answer.notes[0]
    assert "org:aws kg:partnersWith ?b" in capsys.readouterr().out
    assert desk.run("%sparql related --entity AWS --other Nvidia --time") is True
    assert "in 0." in capsys.readouterr().out


def test_triples_draw_themselves(desk: Desk) -> None:
    drawn = desk.run("%%sparql --var facts\nCONSTRUCT { ?a ?p ?b } WHERE { VALUES ?p { kg:partnersWith } ?a ?p ?b }")
    assert isinstance(drawn, Drawn)
    assert isinstance(drawn, rdflib.Graph)
    assert len(drawn) == 2
    assert drawn.picture is not None
    assert "<iframe" in drawn._repr_html_()
    assert ">facts<" in drawn.picture.page
    assert "org:aws kg:partnersWith org:nvidia" in drawn.serialize(format="turtle")
    assert isinstance(desk.run("%sparql around --entity Nvidia"), Drawn)
    assert isinstance(desk.run("%%sparql\nDESCRIBE org:nvidia"), Drawn)


def test_triples_that_join_nothing_are_a_table(desk: Desk) -> None:
    drawn = desk.run("%%sparql\nCONSTRUCT { ?a rdfs:label ?l } WHERE { ?a a schema:Place ; rdfs:label ?l }")
    assert drawn.picture is None
    assert "subject" in drawn._repr_html_()
    assert "<iframe" not in drawn._repr_html_()


def test_a_cut_picture_says_so(desk: Desk) -> None:
    drawn = desk.run("%%sparql --limit 1\nCONSTRUCT WHERE { ?a kg:partnersWith ?b }")
    assert drawn.notes == ("1 triple", "Cut after 1 triple, and there are more; --limit 10 gives more")


@pytest.mark.parametrize(
    ("cell", "message", "marked"),
    [
        ("%%sparql\nSELECT ?b {\n  ?b foaf:name ?x }", "line 3, column 6: unknown prefix foaf:", "foaf:name"),
        ("%%sparql\nSELECT ?b {\n  {nobody} ?p ?b }", r"line 3, column 3: \{nobody\} names no variable", "{nobody}"),
        ("%%sparql\nSELECT ?b { ?b ?p {others} }", "line 2, column 19: others is a list", "{others}"),
        ("%%sparql\nSELECT ?b { {company} ?p ?b ) }", "line 2, column 29: not valid SPARQL at '\\)'", ")"),
        ("%%sparql\nSELECT ?b { {company} ?p ?b FILTR(?b > 1) }", "line 2, column 29: .* did you mean FILTER", "FILTR"),
        (
            "%%sparql\nSELECT ?b {\n SERVICE <http://a/> { ?a ?b ?c } }",
            "line 3, column 2: SERVICE is refused",
            "SERVICE",
        ),
        ("%%sparql\nDROP ALL", "line 2, column 1: ", "DROP"),
        (
            "%%sparql\nSELECT ?b {\n  ?b ?p ?c\n",
            "line 3, column 11: .* the { at line 2, column 11 is",
            "^",
        ),
    ],
)
def test_what_is_wrong_with_a_query_is_shown_below_its_text(desk: Desk, cell: str, message: str, marked: str) -> None:
    desk.run("company, others = 'AWS', ['Nvidia', 'TSMC']")
    error = desk.fails(cell)
    assert re.match(message, str(error)), error
    text, carets = error.__notes__[0].splitlines()
    assert carets.count("^") == len(marked)
    if marked != "^":
        assert text[carets.index("^") :][: len(marked)] == marked


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("%sparql", "asks what"),
        ("%%sparql\n\n", "asks what"),
        ("%sparql partnerz", "did you mean partners"),
        ("%sparql partners --org Nobody", "no entity named 'Nobody'"),
        ("%sparql partners --colour red", "no parameter 'colour'"),
        ("%%sparql partners\nSELECT ?a { ?a ?b ?c }", "is a question and the cell holds another"),
        ("%sparql partners --graph nowhere", "nowhere"),
        ("%%sparql --graph company\nASK {}", "company is a str and no graph"),
        ("%kg opne", "did you mean open"),
        ("%kg open nowhere", "no such folder"),
        ("%kg queries nothing", "no query named 'nothing'"),
        ("%kg view Nobody", "no entity named"),
        ("graph.query('partnerz')", "did you mean partners"),
    ],
)
def test_what_is_wrong_with_a_line_is_told(desk: Desk, cell: str, message: str) -> None:
    assert message in str(desk.fails(cell))


def test_errors_are_shown_without_a_traceback(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[list[str]] = []
    monkeypatch.setattr(desk.shell, "showtraceback", lambda given, **_: told.append(given[1]._render_traceback_()))
    desk.fails("%%sparql\nSELECT ?b { ?b foaf:name ?x }")
    desk.fails("graph.query('partnerz')")
    first, second = map(str, told)
    assert "QueryError" in first
    assert "^^^^^^^^^" in first
    assert "did you mean partners" in second


def test_the_graph_that_is_meant(tmp_path: Path) -> None:
    other = Desk()
    assert "no graph is open; open one with: %kg open out" in str(other.fails("%%sparql\nASK {}"))
    with open_graph(write_sample(tmp_path / "other")) as graph:
        other.shell.push({"mine": graph})  # type: ignore[no-untyped-call]
        assert other.run("%%sparql\nASK { ?s a schema:Place }") is True
        other.run("again = mine")
        assert other.run("%%sparql\nASK { ?s a schema:Place }") is True
        with open_graph(tmp_path / "other") as second:
            other.shell.push({"theirs": second})  # type: ignore[no-untyped-call]
            assert "again, mine, theirs are graphs; say which" in str(other.fails("%%sparql\nASK {}"))
            assert other.run("%%sparql --graph theirs\nASK { ?s a schema:Place }") is True
            assert other.run(f"%%sparql --graph {tmp_path / 'other'}\nASK {{ ?s a schema:Place }}") is True


def test_the_other_magics_show_what_is_there(desk: Desk) -> None:
    assert "%%sparql [options]" in repr(desk.run("%kg"))
    assert repr(desk.run("%kg help")) == repr(desk.run("%kg"))
    info = desk.run("%kg info")
    assert "26 entities" in info.html
    assert "kg:develops" in info.html
    assert "https://schema.org/" in info.html
    listed = desk.run("%kg queries")
    assert "partners" in listed.html
    assert "partners" not in repr(desk.run("%kg queries security")).split()
    one = desk.run("%kg queries partners")
    assert "SELECT ?organization" in one.html
    assert "#+" not in one.html
    assert "Nvidia" in desk.run("%kg view Nvidia").page
    assert len(desk.run("%kg view").data.nodes) > 10


def test_graphs_reports_and_pictures_have_a_way_to_be_shown(desk: Desk) -> None:
    formats = desk.shell.display_formatter.format  # type: ignore[union-attr]
    assert "26 entities" in formats(desk.run("graph"))[0]["text/html"]
    assert "color-scheme" in formats(desk.run("graph.view(around='Nvidia')"))[0]["text/html"]


def test_where_the_graph_is_served_names_lead_there(desk: Desk) -> None:
    desk.run("%kg open out --site http://127.0.0.1:8000")
    shown = desk.run("%%sparql\nSELECT ?b { org:aws kg:partnersWith ?b }")._repr_html_()
    assert 'href="http://127.0.0.1:8000/resource?iri=https%3A%2F%2Fkg.example%2Fid%2Forg%2Fnvidia"' in shown
    desk.run("%kg open out")


def test_the_magics_can_be_taken_away() -> None:
    desk = Desk()
    desk.run("%unload_ext kg")
    assert "sparql" not in desk.shell.magics_manager.magics["cell"]
    assert desk.shell.custom_exceptions == ()
