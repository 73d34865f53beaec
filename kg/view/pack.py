"""A :class:`GraphData` -> what the page carries: columns instead of rows, each thing said once, packed.

The graph is a struct of columns, so that the name of a field stands once and like things stand together, which is
what gzip likes; numbers that grow are carried as gaps, and those that can nearly be told from another as what is left
of them. What the page can find out by itself is not carried: the names of statements, which are hashes, the order of
evidence, the articles that name an entity because they tell of it. Sentences come apart, in chunks that the page
unpacks when it first shows one of them. The same data gives the same bytes: the compressed parts name neither a time
nor a file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.model import Status
from kg.view.letters import spelt, unspelt
from kg.view.look import RADIUS, looks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kg.view.values import Edge, GraphData, Node, Passage

__all__ = ["CHUNK", "columns", "facts", "pack", "pairs", "passages", "placed", "unpack"]

CHUNK = 4096
"""How many pieces of evidence are packed together; a new chunk begins without what gzip has met in the others."""

_LEVEL = 7
"""Of compression; the highest takes twice as long for pages that are half a per cent smaller."""

_KINDS = ("head", "tail", "trigger")
_STATUSES = tuple(status.value for status in Status)


def pack(content: object) -> str:
    """Text as it is, or anything else as JSON: compressed, in letters that HTML leaves alone."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return spelt(gzip.compress(text.encode(), _LEVEL, mtime=0))


def unpack(page: str, name: str) -> Any:  # noqa: ANN401 - whatever the JSON says
    """The JSON of a part of a page, packed or not; None where the page has no such part, or it is damaged."""
    found = re.search(rf'<script type="application/(json|gzip\+base85)" id="{name}">([^<]*)</script>', page)
    if not found:
        return None
    try:
        return json.loads(found[2] if found[1] == "json" else _unzipped(found[2]))
    except (OSError, EOFError, ValueError, zlib.error):
        return None


def _unzipped(text: str) -> bytes:
    return gzip.decompress(unspelt(text))


def placed(page: str) -> dict[str, tuple[int, int]]:
    """Where the entities of a page stand, by IRI; nothing where it is no page of ours, or one of another making."""
    known, graph = unpack(page, "kg-facts"), unpack(page, "kg-graph")
    try:
        base, nodes = known["base"], graph["nodes"]
        rows = zip(nodes["key"], nodes["x"], nodes["y"], strict=True)
        return {key if "://" in key else f"{base}{key}": (round(x), round(y)) for key, x, y in rows}
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return {}


def pairs(data: GraphData) -> list[tuple[int, int]]:
    """The pairs of nodes that statements join, the smaller place first, in the order in which statements name them."""
    return list(dict.fromkeys((min(edge.head, edge.tail), max(edge.head, edge.tail)) for edge in data.edges))


def columns(data: GraphData, places: Sequence[tuple[int, int]]) -> dict[str, object]:
    """Entities, statements, evidence without its sentences, and articles."""
    classes = _numbers(row.iri for row in data.classes)
    relations = _numbers(row.name for row in data.relations)
    names = _numbers(_publishers(data))
    entity, statement = _bases(data)
    nodes, edges, evidence, articles = data.nodes, data.edges, data.evidence, data.articles
    told = _told(data)
    return {
        "chunk": CHUNK,
        "nodes": {
            "key": [node.iri.removeprefix(entity) for node in nodes],
            "name": [node.name for node in nodes],
            "type": [classes[node.type] for node in nodes],
            "aliases": [node.aliases for node in nodes],
            "links": [node.links for node in nodes],
            "mentions": [node.mentions for node in nodes],
            "rank": [node.rank for node in nodes],
            "community": [node.community for node in nodes],
            "x": [x for x, _ in places],
            "y": [y for _, y in places],
            "degree": [node.degree for node in nodes],
            "others": [_others(node, known) for node, known in zip(nodes, told, strict=True)],
        },
        "told": [
            dict(node.articles).get(article, -1) for node, known in zip(nodes, told, strict=True) for article in known
        ],
        "edges": {
            "key": {place: edge.iri.removeprefix(statement) for place, edge in _unhashed(data)},
            "head": [edge.head for edge in edges],
            "relation": [relations[edge.relation] for edge in edges],
            "tail": [edge.tail for edge in edges],
            "status": [_STATUSES.index(edge.status) for edge in edges],
            "confidence": [_exact(edge.confidence) for edge in edges],
            "sources": [edge.sources for edge in edges],
            "roles": {place: edge.roles for place, edge in enumerate(edges) if edge.roles},
        },
        "evidence": {
            "article": _gaps(passage.article for passage in evidence),
            "statement": _backed(data),
            "status": [_STATUSES.index(passage.status) for passage in evidence],
            "confidence": [_exact(passage.confidence) for passage in evidence],
        },
        "articles": {
            "title": [article.title for article in articles],
            "date": [article.date for article in articles],
            "url": [article.url for article in articles],
            "path": [article.path for article in articles],
            "publisher": [names[article.publisher] if article.publisher else -1 for article in articles],
            "language": [article.language for article in articles],
        },
    }


def _unhashed(data: GraphData) -> Iterator[tuple[int, Edge]]:
    """The statements whose IRI is not what :meth:`kg.graph.vocab.Vocabulary.statement` makes of the triple."""
    relations = {row.name: row.uri for row in data.relations}
    base = _bases(data)[1]
    for place, edge in enumerate(data.edges):
        triple = "\n".join((data.nodes[edge.head].iri, relations[edge.relation], data.nodes[edge.tail].iri))
        if edge.iri != base + hashlib.blake2b(triple.encode(), digest_size=12).hexdigest():
            yield place, edge


