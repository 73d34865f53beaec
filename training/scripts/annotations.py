"""Turn annotated articles into spaCy training documents for the NER, one file per fold and one of all.

Fold ``k`` of ``n`` gives ``ner-train-k.spacy`` (the other folds) and ``ner-test-k.spacy``; the classifiers that
stand behind the NER are trained on what it finds in articles that it has not seen.
"""

import argparse
from pathlib import Path

import spacy
from gold import folds, gold_spans, read_annotations, read_articles
from spacy.tokens import Doc, DocBin, Span

from kg.extract.documents import to_doc


def main() -> None:
    """Write the documents of an annotation file."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("output", type=Path, help="folder")
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    nlp = spacy.blank("fr")
    documents: dict[str, Doc] = {}
    articles = []
    for article, annotation in read_articles(arguments.articles, read_annotations(arguments.annotations)):
        doc = to_doc(nlp, article)
        plain = Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
        plain.ents = [Span(plain, s.start, s.end, label=s.label_) for s in gold_spans(doc, annotation)]
        documents[article.id] = plain
        articles.append(article)
    arguments.output.mkdir(parents=True, exist_ok=True)
    stem = arguments.annotations.stem
    DocBin(docs=documents.values()).to_disk(arguments.output / f"ner-{stem}.spacy")
    fold = folds(articles, arguments.folds) if arguments.folds else {}
    for k in range(arguments.folds):
        for part, wanted in (("train", False), ("test", True)):
            chosen = [doc for id_, doc in documents.items() if (fold[id_] == k) is wanted]
            DocBin(docs=chosen).to_disk(arguments.output / f"ner-{part}-{k}.spacy")


if __name__ == "__main__":
    main()
