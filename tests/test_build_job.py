"""From articles to a graph folder: the whole path, with an extractor that needs no pipeline."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kg.ask import open_graph
from kg.build import BuildReport, build, build_sharded, history, read_report
from kg.errors import ArticleError, GraphError, KgError, SchemaError
from kg.view import places
from tests.make import extraction
from tests.make_build import ENGLISH, find, write_articles
from tests.stub_build import line, stubbed, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.model import Article, Extraction
    from kg.schema import Schema


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two French articles that say the same, an English one, an empty one."""
    folder = write_articles(tmp_path_factory.mktemp("in") / "articles", "a1", "a2")
    (folder / "b-english.md").write_text(ENGLISH, encoding="utf-8")
    (folder / "c-empty.md").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    return build([articles], tmp_path_factory.mktemp("out") / "graph", extractor=find)


def turtle(folder: Path) -> bytes:
    return (folder / "graph.ttl").read_bytes()


def test_the_report_counts_what_was_found(built: BuildReport) -> None:
    assert built.articles == 2
    assert built.entities == {"ORG": 2, "PERSON": 1, "PRODUCT": 3, "EVENT": 1}
    assert built.relations == {"partnersWith": 1, "develops": 2, "uses": 1, "worksFor": 1}
    assert built.statuses == {"asserted": 3, "planned": 1, "negated": 1}
    assert (built.statements, built.evidence) == (5, 10)
    assert built.mentions == 20
    assert built.seconds > 0


def test_the_report_names_every_skipped_article_with_its_reason(built: BuildReport) -> None:
    assert [row.path.rpartition("/")[2] for row in built.skipped] == ["b-english.md", "c-empty.md"]
    assert built.skipped[0].problem == "no pipeline for language en"
    assert all(row.problem and row.advice for row in built.skipped)


def test_the_folder_holds_store_turtle_page_and_report_and_no_more(built: BuildReport) -> None:
    seen = sorted(path.name for path in built.folder.glob("[!.]*"))
    assert seen == ["build.json", "graph.html", "graph.ttl", "store"]
    assert sorted(path.name for path in built.folder.glob(".*")) == [".history.jsonl", ".nodes"]
    assert read_report(built.folder) == built
    assert b"kg:partnersWith" in turtle(built.folder)
    assert "https://kg.example/id/org/nvidia" in places(built.folder / "graph.html")
    with open_graph(built.folder) as graph:
        assert len(graph.store) > 0


def test_the_store_and_the_turtle_say_the_same(built: BuildReport) -> None:
    import rdflib

    with open_graph(built.folder) as graph:
        stored = graph.rdflib()
    written = rdflib.Graph().parse(data=turtle(built.folder), format="turtle")
    assert len(stored) > 100
    assert set(stored) <= set(written)


def test_the_same_articles_give_the_same_turtle(articles: Path, built: BuildReport, tmp_path: Path) -> None:
    again = build([articles], tmp_path / "again", extractor=find)
    assert turtle(again.folder) == turtle(built.folder)


def test_a_second_build_in_the_same_folder_gives_the_same_turtle_and_the_same_page(
    articles: Path, tmp_path: Path
) -> None:
    page = tmp_path / "graph.html"
    first = turtle(build([articles], tmp_path, extractor=find).folder), page.read_bytes()
    assert (turtle(build([articles], tmp_path, extractor=find).folder), page.read_bytes()) == first


def test_entities_stay_where_the_former_page_has_them(articles: Path, tmp_path: Path) -> None:
    page = tmp_path / "out" / "graph.html"
    build([articles / "a1.md"], tmp_path / "out", extractor=find)
    former = {iri: (x + 5000, y) for iri, (x, y) in places(page).items()}
    with open_graph(tmp_path / "out") as graph:
        graph.view(known=former).save(page)
    build([articles], tmp_path / "out", extractor=find)
    assert places(page) == former


