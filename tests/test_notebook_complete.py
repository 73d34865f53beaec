"""What Tab offers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from IPython.core.completer import provisionalcompleter

from kg.notebook.complete import Completions, offers
from kg.notebook.session import Session
from tests.ask_sample import write_sample
from tests.make_notebook import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", name="completions")
def _completions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Completions]:
    folder = write_sample(tmp_path_factory.mktemp("complete") / "out").parent
    before = os.getcwd()  # noqa: PTH109 - chdir has no other way back
    os.chdir(folder)
    session = Session()
    graph = session.open("out")
    yield Completions(session, lambda: {"company": "AWS", "_hidden": 1, "companies": []})
    graph.close()
    os.chdir(before)


@pytest.mark.parametrize(
    ("before", "fragment", "offered"),
    [
        ("%sparql part", "part", ["partners"]),
        ("x = %sparql part", "part", ["partners"]),
        ("%%sparql --v", "--v", ["--var"]),
        ("%sparql partners --", "--", ["--org", "--min-confidence", "--var"]),
        ("%kg op", "op", ["open"]),
        ("%kg open o", "o", ["open", "out"]),
    ],
)
def test_on_the_line_of_a_magic(completions: Completions, before: str, fragment: str, offered: list[str]) -> None:
    found = completions.at(before, 0, before)
    assert found[0] == fragment
    assert found[1][: len(offered)] == offered


@pytest.mark.parametrize(
    ("before", "fragment", "offered"),
    [
        ("  ?a kg:part", "kg:part", ["kg:partnersWith"]),
        ("  ?a KG:PART", "KG:PART", ["kg:partnersWith"]),
        ("  ?a a schema:Org", "schema:Org", ["schema:Organization"]),
        ("  org:n", "org:n", ["org:nvidia"]),
        ("  org:", "org:", ["org:nvidia"]),
        ("  sch", "sch", ["schema:"]),
        ("  {comp", "{comp", ["{companies}", "{company}"]),
        ("  ?pa", "?pa", ["?partner"]),
        ("  FIL", "FIL", ["FILTER"]),
        ("  fil", "fil", ["filter"]),
        ("  ", "", []),
        ("  ?a kg:nothing", "kg:nothing", []),
    ],
)
def test_in_a_query(completions: Completions, before: str, fragment: str, offered: list[str]) -> None:
    cell = f"%%sparql\nSELECT ?partner {{\n{before}"
    found = completions.at(cell, 2, before)
    assert found[0] == fragment
    assert found[1][: len(offered)] == offered
    assert bool(found[1]) is bool(offered)


def test_nothing_is_offered_in_other_cells(completions: Completions) -> None:
    assert completions.at("kg:part", 0, "kg:part") == ("", [])
    assert completions.at("x = 1\nkg:part", 1, "kg:part") == ("", [])


def test_without_a_graph_the_words_of_sparql_are_offered() -> None:
    assert Completions(Session(), dict).at("%%sparql\nSEL", 1, "SEL") == ("SEL", ["SELECT"])


def test_names_are_offered_once_and_in_their_order() -> None:
    assert offers(["b1", "a", "B2", "b1"], "b") == ["b1", "B2"]
    assert len(offers(map(str, range(1000)), "")) == 200


def test_the_shell_asks_and_is_answered() -> None:
    desk = Desk()
    desk.run("%reload_ext kg")
    desk.shell.Completer.use_jedi = False
    cell = "%%sparql\nSEL"
    with provisionalcompleter():
        assert [one.text for one in desk.shell.Completer.completions(cell, len(cell))] == ["SELECT"]
    desk.run("%unload_ext kg")
    assert desk.shell.Completer.custom_matchers == []
