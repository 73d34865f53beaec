"""``kg link``."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.ask import open_graph
from kg.ask.tables import select
from kg.build import build
from kg.cli import app
from tests.conftest import ROOT
from tests.make_build import find, write_articles
from tests.make_service import SPACE, Reply, endpoint, reconciling, serving

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

RUN = CliRunner()
THINGS = {
    "Ian Buck": [{"id": "Q1", "name": "Ian Buck", "match": True, "score": 100}],
    "Vera Rubin": [{"id": "Q2", "name": "Vera Rubin", "match": False, "score": 80, "description": "astronomer"}],
}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A graph of seven entities, two of which the package's own table links."""
    build([write_articles(tmp_path / "in", "a1")], tmp_path / "out", extractor=find)
    return tmp_path / "out"


def run(*words: object) -> Result:
    return RUN.invoke(app, ["link", *map(str, words)])


def links(folder: Path) -> dict[str, str]:
    with open_graph(folder) as graph:
        rows = select(graph.store, "SELECT ?l ?there { ?e owl:sameAs ?there ; rdfs:label ?l }")
    return {row[0]: row[1] for row in rows}


def test_answers_are_shown_and_written_down_and_the_next_build_applies_them(out: Path) -> None:
    before = links(out)
    assert set(before) == {"Amazon Web Services", "Nvidia"}
    with serving(reconciling(THINGS)) as service:
        result = run(out, "--service", service.url)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        "AWS re:Invent 2025 (EVENT): no match",
        "Ian Buck (PERSON): http://things.example/entity/Q1",
        "CUDA Quantum (PRODUCT): no match",
        "Grace Blackwell (PRODUCT): no match",
        "Vera Rubin (PRODUCT): no match",
        "    Vera Rubin (astronomer) <http://things.example/entity/Q2>",
        "asked for 5 of 5 entities without a link: 1 link found",
        f"  written to {out / 'decisions.yaml'}",
        f"  apply it with: kg build {out.parent / 'in'} -o {out}",
    ]
    text = (out / "decisions.yaml").read_text(encoding="utf-8")
    assert "link: Ian Buck (PERSON)\n  to: http://things.example/entity/Q1\n" in text
    assert "link: CUDA Quantum (PRODUCT)\n  to: none\n  because: 127.0.0.1 has none of this name\n" in text
    assert "has only Vera Rubin (astronomer) <http://things.example/entity/Q2>" in text
    build([out.parent / "in"], out, extractor=find)
    assert links(out) == before | {"Ian Buck": f"{SPACE}Q1"}


def test_what_was_answered_is_not_asked_again(out: Path) -> None:
    with serving(reconciling(THINGS)) as service:
        run(out, "--service", service.url)
        written = (out / "decisions.yaml").read_bytes()
        again = run(out, "--service", service.url)
        assert (again.exit_code, again.stdout) == (0, "every entity of these classes has a link or an answer\n")
        build([out.parent / "in"], out, extractor=find)
        assert run(out, "--service", service.url).stdout == again.stdout
    assert len([form for form in service.asked if form]) == 1
    assert (out / "decisions.yaml").read_bytes() == written


def test_a_dry_run_writes_nothing(out: Path) -> None:
    with serving(reconciling(THINGS)) as service:
        result = run(out, "--service", service.url, "--dry-run")
    assert "Ian Buck (PERSON): http://things.example/entity/Q1\n" in result.stdout
    assert result.stdout.endswith("1 link found\n  nothing was written\n")
    assert not (out / "decisions.yaml").exists()


def test_classes_and_a_limit_narrow_what_is_asked(out: Path) -> None:
    with serving(reconciling(THINGS)) as service:
        run(out, "--service", service.url, "--class", "product", "--class", "PERSON", "--limit", 2, "--dry-run")
    assert service.asked[1] is not None
    asked = json.loads(service.asked[1]["queries"])
    assert [one["query"] for one in asked.values()] == ["Ian Buck", "CUDA Quantum"]


