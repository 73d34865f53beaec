"""The notebooks run from the first cell to the last, are stored without outputs, and keep to the house's rules."""

from __future__ import annotations

import ast
import json
import re
import shutil
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbclient import NotebookClient

from kg.ask import queries
from kg.ask.header import parse_query
from kg.notebook.places import places
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [
    "01-first-graph",
    "02-who-works-with-whom",
    "03-products-and-technologies",
    "04-security-watch",
    "05-your-own-articles",
    "06-hand-over",
]
ALLOWED = {"datetime", "kg", "kg.notebook", "networkx", "pandas", "pathlib", "rdflib"}
"""What a notebook may import: kg as its users know it, and the tools that it hands over to."""

reads: Callable[..., nbformat.NotebookNode] = partial(nbformat.reads, as_version=4)
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def cells(path: Path, kind: str = "code") -> list[dict[str, Any]]:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in stored["cells"] if cell["cell_type"] == kind]


def sources(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in cells(path)]


def python(source: str) -> Iterator[ast.AST]:
    """The Python of a cell; its magics are calls."""
    return ast.walk(ast.parse(TransformerManager().transform_cell(source)))  # type: ignore[no-untyped-call]


def named(source: str) -> list[str]:
    """The questions of the library that a cell asks by name."""
    return re.findall(r"^(?:\w+ = )?%%?sparql ([a-z][\w/-]*)", source, flags=re.MULTILINE)


def test_the_notebooks_are_those_of_the_plan() -> None:
    assert [path.stem for path in NOTEBOOKS] == NAMES


@each
def test_a_notebook_is_stored_without_outputs(path: Path) -> None:
    for cell in cells(path):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


@each
def test_a_notebook_begins_with_what_one_will_know(path: Path) -> None:
    title, promise, *rest = [line for line in "".join(cells(path, "markdown")[0]["source"]).splitlines() if line]
    assert title.startswith("# ")
    assert promise.startswith("After this notebook you ")
    assert any("minute" in line for line in rest)


@each
def test_a_notebook_imports_what_its_reader_has_and_defines_nothing(path: Path) -> None:
    for source in sources(path):
        assert not re.search(r"^\s*!|sys\.path", source, flags=re.MULTILINE)
        for node in python(source):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)
            if isinstance(node, ast.Import):
                assert {alias.name for alias in node.names} <= ALLOWED
            if isinstance(node, ast.ImportFrom):
                assert node.module in ALLOWED


@each
def test_a_notebook_asks_questions_of_the_library_by_their_names(path: Path) -> None:
    known = {query.name for query in queries()}
    for source in sources(path):
        assert set(named(source)) <= known
        for node in python(source):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "table":
                assert isinstance(node.args[0], ast.Constant)
                assert node.args[0].value in known


@each
def test_a_query_in_a_notebook_is_one_and_orders_its_rows(path: Path) -> None:
    written = [source.partition("\n")[2] for source in sources(path) if source.startswith("%%sparql")]
    for query in written:
        for place in reversed(list(places(query))):
            query = f"{query[: place.start]}?place{query[place.end :]}"
        parsed = parse_query(query)
        assert parsed.form != "select" or "ORDER BY" in query


@each
def test_a_notebook_draws(path: Path) -> None:
    text = "\n".join(sources(path))
    assert re.search(r"\b(bars|events|matrix|timeline)\(", text)
    assert re.search(r"^CONSTRUCT|^%kg view|\.view\(", text, flags=re.MULTILINE)


@each
def test_the_last_cell_states_what_was_found(path: Path) -> None:
    assert "assert " in sources(path)[-1]
    assert "".join(cells(path, "markdown")[-1]["source"]) == "## What you should have found"


@pytest.fixture(scope="module", name="desk")
def _desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seeds, as ``kg notebook`` makes it; the first notebook that needs the graph builds it there."""
    if not files("kg").joinpath("data/pipelines/fr/meta.json").is_file():
        pytest.skip("the bundled pipeline is not here; make it with training/")
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    return folder


@each
# The kernel's own libraries warn: of their event loop, and of sockets that are closed late.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::RuntimeWarning")
def test_a_notebook_runs_and_shows_what_it_promises(path: Path, desk: Path) -> None:
    notebook = reads(path.read_text(encoding="utf-8"))
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(desk)}})
    client.execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.get("text")
            html = output.get("data", {}).get("text/html", "")
            assert "Traceback" not in html
            if re.match(r"(bars|events|matrix|timeline)\(", cell.source.splitlines()[-1]):
                assert "<svg" in html
            if "\nCONSTRUCT" in cell.source:
                assert "<iframe" in html
