"""README's tour, walked from the first command to the last: each is run as it stands, in one folder, in its order."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.cli import app
from tests.conftest import ROOT
from tests.make_service import reconciling, serving
from tests.test_docs import README, command_lines
from tests.test_remote_publish import store_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUN = CliRunner()
WAITS = {"serve", "notebook", "load"}
"""Commands that run until they are stopped, or need what a cluster made; their own tests see to them."""

MISSING = {"--pipeline", "--watch", "--engine", "s3://bucket/articles"}
"""Options whose value must be there first, or that go on until they are stopped; their own tests do so."""


@pytest.fixture(scope="module", name="tour")
def _tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What each command of README says, or the error that it left with, in a folder that holds what README names."""
    folder = tmp_path_factory.mktemp("tour")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.chdir(folder))
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            os.environ.pop(name, None)
        services = {
            "https://data.example.org/reconcile": stack.enter_context(serving(reconciling({}))).url,
            "http://localhost:3030/news/data": stack.enter_context(store_server(folder / "elsewhere")) + "/store",
        }
        yield {line: walk(line, folder, services) for line in command_lines(README) if line.startswith("kg ")}


def walk(line: str, folder: Path, services: dict[str, str]) -> str:
    """Run one line of README; what it said, and its exit status at the end."""
    prepare(folder)
    line, _, file = line.partition(" > ")
    words = [services.get(word, word) for word in shlex.split(line)[1:] if word != "--open"]
    if words[0] in WAITS or MISSING & set(words):
        return "not run"
    result = RUN.invoke(app, words, input="q\n")
    if file:
        (folder / file).write_text(result.stdout, encoding="utf-8")
    return f"{result.output}\nexit status {result.exit_code}"


def prepare(folder: Path) -> None:
    """Write what README takes for the analyst's own: another graph, a register, a question, annotations, a schema."""
    if (folder / "out" / "build.json").is_file() and not (folder / "old").exists():
        shutil.copytree(folder / "out", folder / "old")
    (folder / "articles").mkdir(exist_ok=True)
    shutil.copy(ROOT / "seeds" / "openai-amd-calcul.md", folder / "articles")
    register = '<https://register.example.org/1> <http://www.w3.org/2000/01/rdf-schema#label> "Nvidia" .\n'
    (folder / "register.ttl").write_text(register, encoding="utf-8")
    (folder / "deals.rq").write_text("SELECT ?s ?p ?o { ?s ?p ?o . ?s kg:partnersWith ?o }", encoding="utf-8")
    gold = {"id": "openai-amd-calcul", "entities": [], "relations": []}
    (folder / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    schema = README.partition("```toml\n")[2].partition("```")[0]
    (folder / "kg.toml").write_text(schema, encoding="utf-8")


@pytest.mark.parametrize("line", [line for line in command_lines(README) if line.startswith("kg ")])
def test_a_command_of_readme_does_what_it_is_there_for(tour: dict[str, str], line: str) -> None:
    assert tour[line] == "not run" or tour[line].endswith("exit status 0"), tour[line]
