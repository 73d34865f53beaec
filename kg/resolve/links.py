"""Links out: the item of Wikidata that a known thing is, from a table that comes with the package.

``kg/data/links.tsv`` has a line for each, by class and canonical name, with the source that confirms it
(``kg/data/links.md``). Nothing is asked over the network here.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.model import Entity

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["WIKIDATA", "load_links"]

WIKIDATA = "http://www.wikidata.org/entity/"
"""What the IRI of an item begins with; ``http``, as Wikidata itself writes it in RDF."""


@lru_cache(maxsize=1)
def load_links() -> Mapping[tuple[str, str], str]:
    """The IRI of the item that is the same thing as the known one of a (class, key).

    >>> load_links()["ORG", "nvidia"]
    'http://www.wikidata.org/entity/Q182477'
    """
    lines = files("kg").joinpath("data/links.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return MappingProxyType({(type_, Entity.named(type_, name).key): WIKIDATA + item for type_, name, item, _ in rows})
