"""Metadata under the names that generators use."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kg.errors import ArticleError
from kg.read.frontmatter import read_front_matter
from kg.read.metadata import Metadata, read_metadata


def metadata(yaml: str) -> Metadata:
    text = f"---\n{yaml}\n---\nCorps\n"
    return read_metadata(read_front_matter(text, "a.md"), "a.md")


HASHNODE = """title: "L’usine à IA"
seoTitle: "Autre titre"
seoDescription: "Une description."
datePublished: Tue Dec 02 2025 23:51:27 GMT+0000 (Coordinated Universal Time)
cuid: cmxyz
slug: usine-a-ia
canonical: https://www.News.example/2025/usine"""

HUGO = """title: L’usine à IA
date: 2025-12-03T00:51:27+01:00
language: fr-FR
tags: [puces, IA]
categories: [matériel, IA]
params:
  author: {name: Ada Martin, email: a@b.example}
canonicalURL: https://news.example/usine"""

GHOST = """title: L’usine à IA
id: 42
published_at: "2025-12-02 23:51:27"
authors:
  - name: Ada Martin
  - Luc Petit
canonical_url: https://news.example/usine"""

PELICAN = """Title: L’usine à IA
Date: 2025-12-02 23:51
Lang: français
Authors: Ada Martin, Luc Petit
Tags: puces, IA"""

JEKYLL = """headline: L’usine à IA
published: true
pubDate: Tue, 02 Dec 2025 23:51:27 GMT
locale: fr_FR
author: Martin, Ada
keywords: puces; IA
permalink: /usine/
link: http://news.example/usine"""

SECOND = datetime(2025, 12, 2, 23, 51, 27, tzinfo=UTC)
NEWS = {"url": "https://news.example/usine", "publisher": "news.example"}


@pytest.mark.parametrize(
    ("yaml", "found"),
    [
        (
            HASHNODE,
            {
                "id": "cmxyz",
                "published": SECOND,
                "url": "https://www.News.example/2025/usine",
                "publisher": "news.example",
            },
        ),
        (
            HUGO,
            {
                "published": SECOND,
                "language": "fr",
                "tags": ("puces", "IA", "matériel"),
                "authors": ("Ada Martin",),
                **NEWS,
            },
        ),
        (GHOST, {"id": "42", "published": SECOND, "authors": ("Ada Martin", "Luc Petit"), **NEWS}),
        (
            PELICAN,
            {
                "published": SECOND.replace(second=0),
                "language": "fr",
                "authors": ("Ada Martin", "Luc Petit"),
                "tags": ("puces", "IA"),
            },
        ),
        (
            JEKYLL,
            {
                "published": SECOND,
                "language": "fr",
                "authors": ("Martin, Ada",),
                "tags": ("puces", "IA"),
                "url": "http://news.example/usine",
                "publisher": "news.example",
            },
        ),
    ],
    ids=["hashnode", "hugo", "ghost", "pelican", "jekyll"],
)
def test_generators(yaml: str, found: dict[str, object]) -> None:
    read = metadata(yaml)
    assert read.title == "L’usine à IA"
    assert read.title_at == f"---\n{yaml}".index("L’usine")
    assert read == Metadata(title=read.title, title_at=read.title_at, **found)  # type: ignore[arg-type]


def test_zola_keeps_things_in_extra_and_taxonomies() -> None:
    text = '+++\ntitle = "Puce"\ndate = 2025-12-02\n[extra]\nlang = "en"\n[taxonomies]\ntags = ["a"]\n+++\n'
    read = read_metadata(read_front_matter(text, "a.md"), "a.md")
    assert (read.published, read.language, read.tags) == (datetime(2025, 12, 2, tzinfo=UTC), "en", ("a",))


@pytest.mark.parametrize(
    ("yaml", "title", "verbatim"),
    [
        ("title: Une puce", "Une puce", True),
        ("title: '  Une puce  '", "Une puce", False),
        ('title: "Une \\u0070uce"', "Une puce", False),
        ("title: 'L''usine'", "L'usine", False),
        ("title: >\n  Une\n  puce", "Une puce", False),
        ("title: null", "", False),
        ("title: [a, b]", "", False),
        ("title:", "", False),
        ("subtitle: Une puce\ntitle: Une puce", "Une puce", True),
    ],
)
def test_titles_are_located_where_they_stand_verbatim(yaml: str, title: str, verbatim: bool) -> None:
    read = metadata(yaml)
    assert read.title == title
    assert read.title_at == (f"---\n{yaml}".rindex(title) if verbatim else None)


@pytest.mark.parametrize(
    "url",
    [
        "/usine",
        "usine",
        "ftp://a.example/b",
        "javascript:alert(1)",
        "https://",
        "https://a.example/b c",
        "https://[a/b",
        'https://a.example/"><b>',
        "null",
        "[https://a.example/b]",
    ],
)
def test_only_absolute_web_addresses_count(url: str) -> None:
    read = metadata(f"canonical: {url if url[0] == '[' else repr(url)}")
    assert (read.url, read.publisher) == (None, None)


def test_the_first_usable_address_counts() -> None:
    assert metadata("canonical: /usine\nurl: https://www.a.example:8080/b").publisher == "a.example"


def test_empty_values_say_nothing() -> None:
    keys = ["cuid", "id", "date", "lang", "url", "author", "tags", "title"]
    assert metadata("\n".join(f"{key}:" for key in keys)) == Metadata()
    assert metadata("\n".join(f"{key}: ~" for key in keys)) == Metadata()
    assert metadata("published: false\ndraft: true") == Metadata()


@pytest.mark.parametrize("key", ["datePublished", "date", "pubDate"])
def test_a_date_that_cannot_be_read_is_an_error_with_its_line(key: str) -> None:
    with pytest.raises(ArticleError) as caught:
        metadata(f"title: a\n{key}: Mayy 3")
    advice = "write it as 2025-12-31 or 2025-12-31T23:59:00Z"
    assert str(caught.value) == f"a.md:3: {key}: not a date: 'Mayy 3'; {advice}"
