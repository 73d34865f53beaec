"""What is written about the commands is true: each is explained, its example parses, README shows it."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
import typer.main

import kg
from kg.ask import queries
from kg.ask.library import CHECKS, THEMES
from kg.cli import app
from kg.extract.given import check_rules
from kg.schema import load_schema
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GROUP = typer.main.get_group(app)
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
OTHERS = {"bash", "cd", "git", "head", "less", "pip", "python", "source"}
"""Commands that README may show beside ``kg`` and ``make``."""


def command_lines(markdown: str) -> Iterator[str]:
    """The lines to type: those after ``$`` in console blocks, every line of bash blocks that is no comment."""
    for language, body in re.findall(r"^```(console|bash)\n(.*?)^```", markdown, flags=re.MULTILINE | re.DOTALL):
        for line in body.replace("\\\n", " ").splitlines():
            if language == "bash" and line.strip() and not line.lstrip().startswith("#"):
                yield line.strip()
            elif language == "console" and line.startswith("$ "):
                yield line.removeprefix("$ ")


def check(line: str) -> None:
    """Fail unless a line begins with a known command and, for kg and make, what follows is there.

    Raises:
        AssertionError, typer.TyperException: it is not so.
    """
    for part in re.split(r" (?:\||&&|<) ", line):
        words = shlex.split(part, comments=True)
        name = words[0].rpartition("/")[2]
        if name == "kg":
            parse(words[1:])
        elif name == "make":
            for target in words[1:]:
                assert "=" in target or re.search(rf"^{target}:", MAKEFILE, flags=re.MULTILINE), f"no target {target}"
        else:
            assert name in OTHERS, f"unknown command {name}"


def parse(words: list[str]) -> None:
    """Parse the arguments of kg as the command line does, and run nothing."""
    if words and words[0] in GROUP.commands:
        command = GROUP.commands[words[0]]
        command.make_context(words[0], words[1:])
    else:
        assert words in (["--version"], ["--help"]), f"kg has no command {words}"


@pytest.mark.parametrize("name", sorted(GROUP.commands))
def test_every_command_has_help_and_an_example_that_parses(name: str) -> None:
    command = GROUP.commands[name]
    assert command.help
    assert command.help.splitlines()[0].endswith(".")
    assert command.epilog is not None
    example = command.epilog.removeprefix("Example: ")
    assert example.split()[:2] == ["kg", name]
    check(example)


@pytest.mark.parametrize("name", sorted(GROUP.commands))
def test_every_option_has_help(name: str) -> None:
    for parameter in GROUP.commands[name].params:
        assert getattr(parameter, "help", None), f"kg {name}: {parameter.name} has no help"


@pytest.mark.parametrize("name", sorted(GROUP.commands))
def test_readme_shows_every_command(name: str) -> None:
    assert any(line.startswith(f"kg {name}") for line in command_lines(README))


@pytest.mark.parametrize("line", list(command_lines(README)))
def test_what_readme_says_to_type_can_be_typed(line: str) -> None:
    check(line)


def test_the_schema_in_readme_is_one(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```toml\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
    (tmp_path / "kg.toml").write_text(text, encoding="utf-8")
    schema = load_schema(tmp_path / "kg.toml")
    assert schema.relations["treats"].signatures == {("DRUG", "DISEASE")}
    check_rules(schema.rules)


def test_readme_names_every_question_by_theme() -> None:
    for theme, title in THEMES.items():
        names = " ".join(f"`{query.name}`" for query in queries(theme=theme))
        assert theme == CHECKS or f"| {title['en']} | {names} |\n" in README


def test_readme_explains_every_target_of_the_makefile() -> None:
    targets = re.search(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.MULTILINE)
    assert targets is not None
    for target in targets[1].split():
        assert re.search(rf"^{target}:", MAKEFILE, flags=re.MULTILINE)
        assert target == "help" or f"make {target}" in README


def test_the_version_is_that_of_the_top_entry_of_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    top = re.search(r"^## \[?v?(\d+\.\d+\.\d+)", changelog, flags=re.MULTILINE)
    assert top is not None
    assert top[1] == kg.__version__


@pytest.mark.parametrize(
    "line",
    ["kg biuld seeds", "kg build", "kg build seeds --colour", "kg export --frmt csv", "make coffee", "curl -O x", "kg"],
)
def test_a_wrong_line_is_caught(line: str) -> None:
    with pytest.raises((AssertionError, typer.TyperException)):
        check(line)


def test_lines_to_type_are_found_in_both_kinds_of_block() -> None:
    text = "```console\n$ kg info\n7 articles\n```\n\n```bash\n# first\nmake \\\n  demo\n```\n\n```python\nkg\n```\n"
    assert list(command_lines(text)) == ["kg info", "make    demo"]
