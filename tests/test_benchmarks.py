"""The measurements run and print what they promise; how fast anything is, is no test."""

from __future__ import annotations

import json
import os
import re
import shutil
import tarfile
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from benchmarks import chromium, resolution
from benchmarks.explorer import __main__ as explorer
from benchmarks.explorer import browser, measures, pages, report
from benchmarks.explorer.invented import invented, packing
from benchmarks.extraction import Measured, main
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from kg.view import GraphData

SHAPE = r"""2 articles, [\d,]+ words
 +CPU s   articles/s   words/s
bare pipeline +\d+\.\d\d +\d+\.\d\d +[\d,]+
bare, kg's sums +\d+\.\d\d +\d+\.\d\d +[\d,]+
whole extraction +\d+\.\d\d +\d+\.\d\d +[\d,]+
whole / bare +\d+\.\d\d
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    for name in ("mistral-ai-asml.md", "openai-amd-calcul.md"):
        shutil.copy(ROOT / "seeds" / name, tmp_path)
    return tmp_path


def test_two_articles_give_both_times_and_their_ratio(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(two), "--rounds", "1"])
    assert re.fullmatch(SHAPE, capsys.readouterr().out)


def test_the_ratio_is_that_of_the_whole_to_the_bare() -> None:
    assert Measured(articles=1, words=1, bare=2.0, same=1.0, whole=3.0).ratio == 1.5


@pytest.mark.parametrize(
    ("words", "said"), [(["EMPTY"], "no French article"), (["TWO", "--rounds", "0"], "give 1 or more")]
)
def test_what_cannot_be_measured_is_refused(
    words: list[str], said: str, two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "a.md").write_text("The minister has said that the law will be applied next year.", "utf-8")
    places = {"EMPTY": str(tmp_path / "empty"), "TWO": str(two)}
    with pytest.raises(SystemExit) as left:
        main([places.get(word, word) for word in words])
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_invented_articles_quote_their_names_and_are_the_same_each_time() -> None:
    first, second = resolution.invented(100), resolution.invented(100)
    assert first == second
    assert len({mention.exact for extraction in first for mention in extraction.mentions}) >= 80


def test_names_of_each_size_are_resolved_and_set_against_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    resolution.main(["--names", "80"])
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split()[:4] == ["names", "articles", "mentions", "entities"]
    assert len(rows) == len(resolution.SHARES)
    assert rows[0].split()[-1] == "1.00"
    with pytest.raises(SystemExit):
        resolution.main(["--names", "7"])


# ---- the graph page


@pytest.fixture(scope="module", name="graph")
def _graph() -> GraphData:
    return invented(300)


def test_an_invented_graph_is_the_same_each_time(graph: GraphData) -> None:
    assert invented(300) == graph
    assert invented(300, seed=1) != graph


def test_an_invented_graph_weighs_what_a_real_one_weighs(graph: GraphData) -> None:
    assert (len(graph.nodes), len(graph.edges), len(graph.evidence)) == (300, 596, 2 * 596)
    assert (len(graph.classes), len(graph.relations)) == (10, 12)
    assert {edge.relation for edge in graph.edges} == {relation.name for relation in graph.relations}
    assert max(node.degree for node in graph.nodes) > 10 * sum(node.degree for node in graph.nodes) / 300
    sentences = {passage.text for passage in graph.evidence}
    assert 1.3 < len(graph.evidence) / len(sentences) < 1.6
    assert 120 < sum(map(len, sentences)) / len(sentences) < 140
    assert 2.6 < packing(graph) < 3.0


def test_an_invented_graph_refers_to_what_it_has(graph: GraphData) -> None:
    assert sorted(place for edge in graph.edges for place in edge.evidence) == list(range(len(graph.evidence)))
    for edge in graph.edges:
        for place in edge.evidence:
            passage = graph.evidence[place]
            marked = {kind: passage.text[start:end] for start, end, kind in passage.marks}
            assert marked["head"] == graph.nodes[edge.head].name
            assert marked["tail"] == graph.nodes[edge.tail].name
            assert re.fullmatch(r"\w+", marked["trigger"])
            for end in (edge.head, edge.tail):
                assert passage.article in dict(graph.nodes[end].articles)
    for node in graph.nodes:
        assert node.mentions == sum(count for _, count in node.articles) > 0
    assert [one.iri for one in graph.nodes] == sorted({one.iri for one in graph.nodes})
    assert [one.iri for one in graph.edges] == sorted({one.iri for one in graph.edges})


def test_others_draw_one_line_for_each_pair_and_their_page_holds_what_they_need(graph: GraphData) -> None:
    picture = pages.drawing(graph)
    assert len(picture.nodes) == 300
    assert set(picture.lines) == {tuple(sorted((edge.head, edge.tail))) for edge in graph.edges}
    assert len(picture.lines) == len(set(picture.lines)) < len(graph.edges)
    for page in (pages.vis_page(picture), pages.cytoscape_page(picture, "LIBRARY")):
        assert graph.nodes[7].name in page
        assert "window.drawn" in page
        assert "src=" not in page.replace(pages.library_of_pyvis(), "")
    assert "<" not in pages.Drawing(({"label": "</script>"},), ()).json()


def test_what_npm_fetched_is_read_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pages.cytoscape_script(tmp_path / "empty") is None
    script = tmp_path / pages.SCRIPT
    script.parent.mkdir(parents=True)
    script.write_text("cytoscape", encoding="utf-8")
    with tarfile.open(tmp_path / "cytoscape-3.34.0.tgz", "w:gz") as archive:
        archive.add(script, pages.SCRIPT)
    assert pages.cytoscape_script(tmp_path) == "cytoscape"


def test_processor_time_is_read_behind_a_name_of_any_kind() -> None:
    parent, seconds = browser.seconds("7 (a b) c) S 3 7 7 0 -1 4194304 100 0 0 0 40 2 0 0 20 0 1 0 4543149")
    assert parent == 3
    assert seconds == pytest.approx(42 / os.sysconf("SC_CLK_TCK"))


def test_descendants_are_found_in_any_order_and_no_others() -> None:
    assert browser.descendants({9: 5, 2: 1, 3: 2, 4: 3, 5: 4, 6: 1}, 2) == {2, 3, 4, 5, 9}


def size(**kg: float) -> report.Size:
    others = {"vis": {"interactive": 0.5, "pan": 30.0}, "cytoscape": {"interactive": 2.0}}
    return report.Size(3000, 5996, 8000, 2.8, {"kg": kg, **others})


def test_a_figure_stands_beside_its_budget_and_those_of_others() -> None:
    inside, above, every = report.rows(size(interactive=1.0, facet=251.0, **{"pan all": 33.0}))
    assert (inside.kg, inside.budget, inside.missed) == (1.0, 1.2, False)
    assert inside.others == {"vis": 0.5, "cytoscape": 2.0}
    assert (above.measure, every.measure) == ("pan all", "facet")
    assert (above.missed, above.others) == (False, {"vis": 30.0})
    assert (every.missed, every.others) == (True, {})
    assert json.loads(json.dumps(asdict(inside)))["budget"] == 1.2


def test_the_table_marks_what_is_missed_and_tells_how_many_times_the_others_it_is() -> None:
    head, title, *lines = report.table([size(interactive=1.5, facet=250.0)])  # without a drag
    assert head.split() == ["kg", "budget", "vis-network", "Cytoscape.js"]
    assert title == "3,000 nodes, 5,996 statements, 8,000 sentences that zlib packs 2.80 times"
    assert [line.split() for line in lines] == [
        ["interactive", "after,", "cpu", "s", "1.50", "1.20", "missed", "0.50", "3.00", "2.00", "0.75"],
        ["facet", "to", "redraw,", "ms", "250", "250"],
    ]


def test_the_table_says_that_not_everybody_draws_while_the_picture_is_dragged() -> None:
    *_, figures, caption = report.table([size(pan=15.0)])
    assert figures.split()[:2] == ["panning,", "a"]
    assert caption == report.PANNED


def test_of_all_rounds_the_median_counts_and_what_is_not_there_is_left_out() -> None:
    assert report.medians([{"a": 1.0, "b": 5.0}, {"a": 9.0}, {"a": 2.0}]) == {"a": 2.0, "b": 5.0}


@pytest.mark.parametrize(
    ("words", "said"), [(["--rounds", "0"], "give 1 or more"), (["--nodes", "300", "20"], "give 300 or more")]
)
def test_a_page_that_cannot_be_measured_is_refused(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        explorer.main(words)
    assert left.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.browser
def test_a_page_is_opened_and_moved_in_a_browser_without_a_network(graph: GraphData, tmp_path: Path) -> None:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = chromium.browser_program()
    if program is None:
        pytest.skip(f"no browser is installed; looked for {', '.join(chromium.NAMES)}")
    page = tmp_path / "vis.html"
    page.write_text(pages.vis_page(pages.drawing(graph)), encoding="utf-8")
    found = measures.plain(program, "vis", page.as_uri())
    assert found.keys() == {"interactive", "wall", "quiet", "drawn", "pan"}
    assert found["drawn"] == 300
    assert 0 < found["interactive"] <= found["quiet"]
    assert found["pan"] > 0
