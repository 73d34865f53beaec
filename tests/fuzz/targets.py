"""Every reader as a function of bytes: it returns, or refuses in words that can be printed; all else is a fault."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.ask.header import parse_query
from kg.errors import KgError
from kg.evaluate.gold import read_gold
from kg.graph.foreign import SUFFIXES, read_rdf
from kg.read import parse_article
from kg.read.articles import decode_article
from kg.read.dates import parse_date
from kg.read.language import language_code
from kg.read.passages import normalise
from kg.resolve.decisions import decoded, parse_decisions
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Article

__all__ = ["READERS", "SEEDS", "TARGETS"]

SEEDS = Path(__file__).with_name("seeds")
"""A folder for each target."""

GRAPH = NamedNode("https://kg.example/import/x")


@cache
def _folder() -> Path:
    """A folder for readers that take a path and no bytes."""
    return Path(tempfile.mkdtemp(prefix="kg-fuzz-"))


def _file(data: bytes, name: str) -> Path:
    path = _folder() / name
    path.write_bytes(data)
    return path


def _check(article: Article) -> None:
    """Every character of every block is where its runs say, and all that is said of the article can be written."""
    for index, block in enumerate(article.blocks):
        shown = "".join(article.text[run.source : run.source + run.length] for run in block.runs)
        assert normalise(shown) == block.text
        assert all(parent < index for parent in block.parents)
        assert all(0 <= start < end <= len(block.text) for start, end in block.bold)
    for said in (article.id, article.title, article.language, article.url or "", *article.authors, *article.tags):
        said.encode()


def _markdown(data: bytes) -> None:
    _check(decode_article(data, name="a.md", place="a.md"))


def _plain(data: bytes) -> None:
    _check(decode_article(data, name="a.txt", place="a.txt"))


def _front_matter(data: bytes) -> None:
    """Between the lines that enclose it, so that no luck is needed to find them."""
    text = data[1:].decode("utf-8", "replace")
    mark = ("---", "+++")[data[:1] > b"\x7f"]
    _check(parse_article(f"{mark}\n{text}\n{mark}\nUn texte.\n", name="a.md", content_hash="0"))


def _words(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    language_code(text)
    try:
        moment = parse_date(text)
    except ValueError:
        return
    assert parse_date(moment.isoformat()) == moment


def _schema(data: bytes) -> None:
    load_schema(_file(data, "kg.toml"))


def _names(data: bytes) -> None:
    load_schema(_file(data, "names.jsonl"))


def _decisions(data: bytes) -> None:
    parse_decisions(decoded(data, "decisions.yaml"), "decisions.yaml", load_schema())


def _query(data: bytes) -> None:
    parse_query(data.decode("utf-8", "replace"))


def _gold(data: bytes) -> None:
    read_gold(_file(data, "gold.jsonl"), load_schema())


def _rdf(data: bytes) -> None:
    """The first byte chooses the notation."""
    suffixes = sorted(SUFFIXES)
    read_rdf(_file(data[1:], "x" + suffixes[(data[:1] or b"\0")[0] % len(suffixes)]), GRAPH)


def _refusing(reader: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The reader whose refusals are no faults, so long as they can be printed."""

    def tried(data: bytes) -> None:
        try:
            reader(data)
        except KgError as error:
            refusal = str(error)
        else:
            return
        assert refusal.encode().strip()

    return tried


READERS: dict[str, Callable[[bytes], None]] = {
    "markdown": _markdown, "plain": _plain, "front_matter": _front_matter, "words": _words, "schema": _schema,
    "names": _names, "decisions": _decisions, "query": _query, "gold": _gold, "rdf": _rdf,
}  # fmt: skip
"""The readers by name."""

TARGETS = {name: _refusing(reader) for name, reader in READERS.items()}
"""The readers by name, allowed to refuse."""
