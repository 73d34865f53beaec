"""``kg duplicates``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from kg.ask import run
from kg.ask.answers import Table
from kg.build import build
from kg.cli import app
from kg.graph.store import memory_store
from kg.graph.vocab import SCHEMA, XSD, Vocabulary
from tests.make import FRENCH
from tests.make_build import find

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()
MORE = "\n".join(
    f"Le point {number} du communiqué reste ouvert." for number in ("un", "deux", "trois", "quatre", "cinq")
)
ADDED = "La rédaction ajoute ceci, que la première version ne disait pas encore ce matin-là."
OTHER = " ".join(f"sujet{number}" for number in range(60))


def write(folder: Path, name: str, body: str, *, day: int, url: str) -> None:
    head = f"---\ntitle: Un accord\ndatePublished: 2025-12-{day:02}\ncanonical: {url}\nlanguage: fr\n---\n\n"
    (folder / f"{name}.md").write_text(head + body.replace("\n", "\n\n"), encoding="utf-8")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Five articles: an original, the same text, a longer version, a new version at its address, one of its own."""
    folder = tmp_path_factory.mktemp("duplicates")
    (folder / "in").mkdir()
    text = FRENCH + MORE
    write(folder / "in", "a", text, day=2, url="https://news.example/story")
    write(folder / "in", "b", text, day=1, url="https://other.example/story")
    write(folder / "in", "c", f"{text}\n{ADDED}", day=3, url="https://third.example/story")
    write(folder / "in", "d", f"{text[::-1]}\n{FRENCH}", day=4, url="http://www.other.example/story/?utm_source=feed")
    write(folder / "in", "e", f"{FRENCH}{OTHER}", day=5, url="https://fourth.example/story")
    build([folder / "in"], folder / "out", extractor=find)
    return str(folder / "out")


def test_originals_come_with_their_copies_and_what_gave_each_away(out: str) -> None:
    result = RUN.invoke(app, ["duplicates", out])
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Un accord",
        "  original           2025-12-01  b.md  https://other.example/story",
        "  100 % of the text  2025-12-02  a.md  https://news.example/story",
        "  100 % of the text  2025-12-03  c.md  https://third.example/story",
        "  same address       2025-12-04  d.md  http://www.other.example/story/?utm_source=feed",
        "",
        "5 articles from 2 sources: 3 copies of 1 original",
    ]


def test_as_json_a_program_gets_the_same(out: str) -> None:
    [group] = json.loads(RUN.invoke(app, ["duplicates", out, "--json"]).stdout)
    assert group["original"] == {
        "title": "Un accord",
        "published": "2025-12-01T00:00:00+00:00",
        "path": "b.md",
        "url": "https://other.example/story",
    }
    assert [(one["path"], one["similarity"], one["because"]) for one in group["copies"]] == [
        ("a.md", 1.0, "text"),
        ("c.md", 1.0, "text"),
        ("d.md", 1.0, "address"),
    ]


def test_copies_count_as_one_source(out: str) -> None:
    result = RUN.invoke(app, ["query", "corroborated", "-g", out, "--format", "json"])
    rows = json.loads(result.stdout)["results"]["bindings"]
    assert {row["sources"]["value"] for row in rows} == {"2"}


def test_where_no_article_repeats_another_there_is_nothing_to_list(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in", "a", FRENCH, day=1, url="https://news.example/story")
    build([tmp_path / "in"], tmp_path / "out", extractor=find)
    assert RUN.invoke(app, ["duplicates", str(tmp_path / "out")]).stdout == "1 article from 1 source: no copies\n"
    assert json.loads(RUN.invoke(app, ["duplicates", str(tmp_path / "out"), "--json"]).stdout) == []


def test_a_folder_without_a_graph_is_refused(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["duplicates", str(tmp_path)])
    assert result.exit_code == 1
    assert "holds no graph" in result.stderr


@pytest.mark.parametrize(
    ("url", "similarity", "because"),
    [
        ("http://www.news.example/story/?utm_source=feed&utm_medium=rss#top", "1.0", "address"),
        ("https://News.example/story".lower(), "1.0", "address"),
        ("https://news.example/other", "1.0", "text"),
        ("https://news.example/story", "0.9", "text"),
        (None, "1.0", "text"),
    ],
)
def test_the_question_tells_an_address_from_a_text(url: str | None, similarity: str, because: str) -> None:
    vocabulary = Vocabulary()
    copy, original = vocabulary.article("b"), vocabulary.article("a")
    triples = [
        ox.Triple(copy, vocabulary.kg.copyOf, original),
        ox.Triple(copy, vocabulary.kg.similarity, ox.Literal(similarity, datatype=XSD.decimal)),
        ox.Triple(copy, vocabulary.kg.path, ox.Literal("b.md")),
        ox.Triple(original, vocabulary.kg.path, ox.Literal("a.md")),
        ox.Triple(original, SCHEMA.url, ox.NamedNode("https://news.example/story")),
    ]
    if url:
        triples.append(ox.Triple(copy, SCHEMA.url, ox.NamedNode(url)))
    table = run(memory_store(triples), "duplicates")
    assert isinstance(table, Table)
    assert [row[table.columns.index("because")] for row in table.rows] == [because]
