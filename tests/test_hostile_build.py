"""A folder of hostile files becomes a graph whose every output is well-formed, and no file is lost without a word."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from kg.ask import open_graph
from kg.build import build
from kg.graph.exports import Format
from kg.model import Entity, Evidence, Extraction, Mention, Relation, Status
from tests.make_attacks import BOMBS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.build import BuildReport
    from kg.model import Article
    from kg.schema import Schema

NAMES = (
    "<script>alert(1)</script>", "../../etc/passwd", "..", "a/../../b", "CON", "nul\x01l", "\x1b[31mrouge",
    "\u202eenvers", 'gu"il\'lemets', "a\\b", "]]> fin", "&#0; &lt;", "[[lien]] #a ^b |c", "=1+1", "@x", "{{ 7*7 }}",
    "n" * 300, "a\u0085b", "\U0001f600", "\U0001ffff", "-- :q", "%2e%2e%2f", "a\tb", ".cache", "x\x7fy",
)  # fmt: skip
"""What entities are called: each wants to be markup, a path, a formula or a command."""


PARSERS = {Format.TURTLE: "turtle", Format.NTRIPLES: "nt", Format.RDFXML: "xml"}
"""What reads it that has not written it."""

OTHERS = {Format.NQUADS: RdfFormat.N_QUADS, Format.TRIG: RdfFormat.TRIG, Format.JSONLD: RdfFormat.JSON_LD}


def _find(articles: Iterable[Article], schema: Schema) -> Iterator[Extraction]:
    """An extraction in which code spans are organisations, each the partner of the next."""
    assert schema.relations
    for article in articles:
        mentions, relations = [], []
        for block in article.blocks:
            runs = [run for run in block.runs if article.text[run.source - 1 : run.source] == "`"]
            if not runs:
                continue
            found = []
            for run in runs:
                exact = article.text[run.source : run.source + run.length]
                named = Entity.named("ORG", block.text[run.start : run.start + run.length])
                found.append(Mention(named, run.source, run.source + run.length, exact, 0.9, "test"))
            start, end = block.source(0, len(block.text))
            evidence = Evidence(start, end, article.text[start:end], Status.ASSERTED, 0.9, "test", "rôle <b>", ())
            relations += [
                Relation(one.entity, "partnersWith", other.entity, evidence)
                for one, other in pairwise(found)
                if one.entity != other.entity
            ]
            mentions += found
        yield Extraction(article, tuple(mentions), tuple(relations))


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    body = "\n\n".join(f"La société `{one}` et `{other}` signent." for one, other in pairwise(NAMES))
    heads = {
        "plain": "", "odd": '---\ntitle: "<script>\\0\\e"\nid: "../../x\\0<b>"\nauthor: "]]>"\n---\n',
        "twin": '---\nid: "../../x <b>"\n---\n', "url": "---\nurl: http://a.example/[b]#c#%zz\n---\n",
        "far": "---\ndate: 9999-12-31T23:59:59Z\nlang: fr-<script>\n---\n", "first": "---\ndate: 0001-01-01\n---\n",
    }  # fmt: skip
    for name, head in heads.items():
        (folder / f"{name}.md").write_text(f"{head}# {NAMES[0]}\n\n{body}\n\n{name}\n", encoding="utf-8")
    for name in ("a\nb<script>", "q'\"", "é\u202e", "n" * 250, "%2e%2e"):
        (folder / f"{name}.md").write_text(f"`A` et `{name[:40].strip()}` signent.\n", encoding="utf-8")
    for number, bomb in enumerate(BOMBS.values()):
        (folder / f"bomb-{number}.md").write_bytes(bomb.encode("utf-8", "surrogatepass"))
    (folder / "binary.md").write_bytes(b"\0\1")
    os.mkfifo(folder / "pipe.md")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    return folder


@pytest.fixture(scope="module", name="report")
def _report(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    return build([folder], tmp_path_factory.mktemp("out") / "graph", extractor=_find)


def test_every_file_is_in_the_graph_or_among_the_skipped(folder: Path, report: BuildReport) -> None:
    files = [path for path in folder.glob("*.md") if path.is_file()]
    assert report.articles == 11
    assert len(report.skipped) == len(BOMBS) + 1
    assert report.articles + len(report.skipped) == len(files)
    assert all("\n" not in str(one) for one in report.skipped)
    assert json.loads((report.folder / "build.json").read_text("utf-8"))["articles"] == 11


def test_turtle_and_page_are_well_formed(report: BuildReport) -> None:
    turtle = report.files["turtle"]
    assert len(rdflib.Graph().parse(turtle, format="turtle")) > 500
    page = report.files["page"].read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    if rapper := shutil.which("rapper"):
        done = subprocess.run([rapper, "-q", "-c", "-i", "turtle", turtle], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("format_", Format)
def test_every_export_is_well_formed_and_stays_in_its_folder(
    report: BuildReport, tmp_path: Path, format_: Format
) -> None:
    target = tmp_path / "in" / "here"
    target.parent.mkdir()
    with open_graph(report.folder) as graph:
        graph.export(target, format=format_)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert [path.name for path in target.parent.iterdir()] == ["here"]
    if format_ in PARSERS:
        assert len(rdflib.Graph().parse(data=target.read_text("utf-8"), format=PARSERS[format_])) > 500
    elif format_ in OTHERS:
        assert len(list(parse(target.read_bytes(), OTHERS[format_]))) > 500
    elif format_ in {Format.GRAPHML, Format.GEXF}:
        assert ET.parse(target).getroot().tag.endswith(format_)  # noqa: S314 - we have just written it
    elif target.is_dir():
        inside = [path for path in target.rglob("*") if path.is_file()]
        assert inside
        assert all(path.resolve().is_relative_to(target.resolve()) and len(path.name.encode()) < 256 for path in inside)
        for path in inside:
            assert path.suffix == ".parquet" or path.read_bytes().decode("utf-8")
