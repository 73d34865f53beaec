"""A data frame that shows names and links."""

from __future__ import annotations

import copy
import pickle
from datetime import date, datetime
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask import Table, run
from kg.notebook import html
from kg.notebook.frames import SHOWN, Frame, to_frame
from tests.ask_sample import sample_store

STORE = sample_store()


def frame(text: str) -> Frame:
    table = run(STORE, text)
    assert isinstance(table, Table)
    return to_frame(table, STORE)


@pytest.fixture(name="pairs")
def _pairs() -> Frame:
    return frame("SELECT ?a ?b ?n { ?a kg:partnersWith|kg:supplies ?b ; kg:mentionCount ?n } ORDER BY ?a ?b")


class Parts(HTMLParser):
    """The tags and the text of some HTML, style left out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] != "style":
            self.text += f"{data}|"


def parts(shown: Frame) -> Parts:
    return Parts(shown._repr_html_())


def test_cells_hold_short_names_and_show_names(pairs: Frame) -> None:
    assert pairs.a.tolist() == ["org:aws", "org:nvidia", "org:tsmc"]
    assert pairs.names("a") == ["AWS", "Nvidia", "TSMC"]
    assert "|TSMC|" in parts(pairs).text
    assert "org:tsmc|" not in parts(pairs).text


def test_it_is_a_data_frame_in_every_respect(pairs: Frame) -> None:
    assert isinstance(pairs, pd.DataFrame)
    assert pairs.n.dtype == "Int64"
    assert pairs.groupby("a").n.sum().to_dict()["org:nvidia"] == 6


def test_rows_that_are_cut_sorted_or_filtered_keep_their_names(pairs: Frame) -> None:
    travelled = pickle.loads(pickle.dumps(pairs))  # noqa: S301 - our own
    cut = (pairs.head(2), pairs[pairs.n > 1], pairs[["a"]])
    for derived in (*cut, pairs.sort_values("n"), pairs.reset_index(drop=True), copy.deepcopy(pairs), travelled):
        assert isinstance(derived, Frame)
        assert derived.links == pairs.links
        assert "|Nvidia|" in parts(derived).text


def test_a_label_leads_to_the_entity_that_the_statement_beside_it_tells() -> None:
    where = "{ ?statement kg:predicate kg:partnersWith ; kg:subject/rdfs:label ?one ; kg:object/rdfs:label ?other }"
    known = "http://www.wikidata.org/entity/Q182477"
    told = frame(f"SELECT ?one ?other ('nvidia' AS ?third) ?statement {where}")
    assert told[["one", "other", "third"]].values.tolist() == [["AWS", "Nvidia", "nvidia"]]
    for shown in (told, told.sort_values("one"), told[told.one == "AWS"], pickle.loads(pickle.dumps(told))):  # noqa: S301 - our own
        assert parts(shown).links == [known]
        assert "|AWS|" in parts(shown).text
    assert parts(frame(f"SELECT ?one ?other {where}")).links == []
    table = run(STORE, f"SELECT ?one ?other ?statement {where}")
    assert isinstance(table, Table)
    links = parts(to_frame(table, STORE, site="http://127.0.0.1:8000")).links
    assert [link.partition("iri=")[2].rpartition("%2F")[2] for link in links[:2]] == ["aws", "nvidia"]


def test_what_is_said_of_an_answer_is_not_said_of_what_is_computed_from_it(pairs: Frame) -> None:
    pairs.notes = ("3 rows in 0.1 s",)
    assert "3 rows in 0.1 s" in repr(pairs)
    assert "in 0.1 s" in parts(pairs).text
    assert pairs.head(2).notes == ()
    assert "|2 rows|" in parts(pairs.head(2)).text


def test_a_headline_leads_to_the_address_beside_it() -> None:
    shown = parts(
        Frame({"title": ["AWS", "Odd", "None"], "url": ["https://a.example/x/y", "javascript:alert(1)", None]})
    )
    assert shown.links == ["https://a.example/x/y", "https://a.example/x/y"]
    assert "a.example/…/y" in shown.text


def test_a_long_answer_shows_its_beginning_and_says_so() -> None:
    shown = parts(Frame({"n": range(SHOWN + 1)}))
    assert shown.tags.count("tr") == SHOWN + 1
    assert f"The first {SHOWN} of {SHOWN + 1} rows are shown" in shown.text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (np.nan, "–"),
        (pd.NaT, "–"),
        (True, "yes"),
        (1234567, "1,234,567"),
        (0.98765, "0.9877"),
        (12345.678, "12,346"),
        (date(2025, 12, 2), "2025-12-02"),
        (datetime(2025, 12, 2), "2025-12-02"),
        (datetime(2025, 12, 2, 8, 30), "2025-12-02 08:30"),
        ("**Lisa Su**, PDG", "Lisa Su|, PDG"),
    ],
)
def test_how_a_cell_is_shown(value: object, text: str) -> None:
    assert f"|{text}|" in parts(Frame({"x": pd.Series([value], dtype="object")})).text


def test_an_index_that_says_something_is_shown() -> None:
    counted = Frame({"x": ["a", "a", "b"], "n": [1, 2, 3]}).groupby("x").sum()
    assert "|a|3|" in parts(Frame(counted)).text
    assert "|0|" not in parts(Frame({"x": ["a"]})).text


def test_columns_of_any_kind_are_headings() -> None:
    odd = Frame([[1, 2, 3]], columns=pd.Index(["a", "a", 3], dtype="object"))
    assert parts(odd).text.startswith("a|a|3|1|2|3|")
    two = Frame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")]))
    assert parts(two).text.startswith("a b|1|")


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=3), st.text(min_size=1))
def test_no_text_becomes_a_part_of_the_page(cells: list[str], column: str) -> None:
    plain = parts(Frame({"column": [f"<script>{text}</script>" for text in cells], f"<b>{column}": ["x"] * len(cells)}))
    assert set(plain.tags) <= {"style", "div", "table", "thead", "tbody", "tr", "th", "td", "p", "b", "a", "span"}
    assert "script" not in plain.tags


@given(st.text())
def test_rich_text_is_escaped_text_with_bold(text: str) -> None:
    assert html.rich(text).replace("<b>", "**").replace("</b>", "**") == html.escape(text)
