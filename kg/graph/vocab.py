"""Closed vocabularies, the one prefix table, and the only place where IRIs are minted.

A term is an attribute: ``SCHEMA.NewsArticle`` is a :class:`pyoxigraph.NamedNode`, and a misspelt one is an
error for the type checker and an ``AttributeError`` at run time. :class:`Vocabulary` holds what depends on
the base IRI: the ontology's own terms, and the names of resources.

Names of resources are minted from content alone, so that reading the same articles again gives the same
names. A name that people read keeps its letters, writes a space as ``_`` and percent-encodes the rest, so
that ``a b``, ``a_b`` and ``a.b`` stay three names and the text can be read back; what joins several things
(a statement, a mention, a piece of evidence) is the hash of their names.
"""

# ruff: noqa: N815 - terms are spelt as their vocabularies spell them

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from inspect import get_annotations
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import GraphError, SchemaError
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Entity
    from kg.schema import EntityClass

__all__ = [
    "DCTERMS",
    "DEFAULT_BASE",
    "OA",
    "OWL",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SKOS",
    "XSD",
    "Vocabulary",
    "local",
]

DEFAULT_BASE = "https://kg.example/"
"""``.example`` is reserved (RFC 2606), so the default can never clash with a real site."""


class Namespace:
    """The terms that a subclass annotates, each its namespace IRI followed by the attribute's name."""

    def __init__(self, iri: str) -> None:
        self.iri = iri
        for name in get_annotations(type(self)):
            setattr(self, name, NamedNode(iri + name))


class _Rdf(Namespace):
    first: NamedNode
    nil: NamedNode
    rest: NamedNode
    type: NamedNode


class _Rdfs(Namespace):
    comment: NamedNode
    domain: NamedNode
    label: NamedNode
    range: NamedNode
    subClassOf: NamedNode


class _Owl(Namespace):
    AnnotationProperty: NamedNode
    Class: NamedNode
    DatatypeProperty: NamedNode
    ObjectProperty: NamedNode
    Ontology: NamedNode
    SymmetricProperty: NamedNode
    sameAs: NamedNode
    unionOf: NamedNode


class _Xsd(Namespace):
    anyURI: NamedNode
    date: NamedNode
    dateTime: NamedNode
    decimal: NamedNode
    integer: NamedNode
    string: NamedNode


class _Skos(Namespace):
    altLabel: NamedNode
    closeMatch: NamedNode


class _Schema(Namespace):
    Dataset: NamedNode
    NewsArticle: NamedNode
    author: NamedNode
    datePublished: NamedNode
    domainIncludes: NamedNode
    headline: NamedNode
    identifier: NamedNode
    inLanguage: NamedNode
    keywords: NamedNode
    mentions: NamedNode
    publisher: NamedNode
    rangeIncludes: NamedNode
    sameAs: NamedNode
    softwareVersion: NamedNode
    url: NamedNode


class _Oa(Namespace):
    end: NamedNode
    exact: NamedNode
    hasSource: NamedNode
    start: NamedNode


class _Prov(Namespace):
    Activity: NamedNode
    endedAtTime: NamedNode
    generated: NamedNode
    startedAtTime: NamedNode
    wasGeneratedBy: NamedNode
    wasInformedBy: NamedNode


class _Dcterms(Namespace):
    conformsTo: NamedNode


