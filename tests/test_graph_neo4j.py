"""The Neo4j folder, held against the documented rules of ``neo4j-admin database import``."""

from __future__ import annotations

import csv
import re
import shlex
import subprocess
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from kg.graph.exports import export
from kg.graph.neo4j import COMMAND, relationship_type, write_neo4j
from kg.graph.network import to_networkx
from kg.schema import load_schema
from tests.ask_sample import sample_store
from tests.make import article, extraction
from tests.make_view import hostile, store_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

READERS: dict[str, Callable[[str], object]] = {
    "string": str, "long": int, "double": float, "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}  # fmt: skip
"""The types that the headers use, and what a value of each must be."""


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("neo4j") / "neo4j"
    export(sample_store(), "neo4j", folder)
    return folder


def options(folder: Path) -> list[tuple[str, str]]:
    """The options of the import command, as a shell reads it."""
    text = (folder / COMMAND).read_text()
    words = shlex.split(text.partition("exec ")[2].replace("\\\n", " "))
    assert words[:4] == ["neo4j-admin", "database", "import", "full"]
    assert all(word.startswith("--") for word in words[5:])
    return [(name, value) for name, _, value in (word.partition("=") for word in words[5:])]


def rows(folder: Path, kind: str) -> list[dict[str, str]]:
    found = []
    for option, name in options(folder):
        if option == f"--{kind}":
            with (folder / name).open(encoding="utf-8", newline="") as stream:
                found += list(csv.DictReader(stream, strict=True))
    return found


def test_the_command_names_every_file_and_a_shell_understands_it(folder: Path) -> None:
    files = {file.name for file in folder.glob("*.csv")}
    assert {value for option, value in options(folder) if option in {"--nodes", "--relationships"}} == files
    subprocess.run(["sh", "-n", str(folder / COMMAND)], check=True)


@pytest.mark.parametrize("store", [sample_store(), hostile(), store_of(extraction(entities=(), relations=()))])
def test_headers_and_values_keep_to_the_rules(store: object, tmp_path: Path) -> None:
    write_neo4j(store, tmp_path)  # type: ignore[arg-type]
    [delimiter] = [value for option, value in options(tmp_path) if option == "--array-delimiter"]
    for file in tmp_path.glob("*.csv"):
        text = file.read_bytes().decode("utf-8")
        [header, *lines] = csv.reader(text.splitlines(), strict=True)  # no value runs over the end of a line
        special = {name.rpartition(":")[2] for name in header} & {"ID", "LABEL", "START_ID", "END_ID", "TYPE"}
        assert special == ({"ID", "LABEL"} if file.name.startswith("nodes") else {"START_ID", "END_ID", "TYPE"})
        names = [name.rpartition(":")[0] for name in header]
        assert all(re.fullmatch(r"[a-z][A-Za-z]*", name) for name in names if name)
        for line in lines:
            assert len(line) == len(header)
            for name, value in zip(header, line, strict=True):
                type_ = name.rpartition(":")[2]
                if type_ in {"ID", "LABEL", "START_ID", "END_ID", "TYPE"}:
                    assert value
                elif value:
                    several = type_.endswith("[]")
                    for one in value.split(delimiter) if several else [value]:
                        READERS[type_.removesuffix("[]")](one)


def test_identifiers_are_unique_and_nothing_dangles(folder: Path) -> None:
    nodes = [row["iri:ID"] for row in rows(folder, "nodes")]
    assert len(set(nodes)) == len(nodes)
    ends = {row[end] for row in rows(folder, "relationships") for end in (":START_ID", ":END_ID")}
    assert ends <= set(nodes)


def test_the_facts_are_those_of_the_graph(folder: Path) -> None:
    network = to_networkx(sample_store())
    nodes = {row["iri:ID"]: row for row in rows(folder, "nodes") if row.get("name:string")}
    assert {iri: row["name:string"] for iri, row in nodes.items()} == {
        node: values["label"] for node, values in network.nodes(data=True)
    }
    facts = [row for row in rows(folder, "relationships") if row.get("statement:string")]
    assert {(row[":START_ID"], row[":END_ID"], row["relation:string"], row["sentence:string"]) for row in facts} == {
        (head, tail, values["predicate"], values["sentence"]) for head, tail, values in network.edges(data=True)
    }
    [aws] = [row for row in nodes.values() if row["name:string"] == "AWS"]
    assert (aws[":LABEL"], aws["aliases:string[]"]) == ("Entity;Organization", "Amazon Web Services")


def test_evidence_leads_from_a_fact_to_its_article(folder: Path) -> None:
    [fact] = [row for row in rows(folder, "relationships") if row[":TYPE"] == "INVESTS_IN"]
    [evidence] = [row for row in rows(folder, "nodes") if row.get("statement:string") == fact["statement:string"]]
    joined = {
        row[":TYPE"]: row[":END_ID"] for row in rows(folder, "relationships") if row[":START_ID"] == evidence["iri:ID"]
    }
    assert joined == {
        "HAS_SUBJECT": fact[":START_ID"], "HAS_OBJECT": fact[":END_ID"],
        "FROM_ARTICLE": "https://kg.example/id/article/a2",
    }  # fmt: skip


def test_every_relation_has_a_type_of_its_own() -> None:
    names = list(load_schema().relations)
    types = [relationship_type(name) for name in names]
    assert len(set(types)) == len(names)
    assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", type_) for type_ in types)


@pytest.mark.parametrize(
    ("alias", "delimiter"), [("Acme; Co", "|"), ("Acme; Co | Sons", "U+001F"), ("Acme\x1f; |", "U+001F")]
)
def test_no_alias_is_cut_in_two(alias: str, delimiter: str, tmp_path: Path) -> None:
    source = article(f"Acme et Acme et {alias}.\n")
    found = extraction(source, [("Acme", "ORG")], [])
    entity = found.mentions[0].entity
    start = source.text.index(alias)
    kept = [mention for mention in found.mentions if mention.end <= start]
    longer = replace(kept[0], start=start, end=start + len(alias), exact=alias, entity=entity)
    write_neo4j(store_of(replace(found, mentions=(*kept, longer))), tmp_path)
    assert dict(options(tmp_path))["--array-delimiter"] == delimiter
    [row] = [row for row in rows(tmp_path, "nodes") if row.get("name:string")]
    split = row["aliases:string[]"].split({"U+001F": "\x1f"}.get(delimiter, delimiter))
    assert split == [" ".join(alias.replace("\x1f", " ").split())]
