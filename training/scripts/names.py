"""Make the dictionary of known names, as a spaCy pipeline that holds the component ``kg_names`` alone.

In: the curated gazetteer; optionally annotated articles, whose names are added with the source ``annotations``.
Out: a pipeline folder. The NER is trained with curated names only, since in its own training articles a name
from the annotations would give every answer away; the finished pipeline knows both.
"""

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from gold import Annotation, read_annotations

from kg.extract.names import NAMES, PUBLIC, KnownName, NameFinder
from kg.read.passages import normalise

FREE = ("MISP galaxy", "cncf/", "github-linguist/", "endoflife.date", "simple-icons", "Hipo/")
"""Public lists under CC0, MIT and Apache-2.0."""
SETTLED = {"NVLink Fusion": "PRODUCT"}
"""Names whose class the gazetteer and the annotations do not agree on, as this project takes them."""
EDITION = re.compile(r"\b20\d\d$")
"""The year at the end of an event's name: "CES 2026" is not "CES 2025", though the gazetteer has both under "CES"."""


def curated(path: Path) -> Iterator[KnownName]:
    """Every surface form of the gazetteer."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            for surface in {row["name"], *row["aliases"].split("|")} - {""}:
                edition = EDITION.search(surface) if row["type"] == "EVENT" else None
                name = f"{row['name']} {edition[0]}" if edition and edition[0] not in row["name"] else row["name"]
                yield KnownName(normalise(surface), SETTLED.get(name, row["type"]), name, "curated")


def public(path: Path) -> Iterator[KnownName]:
    """The names of public lists whose licences let them be shipped with no more than a mention.

    A list that does not tell companies from products gives its names the class ``ORG_OR_PRODUCT``: a hint as well.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["source"].startswith(FREE):
            for surface in {row["name"], *row["aliases"]}:
                if len(surface) > 1:
                    yield KnownName(normalise(surface), row["type"], row["name"], PUBLIC)


def annotated(annotations: Iterable[Annotation]) -> Iterator[KnownName]:
    """Every surface form of the annotated articles, under the name that most articles give it."""
    names: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for annotation in annotations:
        for entity in annotation["entities"]:
            for surface in entity["mentions"]:
                names[normalise(surface), SETTLED.get(entity["name"], entity["type"])][entity["name"]] += 1
    for (surface, type_), counts in names.items():
        if len(surface) > 1:
            name = max(sorted(counts), key=lambda name: counts[name])
            yield KnownName(surface, type_, name, "annotations")


def dictionary(gazetteer: Path) -> Iterator[KnownName]:
    """The curated names and those of public lists, from the folder that holds both."""
    yield from curated(gazetteer / "curated.tsv")
    yield from public(gazetteer / "names.jsonl")


def main() -> None:
    """Write a pipeline that holds the dictionary."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--annotations", type=Path)
    arguments = parser.parse_args()
    nlp = spacy.blank("fr")
    finder = nlp.add_pipe(NAMES)
    assert isinstance(finder, NameFinder)
    finder.add(curated(arguments.gazetteer))
    if arguments.annotations:
        finder.add(annotated(read_annotations(arguments.annotations)))
    nlp.to_disk(arguments.output)


if __name__ == "__main__":
    main()