def _backed(data: GraphData) -> list[int]:
    """The statement that each piece of evidence backs."""
    statement = {place: number for number, edge in enumerate(data.edges) for place in edge.evidence}
    return [statement[place] for place in range(len(data.evidence))]


def _told(data: GraphData) -> list[list[int]]:
    """For each entity the articles, in order, that tell of it: their sentences back a statement that it is part of."""
    found: list[dict[int, None]] = [{} for _ in data.nodes]
    for passage, number in zip(data.evidence, _backed(data), strict=True):
        edge = data.edges[number]
        found[edge.head][passage.article] = found[edge.tail][passage.article] = None
    return [list(articles) for articles in found]


def _others(node: Node, told: Collection[int]) -> list[int]:
    """The articles that only name an entity, as gaps, each with the number of mentions."""
    others = [(article, mentions) for article, mentions in node.articles if article not in told]
    gaps = _gaps(article for article, _ in others)
    return [number for gap, (_, mentions) in zip(gaps, others, strict=True) for number in (gap, mentions)]


def passages(data: GraphData) -> list[dict[str, object]]:
    """The sentences of the evidence, in chunks."""
    names = [(_units(data.nodes[edge.head].name), _units(data.nodes[edge.tail].name), 0) for edge in data.edges]
    known = [names[number] for number in _backed(data)]
    starts = range(0, len(data.evidence), CHUNK)
    return [_chunk(data.evidence[start : start + CHUNK], known[start : start + CHUNK]) for start in starts]


def _chunk(evidence: Sequence[Passage], names: Sequence[tuple[int, ...]]) -> dict[str, object]:
    """Evidence with its sentences, ``names`` being how long a mark of each kind is likely to be.

    ``back`` says how many sentences ago the passage was first said, 0 where it is new; ``rest`` by how much the passage
    is longer in its file, with its markup; a mark is ``after`` the one before it, and ``longer`` than the name.
    """
    sentences, methods = _numbers(one.text for one in evidence), _numbers(one.extracted_by for one in evidence)
    marks = [_marks(one) for one in evidence]
    return {
        "sentences": list(sentences),
        "back": _back(sentences[one.text] for one in evidence),
        "start": _gaps(one.start for one in evidence),
        "rest": [one.end - one.start - _units(one.text) for one in evidence],
        "methods": list(methods),
        "by": [methods[one.extracted_by] for one in evidence],
        "marks": [len(found) for found in marks],
        "kind": [kind for found in marks for _, _, kind in found],
        "after": [start - end for found in marks for (_, end, _), (start, _, _) in pairwise([(0, 0, 0), *found])],
        "longer": [
            end - start - usual[kind] for found, usual in zip(marks, names, strict=True) for start, end, kind in found
        ],
    }


def _back(places: Iterable[int]) -> list[int]:
    """Places among things that are numbered as they come, as how many things ago they came; 0 for the next one."""
    found, met = [], 0
    for place in places:
        found.append(met - place)
        met += place == met
    return found


def _marks(passage: Passage) -> list[tuple[int, int, int]]:
    """Start, end and kind of each mark, counted as scripts count."""
    text = passage.text
    if text.isascii() or max(text) <= "\uffff":
        return [(start, end, _KINDS.index(kind)) for start, end, kind in passage.marks]
    return [(_units(text[:start]), _units(text[:end]), _KINDS.index(kind)) for start, end, kind in passage.marks]


def _units(text: str) -> int:
    """How long a text is for a script: a character beyond U+FFFF is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def facts(data: GraphData, *, title: str, language: str, drawn: int, embed: bool) -> dict[str, object]:
    """What the page knows beside the graph."""
    look = looks(row.iri for row in data.classes)
    entity, statement = _bases(data)
    return {
        "title": title,
        "language": language,
        "embed": embed,
        "classes": [
            {
                "iri": row.iri,
                "uri": row.uri,
                "label": dict(row.label),
                "color": look[row.iri].color,
                "shape": look[row.iri].shape,
            }
            for row in data.classes
        ],
        "relations": [
            {
                "name": row.name,
                "uri": row.uri,
                "label": dict(row.label),
                "inverse": dict(row.inverse),
                "symmetric": row.symmetric,
            }
            for row in data.relations
        ],
        "publishers": _publishers(data),
        "base": entity,
        "statementBase": statement,
        "prefixes": dict(data.prefixes),
        "drawn": drawn,
        "radius": RADIUS,
        "hidden": {"entities": data.hidden.entities, "statements": data.hidden.statements},
    }


def _bases(data: GraphData) -> tuple[str, str]:
    """What the IRIs of entities begin with, and those of statements."""
    statement = data.prefixes["statement"]
    return statement.removesuffix("statement/"), statement


def _publishers(data: GraphData) -> list[str]:
    """The publishers, the one of the most articles first."""
    counts: dict[str, int] = {}
    for article in data.articles:
        if article.publisher:
            counts[article.publisher] = counts.get(article.publisher, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def _numbers(names: Iterable[str]) -> Mapping[str, int]:
    """Each name with its place among the distinct ones."""
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def _gaps(numbers: Iterable[int]) -> list[int]:
    """Each number as what it adds to the one before it."""
    return [after - before for before, after in pairwise([0, *numbers])]


def _exact(confidence: float) -> int:
    """A confidence in ten-thousandths, as finely as the graph says it."""
    return round(10_000 * confidence)
