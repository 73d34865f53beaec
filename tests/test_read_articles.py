"""Files -> Articles, and one line that teaches for each file that cannot be read."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError, KgError
from kg.model import Article, BlockKind
from kg.read import ArticleFile, article_files, parse_article, read_article, read_articles
from kg.read.articles import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
---
title: "L’usine à IA d’AWS"
datePublished: Tue Dec 02 2025 23:51:27 GMT+0000 (Coordinated Universal Time)
cuid: cm1
canonical: https://www.news.example/usine
tags: [IA]
author: Ada Martin
---

# L’usine à IA d’AWS

AWS et **Nvidia** construisent une usine ensemble.

[source](https://www.news.example/usine)
"""


def parse(text: str, name: str = "a.md", language: str | None = None) -> Article:
    return parse_article(text, name=name, content_hash="0", language=language)


def test_an_article(tmp_path: Path) -> None:
    path = tmp_path / "usine.md"
    path.write_bytes(TEXT.encode())
    (file,) = article_files([str(tmp_path)])
    article = read_article(file)
    assert article == Article(
        id="cm1",
        path="usine.md",
        text=TEXT,
        content_hash=hashlib.sha256(TEXT.encode()).hexdigest(),
        title="L’usine à IA d’AWS",
        language="fr",
        published=datetime(2025, 12, 2, 23, 51, 27, tzinfo=UTC),
        url="https://www.news.example/usine",
        publisher="news.example",
        authors=("Ada Martin",),
        tags=("IA",),
        blocks=article.blocks,
    )
    assert [(block.kind, block.text) for block in article.blocks] == [
        (BlockKind.TITLE, "L'usine à IA d'AWS"),
        (BlockKind.HEADING, "L'usine à IA d'AWS"),
        (BlockKind.PARAGRAPH, "AWS et Nvidia construisent une usine ensemble."),
    ]
    title, heading, paragraph = article.blocks
    assert article.text[slice(*title.source(0, len(title.text)))] == "L’usine à IA d’AWS"
    assert (title.parents, heading.parents, paragraph.parents) == ((), (0,), (0, 1))
    assert article.text[slice(*paragraph.source(7, 13))] == "Nvidia"


@pytest.mark.parametrize(
    ("text", "name", "id_", "title"),
    [
        ("---\nid: x\n---\n# Titre *un*\n\n# Deux", "dir/b.md", "x", "Titre un"),
        ("Corps", "dir/b.md", "b", ""),
        ("Corps", "dir/b/index.md", "b", ""),
        ("Corps", "index.md", "index", ""),
        ("# Corps", "dir/c.d.txt", "c.d", ""),
        ("---\ntitle: T\n---\n# Corps", "e.txt", "e", "T"),
        ("---\ntitle: T\n---\n", "f.md", "f", "T"),
        ('---\ntitle: "A \\"B\\""\n---\nCorps', "g.md", "g", 'A "B"'),
    ],
)
def test_id_and_title(text: str, name: str, id_: str, title: str) -> None:
    article = parse(text, name)
    assert (article.id, article.title, article.path) == (id_, title, name)
    assert [block.text for block in article.blocks if block.kind is BlockKind.TITLE] == (
        [title] if f"title: {title}\n" in text else []
    )


def test_language_is_what_the_caller_says_then_the_front_matter_then_the_text() -> None:
    text = "---\nlang: de\n---\nLe fabricant annonce une nouvelle puce pour ses centres."
    assert parse(text, language="English").language == "en"
    assert parse(text).language == "de"
    assert parse(text.replace("de\n", "sindarin\n")).language == "fr"
    with pytest.raises(KgError) as caught:
        parse(text, language="sindarin")
    assert str(caught.value) == "'sindarin' is not a language; give a code such as fr or en"


def test_a_byte_order_mark_is_no_text_and_line_ends_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    data = b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\nUn\r\ndeux\r\n"
    path.write_bytes(data)
    article = read_article(ArticleFile(path, "a.md"))
    assert article.text == "---\r\ntitle: T\r\n---\r\nUn\r\ndeux\r\n"
    assert article.content_hash == hashlib.sha256(data).hexdigest()
    assert [block.text for block in article.blocks] == ["T", "Un deux"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.replace("cuid", "x").encode())))
    (file,) = article_files(["-"])
    article = read_article(file)
    assert (article.id, article.path, article.language) == ("stdin", "stdin", "fr")


