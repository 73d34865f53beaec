"""The house: rooms import only from those above them, and foreign engines stay in the room that owns them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

import kg
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "kg"
ROOMS = (
    "errors", "files", "later", "model", "schema", "read", "extract", "resolve", "harvest", "graph", "engine",
    "view", "ask", "evaluate", "review", "remote", "build", "notebook", "serve", "cli",
)  # fmt: skip
"""The reading order; each may import only from those before it."""

OWNERS = {
    "spacy": {"extract"},
    "frontmatter": {"read"},
    "markdown_it": {"read"},
    # Whoever reads an open store reads its terms.
    "pyoxigraph": {"graph", "engine", "ask", "evaluate", "review", "remote", "build", "notebook", "serve"},
    "pyvis": {"view"},
    "IPython": {"notebook"},
    "matplotlib": {"notebook"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
    "typer": {"cli"},
    "rich": {"cli"},
    "fsspec": {"engine"},
    "ray": {"engine"},
}
"""Which rooms may import a foreign package; every other package is anyone's."""


def imports(source: str, module: str) -> set[str]:
    """Every module that a source imports anywhere, as absolute dotted names, ``from x import y`` as ``x.y``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".")[: -node.level] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            found.update(f"{stem}.{alias.name}" for alias in node.names)
    return found


def violations(source: str, module: str) -> list[str]:
    """What a module imports against the order of rooms, or from another room's engine."""
    room = module.split(".")[1]
    wrong = []
    for name in sorted(imports(source, module)):
        top, *rest = name.split(".")
        if top == "kg" and rest and rest[0] in ROOMS and ROOMS.index(rest[0]) > ROOMS.index(room):
            wrong.append(f"{module} imports {name}, which lies below it")
        if room not in OWNERS.get(top, {room}):
            wrong.append(f"{module} imports {name}; only {', '.join(sorted(OWNERS[top]))} may")
    return wrong


def modules() -> list[tuple[str, Path]]:
    """Every module of a room, by dotted name; the package's own front and ``__main__`` belong to no room."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if len(parts) > 2 or parts[1] in ROOMS:
            found.append((".".join(parts), path))
    return found


@pytest.mark.parametrize(("module", "path"), modules(), ids=[name for name, _ in modules()])
def test_a_module_imports_only_what_lies_above_it(module: str, path: Path) -> None:
    assert violations(path.read_text(encoding="utf-8"), module) == []


def test_the_order_is_that_of_the_map_in_the_package() -> None:
    mapped = re.findall(r"^([a-z]+) {2,}\S", kg.__doc__ or "", flags=re.MULTILINE)
    assert tuple(mapped) == ROOMS


def test_the_map_names_every_room_and_nothing_else() -> None:
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert there - {"__init__", "__main__"} == set(ROOMS)


@pytest.mark.parametrize(
    ("module", "source", "culprit"),
    [
        ("kg.model", "from kg.graph.store import open_store", "kg.graph.store.open_store"),
        ("kg.model", "from kg import cli", "kg.cli"),
        ("kg.read.dates", "from ..view import page", "kg.view.page"),
        ("kg.read.dates", "def late():\n    import kg.build.job", "kg.build.job"),
        ("kg.graph.rdf", "if TYPE_CHECKING:\n    from kg.ask import Query", "kg.ask.Query"),
        ("kg.view.page", "import pyoxigraph as ox", "pyoxigraph"),
        ("kg.ask.tables", "from spacy.tokens import Doc", "spacy.tokens.Doc"),
        ("kg.build.job", "from rich.progress import Progress", "rich.progress.Progress"),
    ],
)
def test_a_planted_violation_is_caught_and_named(module: str, source: str, culprit: str) -> None:
    [message] = violations(source, module)
    assert message.startswith(f"{module} imports {culprit}")


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("kg.cli.build", "from kg.build import build\nimport typer"),
        ("kg.graph.rdf", "from .vocab import KG\nfrom kg.model import Article\nimport pyoxigraph"),
        ("kg.extract.names", "import spacy"),
        ("kg.build.job", "from kg import __version__"),
    ],
)
def test_an_import_from_above_is_let_through(module: str, source: str) -> None:
    assert violations(source, module) == []
