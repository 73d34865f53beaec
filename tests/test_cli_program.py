"""The command line as a whole: help at once, one line for every mistake, an exit status that tells."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import kg
from kg.cli import app
from tests.ask_sample import write_sample
from tests.make_build import find, write_articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.model import Article, Extraction
    from kg.schema import Schema

RUN = CliRunner()
HEAVY = ("spacy", "pandas", "rdflib", "pyoxigraph", "networkx", "pyvis", "kg.build", "kg.graph", "kg.ask")


def test_help_lists_every_command_in_the_order_of_use() -> None:
    result = RUN.invoke(app, ["--help"])
    assert result.exit_code == 0
    listed = re.findall(r"^  ([a-z]+)  +", result.stdout.partition("Commands:")[2], flags=re.MULTILINE)
    assert listed == [
        "build", "load", "info", "status", "log", "queries", "query", "explain", "rank", "communities", "path",
        "around", "together", "timeline", "diff", "duplicates", "link", "view", "export", "serve", "publish", "import",
        "validate", "evaluate", "notebook", "review", "merge", "split", "rename", "retype", "reject", "accept",
        "decisions",
    ]  # fmt: skip


def test_without_arguments_the_help_is_shown() -> None:
    result = RUN.invoke(app, [])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == RUN.invoke(app, ["--help"]).stdout


def test_version() -> None:
    assert RUN.invoke(app, ["--version"]).stdout == f"kg {kg.__version__}\n"


def test_help_loads_no_heavy_library() -> None:
    code = f"import sys, kg.cli; print([name for name in {HEAVY} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_the_module_runs_as_the_command_does() -> None:
    result = subprocess.run([sys.executable, "-m", "kg", "--version"], capture_output=True, text=True, check=True)
    assert result.stdout == f"kg {kg.__version__}\n"


@pytest.mark.parametrize(
    ("words", "what", "where"),
    [
        (["biuld", "x"], "No such command 'biuld'. Did you mean 'build'", "kg"),
        (["build"], "Missing argument 'ARTICLES'", "kg build"),
        (["--colour"], "No such option: --colour", "kg"),
        (["build", "x", "--stict"], "--strict", "kg build"),
        (
            ["build", "x", "--min-confidence", "7"],
            "'--min-confidence': '7' is no confidence; give a number from 0 to 1",
            "kg build",
        ),
        (["build", "x", "--min-confidence", "nan"], "'nan' is no confidence; give a number from 0 to 1", "kg build"),
        (["build", "x", "--jobs", "0"], "'--jobs' / '-j': 0 is too few; give 1 or more", "kg build"),
        (["build", "x", "--timeout", "0"], "'--timeout': '0' is no time; give more than 0 seconds", "kg build"),
        (["build", "x", "--jobs", "1.5"], "'--jobs' / '-j': '1.5' is no whole number; give 1 or more", "kg build"),
        (["build", "x", "--timeout", "nan"], "'--timeout': 'nan' is no time; give more than 0 seconds", "kg build"),
        (["build", "x", "--timeout", "soon"], "'--timeout': 'soon' is no time; give more than 0 seconds", "kg build"),
        (
            ["build", "x", "--engine", "ray", "--shard-size", "0"],
            "'--shard-size': 0 is too few; give 1 or more",
            "kg build",
        ),
        (["view", "x", "--min-confidence", "-0.1"], "'-0.1' is no confidence; give a number from 0 to 1", "kg view"),
        (["rank", "--min-confidence", "0,5"], "'0,5' is no confidence; give a number from 0 to 1", "kg rank"),
        (["review", "x", "--below", "half"], "'half' is no confidence; give a number from 0 to 1", "kg review"),
        (["view", "x", "--since", "soon"], "'--since': 'soon' is no day; write it as 2025-12-31", "kg view"),
        (["view", "x", "--until", "2025-13-01"], "'2025-13-01' is no day; write it as 2025-12-31", "kg view"),
        (["view", "x", "-o", "-"], "a page goes into a file, not to standard output; name one", "kg view"),
        (["query", "partners", "Nvidia"], "'Nvidia' is out of place; write parameters as --name value", "kg query"),
        (["query", "partners", "--org"], "--org has no value; write --org VALUE", "kg query"),
        (["query", "partners", "--org=A", "--org", "B"], "--org is given twice; give it once", "kg query"),
    ],
)
def test_a_mistake_in_the_command_line_is_one_line_and_status_2(words: list[str], what: str, where: str) -> None:
    result = RUN.invoke(app, words)
    assert (result.exit_code, result.stdout) == (2, "")
    [printed] = result.stderr.splitlines()
    assert printed.startswith("kg: ")
    assert what in printed
    assert printed.endswith(f"; see {where} --help")


@pytest.mark.parametrize(
    "words",
    [
        ["build", "nowhere", "-o", "OUT"],
        ["build", "nowhere.md"],
        ["build", ""],
        ["build", "nowhere.md", "--schema", "nowhere.toml"],
        ["info", "OUT"],
        ["export", "OUT"],
        ["view", "OUT"],
        ["validate", "OUT"],
        ["query", "partners", "-g", "OUT"],
        ["query", "no-such-question", "-g", "OUT"],
        ["queries", "no-such-question"],
        ["explain", "Nvidia", "-g", "OUT"],
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_1(words: list[str], tmp_path: Path) -> None:
    result = RUN.invoke(app, [word.replace("OUT", str(tmp_path / "out")) for word in words])
    assert result.exit_code == 1
    assert result.stdout == ""
    [printed] = result.stderr.splitlines()
    assert printed.startswith("kg: ")
    assert ";" in printed  # what is wrong; what to do
    assert not (tmp_path / "out").exists()


def test_an_interrupted_build_says_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(_articles: Iterable[Article], _schema: Schema) -> Iterator[Extraction]:
        raise KeyboardInterrupt

    articles = write_articles(tmp_path / "in", "a1")
    result = RUN.invoke(app, ["build", str(articles), "-o", str(tmp_path / "out")], obj=interrupt)
    assert result.exit_code == 130
    assert result.stderr.strip() == "kg: interrupted; nothing was changed"
    assert not (tmp_path / "out").exists()


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    def full(_articles: Iterable[Article], _schema: Schema) -> Iterator[Extraction]:
        raise OSError(28, "No space left on device", "graph.ttl")

    articles = write_articles(tmp_path / "in", "a1")
    result = RUN.invoke(app, ["build", str(articles), "-o", str(tmp_path / "out")], obj=full)
    assert result.exit_code == 1
    assert result.stderr == (
        f"kg: {tmp_path / 'out'}: graph.ttl: cannot be written (No space left on device); "
        "give it room and permission, or choose another folder with -o\n"
    )


def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path) -> None:
    articles, out = write_articles(tmp_path / "in", *(f"a{number}" for number in range(40))), tmp_path / "out"
    assert RUN.invoke(app, ["build", str(articles), "-o", str(out)], obj=find).exit_code == 0
    command = f"{sys.executable} -m kg export {out} --format ntriples; echo status $? >&2"
    result = subprocess.run(
        ["bash", "-c", f"({command}) | head -c 20"], capture_output=True, text=True, check=True, timeout=60
    )
    assert len(result.stdout) == 20
    assert result.stderr == "status 0\n"


def imported(heavy: tuple[str, ...], *words: str) -> str:
    """Which of some modules a command imports, as a list."""
    program = (
        "import sys, kg.cli\n"
        "try:\n    kg.cli.main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        f"print(sorted(set({heavy!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


def test_help_imports_nothing_that_takes_long() -> None:
    heavy = ("kg.build", "kg.engine", "kg.graph", "kg.harvest", "kg.resolve", "kg.view", "numpy", "pyoxigraph", "rich")
    assert imported(heavy, "--help") == "[]"
    assert imported(heavy, "build", "--help") == "[]"


def test_a_question_imports_nothing_that_takes_long(tmp_path: Path) -> None:
    """Each of these takes a tenth of a second and more."""
    graph = write_sample(tmp_path / "out")
    heavy = ("networkx", "numpy", "pandas", "pydantic", "pyvis", "rdflib", "rich", "spacy", "kg.resolve", "kg.view")
    for words in (["query", "partners", "--org", "Nvidia"], ["explain", "Nvidia"]):
        assert imported(heavy, *words, "-g", str(graph)) == "[]"
