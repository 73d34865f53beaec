"""``kg validate``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.build import build
from kg.cli import app
from tests.make_build import find, write_articles

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of two French articles that say the same."""
    folder = tmp_path_factory.mktemp("check")
    build([write_articles(folder / "in", "a1", "a2")], folder / "out", extractor=find)
    return folder / "out"


def test_a_built_graph_conforms_to_its_shapes(out: Path) -> None:
    pytest.importorskip("pyshacl")
    result = RUN.invoke(app, ["validate", str(out)])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"{out}: ")
    assert result.stdout.endswith(" triples, all conform to the shapes\n")
