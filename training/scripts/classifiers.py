"""Train the classifiers that stand behind the NER: what a string names, what a passage says, what an article says.

All learn from what the parts before them find in articles that those have *not* seen: the training articles are cut
into folds, and each fold is read by a NER trained on the others, with a dictionary that knows the names of the others
only. The classifiers of pairs likewise learn from mentions that were decided for their fold by a classifier trained on
the others, and besides from the annotated mentions; the trees that weigh an article's evidence learn from what the
classifiers of pairs, trained on the other folds, say of it. Otherwise each would learn to trust the one before it far
too much.
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assemble import parts
from fit import fit, grow
from gold import Annotation, folds, gold_spans, read_annotations, read_articles
from names import annotated, dictionary
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.candidates import candidates
from kg.extract.documents import places, source, to_doc
from kg.extract.linear import LinearModel
from kg.extract.mentions import NO_NAME, MentionFinder
from kg.extract.names import NAMES, NameFinder
from kg.extract.pairs import identity
from kg.extract.readings import PairModel, label_of
from kg.extract.readings import candidates as pair_candidates
from kg.extract.relations import RelationModel
from kg.extract.signs import features
from kg.extract.trees import Forest
from kg.extract.verdicts import Claim, claims, fact
from kg.read.passages import normalise
from kg.schema import load_schema

SCHEMA = load_schema()
UNRELATED = "NONE"
CAUTION = 0.5
"""What "no name" weighs while mentions are decided for the classifiers of pairs, as in the finished pipeline."""
Row = tuple[set[str], str]
Judged = tuple[Claim, bool]


def mention_rows(doc: Doc, annotation: Annotation, finder: NameFinder) -> Iterator[Row]:
    """Every candidate string of a document with its features and its annotated class."""
    types = {normalise(name): entity["type"] for entity in annotation["entities"] for name in entity["mentions"]}
    where = places(doc)
    for candidate in candidates(doc):
        yield features(candidate, finder.lookup, where), types.get(candidate.text, NO_NAME)


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


def facts(annotation: Annotation) -> set[tuple[str, str, str]]:
    """What the annotation states, with the keys of :mod:`kg.extract.verdicts`; denials are read off the status."""
    return {fact(head, name, tail, SCHEMA) for (head, tail), rows in stated(annotation, "").items() for name, _ in rows}


def pair_rows(doc: Doc, annotation: Annotation) -> Iterator[Row]:
    """Every pair of every passage with its features and its annotated relation.

    A pair that is related elsewhere in the article, but not by this passage, teaches nothing and is left out.
    """
    relations = stated(annotation, doc._.kg_article.text)
    where = places(doc)
    for candidate in pair_candidates(doc):
        pair = candidate.pair
        start, end = source(*where[pair.passage.sentence.start], pair.passage.sentence)
        first, second = identity(pair.first), identity(pair.second)
        label, elsewhere = UNRELATED, False
        for forward, key in ((True, (first, second)), (False, (second, first))):
            for name, quoted in relations.get(key, ()):
                if any(min(end, e) - max(start, s) > 0.6 * min(end - start, e - s) for s, e in quoted):
                    label = label_of(name, forward=forward, schema=SCHEMA)
                elsewhere = True
        if label != UNRELATED or not elsewhere:
            yield candidate.features(), label


def claims_of(doc: Doc, model: PairModel) -> list[Claim]:
    """What a document may state, as the model of pairs reads it."""
    found = pair_candidates(doc)
    return claims(found, model.read(found, SCHEMA), SCHEMA)


def decide(doc: Doc, model: LinearModel, nlp: Language) -> None:
    """Mark the mentions of a document as a model of strings decides."""
    component = MentionFinder(nlp, caution=CAUTION)
    component.model = model
    component(doc)


def fit_mentions(rows: Iterable[Row]) -> LinearModel:
    """Fit the classifier of strings."""
    examples, labels = zip(*rows, strict=True)
    return fit(examples, labels, strength=0.5)


def fit_pairs(rows: Iterable[Row]) -> PairModel:
    """Fit the classifiers of pairs: related or not, and how those are that are."""
    rows = list(rows)
    related = fit([e for e, _ in rows], ["no" if label == UNRELATED else "yes" for _, label in rows], strength=0.2)
    kinds = fit(*zip(*(row for row in rows if row[1] != UNRELATED), strict=True), strength=1.0)
    return PairModel(related, kinds)


def fit_verdicts(judged: Iterable[Judged]) -> Forest:
    """Fit the trees that weigh what an article may state."""
    judged = list(judged)
    return grow([claim.features for claim, _ in judged], [true for _, true in judged])


@dataclass
class Reading:
    """An annotated article as a pipeline sees it that has not learnt from it.

    Attributes:
        fold: the fold that it belongs to.
        doc: the document, parsed.
        found, given: its mentions as the pipeline finds them, and as they are annotated.
    """

    fold: int
    doc: Doc
    annotation: Annotation
    found: list[tuple[Span, float]] = field(default_factory=list)
    given: list[tuple[Span, float]] = field(default_factory=list)

    def versions(self) -> Iterator[Doc]:
        """The document with the mentions found, then with the mentions given, each with their confidence."""
        for mentions in (self.found, self.given):
            self.doc.ents = [span for span, _ in mentions]
            for span, confidence in mentions:
                span._.kg_confidence = confidence
            yield self.doc


def read_folds(arguments: argparse.Namespace) -> tuple[list[Reading], dict[int, list[Row]]]:
    """Every article with the mentions that the models of the other folds find, and the rows of its strings by fold."""
    annotated_articles = list(read_articles(arguments.articles, read_annotations(arguments.annotations)))
    fold = folds([article for article, _ in annotated_articles], arguments.folds)
    lists = list(dictionary(arguments.gazetteer))
    readings: list[Reading] = []
    strings: dict[int, list[Row]] = defaultdict(list)
    languages: dict[int, Language] = {}
    for k in range(arguments.folds):
        others = [annotation for article, annotation in annotated_articles if fold[article.id] != k]
        nlp = languages[k] = parts(
            arguments.syntax, Path(f"{arguments.ner}-{k}", "model-last"), [*annotated(others), *lists]
        )
        finder = nlp.get_pipe(NAMES)
        assert isinstance(finder, NameFinder)
        for article, annotation in annotated_articles:
            if fold[article.id] == k:
                doc = nlp(to_doc(nlp, article))
                readings.append(Reading(k, doc, annotation))
                strings[k] += mention_rows(doc, annotation, finder)
    for k in range(arguments.folds):
        model = fit_mentions(row for other in strings if other != k for row in strings[other])
        for reading in readings:
            if reading.fold == k:
                decide(reading.doc, model, languages[k])
                sure = [span._.kg_confidence for span in reading.doc.ents]
                name_as_annotated(reading.doc, reading.annotation)
                reading.found = list(zip(reading.doc.ents, sure, strict=True))
                reading.given = [(span, 1.0) for span in gold_spans(reading.doc, reading.annotation)]
    return readings, strings


def judge(readings: Iterable[Reading], model: PairModel) -> tuple[list[Judged], list[Judged]]:
    """What articles may state and whether it is annotated: with the mentions found, and with those given."""
    judged: tuple[list[Judged], list[Judged]] = ([], [])
    for reading in readings:
        true = facts(reading.annotation)
        for kind, doc in zip(judged, reading.versions(), strict=True):
            kind += [(claim, claim.key in true) for claim in claims_of(doc, model)]
    return judged


def figures(probabilities: list[float], true: list[bool], stated_facts: int) -> dict[str, list[dict[str, float]]]:
    """Precision, recall and F1 by threshold, and how often what is given some probability is true."""
    table = []
    for threshold in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        kept = [right for probability, right in zip(probabilities, true, strict=True) if probability >= threshold]
        precision, recall = sum(kept) / max(1, len(kept)), sum(kept) / stated_facts
        table.append(
            {
                "threshold": threshold,
                "precision": round(precision, 3),
                "recall": round(recall, 3),
                "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
            }
        )
    bins = []
    for low in range(10):
        inside = [(p, right) for p, right in zip(probabilities, true, strict=True) if low <= 10 * p < low + 1]
        if inside:
            mean = sum(p for p, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            bins.append(
                {"from": low / 10, "claims": len(inside), "confidence": round(mean, 3), "true": round(share, 3)}
            )
    return {"thresholds": table, "reliability": bins}


def main() -> None:
    """Write the classifiers, and what cross-validation says of them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("syntax", type=Path)
    parser.add_argument("ner", type=Path, help="folder of the folds' models, before -0, -1 …")
    parser.add_argument("annotations", type=Path)
    parser.add_argument("gazetteer", type=Path, help="folder with curated.tsv and names.jsonl")
    parser.add_argument("articles", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--folds", type=int, required=True)
    arguments = parser.parse_args()
    readings, strings = read_folds(arguments)
    pairs: dict[int, list[Row]] = defaultdict(list)
    for reading in readings:
        for doc in reading.versions():
            pairs[reading.fold] += pair_rows(doc, reading.annotation)
    found: dict[int, list[Judged]] = {}
    given: dict[int, list[Judged]] = {}
    for k in range(arguments.folds):
        model = fit_pairs(row for other in pairs if other != k for row in pairs[other])
        found[k], given[k] = judge((reading for reading in readings if reading.fold == k), model)
    report = {}
    total = sum(len(facts(reading.annotation)) for reading in readings)
    for name, kind in (("mentions found", found), ("mentions given", given)):
        probabilities: list[float] = []
        for k in range(arguments.folds):
            forest = fit_verdicts(one for other in found if other != k for one in (*found[other], *given[other]))
            probabilities += forest.probabilities([claim.features for claim, _ in kind[k]]).tolist()
        report[name] = figures(probabilities, [true for k in kind for _, true in kind[k]], total)
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "cross-validation.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    fit_mentions(row for k in strings for row in strings[k]).to_disk(arguments.output / "mentions.npz")
    relations = RelationModel(
        fit_pairs(row for k in pairs for row in pairs[k]),
        fit_verdicts(one for k in found for one in (*found[k], *given[k])),
    )
    relations.to_disk(arguments.output / "relations")


if __name__ == "__main__":
    main()
