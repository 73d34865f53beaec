"""Put the trained parts together into one pipeline.

``parts`` makes the pipeline that reads a document up to the NER; the classifiers of ``classifiers.py`` are added
by ``main`` for the pipeline that is bundled with the package.
"""

import argparse
import shutil
from pathlib import Path

import spacy
from gold import read_annotations
from names import annotated, dictionary
from spacy.language import Language
from tokens import simplify

from kg.extract.linear import LinearModel
from kg.extract.mentions import MENTIONS, MentionFinder
from kg.extract.names import NAMES, KnownName, NameFinder
from kg.extract.relations import RELATIONS, RelationFinder, RelationModel

VERSION = "0.2.0"


def parts(syntax: Path, ner: Path, names: list[KnownName]) -> Language:
    """Tagger, lemmatiser and parser, then a dictionary of some names, then the NER."""
    nlp, recogniser = spacy.load(syntax), spacy.load(ner)
    finder = nlp.add_pipe(NAMES)
    nlp.add_pipe("ner", source=recogniser)
    assert isinstance(finder, NameFinder)
    finder.add(names)
    return nlp


def main() -> None:
    """Write the pipeline that is bundled with the package."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("syntax", type=Path)
    parser.add_argument("ner", type=Path)
    parser.add_argument("classifiers", type=Path)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("gazetteer", type=Path, help="folder with curated.tsv and names.jsonl")
    parser.add_argument("output", type=Path)
    parser.add_argument("--threshold", type=float, default=0.25)
    arguments = parser.parse_args()
    names = [*dictionary(arguments.gazetteer), *annotated(read_annotations(arguments.annotations))]
    nlp = parts(arguments.syntax, arguments.ner, names)
    simplify(nlp)
    mentions = nlp.add_pipe(MENTIONS)
    relations = nlp.add_pipe(RELATIONS, config={"threshold": arguments.threshold})
    assert isinstance(mentions, MentionFinder)
    assert isinstance(relations, RelationFinder)
    mentions.model = LinearModel.from_disk(arguments.classifiers / "mentions.npz")
    relations.model = RelationModel.from_disk(arguments.classifiers / "relations")
    nlp.meta.update(
        name="kg_news",
        version=VERSION,
        description="Named entities and relations in French technology news",
        license="MIT; parser trained on UD Sequoia (LGPL-LR) and UD GSD (CC BY-SA 4.0)",
        performance={},
    )
    shutil.rmtree(arguments.output, ignore_errors=True)
    nlp.to_disk(arguments.output, exclude=["vocab_vectors"])


if __name__ == "__main__":
    main()
