"""Invented articles of the shape of real ones, as many as make a graph of so many triples.

What a thousand real articles gave decides how many things, mentions, relations, doubts and merges an article brings,
which relations are common, and how often articles name again what others have named.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from kg.graph.ontology import ontology_triples
from kg.graph.rdf import to_triples
from kg.graph.store import write_store
from kg.graph.vocab import Vocabulary
from kg.model import Article, Block, BlockKind, Entity, Evidence, Extraction, Mention, Relation, Run, Status
from kg.resolve import Copy, Doubt, Merge, Reading, Resolution
from kg.schema import load_schema

if TYPE_CHECKING:
    from pathlib import Path

    from kg.schema import Schema

__all__ = ["invented", "write_graph"]

TRIPLES = 430
"""That an article brings, about."""

CLASSES = {
    "PRODUCT": 50, "TECHNOLOGY": 18, "ORG": 15, "PERSON": 7, "PLACE": 4, "EVENT": 1.5, "MALWARE": 1.3,
    "THREAT_ACTOR": 1.1, "VULNERABILITY": 1.1, "REGULATION": 1,
}  # fmt: skip
RELATIONS = {
    "uses": 1186, "supports": 829, "develops": 572, "competesWith": 406, "locatedIn": 247, "partnersWith": 184,
    "worksFor": 162, "partOf": 161, "targets": 161, "affects": 77, "presentAt": 76, "actsAgainst": 66, "discovered": 24,
    "replaces": 23, "fixes": 18, "exploits": 14, "investsIn": 12, "acquires": 12, "supplies": 10, "founded": 8,
}  # fmt: skip
STATUSES = {Status.ASSERTED: 86, Status.PLANNED: 5, Status.HYPOTHETICAL: 6, Status.NEGATED: 3}
NEW, STATED, NAMED = 4, 6, 22
"""Of an article: things that none has named before, relations, and mentions beside those in relations."""
ALIASED, LINKED, DOUBTED, REREAD, COPIED = 0.18, 0.07, 0.009, 0.024, 0.035
"""Parts of the entities, and in the end of the articles, of which something is decided."""

SYLLABLES = (
    "ba", "cor", "da", "fel", "gri", "hu", "jo", "kal", "lim", "mo", "ner", "ou", "pra", "qui", "ros", "sta", "tel",
)  # fmt: skip
HOSTS = tuple(f"news{number}.example" for number in range(40))
ROLES = ("PDG", "directrice technique", "fondateur", "chercheuse", "porte-parole")
FIRST = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass
class _World:
    """What there is so far, in the order in which articles named it."""

    random: Random
    schema: Schema
    things: defaultdict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    taken: set[str] = field(default_factory=set)

    def new(self) -> Entity:
        kind = self.random.choices([*CLASSES], [*CLASSES.values()])[0]
        while (entity := Entity.named(kind, self.name(kind))).key in self.taken:
            pass
        self.taken.add(entity.key)
        self.things[kind].append(entity)
        return entity

    def name(self, kind: str) -> str:
        if kind == "VULNERABILITY":
            return f"CVE-2025-{self.random.randrange(1000, 60_000)}"
        words = ["".join(self.random.choices(SYLLABLES, k=3)).capitalize() for _ in range(self.random.randint(1, 2))]
        return " ".join([*words, *([str(self.random.randrange(1, 30))] if kind == "PRODUCT" else [])])

    def known(self, kind: str) -> Entity | None:
        """A thing of a class, those that were named first more often."""
        things = self.things[kind]
        return things[int(self.random.paretovariate(0.5)) % len(things)] if things else None

    def fact(self) -> tuple[Entity, str, Entity] | None:
        predicate = self.random.choices([*RELATIONS], [*RELATIONS.values()])[0]
        head_kind, tail_kind = self.random.choice(sorted(self.schema.relations[predicate].signatures))
        head, tail = self.known(head_kind), self.known(tail_kind)
        return None if head is None or tail is None or head == tail else (head, predicate, tail)


def invented(articles: int, seed: int = 0) -> Resolution:
    """So many articles, resolved; the same for the same seed."""
    random = Random(seed)
    world = _World(random, load_schema())
    found = tuple(_extraction(world, number) for number in range(articles))
    entities = [entity for things in world.things.values() for entity in things]
    doubted = random.sample(entities, k=2 * int(DOUBTED * len(entities)))
    because = "the benchmark says so"
    return Resolution(
        found,
        merges=tuple(
            Merge(entity, f"{entity.name} Group", "alias", because, random.randint(1, 9))
            for entity in random.sample(entities, k=int(ALIASED * len(entities)))
        ),
        doubts=tuple(
            Doubt(min(pair), max(pair), "similar", because, round(random.random(), 2))
            for pair in zip(doubted[::2], doubted[1::2], strict=True)
        ),
        readings=tuple(
            Reading(entity, "TECHNOLOGY", 1, 0.25)
            for entity in random.sample(entities, k=int(REREAD * len(entities)))
            if entity.type != "TECHNOLOGY"
        ),
        copies=tuple(
            Copy(later.article.key, found[0].article.key, round(random.uniform(0.6, 1), 2), because)
            for later in random.sample(found[1:], k=int(COPIED * len(found)))
        ),
        links={
            entity: f"http://www.wikidata.org/entity/Q{number}"
            for number, entity in enumerate(random.sample(entities, k=int(LINKED * len(entities))), 1)
        },
    )


def _extraction(world: _World, number: int) -> Extraction:
    random = world.random
    named = [world.new() for _ in range(NEW)]
    for kind in random.choices([*CLASSES], [*CLASSES.values()], k=NAMED - NEW):
        entity = world.known(kind)
        named += [] if entity is None else [entity]
    facts = [fact for fact in (world.fact() for _ in range(STATED)) if fact is not None]
    text, mentions, relations = "", [], []
    for head, predicate, tail in facts:
        line = f"{head.name} {predicate} {tail.name}, dit-on à {random.choice(HOSTS)}."
        start = len(text)
        middle = start + len(head.name) + 1
        mentions += [_mention(head, start, random), _mention(tail, middle + len(predicate) + 1, random)]
        status = random.choices([*STATUSES], [*STATUSES.values()])[0]
        role = random.choice(ROLES) if predicate == "worksFor" else None
        words = ((middle, middle + len(predicate)),)
        evidence = Evidence(start, start + len(line), line, status, _sure(random), "invented", role, words)
        relations.append(Relation(head, predicate, tail, evidence))
        text += f"{line}\n"
    for entity in named:
        mentions.append(_mention(entity, len(text), random))
        text += f"{entity.name} revient.\n"
    return Extraction(_article(number, text, random), tuple(mentions), tuple(relations))


def _mention(entity: Entity, start: int, random: Random) -> Mention:
    return Mention(entity, start, start + len(entity.name), entity.name, _sure(random), "invented")


def _sure(random: Random) -> float:
    return round(random.uniform(0.3, 1), 4)


def _article(number: int, text: str, random: Random) -> Article:
    host = random.choice(HOSTS)
    return Article(
        id=f"a{number}",
        path=f"a{number}.md",
        text=text,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        title=f"Nouvelle {number}",
        language="fr",
        published=FIRST + timedelta(minutes=random.randrange(400 * 24 * 60)),
        url=f"https://{host}/{number}",
        publisher=host,
        blocks=(Block(BlockKind.PARAGRAPH, text.rstrip("\n").replace("\n", " "), (Run(0, 0, len(text) - 1),)),),
    )


def write_graph(folder: Path, triples: int, seed: int = 0) -> int:
    """Write a graph of about so many triples as a build would, and as ``graph.nt``; give how many there are."""
    schema = load_schema()
    resolution = invented(max(1, round(triples / TRIPLES)), seed)
    data = list(to_triples(resolution, schema=schema))
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "graph.nt").open("w", encoding="utf-8") as file:
        file.writelines(f"{triple} .\n" for triple in data)
    return write_store(folder / "store", data, ontology=ontology_triples(schema, Vocabulary()))
