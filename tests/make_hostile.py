"""Builder: a graph whose every text comes from a stranger who wants out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from kg.graph.ontology import ontology_triples
from kg.graph.rdf import to_triples
from kg.graph.store import memory_store
from kg.graph.vocab import Vocabulary
from kg.model import Evidence, Relation, Status
from kg.resolve import Resolution
from kg.schema import load_schema
from tests.make import article, entity, extraction

if TYPE_CHECKING:
    from kg.graph.store import Store
    from kg.schema import Schema

STRINGS = (
    "</script><img src=x onerror='window.hacked=1'>",
    '"><svg onload="window.hacked=1">',
    "'><iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
    "<a href=javascript:window.hacked=1>ici</a>",
    "<style>body{display:none}</style>",
    "<!--<script>window.hacked=1</script>",
    "{{ 7 * 7 }}${window.hacked=1}{% raw %}",
    "`${window.hacked=1}`&lt;b&gt;gras&lt;/b&gt;",
    "]]><p id=h>&amp;&#60;",
    "__proto__ constructor toString",
    "\u202eenvers\u2066, =HYPERLINK(1)",
    "javascript:window.hacked=1",
)
"""What tries to leave its place, each in its own way."""
BAD = STRINGS[0]


@cache
def hostile_everywhere() -> Store:
    """Each string as a name; the first as alias, title, publisher, role, method, label and path as well."""
    schema, vocabulary = _schema(), Vocabulary()
    names = [f"Nom {number} {text}" for number, text in enumerate(STRINGS)]
    firms = [entity(name, "ORG") for name in names]
    alias = f"Alias {BAD}"
    sentences = [f"{one} et {other} signent {BAD}." for one, other in zip(names, names[1:] + names[:1], strict=True)]
    source = article(
        "".join(f"{sentence}\n" for sentence in [*sentences, f"{alias} parle."]),
        id=f"h {BAD}",
        title=f"Titre {BAD}",
        url="javascript:window.hacked=1",
        published=datetime(2026, 1, 1, tzinfo=UTC),
    )
    source = replace(source, publisher=BAD, language="<b>", path=f"{BAD}.md")
    found = extraction(source, [(name, "ORG") for name in (*names, alias)], ())
    mentions = [replace(one, entity=firms[0]) if one.exact == alias else one for one in found.mentions]
    relations = []
    for number, sentence in enumerate(sentences):
        start = source.text.index(sentence)
        evidence = Evidence(start, start + len(sentence), sentence, Status.ASSERTED, 0.9, BAD, f"Rôle {BAD}", ())
        for relation in ("partnersWith", "uses")[: 1 + (number == 0)]:
            tail = firms[(number + 1) % len(firms)]
            relations.append(Relation(firms[number], relation, tail, evidence))
    found = replace(found, mentions=tuple(mentions), relations=tuple(relations))
    resolution = Resolution((found,), links={firms[0]: "javascript:window.hacked=1"})
    triples = to_triples(resolution, schema=schema, vocabulary=vocabulary)
    return memory_store(triples, ontology=ontology_triples(schema, vocabulary))


def _schema() -> Schema:
    """The built-in schema under labels of a stranger."""
    schema = load_schema()
    labels = {"fr": f"Mot {BAD}", "en": f"Word {BAD}"}
    return replace(
        schema,
        classes={name: replace(one, label=labels) for name, one in schema.classes.items()},
        relations={name: replace(one, label=labels, inverse=labels) for name, one in schema.relations.items()},
    )
