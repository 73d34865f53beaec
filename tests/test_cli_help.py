"""The help, as a person reads it in a terminal of 80 columns."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.cli.commands import COMMANDS


def shown(*words: str) -> str:
    result = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "80"})
    assert result.exit_code == 0
    return result.stdout


def headings(text: str) -> list[str]:
    return re.findall(r"^([A-Z][a-z ]+):$", text, flags=re.MULTILINE)


def test_what_each_command_is_for_is_said_in_one_line_and_in_full() -> None:
    listed = shown().partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert len(listed) == len(COMMANDS)
    assert all(line.endswith(".") and not line.endswith("..") for line in listed)


def test_the_options_of_a_build_stand_in_the_order_of_what_they_are_for() -> None:
    text = shown("build")
    assert headings(text) == [
        "Arguments", "What is read", "What is written", "Again", "How", "By a cluster", "What is said",
    ]  # fmt: skip
    options = re.findall(r"^  (?:-\w, )?--([a-z-]+)", text, flags=re.MULTILINE)
    assert options == [
        "pipeline", "schema", "decisions", "language", "min-confidence", "strict", "web", "out", "base", "reproducible",
        "watch", "retry", "fresh", "jobs", "timeout", "engine", "shards", "shard-size", "dashboard", "quiet", "json",
        "help",
    ]  # fmt: skip
    arguments = text.partition("Arguments:")[2].partition("What is read")[0]
    assert all(kind in arguments for kind in (".jsonl", ".parquet", "s3://", "standard input"))


def test_a_command_whose_options_are_few_has_one_list_of_them() -> None:
    assert headings(shown("status")) == ["Arguments", "Options"]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_help_shows_the_marks_of_a_grammar(command: str) -> None:
    text = shown(command)
    assert "[default: (" not in text
    assert not re.search(r"\bx[<>]=", text)
    assert not re.search(r"<(path|text|str|int|float|list)", text)
    assert "{" not in text.partition("\n")[0]
    assert max(map(len, text.splitlines())) <= 80