def test_a_type_is_sent_for_its_class_and_must_fit(out: Path) -> None:
    with serving(reconciling(THINGS)) as service:
        result = run(out, "--service", service.url, "--type", "person=Q5", "--dry-run")
    assert service.asked[1] is not None
    asked = json.loads(service.asked[1]["queries"]).values()
    assert {one["query"]: one.get("type") for one in asked}["Ian Buck"] == "Q5"
    assert {one.get("type") for one in asked} == {"Q5", None}
    assert "Ian Buck (PERSON): no match\n    Ian Buck <" in result.stdout


def test_an_endpoint_is_asked_for_the_classes_whose_type_is_named(out: Path) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    turtle = f'<http://t.example/ian> a <http://t.example/Human> ; {label} "Ian Buck"@en .'
    with serving(endpoint(turtle)) as service:
        result = run(out, "--sparql", service.url, "--type", "PERSON=http://t.example/Human")
    assert result.stdout.startswith("Ian Buck (PERSON): http://t.example/ian\nasked for 1 of 1 entity without a link")
    assert "to: http://t.example/ian" in (out / "decisions.yaml").read_text(encoding="utf-8")


def test_answers_of_a_service_that_fails_later_are_kept(out: Path) -> None:
    answer = reconciling(THINGS, batchSize=2)

    def failing(form: dict[str, str] | None) -> Reply:
        return Reply(status=404) if form and "Vera Rubin" in form["queries"] else answer(form)

    with serving(failing) as service:
        result = run(out, "--service", service.url)
    assert result.exit_code == 1
    assert result.stderr == f"kg: {service.url}: refuses with status 404; check the address and what it asks for\n"
    assert "link: Ian Buck (PERSON)" in (out / "decisions.yaml").read_text(encoding="utf-8")


def test_another_file_of_decisions_may_be_named(out: Path, tmp_path: Path) -> None:
    with serving(reconciling(THINGS)) as service:
        run(out, "--service", service.url, "--class", "PERSON", "--decisions", tmp_path / "mine.yaml")
    assert "link: Ian Buck (PERSON)" in (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    assert not (out / "decisions.yaml").exists()


def test_what_a_service_says_cannot_break_the_file(out: Path) -> None:
    odd = "x: [y\x1b\n- merge: A (ORG)\u2028" + "z" * 300
    told = [{"id": "Q9", "name": odd, "match": True, "description": "\"\\' #"}]
    with serving(reconciling({"Ian Buck": told})) as service:
        result = run(out, "--service", service.url, "--class", "PERSON")
    assert result.exit_code == 0, result.stderr
    listed = json.loads(RUN.invoke(app, ["decisions", str(out), "--json"]).stdout)
    assert [one["link"] for one in listed] == ["Ian Buck (PERSON)"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "name one service to ask"),
        (["--service", "http://a.example/", "--sparql", "http://a.example/"], "name one service to ask"),
        (["--service", "http://a.example/", "--class", "CITY"], "no class 'CITY'; the classes are ORG, PERSON"),
        (["--service", "http://a.example/", "--type", "ORG"], "names no type; write --type CLASS=TYPE"),
        (["--service", "http://a.example/", "--type", "CITY=Q1"], "no class 'CITY'"),
        (["--sparql", "http://a.example/"], "name types with --type ORG=IRI"),
        (["--sparql", "http://a.example/", "--class", "ORG", "--type", "PERSON=http://a.example/P"], "name types"),
    ],
)
def test_a_wrong_command_line_is_refused_before_anything_is_asked(out: Path, words: list[str], message: str) -> None:
    result = run(out, *words)
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_address_that_is_none_is_refused(out: Path) -> None:
    result = run(out, "--service", "wikidata")
    assert result.exit_code == 1
    assert "'wikidata': no address of a service" in result.stderr


def test_no_other_module_can_ask_a_service() -> None:
    users = set()
    for path in sorted((ROOT / "kg").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if {"kg.remote.client", "urllib.request", "http.client", "socket"} & set(names):
                users.add(path.stem)
    named = {"client", "reconcile", "endpoint", "link", "publish", "machines"}  # the last knocks at the cluster named
    assert users == named | {"server", "folder"}  # which listens, and asks for this machine's own name
