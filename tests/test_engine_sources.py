"""Sources: files, JSON lines, Parquet and addresses give the same articles, and none is lost without a word."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.build import build
from kg.engine.sources import Kind, Record, article_data, records, sized
from kg.errors import ArticleError, KgError
from kg.read import decode_article
from tests.make_build import find, write_articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Article

fsspec = pytest.importorskip("fsspec")

FIELDS = {
    "id": "a-1", "title": 'Un « titre »: avec "guillemets"', "datePublished": "2025-12-02", "language": "fr",
    "canonical": "https://news.example/a-1", "authors": ["Zoé", "Max"], "tags": ["puces, IA"], "views": 12,
    "text": "AWS et Nvidia étendent leur partenariat.\n",
}  # fmt: skip


@pytest.fixture(name="memory")
def _memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    yield system
    system.rm("/", recursive=True)


def write_lines(path: Path, *rows: object) -> Path:
    path.write_text(
        "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in rows), encoding="utf-8"
    )
    return path


def only(source: str | Path) -> Article:
    (one,) = records([str(source)])
    return decode_article(article_data(one), name=one.name, place=one.place)


def test_the_fields_of_a_line_are_what_front_matter_would_say(tmp_path: Path) -> None:
    article = only(write_lines(tmp_path / "news.jsonl", FIELDS))
    assert (article.id, article.path, article.title) == ("a-1", "a-1.md", FIELDS["title"])
    assert (article.language, article.url, article.publisher) == ("fr", FIELDS["canonical"], "news.example")
    assert article.published is not None
    assert article.published.date().isoformat() == "2025-12-02"
    assert article.authors == ("Zoé", "Max")
    assert "AWS et Nvidia étendent leur partenariat." in [block.text for block in article.blocks]


def test_a_text_with_front_matter_of_its_own_is_taken_as_it_is(tmp_path: Path) -> None:
    text = "---\ntitle: Le sien\n---\n\nCorps.\n"
    (one,) = records([str(write_lines(tmp_path / "news.ndjson", {"name": "b.md", "title": "Un autre", "text": text}))])
    assert article_data(one) == text.encode()


def test_parquet_holds_the_same_articles_as_lines(tmp_path: Path) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [FIELDS | {"id": f"a-{number}", "title": f"Titre {number}"} for number in range(7)]
    parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "news.parquet", row_group_size=3)
    lines = records([str(write_lines(tmp_path / "news.jsonl", *rows))])
    table = records([str(tmp_path / "news.parquet")])
    assert [one.name for one in table] == [one.name for one in lines] == [f"a-{number}.md" for number in range(7)]
    assert [article_data(one) for one in table] == [article_data(one) for one in lines]


def test_a_table_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "news.parquet"
    for text in ("Avant.", "Apr\u00e8s, et plus long."):
        parquet.write_table(arrow.Table.from_pylist([{"id": "a", "text": text}]), path)
        (one,) = records([str(path)])
        assert article_data(one).decode().endswith(text)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("{not json", r"news\.jsonl:2: no JSON object"),
        ("[1, 2]", r"news\.jsonl:2: no JSON object"),
        ({"name": "a"}, r"news\.jsonl:2: no text among its fields \(name\); name the text text or body"),
        ({"name": "a", "text": 3}, r"no text among its fields"),
        ({"name": "a", "text": "x" * (10 << 20) + "x"}, r"larger than 10 MiB"),
    ],
)
def test_a_line_that_is_no_article_says_so_when_it_is_opened(tmp_path: Path, row: object, problem: str) -> None:
    found = records([str(write_lines(tmp_path / "news.jsonl", FIELDS, row, FIELDS | {"id": "a-3"}))])
    assert len(found) == 3
    (bad,) = [one for one in found if isinstance(one, Record) and one.number == 2]
    with pytest.raises(ArticleError, match=problem):
        article_data(bad)


def test_names_are_told_apart_and_can_be_shown(tmp_path: Path) -> None:
    rows = [{"name": "a.md", "text": "1"}, {"name": "a.md", "text": "2"}, {"name": "b\n\u202ec\x1b", "text": "3"},
            {"text": "4"}, {"name": "/etc/d", "text": "5"}, "", {"id": 6, "text": "6"}]  # fmt: skip
    found = records([str(write_lines(tmp_path / "news.jsonl", *rows))])
    names = [one.name for one in found]
    assert len(set(names)) == len(names) == 6
    assert all(name.isprintable() and not name.startswith("/") for name in names)
    assert {"b\\n\\u202ec\\x1b.md", "news-000004.md", "etc/d.md", "6.md"} < set(names)
    assert sorted(article_data(one)[-1:] for one in found) == [b"1", b"2", b"3", b"4", b"5", b"6"]


def test_a_graph_of_lines_is_that_of_the_files(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a1", "a2", "a3")
    rows = [{"name": path.name, "text": path.read_text(encoding="utf-8")} for path in sorted(folder.glob("*.md"))]
    lines = write_lines(tmp_path / "news.jsonl", *rows)
    build(folder, tmp_path / "one", extractor=find)
    report = build(lines, tmp_path / "other", extractor=find)
    assert (tmp_path / "one/graph.ttl").read_bytes() == (tmp_path / "other/graph.ttl").read_bytes()
    assert report.articles == 3


def test_an_address_is_a_folder_a_file_or_a_pattern(memory: Any) -> None:  # noqa: ANN401 - fsspec has no types
    for name in ("a.md", "sub/b.txt", "sub/.hidden/c.md", "notes.html"):
        memory.pipe(f"/in/{name}", f"Le texte de {name}".encode())
    memory.pipe("/in/news.jsonl", json.dumps(FIELDS).encode() + b"\n")
    assert [one.name for one in records(["memory://in"])] == ["a-1.md", "a.md", "sub/b.txt"]
    assert [one.name for one in records(["memory://in/sub/*.txt"])] == ["b.txt"]
    (one,) = records(["memory://in/a.md"])
    assert (one.name, article_data(one)) == ("a.md", b"Le texte de a.md")
    assert [one.place for one in records(["memory://in/news.jsonl"])] == ["memory://in/news.jsonl:1"]


def test_an_address_of_files_here_is_a_path(tmp_path: Path) -> None:
    write_articles(tmp_path, "a1")
    assert [one.name for one in records([tmp_path.as_uri()])] == ["a1.md"]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("https://news.example/a.md", "the web is not read unless you ask for it with --web"),
        ("memory://nowhere", "no article there"),
        ("nonsense://a", "no address that can be read"),
        ("missing.jsonl", "no such file"),
        ("missing-*.parquet", "no such file"),
    ],
)
def test_what_cannot_be_a_source_is_refused(source: str, problem: str) -> None:
    with pytest.raises(KgError, match=problem):
        records([source])


def test_an_empty_folder_beside_articles_is_told_by_whoever_opens_it(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    lines = write_lines(tmp_path / "news.jsonl", {"name": "a.md", "text": "Nvidia"})
    empty = next(one for one in records([str(tmp_path / "empty"), str(lines)]) if not isinstance(one, Record))
    with pytest.raises(ArticleError, match="empty: no article in this folder"):
        sized(empty)
    with pytest.raises(ArticleError, match="empty: no article in this folder"):
        article_data(empty)


def test_standard_input_is_for_no_cluster() -> None:
    (one,) = records(["-"])
    with pytest.raises(ArticleError, match="comes but once"):
        sized(one)


@given(
    st.text(max_size=40), st.dictionaries(st.sampled_from(["title", "author", "views", "lang"]), st.text(max_size=20))
)
def test_law_the_text_of_a_line_is_the_end_of_its_article(text: str, fields: dict[str, str]) -> None:

    with tempfile.TemporaryDirectory() as folder:
        row = {"name": "a.md", "text": text.encode("utf-8", "replace").decode()} | {
            key: value.encode("utf-8", "replace").decode() for key, value in fields.items()
        }
        (one,) = records([str(write_lines(Path(folder, "news.jsonl"), row))])
        assert one.name == "a.md"
        assert isinstance(one, Record)
        assert one.kind is Kind.LINES
        assert article_data(one).decode().endswith(row["text"])
