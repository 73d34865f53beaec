"""Articles as spaCy documents: one Doc per article, one span per block, every token with its place in the file.

A block's text goes through the pipeline's tokenizer by itself, so that no token and no sentence crosses from a
heading into the paragraph below it; the Docs of the blocks are then joined, and the first token of each block
starts a sentence, which the parser respects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from thinc.types import Ints2d

    from kg.model import Article, Block

BLOCKS = "kg_blocks"

if not Doc.has_extension("kg_article"):
    Doc.set_extension("kg_article", default=None)
if not Span.has_extension("kg_confidence"):  # of a mention, between 0 and 1
    Span.set_extension("kg_confidence", default=1.0)


def to_doc(nlp: Language, article: Article) -> Doc:
    """The article's running text as a Doc, tokenised, with its blocks in ``doc.spans["kg_blocks"]``."""
    parts = [nlp.make_doc(block.text) for block in article.blocks]
    doc = Doc.from_docs(parts, ensure_whitespace=True) if parts else nlp.make_doc("")
    doc._.kg_article = article
    spans, start = [], 0
    for index, part in enumerate(parts):
        spans.append(Span(doc, start, start + len(part), label=article.blocks[index].kind.value))
        start += len(part)
    doc.spans[BLOCKS] = spans
    opens = np.zeros((len(doc), 1), dtype=np.uint64)
    opens[[span.start for span in spans if len(span)], 0] = 1
    doc.from_array(["SENT_START"], cast("Ints2d", opens))  # 1 is a start; 0 is for the parser to decide
    return doc


def blocks(doc: Doc) -> list[tuple[Block, Span]]:
    """The article's blocks with their tokens, in reading order; none for a Doc made from bare text."""
    article: Article | None = doc._.kg_article
    if article is None:
        return []
    return list(zip(article.blocks, doc.spans[BLOCKS], strict=True))


def places(doc: Doc) -> list[tuple[Block, Span]]:
    """For every token of the document, its block; empty for a Doc made from bare text."""
    return [place for place in blocks(doc) for _ in range(len(place[1]))]


def source(block: Block, block_span: Span, span: Span) -> tuple[int, int]:
    """The (start, end) in the article file of a span that lies in one block."""
    origin = block_span.start_char
    return block.source(span.start_char - origin, span.end_char - origin)
