"""Reads texts with a library that is not ours, under whatever Python has it; needs nothing of kg.

::

    python others.py textacy|graphrag|spacy PIPELINE TEXTS.jsonl

PIPELINE is the folder of a spaCy pipeline, TEXTS.jsonl has the id and the text of an article in each line. Whenever a
line comes on standard input, all texts are read, and a line of JSON on standard output tells the CPU seconds that it
took. Where the line says ``found``, it tells what was found too, which is prepared after the time is taken: of each
article its id, its entities (start, end, label), and the pairs of their numbers that something relates.

- textacy: ``subject_verb_object_triples``. It looks for objects by the label that the English pipelines use; those of
  French ones are called so beforehand, for it would find next to nothing. A triple relates every entity of its subject
  to every entity of its object; the entities are the pipeline's.
- graphrag: ``extract_graph_nlp`` with its noun phrases by syntax, one text unit for an article. Phrases have no class
  and no place: each stands where its text does, under the class that the pipeline gave an entity of that text, else as
  a product, which most annotated names are. Two phrases of a text unit are related.
- spacy: the pipeline alone, its entities and no relations.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    Read = Callable[[], Callable[[], "list[Found]"]]

BATCH = 16
COMMONEST = "PRODUCT"


@dataclass
class Found:
    """What was found in one article.

    Attributes:
        id: of the article.
        entities: (start, end, label) in its text.
        pairs: numbers of entities that something relates.
    """

    id: str
    entities: list[tuple[int, int, str]] = field(default_factory=list)
    pairs: list[tuple[int, int]] = field(default_factory=list)


def spacy(pipeline: str, texts: Any) -> Read:  # noqa: ANN401 - JSON
    """The pipeline alone."""
    import spacy as library

    nlp = library.load(pipeline)

    def read() -> Callable[[], list[Found]]:
        docs = nlp.pipe((row["text"] for row in texts), batch_size=BATCH)
        found = [Found(row["id"], _entities(doc)) for row, doc in zip(texts, docs, strict=True)]
        return lambda: found

    return read


def _entities(doc: Any) -> list[tuple[int, int, str]]:  # noqa: ANN401 - a Doc
    return [(one.start_char, one.end_char, one.label_) for one in doc.ents]


def textacy(pipeline: str, texts: Any) -> Read:  # noqa: ANN401 - JSON
    """Subject, verb and object."""
    import spacy as library
    from textacy.extract.triples import subject_verb_object_triples

    nlp = library.load(pipeline)

    def related(doc: Any) -> Iterator[tuple[int, int]]:  # noqa: ANN401 - a Doc
        for token in doc:
            if token.dep_ == "obj":
                token.dep_ = "dobj"
        at = {token.i: number for number, one in enumerate(doc.ents) for token in one}
        for triple in subject_verb_object_triples(doc):
            ends = ({at[word.i] for word in words if word.i in at} for words in (triple.subject, triple.object))
            yield from product(*ends)

    def read() -> Callable[[], list[Found]]:
        docs = nlp.pipe((row["text"] for row in texts), batch_size=BATCH)
        found = [
            Found(row["id"], _entities(doc), sorted(set(related(doc)))) for row, doc in zip(texts, docs, strict=True)
        ]
        return lambda: found

    return read


class _Table:
    """The texts as GraphRAG's tables give them."""

    def __init__(self, texts: Any) -> None:  # noqa: ANN401 - JSON
        self.texts = texts

    async def length(self) -> int:
        return len(self.texts)

    async def __aiter__(self) -> AsyncIterator[dict[str, str]]:
        for row in self.texts:
            yield row


def graphrag(pipeline: str, texts: Any) -> Read:  # noqa: ANN401 - JSON
    """The graph of noun phrases."""
    from graphrag.config.models.extract_graph_nlp_config import TextAnalyzerConfig
    from graphrag.index.operations.build_noun_graph.build_noun_graph import build_noun_graph
    from graphrag.index.operations.build_noun_graph.np_extractors.factory import create_noun_phrase_extractor
    from graphrag_cache.noop_cache import NoopCache

    place = _placing(pipeline, texts)

    analyzer = create_noun_phrase_extractor(
        TextAnalyzerConfig(extractor_type="syntactic_parser", model_name=pipeline, include_named_entities=True)
    )

    def read() -> Callable[[], list[Found]]:
        nodes, _ = asyncio.run(build_noun_graph(_Table(texts), analyzer, True, NoopCache()))  # noqa: FBT003
        return lambda: place(zip(nodes["title"], nodes["text_unit_ids"], strict=True))

    return read


def _placing(pipeline: str, texts: Any) -> Callable[[Iterable[tuple[str, list[str]]]], list[Found]]:  # noqa: ANN401
    """What places phrases in the texts that they come from, and gives them classes."""
    import spacy as library

    labels: Counter[tuple[str, str]] = Counter()
    for doc in library.load(pipeline).pipe(row["text"] for row in texts):
        labels.update((one.text.upper(), one.label_) for one in doc.ents)
    label = {text: kind for (text, kind), _ in reversed(labels.most_common())}

    def place(phrases: Iterable[tuple[str, list[str]]]) -> list[Found]:
        found = {row["id"]: Found(row["id"]) for row in texts}
        text = {row["id"]: row["text"] for row in texts}
        numbers: dict[str, list[int]] = {one: [] for one in found}
        for phrase, ids in phrases:
            for one in ids:
                shape = rf"(?<!\w){re.escape(phrase)}(?!\w)"
                places = [match.span() for match in re.finditer(shape, text[one], re.IGNORECASE)]
                numbers[one] += [len(found[one].entities)] if places else []
                found[one].entities += [(start, end, label.get(phrase, COMMONEST)) for start, end in places]
        for one, ends in numbers.items():
            found[one].pairs = list(combinations(ends, 2))
        return list(found.values())

    return place


def main() -> None:
    """Load the library, say so, and read the texts as often as a line comes."""
    name, pipeline, place = sys.argv[1:]
    texts = [json.loads(line) for line in Path(place).read_text(encoding="utf-8").splitlines()]
    read = {"spacy": spacy, "textacy": textacy, "graphrag": graphrag}[name](pipeline, texts)
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        start = time.process_time()
        found = read()
        answer: dict[str, Any] = {"seconds": time.process_time() - start}
        if line.strip() == "found":
            answer["found"] = [[one.id, one.entities, one.pairs] for one in found()]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