RDF = _Rdf("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = _Rdfs("http://www.w3.org/2000/01/rdf-schema#")
OWL = _Owl("http://www.w3.org/2002/07/owl#")
XSD = _Xsd("http://www.w3.org/2001/XMLSchema#")
SKOS = _Skos("http://www.w3.org/2004/02/skos/core#")
SCHEMA = _Schema("https://schema.org/")
OA = _Oa("http://www.w3.org/ns/oa#")
PROV = _Prov("http://www.w3.org/ns/prov#")
DCTERMS = _Dcterms("http://purl.org/dc/terms/")


class Ontology(Namespace):
    """The ontology's own terms; the relations come from the schema, through :meth:`Vocabulary.relation`."""

    Doubt: NamedNode
    Evidence: NamedNode
    Mention: NamedNode
    Merge: NamedNode
    Reading: NamedNode
    Statement: NamedNode
    articleCount: NamedNode
    between: NamedNode
    change: NamedNode
    confidence: NamedNode
    contentHash: NamedNode
    copyOf: NamedNode
    evidence: NamedNode
    extractedBy: NamedNode
    firstSeen: NamedNode
    inverseLabel: NamedNode
    lastSeen: NamedNode
    mentionCount: NamedNode
    mentionOf: NamedNode
    mergedBecause: NamedNode
    model: NamedNode
    name: NamedNode
    object: NamedNode
    option: NamedNode
    path: NamedNode
    pipelineHash: NamedNode
    predicate: NamedNode
    readAs: NamedNode
    readClass: NamedNode
    readCount: NamedNode
    reason: NamedNode
    reviewed: NamedNode
    role: NamedNode
    rule: NamedNode
    score: NamedNode
    similarity: NamedNode
    sourceCount: NamedNode
    status: NamedNode
    subject: NamedNode
    trigger: NamedNode
    tripleCount: NamedNode
    validFrom: NamedNode
    validUntil: NamedNode


_TAKEN = frozenset(get_annotations(Ontology))

KINDS = ("article", "statement", "evidence", "mention", "merge", "reading", "doubt", "run")
"""What a resource that is no entity can be, as the first step of its path, in reading order."""

# Letters that Turtle and SPARQL allow in a prefixed name as they are: ASCII, and the Latin of European languages.
_PLAIN = "A-Za-z0-9.:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f-"
_ENCODED = re.compile(rf"^\.|\.$|[^{_PLAIN}]")
_CLASS_NAME = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")


def local(iri: str) -> str:
    """The local name of a compact or full IRI.

    >>> local("schema:Organization"), local("https://kg.example/ns#develops")
    ('Organization', 'develops')
    """
    return re.split(r"[:/#]", iri)[-1]


@dataclass(frozen=True)
class Vocabulary:
    """What the base IRI decides: the ontology's namespace, the names of resources, the prefixes.

    Attributes:
        base: an absolute IRI that ends in ``/`` or ``#``; the ontology is ``<base>ns#``, resources lie
            under ``<base>id/``.

    Raises:
        GraphError: ``base`` is not such an IRI.

    >>> from kg.model import Entity
    >>> Vocabulary().entity(Entity("ORG", "amazon web services", "Amazon Web Services")).value
    'https://kg.example/id/org/amazon_web_services'
    >>> Vocabulary("https://data.acme.example/").relation("partnersWith").value
    'https://data.acme.example/ns#partnersWith'
    """

    base: str = DEFAULT_BASE
    kg: Ontology = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        advice = "give an absolute one that ends in / such as https://data.example.org/"
        if not _ABSOLUTE.fullmatch(self.base) or self.base[-1] not in "/#":
            raise GraphError(f"base IRI {self.base!r}: not usable; {advice}")
        try:
            object.__setattr__(self, "kg", Ontology(self.ns))
        except ValueError as error:
            raise GraphError(f"base IRI {self.base!r}: {error}; {advice}") from error

    @property
    def ns(self) -> str:
        """The namespace of the ontology's terms."""
        return f"{self.base}ns#"

    @property
    def ontology(self) -> NamedNode:
        """The ontology itself."""
        return NamedNode(f"{self.base}ns")

    @property
    def dataset(self) -> NamedNode:
        """The graph as a whole, which says what ontology it follows."""
        return NamedNode(f"{self.base}id/graph")

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """Every prefix with its namespace: ``org:nvidia`` is an organisation, ``kg:partnersWith`` a relation."""
        known = {
            "kg": self.ns, "schema": SCHEMA.iri, "skos": SKOS.iri, "rdf": RDF.iri, "rdfs": RDFS.iri, "owl": OWL.iri,
            "xsd": XSD.iri, "oa": OA.iri, "prov": PROV.iri, "dcterms": DCTERMS.iri, "wd": "http://www.wikidata.org/entity/",
        }  # fmt: skip
        kinds = [*KINDS, *(_segment(name) for name in load_schema().classes)]
        return MappingProxyType(known | {kind: f"{self.base}id/{kind}/" for kind in kinds})

    def entity(self, entity: Entity) -> NamedNode:
        """The name of an entity, from its type and key."""
        return NamedNode(f"{self.base}id/{_segment(entity.type)}/{_encode(entity.key)}")

    def article(self, identifier: str, content_hash: str | None = None) -> NamedNode:
        """The name of an article; the hash of its content tells it from others that bear the same identifier."""
        version = "" if content_hash is None else f"/{_encode(content_hash[:16])}"
        return NamedNode(f"{self.base}id/article/{_encode(identifier)}{version}")

    def statement(self, subject: NamedNode, predicate: NamedNode, obj: NamedNode) -> NamedNode:
        """The name of a statement, from its triple."""
        return self._hashed("statement", subject.value, predicate.value, obj.value)

    def mention(self, article: NamedNode, start: int, end: int, entity: NamedNode) -> NamedNode:
        """The name of a mention, from its article, its span and the entity it points to."""
        return self._hashed("mention", article.value, f"{start} {end}", entity.value)

    def evidence(self, article: NamedNode, start: int, end: int, statement: NamedNode) -> NamedNode:
        """The name of a piece of evidence, from its article, its span and the statement it backs."""
        return self._hashed("evidence", article.value, f"{start} {end}", statement.value)

    def merge(self, entity: NamedNode, name: str, rule: str) -> NamedNode:
        """The name of what joined a name to an entity, from the two and the rule."""
        return self._hashed("merge", entity.value, _encode(name), rule)

    def reading(self, entity: NamedNode, entity_class: NamedNode) -> NamedNode:
        """The name of a class that an entity was read as, from the two."""
        return self._hashed("reading", entity.value, entity_class.value)

    def doubt(self, one: NamedNode, other: NamedNode) -> NamedNode:
        """The name of the doubt whether two entities are one, from the two in either order."""
        return self._hashed("doubt", *sorted((one.value, other.value)))

    def run(self, *facts: str) -> NamedNode:
        """The name of a run, from what is known of it."""
        return self._hashed("run", *(_encode(fact) for fact in facts))

    def imported(self, name: str) -> NamedNode:
        """The named graph of what an analyst has brought along under that name."""
        return NamedNode(f"{self.base}import/{_encode(name)}")

    def is_import(self, graph: str) -> bool:
        """Whether a named graph holds what an analyst has brought along."""
        return graph.startswith(f"{self.base}import/")

    def relation(self, name: str) -> NamedNode:
        """The property of a relation, from its name in the schema.

        Raises:
            SchemaError: the ontology needs that name for itself.
        """
        if name in _TAKEN:
            raise SchemaError(f"[relations.{name}]: the name is taken by kg:{name} itself; choose another")
        return NamedNode(f"{self.ns}{_encode(name)}")

    def entity_class(self, entity_class: EntityClass) -> NamedNode:
        """The class of entities that an entry of the schema describes.

        Raises:
            SchemaError: its IRI has an unknown prefix, is not valid, or is a class that the graph needs for itself.
        """
        node = self.expand(entity_class.iri)
        taken = [getattr(self.kg, name) for name in get_annotations(Ontology) if name[0].isupper()]
        if node in (*taken, SCHEMA.NewsArticle, SCHEMA.Dataset):
            raise SchemaError(
                f"[classes.{entity_class.name}]: {entity_class.iri} is taken by the graph itself; choose another"
            )
        return node

    def expand(self, name: str) -> NamedNode:
        """The IRI that a compact one (``schema:Organization``) or a full one (``https://…``) stands for.

        Raises:
            SchemaError: the prefix is unknown or the result is not an IRI.
        """
        prefix, colon, local = name.partition(":")
        try:
            if colon and prefix in self.prefixes:
                return NamedNode(self.prefixes[prefix] + local)
            if _ABSOLUTE.fullmatch(name):
                return NamedNode(name)
        except ValueError as error:
            raise SchemaError(f"{name!r}: {error}; percent-encode the characters that an IRI cannot hold") from error
        raise SchemaError(f"{name!r}: not an IRI; write it in full or with a prefix of {', '.join(self.prefixes)}")

    def compact(self, iri: str) -> str:
        """The IRI with the longest prefix that fits, or as it is where none does."""
        end = max(iri.rfind("/"), iri.rfind("#")) + 1  # where the longest of all namespaces may end
        while end:
            prefix = self._known.get(iri[:end])
            if prefix is not None:
                return f"{prefix}:{iri[end:]}"
            end = max(iri.rfind("/", 0, end - 1), iri.rfind("#", 0, end - 1)) + 1
        return iri

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """The prefix of each namespace; the first where two have one."""
        return {namespace: prefix for prefix, namespace in reversed([*self.prefixes.items()])}

    def kind(self, iri: str) -> str:
        """The first step of a resource's path (``article``, ``org`` …), or an empty string for other IRIs."""
        root = f"{self.base}id/"
        return iri[len(root) :].partition("/")[0] if iri.startswith(root) else ""

    def _hashed(self, kind: str, *parts: str) -> NamedNode:
        # 96 bits: among a thousand million names the chance that any two meet is below 10^-10.
        digest = hashlib.blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()
        return NamedNode(f"{self.base}id/{kind}/{digest}")


def _encode(text: str) -> str:
    """One step of a path, readable and reversible: ``_`` for a space, ``%XX`` for what is not plain."""
    return _ENCODED.sub(lambda found: _escape(found[0]), text)


def _escape(character: str) -> str:
    return "_" if character == " " else "".join(f"%{byte:02X}" for byte in character.encode())


def _segment(class_name: str) -> str:
    """The step of a path for a class: ``threat-actor`` for THREAT_ACTOR, ``~`` before a name of another form."""
    if _CLASS_NAME.fullmatch(class_name) and class_name.lower() not in KINDS:
        return class_name.lower().replace("_", "-")
    return f"~{_encode(class_name)}"
