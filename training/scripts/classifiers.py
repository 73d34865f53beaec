"""Train the two classifiers that stand behind the NER: what a string names, and what a pair of names relates.

Both learn from what the parts before them find in articles that those have *not* seen: the training articles are
cut into folds, and each fold is read by a NER trained on the others, with a dictionary that knows the names of
the others only. The relation classifier likewise learns from mentions that were decided for its fold by a
classifier trained on the others, and besides from the annotated mentions. Otherwise the classifiers would learn to
trust the NER far too much.
"""

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from assemble import parts
from fit import fit
from gold import Annotation, folds, gold_spans, read_annotations, read_articles
from names import annotated
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.documents import places, source, to_doc
from kg.extract.linear import LinearModel
from kg.extract.mentions import NO_NAME, MentionFinder, candidates, features
from kg.extract.names import NAMES, NameFinder
from kg.extract.pairs import features as pair_features
from kg.extract.pairs import identity, pairs, passages
from kg.extract.relations import RelationModel, label_of
from kg.read.passages import normalise
from kg.schema import load_schema

SCHEMA = load_schema()
UNRELATED = "NONE"
Row = tuple[set[str], str]


def mention_rows(doc: Doc, annotation: Annotation, finder: NameFinder) -> Iterator[Row]:
    """Every candidate string of a document with its features and its annotated class."""
    types = {normalise(name): entity["type"] for entity in annotation["entities"] for name in entity["mentions"]}
    where = places(doc)
    for candidate in candidates(doc):
        yield features(candidate, finder.lookup(candidate.text), where), types.get(candidate.text, NO_NAME)


def name_as_annotated(doc: Doc, annotation: Annotation) -> None:
    """Give every mention the annotation's canonical name where its string is annotated."""
    names = {normalise(name): entity["name"] for entity in annotation["entities"] for name in entity["mentions"]}
    doc.ents = [
        Span(doc, span.start, span.end, label=span.label, kb_id=names.get(span.text, span.kb_id_)) for span in doc.ents
    ]


def stated(annotation: Annotation, text: str) -> dict[tuple[str, str], list[tuple[str, list[tuple[int, int]]]]]:
    """(head, tail) -> the annotated relations between them, each with the places of its evidence in the file."""
    found: dict[tuple[str, str], list[tuple[str, list[tuple[int, int]]]]] = defaultdict(list)
    names = {entity["id"]: entity["name"].casefold() for entity in annotation["entities"]}
    for relation in annotation["relations"]:
        name = re.sub(r"_(.)", lambda match: match.group(1).upper(), relation["type"])
        quoted = [match.span() for match in re.finditer(re.escape(relation["evidence"]), text)]
        found[names[relation["head"]], names[relation["tail"]]].append((name, quoted))
    return found


def relation_rows(doc: Doc, annotation: Annotation) -> Iterator[Row]:
    """Every pair of every passage with its features and its annotated relation.

    A pair that is related elsewhere in the article, but not by this passage, teaches nothing and is left out.
    """
    relations = stated(annotation, doc._.kg_article.text)
    where = places(doc)
    for passage in passages(doc):
        start, end = source(*where[passage.sentence.start], passage.sentence)
        for pair in pairs(passage):
            first, second = identity(pair.first), identity(pair.second)
            label, elsewhere = UNRELATED, False
            for forward, key in ((True, (first, second)), (False, (second, first))):
                for name, quoted in relations.get(key, ()):
                    if any(min(end, e) - max(start, s) > 0.6 * min(end - start, e - s) for s, e in quoted):
                        label = label_of(name, forward=forward, schema=SCHEMA)
                    elsewhere = True
            if label != UNRELATED or not elsewhere:
                yield pair_features(pair), label


def decide(doc: Doc, model: LinearModel, nlp: Language) -> None:
    """Mark the mentions of a document as a model of strings decides."""
    component = MentionFinder(nlp, caution=1.0)
    component.model = model
    component(doc)


def fit_mentions(rows: Iterable[Row]) -> LinearModel:
    """Fit the classifier of strings."""
    examples, labels = zip(*rows, strict=True)
    return fit(examples, labels, strength=0.1)


def fit_relations(rows: Iterable[Row]) -> RelationModel:
    """Fit the classifier of pairs: related or not, and how those are that are."""
    rows = list(rows)
    related = fit([e for e, _ in rows], ["no" if label == UNRELATED else "yes" for _, label in rows], strength=0.2)
    kinds = fit(*zip(*(row for row in rows if row[1] != UNRELATED), strict=True), strength=1.0)
    return RelationModel(related, kinds)


def main() -> None:
    """Write the two classifiers."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("syntax", type=Path)
    parser.add_argument("ner", type=Path, help="folder of the folds' models, before -0, -1 …")
    parser.add_argument("annotations", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--folds", type=int, required=True)
    arguments = parser.parse_args()
    read = list(read_articles(arguments.articles, read_annotations(arguments.annotations)))
    fold = folds([article for article, _ in read], arguments.folds)
    documents: dict[str, Doc] = {}
    strings: dict[int, list[Row]] = defaultdict(list)
    languages: dict[int, Language] = {}
    for k in range(arguments.folds):
        others = [annotation for article, annotation in read if fold[article.id] != k]
        nlp = languages[k] = parts(
            arguments.syntax, Path(f"{arguments.ner}-{k}", "model-last"), list(annotated(others))
        )
        finder = nlp.get_pipe(NAMES)
        assert isinstance(finder, NameFinder)
        for article, annotation in read:
            if fold[article.id] == k:
                doc = documents[article.id] = nlp(to_doc(nlp, article))
                strings[k] += mention_rows(doc, annotation, finder)
    related: list[Row] = []
    for k in range(arguments.folds):
        model = fit_mentions(row for other in strings if other != k for row in strings[other])
        for article, annotation in read:
            if fold[article.id] == k:
                doc = documents[article.id]
                decide(doc, model, languages[k])
                name_as_annotated(doc, annotation)
                related += relation_rows(doc, annotation)
                doc.ents = gold_spans(doc, annotation)
                related += relation_rows(doc, annotation)
    arguments.output.mkdir(parents=True, exist_ok=True)
    fit_mentions(row for k in strings for row in strings[k]).to_disk(arguments.output / "mentions.npz")
    fit_relations(related).to_disk(arguments.output / "relations")


if __name__ == "__main__":
    main()
