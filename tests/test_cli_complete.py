"""What a shell offers, asked as each shell asks, and typed into a real bash."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.main import get_group
from typer.testing import CliRunner

from kg.ask import checks, queries, read_query
from kg.ask.catalogue import option
from kg.cli import app
from kg.cli.complete import attach, words_so_far
from tests.ask_sample import write_sample

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = CliRunner()


@pytest.fixture(autouse=True)
def _graph_at_hand(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder that holds a graph in ``out``."""
    folder = tmp_path_factory.getbasetemp() / "complete"
    if not folder.exists():
        write_sample(folder / "out")
    monkeypatch.chdir(folder)


def offered(*words: str, by: str = "bash") -> list[str]:
    """What a shell is offered for the last of the words."""
    asked = {
        "_KG_COMPLETE": f"complete_{by}",
        "COMP_WORDS": "\n".join(["kg", *words]),
        "COMP_CWORD": str(len(words)),
        "_TYPER_COMPLETE_ARGS": " ".join(["kg", *words]),
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    result = RUN.invoke(app, [], env=asked, prog_name="kg")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["que"], ["queries", "query"]),
        (["query", "part"], ["partners"]),
        (["query", "companies/pa"], ["companies/partners"]),
        (["queries", "two"], ["two-classes"]),
        (["query", "partners", "--o"], ["--org"]),
        (["query", "partners", "--min"], ["--min-confidence"]),
        (["query", "partners", "--org", "nv"], ["Nvidia"]),
        (["query", "partners", "--org", "Amaz"], ["Amazon\\ Web\\ Services"]),
        (["query", "partners", "--org", "'Amaz"], ["Amazon Web Services"]),
        (["query", "partners", "--org", "Amazon\\ W"], ["Amazon\\ Web\\ Services"]),
        (["query", "alternatives", "--product", "Gemi"], ["Gemini"]),
        (["query", "about", "--entity", "gemi"], ["gemini\\ \\(Organization\\)", "gemini\\ \\(Product\\)"]),
        (["query", "about", "--entity", "mistral"], ["mistral\\ AI", "mistral\\ Large\\ 3"]),
        (["query", "entities", "--class", "ORG"], ["ORG"]),
        (["query", "evidence", "--relation", "part"], ["partnersWith", "partOf"]),
        (["query", "corroborated", "--min-sources", ""], ["2"]),
        (["query", "partners", "--format", ""], ["table", "csv", "json", "turtle"]),
        (["query", "partners", "--org", "Nvidia", "--g"], ["--graph"]),
        (["explain", "AW"], ["AWS"]),
        (["explain", "AWS", "partners"], ["partnersWith"]),
        (["explain", "AWS", "partnersWith", "nvi"], ["Nvidia"]),
        (["path", "AWS", "Mistral\\ A"], ["Mistral\\ AI"]),
        (["around", "Ian"], ["Ian\\ Buck"]),
        (["view", "--status", "d"], ["denied"]),
        (["export", "--format", "graph"], ["graphml"]),
        (["rank", "--format", "t"], ["table"]),
        (["queries", "--tag", "secu"], ["security"]),
        (["queries", "--theme", "pe"], ["people"]),
        (["retype", "Rust", "TECH"], ["TECHNOLOGY"]),
    ],
)
def test_bash_is_offered(words: list[str], first: list[str]) -> None:
    assert offered(*words)[: len(first)] == first


@pytest.mark.parametrize(
    "words",
    [
        ["query", "partners", "--graph", "nowhere", "--org", "N"],
        ["query", "zzz", "--org", "N"],
        ["query", "partners", "--org", "zzz"],
        ["build", "se"],
        ["rename", "Nvidia", "N"],
    ],
)
def test_where_there_is_nothing_to_offer_nothing_is_said(words: list[str]) -> None:
    assert [one for one in offered(*words) if one] == []


def test_every_question_is_offered() -> None:
    assert offered("query", "") == [question.name for question in [*queries(), *checks()]]


@pytest.mark.parametrize("name", ["timeline", "evidence", "coverage", "roles"])
def test_every_parameter_of_a_question_is_offered(name: str) -> None:
    own = [option(parameter.name) for parameter in read_query(name).params]
    listed = offered("query", name, "--")
    assert set(own) <= set(listed)
    assert len(listed) == len(set(listed))


def test_other_shells_are_offered_what_it_is_too() -> None:
    assert offered("query", "partners", "--org", "amaz", by="fish") == ["amazon Web Services\tOrganization"]
    zsh = offered("query", "partners", "--org", "amaz", by="zsh")
    assert zsh == ["""_arguments '*: :(("amazon Web Services":"Organization"))'"""]


def test_only_whole_words_of_a_line_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("_KG_COMPLETE", raising=False)
    assert words_so_far() == []
    monkeypatch.setenv("_KG_COMPLETE", "complete_bash")
    for line, words in (("kg\nquery", []), ("kg\nquery\n", ["query"]), ("kg\nquery\npart", ["query"]), ("kg", [])):
        monkeypatch.setenv("COMP_WORDS", line)
        assert words_so_far() == words


def test_what_is_offered_is_for_parameters_that_there_are() -> None:
    from kg.cli.complete import _OFFERS

    commands = get_group(app).commands
    for command, name in _OFFERS:
        of = [commands[command]] if command else commands.values()
        assert any(parameter.name == name for one in of for parameter in one.params), (command, name)
    for one in commands.values():
        attach(one)


class Bash:
    """A bash at a terminal, with the completion that kg installs."""

    def __init__(self, home: Path) -> None:
        self.master, slave = os.openpty()
        scripts = Path(sys.executable).parent
        environment = {
            "HOME": str(home),
            "PATH": f"{scripts}:{os.environ['PATH']}",
            "TERM": "dumb",
            "PS1": "$ ",
            "LANG": "C.UTF-8",
        }
        self.process = subprocess.Popen(
            ["bash", "--noprofile", "--norc", "-i"],
            stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.seen = ""

    def type(self, keys: str, expected: str, seconds: float = 60) -> str:
        """Type, and wait until the terminal shows what is expected; give what it has shown since."""
        before = len(self.seen)
        os.write(self.master, keys.encode())
        until = time.monotonic() + seconds
        while expected not in self.seen[before:]:
            ready, _, _ = select.select([self.master], [], [], max(0, until - time.monotonic()))
            if not ready:
                raise AssertionError(f"after {keys!r} bash shows {self.seen[before:]!r}, and no {expected!r}")
            self.seen += os.read(self.master, 65536).decode(errors="replace")
        return self.seen[before:]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)


@pytest.fixture
def bash(tmp_path: Path) -> Iterator[Bash]:
    """A bash in a home of its own, where completion has been installed as the help says."""
    if shutil.which("bash") is None:
        pytest.skip("there is no bash here")
    shell = Bash(tmp_path)
    shell.type("kg --install-completion bash; echo install\\ed\n", "installed\r")
    shell.type("source ~/.bashrc; bind 'set bell-style none'; echo rea\\dy\n", "ready\r")
    yield shell
    shell.close()


def test_completion_works_in_bash_from_the_command_to_the_answer(bash: Bash, tmp_path: Path) -> None:
    assert (tmp_path / ".bash_completions" / "kg.sh").is_file()
    bash.type("kg quer\t\t", "queries")
    bash.type("y part\t", "partners ")
    bash.type("--or\t", "--org ")
    bash.type("amaz\t", "Amazon\\ Web\\ Services ")
    shown = bash.type("--form\tcs\t\n", "AWS et Nvidia")
    assert "Amazon Web Services" in shown or "AWS,Nvidia" in shown
