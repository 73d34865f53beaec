"""Markdown -> blocks: their kinds, their context, and the law that each quotes the file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kg.model import Block, BlockKind, Run
from kg.read.markdown import markdown_blocks, plain_blocks
from kg.read.passages import normalise


def outline(source: str, title: Block | None = None) -> list[tuple[str, str, list[str]]]:
    """(kind, text, texts of the parents) of each block."""
    blocks = markdown_blocks(source, 0, title)
    return [(block.kind.value, block.text, [blocks[index].text for index in block.parents]) for block in blocks]


def check_law(text: str, blocks: list[Block]) -> None:
    """Every character of every block stands in the file where the block says, in the order of the file."""
    for number, block in enumerate(blocks):
        assert block.text
        assert block.text == block.text.strip() == normalise(block.text)
        assert [run.start for run in block.runs] == [
            sum(run.length for run in block.runs[:index]) for index in range(len(block.runs))
        ]
        assert sum(run.length for run in block.runs) == len(block.text)
        assert all(a.source + a.length < b.source for a, b in zip(block.runs, block.runs[1:], strict=False))
        assert all(parent < number for parent in block.parents)
        assert len(set(block.parents)) == len(block.parents)
        assert all(0 <= start < end <= len(block.text) for start, end in block.bold)
        assert list(block.bold) == sorted(set(block.bold))
        for index, character in enumerate(block.text):
            start, end = block.source(index, index + 1)
            assert normalise(text[start:end]) == character


def test_headings_govern_what_follows() -> None:
    assert outline("# A\n\na\n\n## B\n\nb\n\n### C ###\n\nc\n\n## D\n\nd\n\nE\n=\n\ne\n\nF\ng\n---\n\nf") == [
        ("heading", "A", []),
        ("paragraph", "a", ["A"]),
        ("heading", "B", ["A"]),
        ("paragraph", "b", ["A", "B"]),
        ("heading", "C", ["A", "B"]),
        ("paragraph", "c", ["A", "B", "C"]),
        ("heading", "D", ["A"]),
        ("paragraph", "d", ["A", "D"]),
        ("heading", "E", []),
        ("paragraph", "e", ["E"]),
        ("heading", "F g", ["E"]),
        ("paragraph", "f", ["E", "F g"]),
    ]


def test_the_title_is_above_all() -> None:
    title = Block(BlockKind.TITLE, "T", (Run(0, 0, 1),))
    found = outline("# A\n\n- a", title)
    assert found == [("title", "T", []), ("heading", "A", ["T"]), ("item", "a", ["T", "A"])]


def test_lists_have_the_paragraph_before_them_as_lead() -> None:
    source = """\
# H

Lead :
- a
- b

  b2
  1. c
     suite
     - d

     e

Fin

* * *
* f
"""
    assert outline(source) == [
        ("heading", "H", []),
        ("paragraph", "Lead :", ["H"]),
        ("item", "a", ["H", "Lead :"]),
        ("item", "b", ["H", "Lead :"]),
        ("item", "b2", ["H", "Lead :", "b"]),
        ("item", "c suite", ["H", "Lead :", "b", "b2"]),
        ("item", "d", ["H", "Lead :", "b", "b2", "c suite"]),
        ("item", "e", ["H", "Lead :", "b", "b2", "c suite"]),
        ("paragraph", "Fin", ["H"]),
        ("item", "f", ["H"]),
    ]


def test_a_heading_is_no_lead_and_code_between_parts_a_list_from_its_lead() -> None:
    assert outline("## H\n- a\n\nP\n\n```\ncode\n```\n- b") == [
        ("heading", "H", []),
        ("item", "a", ["H"]),
        ("paragraph", "P", ["H"]),
        ("item", "b", ["H"]),
    ]


def test_quotes() -> None:
    assert outline("> a\nlazy\n>\n> ## h\n> - b\n>   > c\n\nd\n- e\n\n  > f") == [
        ("quote", "a lazy", []),
        ("heading", "h", []),
        ("item", "b", ["h"]),
        ("quote", "c", ["h", "b"]),
        ("paragraph", "d", []),
        ("item", "e", ["d"]),
        ("quote", "f", ["d", "e"]),
    ]


def test_table_cells_have_their_header_and_their_row() -> None:
    source = """\
## H

