"""Score the relations alone: the pipeline is given the annotated entities and must find what the article says of them.

Prints precision, recall and F1 over the distinct facts of each article, denials left out on both sides, as the scorer
of the annotations counts them; and how often what is given some confidence is right.
"""

import argparse
from pathlib import Path

import spacy
from classifiers import facts, figures
from gold import gold_spans, read_annotations, read_articles

from kg.extract.documents import to_doc
from kg.extract.mentions import MENTIONS
from kg.extract.pairs import identity
from kg.extract.relations import RELATIONS
from kg.extract.verdicts import fact
from kg.model import Status
from kg.schema import load_schema

SCHEMA = load_schema()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("articles", type=Path)
    arguments = parser.parse_args()
    nlp = spacy.load(arguments.pipeline)
    relations = nlp.get_pipe(RELATIONS)
    nlp.disable_pipes(MENTIONS, RELATIONS)
    probabilities: list[float] = []
    true: list[bool] = []
    total = 0
    for article, annotation in read_articles(arguments.articles, read_annotations(arguments.annotations)):
        doc = nlp(to_doc(nlp, article))
        doc.ents = gold_spans(doc, annotation)
        found: dict[tuple[str, str, str], float] = {}
        for relation in relations(doc)._.kg_relations:
            if relation.status is not Status.NEGATED:
                key = fact(identity(relation.head), relation.label, identity(relation.tail), SCHEMA)
                found[key] = max(found.get(key, 0.0), relation.confidence)
        kept = annotation | {
            "relations": [one for one in annotation["relations"] if one.get("status") != Status.NEGATED.value]
        }
        said = facts(kept)
        total += len(said)
        probabilities += found.values()
        true += [key in said for key in found]
    right = sum(true)
    precision, recall = right / max(1, len(true)), right / total
    score = 2 * precision * recall / max(1e-9, precision + recall)
    print(
        f"relations, entities given: P {precision:.3f}  R {recall:.3f}  F1 {score:.3f}  gold {total}  found {len(true)}"
    )
    for row in figures(probabilities, true, total)["reliability"]:
        print("  confidence {from:.1f}–: {claims:4} facts, mean {confidence:.3f}, right {true:.3f}".format(**row))


if __name__ == "__main__":
    main()
