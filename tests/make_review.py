"""Builder: a graph folder with something doubtful of every kind, and no articles beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.store import write_store
from tests.ask_sample import triples

if TYPE_CHECKING:
    from pathlib import Path


def doubtful(folder: Path) -> Path:
    """The sample as a graph folder: one doubtful merge, one doubtful class, relations of 0.8 and 0.9."""
    folder.mkdir(parents=True, exist_ok=True)
    write_store(folder / "store", triples())
    return folder


def written(folder: Path) -> str:
    """The decisions of a folder, without the comment above them; an empty text where it has none."""
    path = folder / "decisions.yaml"
    return path.read_text(encoding="utf-8").partition("decisions:\n")[2] if path.exists() else ""