def test_standard_input_that_is_not_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xe9")))
    with pytest.raises(ArticleError) as caught:
        read_article(ArticleFile(None, "stdin"))
    problem = "not UTF-8 (byte 0xe9 at offset 0)"
    assert str(caught.value) == f"standard input:1: {problem}; convert it with: iconv -f latin1 -t utf-8"


BIG = b"a" * (MAX_BYTES + 1)
QUOTES = "put values that hold `: `, quotes or brackets between quotes"
FAULTS: list[tuple[str, bytes, str]] = [
    (
        "latin1.md",
        "Un\nété".encode("latin1"),
        "{}:2: not UTF-8 (byte 0xe9 at offset 3); convert it with: iconv -f latin1 -t utf-8 {} > converted.md",
    ),
    (
        "utf16.md",
        "Un".encode("utf-16"),
        "{}: UTF-16, not UTF-8; convert it with: iconv -f utf-16 -t utf-8 {} > converted.md",
    ),
    (
        "binary.md",
        b"PNG\n\n\x00\x01",
        "{}:3: a binary file (byte 0 at offset 5); give Markdown or plain text in UTF-8, or leave it out",
    ),
    ("big.md", BIG, "{}: larger than 10 MiB; split it into articles, or leave it out"),
    ("empty.md", b"", "{}: no text in it; write a title or a body, or take the file away"),
    ("code.md", b"```\ncode\n```\n", "{}: no text in it; write a title or a body, or take the file away"),
    (
        "yaml.md",
        b"---\nid: 1\ntitle: 'a\n---\nb",
        f"{{}}:4: broken YAML front matter (found unexpected end of stream); {QUOTES}",
    ),
    (
        "date.md",
        b"---\ntitle: a\ndate: hier\n---\nb",
        "{}:3: date: not a date: 'hier'; write it as 2025-12-31 or 2025-12-31T23:59:00Z",
    ),
]


@pytest.mark.parametrize(("name", "data", "message"), FAULTS, ids=[name for name, _, _ in FAULTS])
def test_faults(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ArticleError) as caught:
        read_article(ArticleFile(path, name))
    assert str(caught.value) == message.format(path, path)


def test_a_file_that_is_gone_or_a_folder(tmp_path: Path) -> None:
    advice = "check that it is there and that you may read it"
    path = tmp_path / "gone.md"
    with pytest.raises(ArticleError) as caught:
        read_article(ArticleFile(path, "gone.md"))
    assert str(caught.value) == f"{path}: cannot be read (No such file or directory); {advice}"
    with pytest.raises(ArticleError) as caught:
        read_article(ArticleFile(tmp_path, "x.md"))
    assert str(caught.value).startswith(f"{tmp_path}: no article in this folder; put files there that end in ")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    path = tmp_path / "a.md"
    with pytest.raises(ArticleError) as caught:
        read_article(ArticleFile(path, "a.md"))
    assert str(caught.value) == (
        f"{path}: cannot be read (Permission denied); check that it is there and that you may read it"
    )


def test_a_file_that_has_become_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("Un texte.")
    [file] = article_files([str(tmp_path)])
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(ArticleError) as caught:
        read_article(file)
    assert str(caught.value) == f"{path}: a pipe or a device; save it as a file, or pipe it in and name it -"


def test_one_bad_article_does_not_stop_the_others(tmp_path: Path) -> None:
    for name, data, _ in FAULTS[:3]:
        (tmp_path / name).write_bytes(data)
    (tmp_path / "a.md").write_text("Un")
    (tmp_path / "z.md").write_text("Deux")
    read = list(read_articles(article_files([str(tmp_path)])))
    assert [article.path if isinstance(article, Article) else type(article) for article in read] == [
        "a.md",
        ArticleError,
        ArticleError,
        ArticleError,
        "z.md",
    ]


def test_values_go_to_worker_processes_and_back(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT)
    (tmp_path / "b.md").write_bytes(b"\0")
    files = article_files([str(tmp_path)])
    article, error = read_articles(pickle.loads(pickle.dumps(files)))  # noqa: S301 - made here
    assert pickle.loads(pickle.dumps(article)) == article  # noqa: S301
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301


def test_articles_are_read_one_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Un")
    read = read_articles(
        file for file in [ArticleFile(tmp_path / "a.md", "a.md"), ArticleFile(tmp_path / "b.md", "b.md")]
    )
    assert isinstance(next(read), Article)
    (tmp_path / "b.md").write_text("Deux")
    assert isinstance(next(read), Article)


@given(st.binary(max_size=60))
def test_any_bytes_give_an_article_or_an_article_error(data: bytes) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    try:
        article = parse(text)
    except ArticleError:
        return
    assert article.blocks
    assert article == parse(text)
