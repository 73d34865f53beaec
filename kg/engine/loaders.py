"""What other stores are told to load the shards: commands to copy, each from the store's own documentation.

===========  ===========================================================================================
qlever       one command that indexes a stream of N-Quads
jena         ``tdb2.xloader`` into a new TDB2 database; ``tdb2.tdbloader`` where there is one already
virtuoso     its bulk loader, which reads files from a folder that ``DirsAllowed`` names
===========  ===========================================================================================
"""

from __future__ import annotations

import re
from shlex import quote
from typing import TYPE_CHECKING

from kg.engine.places import elsewhere
from kg.errors import KgError
from kg.graph.vocab import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.engine.driver import Shards

__all__ = ["LOADERS", "commands"]


_PLAIN = re.compile(r"[^\"$`\\!]*")
"""What a shell takes as it is between double quotes."""


def _qlever(folder: str, base: str) -> list[str]:
    del base
    near = folder.rpartition("/")[2]  # its patterns must begin in the present folder
    linked = [] if near == folder else [f"ln -s {quote(folder)} {near}"]
    stream = f"--input-files '{near}/*.nq' --cat-input-files 'cat {near}/*.nq' --parallel-parsing true"
    return [
        "# QLever: an index in this folder; with --system docker a copy of the folder of quads in place of a link",
        *linked,
        f"qlever index --system native --name kg --format nq {stream}",
    ]


def _jena(folder: str, base: str) -> list[str]:
    del base
    return [
        "# Apache Jena: a new TDB2 database in the folder DB",
        f"tdb2.xloader --loc DB {quote(folder)}/*.nq",
        "# the same for a smaller graph, or into a database that is there",
        f"tdb2.tdbloader --loader=parallel --loc DB {quote(folder)}/*.nq",
    ]


def _virtuoso(folder: str, base: str) -> list[str]:
    literal = folder.replace("'", "''")
    loading = f"ld_dir('{literal}', '*.nq', '{Vocabulary(base).dataset.value}');"
    shown = f'"{loading}"' if _PLAIN.fullmatch(loading) else quote(loading)
    return [
        "# Virtuoso (isql is isql-vt on Debian): the folder must stand in DirsAllowed of virtuoso.ini",
        f"isql 1111 dba dba exec={shown}",
        "isql 1111 dba dba exec='rdf_loader_run();'  # run several of these at once, one for two or three processors",
        "isql 1111 dba dba exec='checkpoint;'",
        "isql 1111 dba dba exec='SELECT ll_file, ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;'",
    ]


LOADERS: Mapping[str, Callable[[str, str], list[str]]] = {"qlever": _qlever, "jena": _jena, "virtuoso": _virtuoso}
"""What may be asked for, with what makes its lines of a folder of N-Quads and the base of the graph's names."""


def commands(shards: Shards, store: str) -> list[str]:
    """The lines to type so that a store loads shards.

    Raises:
        KgError: nothing is known of such a store.
    """
    if store not in LOADERS:
        raise KgError(f"no loader {store!r}; use one of {', '.join(LOADERS)}")
    folder = f"{shards.place.address}/quads"
    first = []
    if elsewhere(folder):
        scheme = folder.partition("://")[0]
        copy = f"aws s3 sync {quote(folder)} quads" if scheme == "s3" else f"# copy {folder} to the folder quads here"
        first, folder = [copy], "quads"
    return [*first, *LOADERS[store](folder, str(shards.manifest.facts["base"]))]
