"""Articles as spaCy documents: one Doc per article, one span per block, every token with its place in the file.

A block's text goes through the pipeline's tokenizer by itself, so that no token and no sentence crosses from a
heading into the paragraph below it; the Docs of the blocks are then joined, and the first token of each block
starts a sentence, which the parser respects. So does one in every few hundred tokens of a longer block: whatever is
asked of a sentence later then takes bounded time.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np
from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from spacy.language import Language
    from thinc.types import Ints2d

    from kg.model import Article, Block

BLOCKS = "kg_blocks"
LONGEST = 400
"""Tokens of the longest sentence. Of 39,000 blocks of real articles the longest has 148: where a block has more, a
sentence that ends there is ended, or one that does not end, such as a list of names, is cut."""
LONG_WORD = re.compile(r"\S{500}")
"""What is tokenised at once of a text without a space: a tokenizer may try each end of it. Real ones have 50."""
LONG_TEXT = 100_000
"""Characters that are tokenised at once: spaCy refuses a million."""
ENDS = frozenset({".", "!", "?", "…", "..."})
PAUSES = frozenset({",", ";", ":", "–", "—"})
CLOSING = frozenset({"»", "”", '"', ")", "]"})

if not Doc.has_extension("kg_article"):
    Doc.set_extension("kg_article", default=None)
if not Span.has_extension("kg_confidence"):  # of a mention, between 0 and 1
    Span.set_extension("kg_confidence", default=1.0)


def to_doc(nlp: Language, article: Article) -> Doc:
    """The article's running text as a Doc, tokenised, with its blocks in ``doc.spans["kg_blocks"]``."""
    parts = [_tokenised(nlp, block.text) for block in article.blocks]
    doc = Doc.from_docs(parts, ensure_whitespace=True) if parts else nlp.make_doc("")
    doc._.kg_article = article
    spans, starts = [], []
    start = 0
    for index, part in enumerate(parts):
        spans.append(Span(doc, start, start + len(part), label=article.blocks[index].kind.value))
        starts += [start + place for place in _starts([token.text for token in part])]
        start += len(part)
    doc.spans[BLOCKS] = spans
    opens = np.zeros((len(doc), 1), dtype=np.uint64)
    opens[starts, 0] = 1
    doc.from_array(["SENT_START"], cast("Ints2d", opens))  # 1 is a start; 0 is for the parser to decide
    return doc


def _tokenised(nlp: Language, text: str) -> Doc:
    """A text as tokens, which a tokenizer is given in pieces where it is very long, or has a very long word."""
    ends = {match.end() for match in LONG_WORD.finditer(text)}
    cuts = sorted({0, *ends, *range(0, len(text), LONG_TEXT), len(text)})
    if len(cuts) <= 2:
        return nlp.make_doc(text)
    tokens = [token for start, end in pairwise(cuts) for token in nlp.make_doc(text[start:end])]
    return Doc(nlp.vocab, [token.text for token in tokens], [bool(token.whitespace_) for token in tokens])


def _starts(texts: Sequence[str]) -> Iterator[int]:
    """Where a sentence of a block begins whatever the parser says: at its first token, and within every LONGEST."""
    start = 0
    while start < len(texts):
        yield start
        within = range(min(start + LONGEST, len(texts)), start, -1)
        start = (
            within[0]
            if within[0] == len(texts)
            else next(
                (place for signs in (ENDS, PAUSES) for place in within if _behind(signs, texts, place)), within[0]
            )
        )


def _behind(signs: Container[str], texts: Sequence[str], place: int) -> bool:
    """Whether a place is right behind one of some signs, or behind the quote or bracket that closes after it."""
    if texts[place] in CLOSING or texts[place] in ENDS:
        return False
    return texts[place - 1] in signs or (texts[place - 1] in CLOSING and place > 1 and texts[place - 2] in signs)


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
