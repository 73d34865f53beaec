"""What decides how an article is read has a fingerprint, and what does not has no part in it."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from kg.errors import KgError
from kg.harvest import Recipe, digest, file_hash, recipe
from kg.resolve import Decisions, read_decisions
from kg.schema import load_schema

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = load_schema()


def decisions(folder: Path, text: str) -> Decisions:
    (folder / "decisions.yaml").write_text(f"version: 1\ndecisions:\n{text}", encoding="utf-8")
    return read_decisions(folder / "decisions.yaml", SCHEMA)


@pytest.fixture(name="pipeline")
def _pipeline(tmp_path: Path) -> Path:
    """A folder that passes for a pipeline, for whoever does not load it."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "meta.json").write_text("{}", encoding="utf-8")
    return tmp_path / "model"


def test_the_same_options_give_the_same_fingerprint() -> None:
    one, other = recipe(SCHEMA), recipe(load_schema())
    assert (one.rules, one.local, one.pipeline_hash) == (other.rules, other.local, other.pipeline_hash)


def test_a_language_and_a_pipeline_have_a_part_in_it(pipeline: Path) -> None:
    made = [recipe(SCHEMA), recipe(SCHEMA, language="fr"), recipe(SCHEMA, pipeline=str(pipeline))]
    assert len({one.rules for one in made}) == 3
    assert made[0].pipeline_hash == made[1].pipeline_hash != made[2].pipeline_hash


def test_every_file_of_a_pipeline_has_a_part_in_it(pipeline: Path) -> None:
    seen = {recipe(SCHEMA, pipeline=str(pipeline)).rules}
    (pipeline / "meta.json").write_text('{"version": "2"}', encoding="utf-8")
    seen.add(recipe(SCHEMA, pipeline=str(pipeline)).rules)
    (pipeline / "ner").mkdir()
    (pipeline / "ner" / "model").write_bytes(b"\0")
    seen.add(recipe(SCHEMA, pipeline=str(pipeline)).rules)
    assert len(seen) == 3
    (pipeline / "ner" / "code.pyc").write_bytes(b"\0")  # which Python leaves when it runs
    assert recipe(SCHEMA, pipeline=str(pipeline)).rules in seen


@pytest.mark.parametrize("name", ["no_such_package", "no/such/folder", "xx-yy"])
def test_a_pipeline_that_is_not_there_is_found_out_by_who_loads_it(name: str) -> None:
    assert recipe(SCHEMA, pipeline=name).rules != recipe(SCHEMA).rules


def test_the_files_of_a_schema_have_a_part_in_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[names.ORG]\n"Acme" = []\n', encoding="utf-8")
    one = recipe(load_schema(file), [file])
    file.write_text('[names.ORG]\n"Acme" = ["ACME"]\n', encoding="utf-8")
    other = recipe(load_schema(file), [file])
    assert len({recipe(SCHEMA).rules, one.rules, other.rules}) == 3
    assert len({recipe(SCHEMA).schema_hash, one.schema_hash, other.schema_hash}) == 3


READ = """
[classes.FUND]
broader = "schema:Organization"
label.en = "fund"
label.fr = "fonds"
[relations.backs]
label.en = "backs"
label.fr = "soutient"
signatures = ["FUND -> ORG"]
patterns = ["HEAD soutenir TAIL"]
[names.FUND]
"Acme Fonds" = []
[[patterns]]
label = "FUND"
pattern = "Fonds d'or"
"""


@pytest.mark.parametrize(
    ("before", "after", "matters"),
    [
        ("\n[names", "\n# names of funds\n\n[names", False),
        ('"fonds"', '"caisse"', False),
        ('"soutient"', '"finance"', False),
        ("schema:Organization", "schema:Corporation", False),
        ("soutenir", "financer", True),
        ("FUND -> ORG", "FUND -> PERSON", True),
        ('"Acme Fonds" = []', '"Acme Fonds" = ["AF"]', True),
        ("Fonds d'or", "Fonds d'argent", True),
        ("FUND", "CAISSE", True),
    ],
)
def test_what_nobody_reads_by_has_no_part_in_it(tmp_path: Path, before: str, after: str, matters: bool) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(READ, encoding="utf-8")
    one = recipe(load_schema(file), [file])
    file.write_text(READ.replace(before, after), encoding="utf-8")
    other = recipe(load_schema(file), [file])
    assert one.schema_hash != other.schema_hash
    assert (one.rules != other.rules) is matters


def test_decisions_change_how_names_are_resolved_and_not_what_is_found(tmp_path: Path) -> None:
    plain = recipe(SCHEMA)
    split = "- {split: AWS (ORG), from: Amazon Web Services (ORG)}\n"
    reject = "- {reject: Nvidia (ORG), relation: develops, object: Vera Rubin (PRODUCT)}\n"
    assert recipe(SCHEMA, decisions=decisions(tmp_path, reject)).rules == plain.rules
    assert recipe(SCHEMA, decisions=decisions(tmp_path, reject)).local == plain.local  # it concerns no name
    decided = recipe(SCHEMA, decisions=decisions(tmp_path, split))
    assert decided.rules == plain.rules
    assert decided.local != plain.local


def test_the_key_of_a_reading_is_of_its_bytes_and_its_kind_of_file() -> None:
    made = recipe(SCHEMA)
    assert made.key("1", ".md") == made.key("1", ".MD")
    assert len({made.key("1", ".md"), made.key("2", ".md"), made.key("1", ".txt")}) == 3
    assert made.key("1", ".md") != recipe(SCHEMA, language="fr").key("1", ".md")


@pytest.mark.parametrize("language", ["", "french!", "zz9"])
def test_what_is_no_language_is_refused(language: str) -> None:
    with pytest.raises(KgError, match="is not a language; give a code such as fr or en"):
        recipe(SCHEMA, language=language)


def test_a_recipe_can_be_sent_to_another_process() -> None:
    made = recipe(SCHEMA, language="fr")
    there: Recipe = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own
    assert there == made
    assert there.schema.relations.keys() == SCHEMA.relations.keys()


def test_digests_tell_texts_apart(tmp_path: Path) -> None:
    assert digest(["a", "b"]) != digest(["b", "a"])
    assert digest(["\udce9"]) != digest(["é"])  # a name of a file that is no UTF-8
    (tmp_path / "empty").touch()
    assert file_hash(tmp_path / "empty") == digest([])
