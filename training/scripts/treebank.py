"""Turn Universal Dependencies treebanks into spaCy training documents.

In: CoNLL-U files. Out: one ``.spacy`` file of documents of ten sentences each, so that the parser also
learns where sentences end. Three things differ from ``spacy convert``:

- a contracted article ("au", "du", "des") is one token, as spaCy's French tokenizer makes it, and keeps
  the lemma and the part of speech of its preposition;
- subtypes of relations that the extraction never reads ("obl:mod", "advmod:fixed" …) are dropped, which
  leaves the parser fewer labels to tell apart; ``nsubj:pass``, ``aux:pass``, ``obl:agent`` are kept;
- the curly apostrophe becomes the straight one, as :mod:`kg.read` hands text to the pipeline.
"""

import argparse
from pathlib import Path

from spacy.tokens import Doc, DocBin
from spacy.training.converters.conllu_to_docs import conllu_to_docs
from spacy.vocab import Vocab

KEPT_SUBTYPES = {"nsubj:pass", "aux:pass", "obl:agent", "acl:relcl", "flat:name"}
CONTRACTED = {"au", "aux", "du", "des", "duquel", "desquels", "desquelles", "auquel", "auxquels", "auxquelles"}


def label(dep: str) -> str:
    """The relation as the parser learns it."""
    return dep if dep in KEPT_SUBTYPES else dep.split(":")[0]


def clean(doc: Doc, vocab: Vocab) -> Doc:
    """The same sentences with contracted articles and relation labels put right."""
    contracted = [token.lower_ in CONTRACTED and " " in token.lemma_ for token in doc]
    return Doc(
        vocab,
        words=[token.text.replace("’", "'") for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        lemmas=[token.lemma_.split(" ")[0].replace("’", "'") for token in doc],
        pos=["ADP" if merged else token.pos_ for token, merged in zip(doc, contracted, strict=True)],
        morphs=[str(token.morph) for token in doc],
        heads=[token.head.i for token in doc],
        deps=[label(token.dep_) for token in doc],
    )


def main() -> None:
    """Read the treebanks named on the command line and write one ``.spacy`` file."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("treebanks", type=Path, nargs="+")
    arguments = parser.parse_args()
    vocab, documents = Vocab(), DocBin(store_user_data=False)
    for path in arguments.treebanks:
        text = path.read_text(encoding="utf-8")
        for doc in conllu_to_docs(text, n_sents=10, merge_subtokens=True, no_print=True):  # type: ignore[no-untyped-call]
            documents.add(clean(doc, vocab))
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    documents.to_disk(arguments.output)


if __name__ == "__main__":
    main()
