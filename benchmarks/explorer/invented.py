"""Invented graphs that weigh what real ones weigh: their links, their sentences, who shares a sentence.

As in the graph of 915 articles of technology news: a few entities take part in many statements (the growing network
of Barabási and Albert, 1999), a tenth of the statements is between two that another already joins, most are asserted,
and a sentence that states one thing often states another.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
from pyoxigraph import NamedNode

from benchmarks.explorer.prose import Prose, word
from kg.graph.vocab import Vocabulary
from kg.schema import load_schema
from kg.view.values import Edge, GraphData, Node, NodeClass, Passage, Relation, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.explorer.prose import Sentence

__all__ = ["invented", "packing"]

LINKS = 2
"""Statements that each further entity brings."""
PARALLEL = 10
"""One statement in so many is between two entities that an earlier one joins."""
PIECES = 2
"""Pieces of evidence of a statement."""
SHARED = 0.31
"""How often a sentence states, beside its own, what the next was to state: 1.45 statements each."""
RELATIONS = 12
ARTICLES = 0.45
"""Articles for each entity."""
ALIASED = 0.3
"""How many entities have another name."""
LINKED = 0.1
"""How many entities are known elsewhere."""
FIRST, DAYS = date(2025, 9, 1), 180
COMMUNITIES = 20
PUBLISHERS, TITLE = 60, 75
STATUSES, OFTEN = ("asserted", "planned", "hypothetical", "negated"), (92, 4, 3, 1)


class Stated(NamedTuple):
    """A statement: its IRI, the numbers of the two it joins, the relation."""

    iri: str
    head: int
    relation: str
    tail: int


def invented(nodes: int, seed: int = 0) -> GraphData:
    """A graph of so many entities, three or more, the same for the same seed."""
    random = Random(seed)
    links, names, prose = _links(nodes, random), _names(nodes, random), Prose(random)
    articles = _articles(max(1, round(nodes * ARTICLES)), prose, random)
    schema, vocabulary = load_schema(), Vocabulary()
    classes, relations = schema.classes.values(), list(schema.relations.values())[:RELATIONS]
    stated = _stated(links, names, [relation.name for relation in relations], vocabulary, random)
    stated, told = _in_order(stated, _told(links, names, len(articles), prose, random))
    statuses = random.choices(STATUSES, OFTEN, k=len(stated))
    evidence = tuple(_passage(sentence, stated[edge], statuses[edge], random) for sentence, edge in told)
    return GraphData(
        nodes=_nodes(names, stated, told, [row.iri for row in classes], random),
        edges=_edges(stated, told, evidence),
        evidence=evidence,
        articles=articles,
        classes=tuple(NodeClass(row.iri, vocabulary.expand(row.iri).value, row.label) for row in classes),
        relations=tuple(
            Relation(row.name, vocabulary.relation(row.name).value, row.label, row.inverse or row.label, row.symmetric)
            for row in relations
        ),
        prefixes=vocabulary.prefixes,
    )


def packing(data: GraphData) -> float:
    """How many times smaller zlib makes the sentences of a graph, each written once."""
    text = "\n".join(dict.fromkeys(passage.text for passage in data.evidence)).encode()
    return len(text) / len(zlib.compress(text, 9))


def _links(nodes: int, random: Random) -> list[tuple[int, int]]:
    """The two ends of each statement."""
    grown = nx.barabasi_albert_graph(nodes, LINKS, seed=random.randrange(2**32))
    number = random.sample(range(nodes), nodes)
    links: list[tuple[int, int]] = []
    for place, (one, other) in enumerate(sorted(grown.edges, key=lambda pair: (max(pair), min(pair)))):
        again = place % PARALLEL == PARALLEL - 1
        ends = links[random.randrange(place)] if again else (number[one], number[other])
        links.append(ends if random.randrange(2) else ends[::-1])
    return links


def _told(
    links: Sequence[tuple[int, int]], names: Sequence[str], articles: int, prose: Prose, random: Random
) -> Iterator[tuple[Sentence, int]]:
    """Each piece of evidence: a sentence and a statement that it makes; an article has some that follow each other."""
    parted = list(_shared([edge for _ in range(PIECES) for edge in range(len(links))], random))
    for number, edges in enumerate(parted):
        ends = dict.fromkeys(end for edge in edges for end in links[edge])
        sentence = prose.sentence({end: names[end] for end in ends}, number * articles // len(parted))
        for edge in edges:
            yield sentence, edge


def _stated(
    links: Sequence[tuple[int, int]],
    names: Sequence[str],
    relations: Sequence[str],
    vocabulary: Vocabulary,
    random: Random,
) -> list[Stated]:
    """The statements with their IRIs, as a graph mints them; no two say the same."""
    found: dict[str, Stated] = {}
    for head, tail in links:
        iri = ""
        while not iri or iri in found:
            relation = _often(relations, 0.7, random)
            ends = (NamedNode(_entity(names[end])) for end in (head, tail))
            iri = vocabulary.statement(next(ends), vocabulary.relation(relation), next(ends)).value
        found[iri] = Stated(iri, head, relation, tail)
    return list(found.values())


def _in_order(
    stated: Sequence[Stated], told: Iterable[tuple[Sentence, int]]
) -> tuple[list[Stated], list[tuple[Sentence, int]]]:
    """The statements by their IRI, the evidence by its place."""
    order = sorted(range(len(stated)), key=stated.__getitem__)
    place = {edge: number for number, edge in enumerate(order)}
    moved = [(sentence, place[edge]) for sentence, edge in told]
    return [stated[edge] for edge in order], sorted(moved, key=lambda piece: (*piece[0].place, piece[1]))


def _shared(slots: Sequence[int], random: Random) -> Iterator[list[int]]:
    """The statements, parted by the sentence that states them."""
    together: list[int] = []
    for edge in slots:
        if together and (edge in together or random.random() >= SHARED):
            yield together
            together = []
        together.append(edge)
    yield together


def _names(count: int, random: Random) -> list[str]:
    found: set[str] = set()
    while len(found) < count:
        words = (word(random, 3, 9) for _ in range(random.choice((1, 1, 2))))
        found.add(" ".join(one.capitalize() for one in words))
    return sorted(found)


def _articles(count: int, prose: Prose, random: Random) -> tuple[Source, ...]:
    publishers = [f"{word(random, 5, 9)}.example" for _ in range(PUBLISHERS)]
    return tuple(
        Source(
            title=prose.sentence({}, number).text[:TITLE],
            date=(FIRST + timedelta(days=random.randrange(DAYS))).isoformat(),
            url=f"https://{publisher}/{'-'.join(word(random, 3, 8) for _ in range(5))}",
            path=f"{random.randbytes(10).hex()}.md",
            publisher=publisher,
            language="fr",
        )
        for number in range(count)
        for publisher in [_often(publishers, 0.5, random)]
    )


def _entity(name: str) -> str:
    return f"https://kg.example/id/entity/{name.lower().replace(' ', '_')}"


def _nodes(
    names: Sequence[str],
    stated: Sequence[Stated],
    told: Sequence[tuple[Sentence, int]],
    classes: Sequence[str],
    random: Random,
) -> tuple[Node, ...]:
    degree = Counter(end for one in stated for end in (one.head, one.tail))
    named: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for sentence in dict.fromkeys(sentence for sentence, _ in told):
        for entity in sentence.named:
            named[entity][sentence.article] += random.randint(1, 4)
    return tuple(
        Node(
            iri=_entity(name),
            name=name,
            type=_often(classes, 0.9, random),
            aliases=(word(random, 3, 6).upper(),) if random.random() < ALIASED else (),
            links=(f"http://www.wikidata.org/entity/Q{random.randrange(10**8)}",) if random.random() < LINKED else (),
            mentions=named[number].total(),
            degree=degree[number],
            rank=float(f"{degree[number] / (2 * len(stated)):.4g}"),
            community=random.randrange(COMMUNITIES),
            articles=tuple(sorted(named[number].items())),
        )
        for number, name in enumerate(names)
    )


def _edges(
    stated: Sequence[Stated], told: Sequence[tuple[Sentence, int]], evidence: Sequence[Passage]
) -> tuple[Edge, ...]:
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place, (_, edge) in enumerate(told):
        places[edge].append(place)
    return tuple(
        Edge(
            iri=one.iri,
            head=one.head,
            tail=one.tail,
            relation=one.relation,
            status=evidence[places[edge][0]].status,
            confidence=max(evidence[place].confidence for place in places[edge]),
            sources=len({evidence[place].article for place in places[edge]}),
            roles=(),
            evidence=tuple(sorted(places[edge], key=lambda place: -evidence[place].confidence)),
        )
        for edge, one in enumerate(stated)
    )


def _passage(sentence: Sentence, stated: Stated, status: str, random: Random) -> Passage:
    return Passage(
        article=sentence.article,
        start=sentence.start,
        end=sentence.start + len(sentence.text),
        text=sentence.text,
        marks=tuple(
            sorted(
                [
                    (*sentence.named[stated.head], "head"),
                    (*sentence.named[stated.tail], "tail"),
                    (*sentence.trigger, "trigger"),
                ]
            )
        ),
        status=status,
        confidence=round(random.uniform(0.4, 0.95), 4),
        extracted_by=random.choice(("fr_kg_news 0.2.0 kg_relations", "fr_kg_news 0.2.0 kg_patterns")),
    )


def _often(choice: Sequence[str], slope: float, random: Random) -> str:
    """One of these, the first ones more often the gentler the slope."""
    return choice[min(int(random.paretovariate(slope)), len(choice)) - 1]
