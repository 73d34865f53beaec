"""Articles as spaCy documents."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.documents import LONGEST, blocks, source, to_doc
from kg.read import parse_article

NLP = spacy.blank("fr")
MARKDOWN = "# Titre **gras**\n\nAWS et *Nvidia* s’allient\npour l’IA.\n\n- un item\n- `code`\n"


def test_no_token_crosses_from_one_block_into_the_next() -> None:
    doc = to_doc(NLP, parse_article(MARKDOWN, name="a.md", content_hash="0", language="fr"))
    assert [span.text for _, span in blocks(doc)] == [
        "Titre gras",
        "AWS et Nvidia s'allient pour l'IA.",
        "un item",
        "code",
    ]
    assert [token.text for token in doc if token.is_sent_start] == ["Titre", "AWS", "un", "code"]


def test_an_article_without_blocks_is_an_empty_document() -> None:
    article = parse_article("x", name="a.txt", content_hash="0", language="fr")
    assert blocks(to_doc(NLP, article))
    assert blocks(NLP("bare text")) == []


line = st.text(st.sampled_from("ab É’'*_`[]()#-> 1.\n\u00a0"), min_size=1, max_size=60)


@given(line)
def test_every_token_lies_in_the_file_where_its_source_says(markdown: str) -> None:
    article = parse_article(f"début\n\n{markdown}\n", name="a.md", content_hash="0", language="fr")
    doc = to_doc(NLP, article)
    for block, span in blocks(doc):
        for token in span:
            if not token.is_space:
                start, end = source(block, span, doc[token.i : token.i + 1])
                quoted = article.text[start:end].replace("’", "'")
                assert quoted[0] == token.text[0]
                assert quoted[-1] == token.text[-1]


def starts(text: str) -> list[int]:
    doc = to_doc(NLP, parse_article(text, name="a.txt", content_hash="0", language="fr"))
    return [token.i for token in doc if token.is_sent_start]


def test_a_block_of_usual_length_begins_one_sentence_and_the_parser_finds_the_others() -> None:
    assert starts("AWS signe . " * (LONGEST // 3)) == [0]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("AWS " * 1000, LONGEST),
        ("AWS , Nvidia et " * 300, LONGEST - 2),
        ("AWS signe , puis Nvidia . " * 200, LONGEST - LONGEST % 6),
        ("« AWS signe . » " * 300, LONGEST),
        (". " * 1000, LONGEST),
    ],
    ids=["words", "commas", "sentences", "quotes", "stops"],
)
def test_a_sentence_ends_within_so_many_tokens(text: str, length: int) -> None:
    found = starts(text)
    assert found[:2] == [0, length]
    assert max(right - left for left, right in pairwise(found)) <= LONGEST


@pytest.mark.parametrize("text", ["l'" * 3000, "a" * 1200 + " b  c", "a b " * 60_000, "é " + "x" * 500 + "  y"])
def test_a_very_long_word_or_text_is_read_in_pieces(text: str) -> None:
    article = parse_article(text, name="a.txt", content_hash="0", language="fr")
    started = time.process_time()
    doc = to_doc(NLP, article)
    assert doc.text.rstrip() == article.blocks[0].text
    assert time.process_time() - started < 5
