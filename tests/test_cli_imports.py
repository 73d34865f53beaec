"""``kg import``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.build import build
from kg.cli import app
from tests.make_build import find, write_articles

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

RUN = CliRunner()


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    build([write_articles(tmp_path / "in", "a1")], tmp_path / "out", extractor=find)
    things = "".join(
        f'<https://register.example.org/{n}> <http://www.w3.org/2000/01/rdf-schema#label> "{name}" .\n'
        for n, name in enumerate(["Nvidia", "AWS", "Nvidia", "Nobody"])
    )
    (tmp_path / "register.nt").write_text(things, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    return RUN.invoke(app, ["import", *words, "-g", str(folder / "out")])


def test_it_says_what_it_did_what_it_met_and_how_to_ask(folder: Path) -> None:
    result = run(folder, str(folder / "register.nt"))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        "4 triples from register.nt, in the graph <https://kg.example/import/register>",
        "  0 things that the graph has too",
        "",
        "named like several: 2",
        (
            "  Nvidia <https://register.example.org/0> (and so is https://register.example.org/2) is named like Nvidia "
            "<https://kg.example/id/org/nvidia>; say which one it is with owl:sameAs"
        ),
        (
            "  Nvidia <https://register.example.org/2> (and so is https://register.example.org/0) is named like Nvidia "
            "<https://kg.example/id/org/nvidia>; say which one it is with owl:sameAs"
        ),
        "",
        "named alike: 1",
        (
            "  AWS <https://register.example.org/1> may be <https://kg.example/id/org/amazon_web_services>; "
            "say so with owl:sameAs, or for all with --match-names"
        ),
        "",
        "Ask it",
        "  queries see it together with the graph; alone it is",
        "  GRAPH <https://kg.example/import/register> { ?s ?p ?o }",
    ]


def test_names_can_be_matched(folder: Path) -> None:
    result = run(folder, str(folder / "register.nt"), "--match-names", "--name", "firms")
    assert "in the graph <https://kg.example/import/firms>" in result.stdout
    assert "1 thing that the graph has too, 1 of them linked by this import" in result.stdout
    assert run(folder, "--list").stdout == "firms: 4 triples from register.nt, names matched\n"


def test_what_a_folder_holds_names_it(folder: Path) -> None:
    run(folder, str(folder / "register.nt"))
    assert "  beside it register: 4 triples from register.nt\n" in RUN.invoke(app, ["info", str(folder / "out")]).stdout


def test_it_can_be_taken_out_again(folder: Path) -> None:
    run(folder, str(folder / "register.nt"))
    assert run(folder, "--forget", "register").stdout == "register is no longer beside the graph\n"
    assert run(folder, "--list").stdout == "nothing has been imported\n"


def test_many_findings_are_cut_and_the_cut_is_told(folder: Path) -> None:
    lines = "".join(
        f'<https://register.example.org/{n}> <http://www.w3.org/2000/01/rdf-schema#label> "Nvidia" .\n'
        for n in range(9)
    )
    (folder / "many.nt").write_text(lines, encoding="utf-8")
    assert "  … and 4 more; --all shows them" in run(folder, str(folder / "many.nt")).stdout
    assert "more; --all" not in run(folder, str(folder / "many.nt"), "--all").stdout


@pytest.mark.parametrize("words", [(), ("x.ttl", "--list"), ("--list", "--forget", "x")])
def test_one_thing_at_a_time(folder: Path, words: tuple[str, ...]) -> None:
    result = run(folder, *words)
    assert (result.exit_code, "give a FILE to bring in" in result.stderr) == (2, True)


def test_a_file_that_does_not_serve_is_one_line(folder: Path) -> None:
    result = run(folder, str(folder / "none.ttl"))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