| Nom | Rôle \\| lieu |  |
|:----|:---:|---|
| **AWS** | `hôte` \\\\| x | y | trop
| | b<br>c |
d
"""
    assert outline(source) == [
        ("heading", "H", []),
        ("cell", "Nom", ["H"]),
        ("cell", "Rôle | lieu", ["H"]),
        ("cell", "AWS", ["H", "Nom"]),
        ("cell", "hôte | x", ["H", "Rôle | lieu", "AWS"]),
        ("cell", "y", ["H", "AWS"]),
        ("cell", "b", ["H", "Rôle | lieu"]),
        ("cell", "c", ["H", "Rôle | lieu"]),
        ("cell", "d", ["H", "Nom"]),
    ]


@pytest.mark.parametrize("code", ["```\na\n```", "~~~python\na\n~~~", "    a", "\ta", "```\na", "- ```\n  a\n  ```"])
def test_code_is_left_out(code: str) -> None:
    assert outline(f"P\n\n{code}") == [("paragraph", "P", [])]


@pytest.mark.parametrize("fence", ["```markdown", "```md", "~~~ Markdown ", "````md", "```md title=x"])
@pytest.mark.parametrize("closed", [True, False])
def test_a_fence_of_markdown_is_read_through(fence: str, closed: bool) -> None:
    marks = fence[: fence.count(fence[0])]
    source = f"# A\n\n{fence}\n## B\n\n- un **deux**\n" + (f"{marks}\n\nfin" if closed else "")
    expected: list[tuple[str, str, list[str]]] = [
        ("heading", "A", []),
        ("heading", "B", ["A"]),
        ("item", "un deux", ["A", "B"]),
    ]
    assert outline(source) == expected + ([("paragraph", "fin", ["A", "B"])] if closed else [])
    check_law(source, markdown_blocks(source, 0))


def test_a_fence_of_markdown_in_a_list_in_a_quote_keeps_its_places() -> None:
    source = (
        "> 1. a\r\n>    ```md\r\n>    | x | y\\|z |\r\n>    |---|---|\r\n>    > ~~~md\r\n>    > *b*\r\n>    ```\r\n"
    )
    blocks = markdown_blocks(source, 0)
    assert [block.text for block in blocks] == ["a", "x", "y|z", "b"]
    check_law(source, blocks)


@pytest.mark.parametrize(
    "link",
    [
        "[source](https://a.example)",
        "[Source](https://a.example).",
        "**[SOURCE :](https://a.example 'x')**",
        "[Lien vers l’article original](a)",
        "[*via*](a)",
    ],
)
def test_a_link_to_the_source_is_no_running_text(link: str) -> None:
    expected: list[tuple[str, str, list[str]]] = [("paragraph", "P", [])]
    assert outline(f"P\n\n{link}\n") == expected
    assert outline(f"{link}\n\nP") == expected


@pytest.mark.parametrize("text", ["Source", "[Nvidia](a)", "[source](a) et [source](b)", "Voir la [source](a)"])
def test_other_links_stay(text: str) -> None:
    assert len(outline(f"P\n\n{text}\n")) == 2


def test_what_lies_before_the_start_is_left_alone() -> None:
    text = "---\nid: a\n---\n# T\n"
    (block,) = markdown_blocks(text, text.index("#"))
    assert block.source(0, 1) == (text.index("T"), text.index("T") + 1)


def test_plain_text_is_paragraphs() -> None:
    text = "\n  Un **texte**\r\nsur deux lignes.\r\n \t\r\n\r\n- suite\n\n\n"
    blocks = plain_blocks(text, 0)
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.PARAGRAPH, "Un **texte** sur deux lignes."),
        (BlockKind.PARAGRAPH, "- suite"),
    ]
    check_law(text, blocks)


FRAGMENTS = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "===\n",
            "---\n",
            "- ",
            "1. ",
            "> ",
            "\t",
            "  ",
            "    ",
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            " \\\n",
            "  \n",
        ),
        *("```\n", "```md\n", "~~~markdown\n", "~~~\n", "`", "``", "*", "**", "***", "_", "__", "~", "~~", "~~~~~"),
        *(
            "|",
            "\\|",
            "|---|---|\n",
            "|-|\n",
            "[",
            "]",
            "](x)",
            "![",
            "[a]: b\n",
            "<b>",
            "</b>",
            "<br>",
            "<div>\n",
            "<!--",
        ),
        *("-->", "<https://a.example>", "https://a.example ", "&amp;", "&eacute;", "\\", "\\*", "<", ">", "é", "’"),
        *(
            "\u00a0",
            "\u202f",
            "\u2028",
            "\x0b",
            "\x1c",
            "\x85",
            "\ufeff",
            "😀",
            "mot",
            "autre mot",
            "Nvidia",
            "a\tb",
            ".",
        ),
    ]
)
SOURCES = st.lists(FRAGMENTS, max_size=30).map("".join)


@given(SOURCES)
@settings(max_examples=200)
def test_every_character_is_the_file_s(source: str) -> None:
    check_law(source, markdown_blocks(source, 0))
    check_law(source, plain_blocks(source, 0))


@given(st.text(max_size=60))
def test_any_text_obeys_the_law(source: str) -> None:
    check_law(source, markdown_blocks(source, 0))


PLAIN = MarkdownIt("commonmark", {"maxNesting": 50}).enable(["table", "strikethrough"])


@given(SOURCES.filter(lambda text: not {"<", "&", ":"} & set(text) and "](" not in text and "```md" not in text))
@settings(max_examples=100)
def test_the_running_text_is_what_markdown_it_reads(source: str) -> None:
    """Without HTML, entities, links and fences of Markdown, the parser's own text, whitespace aside, is ours."""
    if "~~~markdown" in source:
        return
    texts = []
    for token in PLAIN.parse(source):
        if token.type == "inline":
            pieces = ["\n" if child.type.endswith("break") else child.content for child in token.children or []]
            texts.append("".join(normalise("".join(pieces)).split()))
    ours = ["".join(block.text.split()) for block in markdown_blocks(source, 0)]
    assert ours == [text for text in texts if text]
