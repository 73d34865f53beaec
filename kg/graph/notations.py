"""The RDF notations: Turtle, N-Triples, N-Quads, TriG, JSON-LD, RDF/XML, each written as a stream.

Oxigraph's serialisers do the work; here is what they leave open. Turtle gets the prefixes in the order of
the vocabulary and an empty line after each subject, JSON-LD its context, and RDF/XML only such characters
as XML can hold. Each function takes what to write and a stream. N-Quads and TriG keep the ontology and what was brought
along in named graphs; the others hold the ontology and the data, and nothing of what was brought along.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from typing import IO, TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple

from kg.graph.reification import Reification, reified
from kg.graph.vocab import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.graph.store import Store
    from kg.graph.vocab import Vocabulary

__all__ = [
    "Source",
    "turtle_header",
    "turtle_paragraphs",
    "write_jsonld",
    "write_nquads",
    "write_ntriples",
    "write_rdfxml",
    "write_trig",
    "write_turtle",
    "xml_text",
]  # fmt: skip

_PREFIXES = re.compile(rb"\A(?:@prefix [^\n]*\n)*")
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Source:
    """What to write.

    Attributes:
        store: an open graph.
        ontology: what to put before the data.
        reification: how statements say which triple they are about.
    """

    store: Store
    ontology: Sequence[Triple] = ()
    reification: Reification = Reification.NONE

    @property
    def vocabulary(self) -> Vocabulary:
        """The names that the graph uses."""
        return self.store.vocabulary

    def data(self) -> Iterator[Triple]:
        """The data in reading order."""
        return reified(self.store.triples(), self.store, self.reification)

    def triples(self) -> Iterator[Triple]:
        """The ontology and the data."""
        return chain(self.ontology, self.data())

    def quads(self) -> Iterator[Quad]:
        """The data in the default graph, then the ontology and each import in its own."""
        yield from (Quad(triple.subject, triple.predicate, triple.object) for triple in self.data())
        named = [(self.vocabulary.ontology, self.ontology)]
        named += [(graph, self.store.named(graph)) for graph in self.store.imports]
        for graph, triples in named:
            yield from (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


def write_turtle(source: Source, stream: IO[bytes]) -> None:
    """Write RDF 1.1 Turtle, the ontology first, a paragraph for each subject."""
    prefixes = dict(source.vocabulary.prefixes)
    with _Paragraphs(stream, prefixes) as paragraphs:
        pyoxigraph.serialize(source.triples(), paragraphs, RdfFormat.TURTLE, prefixes=prefixes)


def write_trig(source: Source, stream: IO[bytes]) -> None:
    """Write TriG: the data in the default graph, the ontology in its own."""
    prefixes = dict(source.vocabulary.prefixes)
    with _Paragraphs(stream, prefixes) as paragraphs:
        pyoxigraph.serialize(source.quads(), paragraphs, RdfFormat.TRIG, prefixes=prefixes)


def write_ntriples(source: Source, stream: IO[bytes]) -> None:
    """Write N-Triples, the ontology first."""
    pyoxigraph.serialize(source.triples(), stream, RdfFormat.N_TRIPLES)


def write_nquads(source: Source, stream: IO[bytes]) -> None:
    """Write N-Quads: the data in the default graph, the ontology in its own."""
    pyoxigraph.serialize(source.quads(), stream, RdfFormat.N_QUADS)


def write_rdfxml(source: Source, stream: IO[bytes]) -> None:
    """Write RDF/XML, with U+FFFD for every character that XML 1.0 cannot hold."""
    triples = map(_for_xml, source.triples())
    pyoxigraph.serialize(triples, stream, RdfFormat.RDF_XML, prefixes=dict(source.vocabulary.prefixes))


def write_jsonld(source: Source, stream: IO[bytes]) -> None:
    """Write JSON-LD 1.1, compacted by the prefixes, one subject a line."""
    short = lru_cache(1 << 16)(source.vocabulary.compact)
    encode = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make one for each subject
    context = encode(dict(source.vocabulary.prefixes))
    stream.write(f'{{"@context": {context},\n"@graph": ['.encode())
    separator = "\n"
    for subject, group in groupby(source.triples(), key=lambda triple: triple.subject):
        node: dict[str, list[object]] = {}
        for triple in group:
            if triple.predicate == RDF.type and isinstance(triple.object, NamedNode):
                node.setdefault("@type", []).append(short(triple.object.value))
            else:
                node.setdefault(short(triple.predicate.value), []).append(_json(triple.object, short))
        values = {key: found[0] if len(found) == 1 else found for key, found in node.items()}
        line = encode({"@id": _json_id(subject, short), **values})
        stream.write(f"{separator}{line}".encode())
        separator = ",\n"
    stream.write(b"\n]}\n")


def xml_text(text: str) -> str:
    """The text, with U+FFFD for every character that XML 1.0 cannot hold, not even escaped."""
    return _NOT_XML.sub("\ufffd", text)


def turtle_header(prefixes: Mapping[str, str]) -> bytes:
    """What a Turtle file begins with."""
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items()).encode() + b"\n"


def turtle_paragraphs(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> list[bytes]:
    """What a Turtle file says of each subject; put after :func:`turtle_header`, they are what `write_turtle` writes.

    Args:
        triples: those of one subject side by side.
        prefixes: of the file.
    """
    stream = io.BytesIO()
    pyoxigraph.serialize(triples, stream, RdfFormat.TURTLE, prefixes=dict(prefixes))
    lines = _PREFIXES.sub(b"", stream.getvalue(), count=1)
    return [paragraph + b" .\n\n" for paragraph in lines.split(b" .\n")[:-1]]


class _Paragraphs(io.BytesIO):
    """Passes Turtle on to a stream, with other prefix lines and an empty line after each subject.

    Oxigraph writes no raw line break inside a literal, so a line that ends in " ." ends a subject.
    """

    def __init__(self, stream: IO[bytes], prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._stream, self._rest, self._in_header = stream, b"", True
        stream.write(turtle_header(prefixes))

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Take the next piece, of any length."""
        self._rest += data
        lines, end, self._rest = self._rest.rpartition(b"\n")
        text = lines + end
        while self._in_header and text:
            line, _, after = text.partition(b"\n")
            self._in_header = line.startswith(b"@prefix ")
            text = after if self._in_header else text
        self._stream.write(text.replace(b" .\n", b" .\n\n"))
        return len(data)

    def close(self) -> None:
        """Write what is left; the stream below stays open."""
        if not self.closed:
            self._stream.write(self._rest)
        super().close()


def _for_xml(triple: Triple) -> Triple:
    value = triple.object
    if not isinstance(value, Literal) or not _NOT_XML.search(value.value):
        return triple
    text = xml_text(value.value)
    clean = Literal(text, language=value.language) if value.language else Literal(text, datatype=value.datatype)
    return Triple(triple.subject, triple.predicate, clean)


def _json(term: object, short: Callable[[str], str]) -> object:
    if not isinstance(term, Literal):
        return {"@id": _json_id(term, short)}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    if term.datatype == XSD.string:
        return term.value
    if term.datatype == XSD.integer and _WHOLE.fullmatch(term.value):
        return int(term.value)
    return {"@type": short(term.datatype.value), "@value": term.value}


def _json_id(term: object, short: Callable[[str], str]) -> str:
    return short(term.value) if isinstance(term, NamedNode) else str(term)
