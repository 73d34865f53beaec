"""spaCy component ``kg_patterns``: relations by the words that an analyst's schema gives for them.

The trained classifier (``kg_relations``) knows the built-in relations, between the built-in classes, from annotated
articles. What a schema adds to them no article was annotated for, so its words alone decide:

- a pattern that the parse of a sentence fits (:mod:`kg.extract.frames`), with confidence 0.8;
- a trigger on the way from one name to the other in the parse, with confidence 0.5, where no pattern found that
  relation between the two. The signatures of the relation say which end is the head; where both may be, it is the
  one that acts: the subject, or the agent of a passive.

In: ``doc.ents``, a parse with lemmas. Out: ``doc._.kg_relations``, added to those already there.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from spacy.language import Language

from kg.extract.frames import matches
from kg.extract.pairs import FARTHEST, identity, passages
from kg.extract.paths import path
from kg.extract.relations import FoundRelation
from kg.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from spacy.tokens import Doc, Span, Token

    from kg.extract.pairs import Passage
    from kg.schema import RelationType

__all__ = ["PATTERNS", "PatternFinder", "additions"]

PATTERNS = "kg_patterns"
BY_PATTERN, BY_TRIGGER = 0.8, 0.5
"""How sure a relation is that a pattern reads off the parse, and one that only a trigger hints at."""
NEAREST = ("previous", "lead", "heading", "title", "main")
"""Where a mention of the context comes from, in the order in which a pronoun may stand for it."""


def additions(schema: Schema, base: Schema) -> tuple[Schema, ...]:
    """What a schema says of relations and another does not, as schemas whose words decide.

    The first holds new relations, and known ones with their new patterns and triggers only; the second, known ones
    between pairs of classes that are new to them. Those that hold no relation are left out.
    """
    worded, joined = {}, {}
    for name, relation in schema.relations.items():
        known = base.relations.get(name)
        if known is None:
            worded[name] = relation
        else:
            worded[name] = replace(
                relation,
                patterns=tuple(pattern for pattern in relation.patterns if pattern not in known.patterns),
                triggers=tuple(trigger for trigger in relation.triggers if trigger not in known.triggers),
            )
            joined[name] = replace(known, signatures=relation.signatures - known.signatures)
    parts = (
        {name: relation for name, relation in worded.items() if relation.patterns or relation.triggers},
        {name: relation for name, relation in joined.items() if relation.signatures},
    )
    return tuple(Schema(schema.classes, part) for part in parts if part)


class PatternFinder:
    """Finds the relations that some schemas have words for.

    Attributes:
        schemas: what to look for, as :func:`additions` gives it.
    """

    def __init__(self, schemas: Sequence[Schema] = ()) -> None:
        self.schemas = tuple(schemas)

    def __call__(self, doc: Doc) -> Doc:
        """Find the relations and add them to those already there; a document without a parse has none."""
        if self.schemas and doc.has_annotation("DEP"):
            doc._.kg_relations = (*doc._.kg_relations, *self.predict(doc))
        return doc

    def predict(self, doc: Doc) -> Iterator[FoundRelation]:
        """The relations of every passage, in reading order."""
        for passage in passages(doc):
            for schema in self.schemas:
                yield from _read(passage, schema)


def _read(passage: Passage, schema: Schema) -> Iterator[FoundRelation]:
    ranked = sorted(passage.context, key=lambda item: _distance(item[1]))
    found = matches(passage.sentence, passage.mentions, schema, [mention for mention, _ in ranked])
    for match in found:
        source = f"pattern “{match.frame.text}”"
        yield FoundRelation.read(
            match.head, match.relation, match.tail, passage.sentence, source, BY_PATTERN, match.words
        )
    settled = {(match.relation, frozenset((identity(match.head), identity(match.tail)))) for match in found}
    by_lemma: dict[str, list[RelationType]] = {}
    for relation in schema.relations.values():
        for trigger in relation.triggers:
            by_lemma.setdefault(trigger.lower(), []).append(relation)
    for first, second in combinations(passage.mentions, 2):
        names = frozenset((identity(first), identity(second)))
        if len(names) < 2 or second.start - first.end > FARTHEST:
            continue
        between, order = _between(first, second)
        for word in between:
            for relation in by_lemma.get(word.lemma_.lower(), ()):
                ends = next((ends for ends in order if (ends[0].label_, ends[1].label_) in relation.signatures), None)
                if ends is not None and (relation.name, names) not in settled:
                    settled.add((relation.name, names))
                    yield FoundRelation.read(
                        ends[0], relation.name, ends[1], passage.sentence, f"trigger “{word.text}”", BY_TRIGGER, (word,)
                    )


def _distance(origins: Collection[str]) -> int:
    return next((rank for rank, origin in enumerate(NEAREST) if origin in origins), len(NEAREST))


def _between(first: Span, second: Span) -> tuple[list[Token], list[tuple[Span, Span]]]:
    """The words on the way from one mention to the other in the parse, and both orders of the two, the likelier first.

    No words where the parse does not join them.
    """
    way = path(first.root, second.root)
    if way is None:
        return [], []
    words = [token for token in (*way.up, way.top, *reversed(way.down)) if not token.ent_type_]
    orders = [(first, second), (second, first)]
    if _acts(way.down) > _acts(way.up):
        orders.reverse()
    return words, orders


def _acts(branch: Sequence[Token]) -> int:
    """How clearly the mention at the end of a branch acts in what the word above it says: 1 it does, -1 not."""
    if not branch:
        return 0
    nearest = branch[-1]
    if nearest.dep_ in {"obl:agent", "agent"} or any(
        child.dep_ == "case" and child.lower_ == "par" for child in nearest.children
    ):
        return 1
    if nearest.dep_ in {"nsubj:pass", "nsubjpass"}:
        return -1
    return int(nearest.dep_ == "nsubj")


@Language.factory(PATTERNS, requires=["doc.ents", "token.dep", "token.lemma"], assigns=["doc._.kg_relations"])
def make_pattern_finder(nlp: Language, name: str) -> PatternFinder:  # noqa: ARG001 - spaCy's signature
    """Build the component, with nothing to look for yet."""
    return PatternFinder()