def test_a_page_of_articles_in_a_language_that_it_does_not_speak_is_english(tmp_path: Path) -> None:
    def german(articles: Iterable[Article], _: Schema) -> Iterator[Extraction]:
        return (extraction(replace(article, language="de")) for article in articles)

    build([write_articles(tmp_path / "in", "a1")], tmp_path / "out", extractor=german)
    page = (tmp_path / "out" / "graph.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "<title>Graph of 1 article</title>" in page


def test_the_order_of_the_sources_does_not_matter(articles: Path, built: BuildReport, tmp_path: Path) -> None:
    sources = sorted(articles.iterdir(), reverse=True)
    assert turtle(build(sources, tmp_path / "out", extractor=find).folder) == turtle(built.folder)


def test_progress_hears_of_every_article_once_and_of_every_later_step(articles: Path, tmp_path: Path) -> None:
    heard: list[tuple[int, int, str]] = []
    build([articles], tmp_path / "out", extractor=find, progress=lambda *what: heard.append(what))
    assert [(done, total) for done, total, _ in heard[:4]] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert sorted(name.rpartition("/")[2] for _, _, name in heard[:4]) == [
        "a1.md", "a2.md", "b-english.md", "c-empty.md",
    ]  # fmt: skip
    assert heard[4:] == [(4, 4, step) for step in ("resolving names", "writing the graph", "drawing the page")]


def test_articles_stream_through_the_extractor(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", *(f"a{number}" for number in range(8)))
    read: list[str] = []

    def one_by_one(articles: Iterable[Article], schema: Schema) -> Iterator[Extraction | ArticleError]:
        waiting = iter(articles)
        for article in waiting:
            read.append(article.id)
            yield from find([article], schema)

    seen: list[int] = []
    build([folder], tmp_path / "out", extractor=one_by_one, progress=lambda *_: seen.append(len(read)))
    assert seen[:8] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_passages_below_the_least_confidence_are_left_out(articles: Path, tmp_path: Path) -> None:
    report = build([articles], tmp_path / "out", extractor=find, min_confidence=0.95)
    assert (report.statements, report.evidence) == (0, 0)
    assert report.entities == {"ORG": 2, "PERSON": 1, "PRODUCT": 3, "EVENT": 1}


@pytest.mark.parametrize("least", [7, -0.1, float("nan")])
def test_what_is_no_confidence_is_refused_before_an_article_is_read(
    articles: Path, tmp_path: Path, least: float
) -> None:
    with pytest.raises(KgError, match="no confidence; give a number from 0 to 1"):
        build([articles], tmp_path / "out", extractor=find, min_confidence=least)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ({"timeout": 0}, "timeout 0: no time; give more than 0 seconds, or leave it out"),
        ({"timeout": float("nan")}, "timeout nan: no time"),
        ({"jobs": 0}, "jobs 0: too few; give 1 or more, or leave it out"),
    ],
)
def test_a_number_that_does_not_serve_is_named_alone(
    articles: Path, tmp_path: Path, option: dict[str, Any], says: str
) -> None:
    with pytest.raises(KgError, match=f"^{says}"):
        build([articles], tmp_path / "out", extractor=find, **option)
    assert not (tmp_path / "out").exists()


