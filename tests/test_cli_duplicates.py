"""``kg duplicates``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.build import build
from kg.cli import app
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
        "  original  2025-12-01  b.md  https://other.example/story",
        "  copy      2025-12-02  a.md  https://news.example/story",
        "            the text is the same",
        "  copy      2025-12-03  c.md  https://third.example/story",
        "            100 % of the shorter text stands in the longer one",
        "  copy      2025-12-04  d.md  http://www.other.example/story/?utm_source=feed",
        "            both give the address other.example/story",
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
        ("a.md", 1.0, "the text is the same"),
        ("c.md", 1.0, "100 % of the shorter text stands in the longer one"),
        ("d.md", 1.0, "both give the address other.example/story"),
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
