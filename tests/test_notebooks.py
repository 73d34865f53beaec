"""The notebooks run from the first cell to the last, are stored without outputs, and keep to the house's rules."""

from __future__ import annotations

import ast
import json
import shutil
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbclient import NotebookClient

from kg.ask import queries
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
reads: Callable[..., nbformat.NotebookNode] = partial(nbformat.reads, as_version=4)
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def cells(path: Path) -> list[dict[str, Any]]:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in stored["cells"] if cell["cell_type"] == "code"]


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@each
def test_a_notebook_is_stored_without_outputs(path: Path) -> None:
    for cell in cells(path):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


@each
def test_a_notebook_imports_kg_only_and_defines_nothing(path: Path) -> None:
    for cell in cells(path):
        for node in ast.walk(ast.parse("".join(cell["source"]))):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.ImportFrom)
            if isinstance(node, ast.Import):
                assert [alias.name for alias in node.names] == ["kg"]


@each
def test_a_notebook_asks_questions_of_the_library(path: Path) -> None:
    known = {query.name for query in queries()}
    for cell in cells(path):
        for node in ast.walk(ast.parse("".join(cell["source"]))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"query", "table"}
            ):
                assert isinstance(node.args[0], ast.Constant)
                assert node.args[0].value in known


@each
def test_the_last_cell_states_what_was_found(path: Path) -> None:
    assert "".join(cells(path)[-1]["source"]).startswith("assert ")


@each
# The kernel's own libraries warn: of their event loop, and of sockets that are closed late.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::RuntimeWarning")
def test_a_notebook_runs(path: Path, tmp_path: Path) -> None:
    if not files("kg").joinpath("data/pipelines/fr/meta.json").is_file():
        pytest.skip("the bundled pipeline is not here; make it with training/")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    notebook = reads(path.read_text(encoding="utf-8"))
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
