"""What is measured side by side: rivals that may be missing, builds, loading, and corpora that are made for it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from benchmarks import beside, builds, growth, invent_corpus, loading
from benchmarks.builds import Built
from benchmarks.rivals import others
from benchmarks.rivals.graphs import triples
from benchmarks.rivals.race import Ran, python_with, running_text
from kg.errors import ArticleError
from kg.read import article_files, read_articles
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Article

SEEDS = ("mistral-ai-asml.md", "openai-amd-calcul.md")


@pytest.fixture
def two(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in SEEDS:
        shutil.copy(ROOT / "seeds" / name, folder)
    return folder


def read(folder: Path) -> list[Article]:
    found = list(read_articles(article_files([str(folder)])))
    assert not [one for one in found if isinstance(one, ArticleError)]
    return [one for one in found if not isinstance(one, ArticleError)]


# ---- a corpus with other names


def test_an_invented_corpus_begins_with_the_real_one_and_is_the_same_each_time(two: Path) -> None:
    first, again = list(invent_corpus.invent(two, 7)), list(invent_corpus.invent(two, 7))
    assert first == again
    assert len({name for name, _ in first}) == 7
    assert [text for _, text in first[:2]] == [(two / name).read_text("utf-8") for name in sorted(SEEDS)]
    assert first[:3] == list(invent_corpus.invent(two, 3))
    assert list(invent_corpus.invent(two, 7, seed=1))[2:] != first[2:]


def test_names_are_new_in_each_copy_and_the_same_throughout_it(two: Path) -> None:
    _, _, third, fourth, fifth, _ = (text for _, text in invent_corpus.invent(two, 6))
    real = (two / SEEDS[0]).read_text("utf-8")
    assert "Dassen" in real
    assert "Dassen" not in third + fifth
    at = [place.start() for place in re.finditer("Dassen", invent_corpus.HEAD.sub("", real))]
    swapped = {invent_corpus.HEAD.sub("", third)[place : place + 6] for place in at}
    assert len(swapped) == 1
    assert third != fifth
    assert len({len(invent_corpus.ADDRESS.sub("", invent_corpus.HEAD.sub("", text))) for text in (real, third)}) == 1
    assert fourth != (two / SEEDS[1]).read_text("utf-8")


def test_an_invented_corpus_can_be_read_and_no_two_articles_are_one(two: Path, tmp_path: Path) -> None:
    out = tmp_path / "many"
    invent_corpus.main([str(two), str(out), "--articles", "6"])
    real, many = read(two), read(out)
    assert len(many) == len({article.id for article in many}) == len({article.url for article in many}) == 6
    for article, other in zip(real, sorted(many, key=lambda one: one.path)[2:4], strict=True):
        assert [block.kind for block in article.blocks] == [block.kind for block in other.blocks]
        assert article.published == other.published
        for block in other.blocks:
            start, end = block.source(0, len(block.text))
            assert len(other.text[start:end]) >= len(block.text)


@pytest.mark.parametrize("words", [["EMPTY", "OUT"], ["TWO", "TWO"]])
def test_a_corpus_is_not_made_of_nothing_nor_over_something(words: list[str], two: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    places = {"EMPTY": str(tmp_path / "empty"), "TWO": str(two), "OUT": str(tmp_path / "out")}
    with pytest.raises(SystemExit) as left:
        invent_corpus.main([places[word] for word in words])
    assert left.value.code == 2


# ---- builds


def test_a_build_that_fails_says_why_and_the_table_goes_on(tmp_path: Path) -> None:
    failed = builds.build([str(tmp_path / "missing")], tmp_path / "out")
    assert failed.failure
    *_, row = builds.table("none", {"here": Built(1.0, 1.0, 1.0, "a"), "there": failed})
    assert row.startswith("| there | - |")


def test_two_graphs_differ_where_more_than_times_does() -> None:
    text = b"a prov:startedAtTime 1 ;\n  b 2 .\n"
    assert builds._without_run(text) == builds._without_run(text.replace(b"1", b"7"))
    assert builds._without_run(text) != builds._without_run(text.replace(b"2", b"7"))
    *_, row = builds.table("x", {"one": Built(1.0, 1.0, 1.0, "a"), "two": Built(1.0, 1.0, 1.0, "b")})
    assert row.split()[-2] == "no"


def test_growth_needs_articles_and_a_size(two: Path) -> None:
    with pytest.raises(SystemExit):
        growth.main([str(two), "--articles", "0"])


# ---- loading


def test_every_library_that_is_there_loads_the_same_graph() -> None:
    loaded = loading.measure(1_000, loading.libraries(None), rounds=1)
    assert loaded.seconds.keys() == {"kg", "pyoxigraph", "rdflib"}
    assert min(loaded.seconds.values()) > 0
    assert 500 < loaded.triples < 2_000


# ---- rivals


def test_rivals_that_are_not_there_are_missing(tmp_path: Path) -> None:
    assert python_with(tmp_path / "none", make=False) is None
    *_, row = beside.rivals_table("x", 10, {"kg": Ran(1.0), "graphrag": Ran(None, why="no environment has it")})
    assert row == "| graphrag | missing: no environment has it | - | - |"


def test_a_library_in_a_process_of_its_own_answers_each_line(tmp_path: Path) -> None:
    pytest.importorskip("spacy").blank("fr").to_disk(tmp_path / "pipeline")
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "a", "text": "Rien du tout."}), encoding="utf-8")
    words = [sys.executable, "-P", str(others.__file__), "spacy", str(tmp_path / "pipeline")]
    done = subprocess.run(
        [*words, str(tmp_path / "texts.jsonl")], input="\nfound\n", capture_output=True, text=True, check=True
    )
    ready, first, second = map(json.loads, done.stdout.splitlines())
    assert ready == {"ready": True}
    assert first.keys() == {"seconds"}
    assert second["found"] == [["a", [], []]]


def test_what_others_find_becomes_mentions_with_their_places_in_the_file(two: Path) -> None:
    article, _ = read(two)
    text = running_text(article)
    places = [text.index("ASML"), text.index("Mistral AI", text.index("ASML"))]
    entities = [(places[0], places[0] + 4, "ORG"), (places[1], places[1] + 10, "ORG"), (0, 3, "NOTHING")]
    lines = "\n".join(triples([article], [[article.id, entities, [(0, 1), (0, 2)]]]))
    store = pyoxigraph.Store()
    store.load(lines.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    found = store.query(
        "PREFIX oa: <http://www.w3.org/ns/oa#> SELECT ?s ?e ?x { ?m a <urn:rival#Mention> ; oa:start ?s ; oa:end ?e ;"
        " oa:exact ?x } ORDER BY ?s"
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    rows = [tuple(term.value for term in row if isinstance(term, pyoxigraph.Literal)) for row in found]
    assert [exact for _, _, exact in rows] == ["ASML", "Mistral AI"]
    assert all(article.text[int(start) : int(end)] == exact for start, end, exact in rows)
    assert lines.count("urn:rival#Statement") == 1


def test_nothing_is_measured_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text("The minister has said that the law will be applied next year.", "utf-8")
    for words in ([str(tmp_path)], ["--rounds", "0"]):
        with pytest.raises(SystemExit) as left:
            beside.main(words)
        assert left.value.code == 2
    assert "give a folder that has one" in capsys.readouterr().err


def test_a_build_is_timed_by_the_command_itself(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text("OpenAI rachète Figure AI.\n", encoding="utf-8")
    built = builds.build([str(tmp_path / "in")], tmp_path / "out", "--jobs", "1")
    assert not built.failure
    assert built.digest
    assert min(built.cpu, built.wall, built.megabytes) > 0
    assert "no such" in builds.build([str(tmp_path / "nowhere")], tmp_path / "other").failure
