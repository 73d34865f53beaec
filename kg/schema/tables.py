"""One table of a schema file -> one class or relation, checked.

What an analyst writes about a class or relation that is there already adds to it: signatures, triggers and patterns
are joined, labels take the place of the former ones. What decides how a graph is read, the IRI of a class and
whether a relation is symmetric, stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.schema.check import nearest, shown, similar
from kg.schema.frames import read_frame
from kg.schema.types import EntityClass, RelationType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kg.schema.check import Node
    from kg.schema.frames import Frame

__all__ = ["PREFIXES", "RESERVED", "read_class", "read_relation"]

PREFIXES = ("kg", "schema", "skos", "rdf", "rdfs", "owl", "xsd", "oa", "prov", "dcterms", "wd")
"""What may stand before the colon of a compact IRI."""

RESERVED = frozenset({
    "Doubt", "Evidence", "Mention", "Merge", "Reading", "Statement", "articleCount", "between", "change",
    "confidence", "contentHash", "copyOf", "evidence", "extractedBy", "firstSeen", "inverseLabel", "lastSeen",
    "mentionCount", "mentionOf", "mergedBecause", "model", "name", "object", "option", "path", "pipelineHash",
    "predicate", "readAs", "readClass", "readCount", "reason", "reviewed", "role", "rule", "score", "similarity",
    "sourceCount", "status", "subject", "trigger", "tripleCount", "validFrom", "validUntil",
})  # fmt: skip
"""Names in the namespace of the graph that it needs for itself."""

MAX_CLASSES = 100
"""Classes on one side of a signature, every one of which it joins to every one on the other side."""

_OCCUPIED = {f"kg:{name}" for name in RESERVED} | {"schema:NewsArticle", "schema:Dataset"}
_CLASS = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_RELATION = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_COMPACT = re.compile(r"(?P<prefix>[A-Za-z][A-Za-z0-9]*):[A-Za-z_][A-Za-z0-9_-]*")
_STEP = r"([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
_FULL = re.compile(rf"https?://[A-Za-z0-9.-]+(:[0-9]{{1,4}})?(/{_STEP})?(#{_STEP})?")
IRI = '"schema:Drug" or "https://data.example/Drug"'


def read_class(name: str, row: Node, known: Mapping[str, EntityClass]) -> EntityClass:
    """The class that a table ``[classes.NAME]`` describes."""
    old = known.get(name)
    fields = row.fields(
        ("iri", "label", "comment", "broader"),
        required=() if old else ("label",),
        meant=similar(name, known, least=0.82),
    )
    if not _CLASS.fullmatch(name):
        row.fault(f"{shown(name)} is no name of a class", f"write it in capitals, such as {_capitals(name)}")
    iri = old.iri if old else "kg:" + "".join(part.capitalize() for part in name.split("_"))
    given = _iri(fields["iri"])
    node = fields["iri"] if given else row
    if old and given not in {"", iri}:
        node.fault(f"{name} is there already, as {iri}", "leave the iri out")
    iri = given or iri
    bearer = next((one.name for one in known.values() if one.iri == iri and one.name != name), None)
    if iri in _OCCUPIED:
        node.fault(f"{iri} is taken by the graph itself", "give another iri")
    elif bearer is not None:
        node.fault(f"{iri} is the class {bearer} already", "give another iri")
    label, comment, broader = fields["label"].labels(), fields["comment"].labels(), _iri(fields["broader"])
    if old is None:
        return EntityClass(name, iri, label, comment, broader or None)
    return EntityClass(name, iri, {**old.label, **label}, {**old.comment, **comment}, broader or old.broader)


def _capitals(name: str) -> str:
    words = "_".join(re.findall(r"[A-Z0-9]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", name).upper()))
    return words if _CLASS.fullmatch(words) else "DRUG or LEGAL_CASE"


def read_relation(name: str, row: Node, classes: Collection[str], known: Mapping[str, RelationType]) -> RelationType:
    """The relation that a table ``[relations.name]`` describes, between classes that exist."""
    old = known.get(name)
    allowed = ("label", "inverse", "signatures", "symmetric", "triggers", "patterns", "close_match")
    fields = row.fields(
        allowed, required=() if old else ("label", "signatures"), meant=similar(name, known, least=0.82)
    )
    if old is None:
        _check_name(name, row, known)
    symmetric = fields["symmetric"].truth(default=old.symmetric if old else False)
    if old and symmetric != old.symmetric:
        fields["symmetric"].fault(f"{name} is there already and is not so", "leave it out, or choose another name")
    label, inverse = fields["label"].labels(), fields["inverse"].labels()
    signatures = frozenset(_signatures(fields["signatures"], classes))
    if old is None and fields["signatures"].value == []:
        fields["signatures"].fault("no signature, so it would join nothing", 'write "HEAD, … -> TAIL, …"')
    if symmetric:
        signatures |= {(tail, head) for head, tail in signatures}
    close_match = [_iri(node) for _, node in fields["close_match"].texts('["schema:memberOf"]')]
    triggers, patterns = _triggers(fields["triggers"]), _patterns(fields["patterns"])
    return RelationType(
        name,
        {**(old.label if old else {}), **label},
        {**(old.inverse if old else label), **inverse},
        (old.signatures if old else frozenset()) | signatures,
        symmetric,
        tuple(dict.fromkeys([*(old.close_match if old else ()), *close_match])),
        tuple(dict.fromkeys([*(old.triggers if old else ()), *triggers])),
        tuple(dict.fromkeys([*(old.patterns if old else ()), *patterns])),
    )


def _check_name(name: str, row: Node, known: Collection[str]) -> None:
    twin = next((one for one in known if one.casefold() == name.casefold()), None)
    if not _RELATION.fullmatch(name):
        first, *others = re.findall(r"[A-Za-z0-9]+", name) or ["isMadeOf"]
        word = first[:1].lower() + first[1:] + "".join(other[:1].upper() + other[1:] for other in others)
        example = word if _RELATION.fullmatch(word) else "isMadeOf"
        row.fault(f"{shown(name)} is no name of a relation", f"write one word, such as {example}")
    elif name in RESERVED:
        row.fault(f"{name} is a word of the graph itself", "choose another name")
    elif twin is not None:
        row.fault(f"{name} and {twin} differ in capitals only", f"write {twin}, or choose another name")


def _signatures(node: Node, classes: Collection[str]) -> Iterator[tuple[str, str]]:
    for text, place in node.texts('["HEAD, … -> TAIL, …"]'):
        heads, _, tails = text.partition("->")
        sides = [[name.strip() for name in side.split(",")] for side in (heads, tails)]
        if not all(name for side in sides for name in side):
            place.fault(f"{shown(text)} is no signature", 'write "HEAD, … -> TAIL, …" with names of classes')
            continue
        if max(map(len, sides)) > MAX_CLASSES:
            place.fault(f"more than {MAX_CLASSES} classes on a side of a signature", "write several signatures")
            continue
        for name in dict.fromkeys(name for side in sides for name in side):
            if name not in classes:
                place.fault(f"unknown class {shown(name)} in a signature", nearest(name, classes))
        yield from ((head, tail) for head in sides[0] for tail in sides[1])


def _triggers(node: Node) -> Iterator[str]:
    for text, place in node.texts('["soigner", "traitement"]'):
        if len(text.split()) > 1:
            place.fault(f"the trigger {shown(text)} is several words", "write one word, or a pattern")
        yield text


def _patterns(node: Node) -> Iterator[Frame]:
    for text, place in node.texts('["HEAD racheter TAIL"]'):
        try:
            frame = read_frame(text)
        except ValueError as error:
            problem, _, advice = str(error).partition("; ")
            place.fault(f"the pattern {shown(text)} cannot be read: {problem}", advice)
            continue
        words = [*frame.head.markers, *frame.tail.markers, *(word for phrase in frame.governors for word in phrase)]
        if not all(words):
            place.fault(f"an alternative in the pattern {shown(text)} is empty", "put a word on both sides of | and _")
        yield frame


def _iri(node: Node) -> str:
    text = node.text(IRI)
    compact = _COMPACT.fullmatch(text)
    if compact and compact["prefix"] not in PREFIXES:
        node.fault(f"unknown prefix in {shown(text)}", f"{nearest(compact['prefix'], PREFIXES)}")
    elif text and not compact and not _FULL.fullmatch(text):
        node.fault(f"{shown(text)} is no IRI", f"write {IRI}")
    return text
