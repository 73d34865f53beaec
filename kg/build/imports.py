"""An analyst's own RDF beside the graph: brought in, kept through later builds, and let go.

Each import is a named graph in the store, which queries see together with the data. The folder keeps what was brought
in as sorted N-Triples, so that a build, whose entities may be other ones, joins it anew.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kg.build.folder import held, scratch
from kg.build.report import IMPORTS, REPORT, STORE
from kg.errors import GraphError
from kg.files import part
from kg.graph.foreign import read_rdf
from kg.graph.store import open_store, revise_store
from kg.review.meeting import Meeting, meet
from kg.schema import kept, load_schema

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pyoxigraph import NamedNode, Triple

    from kg.graph.vocab import Vocabulary
    from kg.schema import Schema

__all__ = ["Import", "Imported", "add_import", "forget_import", "imports", "rejoin"]

INDEX = "index.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Import:
    """An import as the folder keeps it.

    Attributes:
        name: of the import; its graph and its file are named after it.
        source: the file it came from, without its folder.
        triples: how many it holds, links to the graph not counted.
        match_names: whether things that are named alike were taken for the same.
    """

    name: str
    source: str
    triples: int
    match_names: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: what is kept, the named graph it lies in, and how it meets the data."""

    kept: Import
    graph: NamedNode
    meeting: Meeting


def imports(folder: Path) -> tuple[Import, ...]:
    """The imports of a graph folder, by name.

    Raises:
        GraphError: the list of imports has been changed, and is wrong now.
    """
    index = part(folder, IMPORTS) / INDEX
    if not index.is_file():
        return ()
    try:
        return tuple(Import(**row) for row in json.loads(index.read_text(encoding="utf-8")))
    except (ValueError, TypeError, OSError, RecursionError) as error:
        raise GraphError(
            f"{index}: not as an import leaves it ({error}); remove {index.parent}, import again"
        ) from error


def add_import(folder: Path, file: Path, *, name: str | None = None, match_names: bool = False) -> Imported:
    """Bring a file in, in place of what may be there under its name.

    Args:
        folder: a graph folder.
        file: RDF in any notation that :data:`kg.graph.foreign.SUFFIXES` names.
        name: of the import; the file's own name without its end unless given.
        match_names: whether things that are named alike, on either side only once, are the same.

    Raises:
        GraphError: the folder holds no graph, the file does not serve, the name cannot be one, or a build is running.
    """
    called = _name(file, name)
    _store(folder)
    with held(folder):
        with open_store(_store(folder)) as store:
            graph = store.vocabulary.imported(called)
            brought = read_rdf(file, graph)
            if not brought:
                raise GraphError(f"{file}: holds no triples; give a file that states something")
            meeting = meet(store, load_schema(kept(folder)), brought, match_names=match_names)
        fresh = Import(called, file.name, len(brought), match_names)
        others = [one for one in imports(folder) if one.name != called]
        with scratch(folder, parts=(IMPORTS, STORE)) as work:
            _keep(work, folder, sorted([*others, fresh], key=lambda one: one.name))
            _write(_file(work, called), brought)
            revise_store(_store(folder), work / STORE, graph, [*brought, *meeting.links])
    return Imported(fresh, graph, meeting)


def forget_import(folder: Path, name: str) -> None:
    """Take an import out of a graph.

    Raises:
        GraphError: there is no such import, the folder holds no graph, or a build is running.
    """
    there = imports(folder)
    if name not in {one.name for one in there}:
        known = ", ".join(one.name for one in there)
        raise GraphError(f"{folder}: no import named {name!r}; {f'there are {known}' if known else 'there is none'}")
    with open_store(_store(folder)) as store:
        graph = store.vocabulary.imported(name)
    with held(folder), scratch(folder, parts=(IMPORTS, STORE)) as work:
        _keep(work, folder, [one for one in there if one.name != name])
        revise_store(_store(folder), work / STORE, graph, ())


def rejoin(folder: Path, store: Path, schema: Schema, vocabulary: Vocabulary) -> None:
    """Put the imports that a folder keeps into a store that has just been built.

    Raises:
        GraphError: what is kept has been changed, and is wrong now.
    """
    for one in imports(folder):
        graph = vocabulary.imported(one.name)
        brought = read_rdf(_file(folder, one.name), graph)
        with open_store(store) as opened:
            meeting = meet(opened, schema, brought, match_names=one.match_names)
        former = store.with_name(f"{store.name}-before")
        store.rename(former)
        revise_store(former, store, graph, [*brought, *meeting.links])
        shutil.rmtree(former)


def _store(folder: Path) -> Path:
    if not part(folder, REPORT).is_file():
        raise GraphError(f"{folder}: holds no graph; build one first: kg build ARTICLES -o {folder}")
    return part(folder, STORE)


def _name(file: Path, given: str | None) -> str:
    name = file.stem if given is None else given
    if not _NAME.fullmatch(name):
        raise GraphError(f"{name!r}: no name for an import; give one of letters, digits, - and _ with --name")
    return name


def _file(folder: Path, name: str) -> Path:
    return part(folder, IMPORTS) / f"{name}.nt"


def _keep(work: Path, folder: Path, those: Sequence[Import]) -> None:
    """Write the list of imports into a scratch folder, and the files of those that were there before."""
    place = work / IMPORTS
    place.mkdir()
    (place / INDEX).write_text(json.dumps([asdict(one) for one in those], indent=2) + "\n", encoding="utf-8")
    for one in those:
        former = _file(folder, one.name)
        if former.is_file():
            _file(work, one.name).write_bytes(former.read_bytes())


def _write(file: Path, triples: Sequence[Triple]) -> None:
    file.write_text("".join(f"{triple} .\n" for triple in triples), encoding="utf-8")
