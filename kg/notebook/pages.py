"""What the magics say beside answers: help, the questions of the library, plans, times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ask import queries, read_query
from kg.notebook import html
from kg.notebook.html import Page, lines

if TYPE_CHECKING:
    from kg.ask import Query
    from kg.notebook.plans import Plan

__all__ = ["help_page", "plan_page", "queries_page", "time_page"]

HELP = """\
%kg open out                       open the graph of a build; graph = %kg open out keeps it as a variable too
    --build ARTICLES               build it from these articles first, where it is not there yet
    --site URL                     names of entities link to the pages of kg serve at this address
    --language fr                  pictures speak French
%kg info                           what the graph holds, and the prefixes that queries may use
%kg queries [TAG or NAME]          the questions that come with kg; one of them in full
%kg view [ENTITY]                  the explorer, on everything or around an entity

%sparql NAME --org Nvidia          ask a question of the library, or a file.rq
%%sparql [options]                 ask the query in the cell below
    --var NAME                     keep the answer: a DataFrame, an rdflib graph, or True and False
    --limit N                      rows at most, 10,000 unless given
    --graph NAME                   a variable or a folder, where more than one graph is open
    --param NAME=VALUE             a parameter; {x} is the variable x
    --plan                         how the engine goes about it, with rows and time of each step
    --time                         how long it took
    --quiet                        show nothing

In a query, prefixes are known, and variables of the notebook stand in braces:
    {company}                      a name ("Nvidia", "AWS") is the entity; numbers, dates and IRIs are what they are
    "{word}"                       the same as text, also within text: "^{word}"
    <{address}>                    the same as an IRI
    VALUES ?org {companies}        each of a list; so does IN {companies}, IN "{words}", VALUES (?a ?b) {pairs}
A value goes in as a term. It cannot change what a query asks, whatever it holds."""


def help_page() -> Page:
    """How the magics go."""
    return Page(html.page(html.code(HELP)), HELP)


def plan_page(plan: Plan) -> Page:
    """How the engine answered a query."""
    return Page(html.page(html.code(str(plan))), str(plan))


def time_page(seconds: float) -> Page:
    """How long an answer took."""
    text = f"in {seconds:.3f} s"
    return Page(html.page(html.note(text)), text)


def queries_page(wanted: str = "") -> Page:
    """The questions of the library, those with a tag, or one of them in full.

    Raises:
        QueryError: there is no such question.
    """
    every = queries()
    chosen = [query for query in every if not wanted or wanted in query.tags]
    if not chosen:
        return _question(read_query(wanted))
    columns = (html.Column("question"), html.Column("what it asks", "long"), html.Column("parameters"))
    rows = [(query.name, query.summary["en"], ", ".join(one.name for one in query.params)) for query in chosen]
    tags = ", ".join(sorted({tag for query in every for tag in query.tags}))
    notes = f"%sparql {chosen[0].name} asks one; %kg queries {chosen[0].name} shows it in full. Tags: {tags}"
    return Page(html.page(html.table(columns, html.cells(rows)), html.note(notes)), lines(rows, notes))


def _question(query: Query) -> Page:
    """A question in full: what it asks, what it takes, what it gives, its text."""
    takes = [
        (one.name, one.type.value, "" if one.default is None else str(one.default), one.help) for one in query.params
    ]
    gives = list(query.columns.items())
    head = (html.Column("parameter"), html.Column("type"), html.Column("default"), html.Column("what it is", "long"))
    parts = [html.heading(query.summary["en"])]
    if takes:
        parts.append(html.table(head, html.cells(takes)))
    if gives:
        parts.append(html.table((html.Column("column"), html.Column("what it holds", "long")), html.cells(gives)))
    query_text = "\n".join(line for line in query.text.splitlines() if not line.startswith("#+")).strip()
    shown = html.page(html.heading(query.summary["en"]), html.side(*parts[1:]), html.code(query_text))
    return Page(shown, lines([(query.summary["en"], ""), *takes, *gives], query_text))