def test_the_language_can_be_set(articles: Path, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no pipeline for language de"):
        build([articles], tmp_path / "out", extractor=find, language="de")


def test_the_base_names_everything(articles: Path, tmp_path: Path) -> None:
    report = build([articles], tmp_path / "out", extractor=find, base="https://data.acme.example/")
    assert b"https://data.acme.example/ns#" in turtle(report.folder)
    assert b"kg.example" not in turtle(report.folder)


def test_when_no_article_serves_the_reasons_are_named_and_nothing_is_written(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(KgError) as caught:
        build([articles / "b-english.md", articles / "c-empty.md"], out, extractor=find)
    lines = str(caught.value).splitlines()
    assert lines[0] == "2 of 2 articles could not be read, so no graph was built:"
    assert len(lines) == 3
    assert not out.exists()


def test_the_only_article_that_does_not_serve_is_the_error(articles: Path, tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no pipeline for language en; install one"):
        build([articles / "b-english.md"], tmp_path / "out", extractor=find)


def test_of_many_reasons_a_few_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.md").write_text("", encoding="utf-8")
    with pytest.raises(KgError) as caught:
        build([folder], tmp_path / "out", extractor=find)
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("9 of 9 articles")
    assert len(lines) == 7
    assert lines[-1] == "  … and 4 more"


def test_a_strict_build_fails_for_one_skipped_article_and_leaves_the_former_graph(
    articles: Path, tmp_path: Path
) -> None:
    build([articles / "a1.md"], tmp_path, extractor=find)
    before = turtle(tmp_path)
    with pytest.raises(KgError, match="2 of 4 articles could not be read"):
        build([articles], tmp_path, extractor=find, strict=True)
    assert turtle(tmp_path) == before


def test_a_strict_build_fails_also_where_the_graph_would_stay_as_it_is(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.md", line("Nvidia", "avec", "AWS"))
    (tmp_path / "in" / "b.md").write_text("", encoding="utf-8")
    with stubbed():
        build(tmp_path / "in", tmp_path / "out")
        with pytest.raises(KgError, match="1 of 2 articles could not be read"):
            build(tmp_path / "in", tmp_path / "out", strict=True)


def test_an_empty_folder_beside_a_full_one_is_named(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = build([tmp_path / "empty", articles / "a1.md"], tmp_path / "out", extractor=find)
    assert [(row.path, row.problem) for row in report.skipped] == [
        (str(tmp_path / "empty"), "no article in this folder")
    ]
    with pytest.raises(KgError, match="no article in this folder"):
        build([tmp_path / "empty"], tmp_path / "other", extractor=find)
    assert not (tmp_path / "other").exists()


def test_a_folder_of_other_files_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", "a1")
    with pytest.raises(GraphError, match=r"holds other files \(a1\.md\) and no graph"):
        build([folder], folder, extractor=find)


def test_a_graph_keeps_the_schema_that_it_was_built_with_last(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[names.ORG]\nAcme = []\n", encoding="utf-8")
    out = build([articles], tmp_path / "out", extractor=find, schema=tmp_path / "mine.toml").folder
    assert (out / "schema" / "kg.toml").read_bytes() == (tmp_path / "mine.toml").read_bytes()
    build([articles], out, extractor=find, schema=out / "schema")
    assert [path.name for path in (out / "schema").iterdir()] == ["kg.toml"]
    build([articles], out, extractor=find)
    assert sorted(path.name for path in out.glob("[!.]*")) == ["build.json", "graph.html", "graph.ttl", "store"]


def test_a_wrong_schema_is_refused(articles: Path, tmp_path: Path) -> None:
    schema = tmp_path / "schema.toml"
    schema.write_text("[relations.likes]\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="label is missing"):
        build([articles], tmp_path / "out", extractor=find, schema=schema)


def test_the_report_is_valid_json_without_surprises(built: BuildReport, tmp_path: Path) -> None:
    shutil.copytree(built.folder, tmp_path / "moved")
    data = json.loads((tmp_path / "moved" / "build.json").read_text(encoding="utf-8"))
    assert set(data) == {*BuildReport.__dataclass_fields__, "statements", "files"}
    assert read_report(tmp_path / "moved").folder == tmp_path / "moved"


def test_what_an_extractor_has_found_is_not_taken_for_what_the_pipeline_finds(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", "a1")
    with stubbed():
        clean = build(tmp_path / "in", tmp_path / "clean")
        assert build(tmp_path / "in", tmp_path / "out", extractor=find).turtle != clean.turtle
        assert build(tmp_path / "in", tmp_path / "out").turtle == clean.turtle


def test_a_name_that_is_not_utf_8_is_kept_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(b"caf\xe9")
    write(tmp_path / name / "a.md", line("Nvidia", "avec", "AWS"))
    with stubbed():
        report = build(name, "out")
        assert (report.sources, read_report(report.folder), history(report.folder)) == ((name,), report, (report,))
        assert not build(name, "out").written
        with pytest.raises(
            KgError, match=r"^caf\\udce9: not UTF-8, in which shards name what they are made of; rename"
        ):
            build_sharded(name, "out", engine="here")
