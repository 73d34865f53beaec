"""``kg serve`` as it is typed: what it says, how it ends, what it refuses."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from typer.testing import CliRunner

from kg.cli import app
from tests.ask_sample import write_sample
from tests.make_serve import HEAVY, WAIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.applications import Starlette


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("graph"))


@contextmanager
def typed(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that serves, and the first line that it says."""
    command = [sys.executable, "-m", "kg", "serve", *words]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, text=True, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout
            yield process, process.stdout.readline()
        finally:
            process.kill()


def test_it_says_where_it_is_and_ends_cleanly(folder: Path) -> None:
    with typed(str(folder), "--port", "0") as (process, said):
        found = re.search(r"pages at (http://127\.0\.0\.1:\d+/)", said)
        assert found, said
        with urlopen(f"{found[1]}sparql?query=ASK%7B%7D", timeout=WAIT) as answer:  # noqa: S310 - our own server
            assert b"true" in answer.read()
        process.send_signal(signal.SIGINT)
        rest, wrong = process.communicate(timeout=WAIT)
    assert (process.returncode, rest, wrong) == (0, "", "")


def test_it_ends_soon_even_when_a_query_runs(folder: Path) -> None:
    with typed(str(folder), "--port", "0") as (process, said):
        found = re.search(r"127\.0\.0\.1:(\d+)/", said)
        assert found, said
        with socket.create_connection(("127.0.0.1", int(found[1])), WAIT) as client:
            body = HEAVY.encode()
            head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
            client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            with urlopen(f"http://127.0.0.1:{found[1]}/sparql", timeout=WAIT):
                process.send_signal(signal.SIGINT)
            _, wrong = process.communicate(timeout=WAIT)
    assert process.returncode == 0
    assert "Traceback" not in wrong


def test_it_warns_when_others_can_reach_it(folder: Path) -> None:
    with typed(str(folder), "--port", "0", "--host", "0.0.0.0") as (process, said):  # noqa: S104 - that is the test
        assert re.search(r"pages at http://localhost:\d+/", said), said
        process.send_signal(signal.SIGTERM)
        _, wrong = process.communicate(timeout=WAIT)
    assert "whoever reaches this machine at 0.0.0.0 can read the whole graph" in wrong


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["--host", "192.0.2.1"], 1, "192.0.2.1 is no address of this machine; give one that is, such as 127.0.0.1"),
        (["--host", "a b"], 1, "'a b' is no address of this machine"),
        (["--cors", "friend.example"], 1, "'friend.example' is no origin; give a scheme and a host"),
        (["--language", "de"], 2, "'de' is no language of the pages; give fr or en"),
        (["--port", "70000"], 2, "less than or equal to 65535"),
        (["--queries", "0"], 2, "greater than or equal to 1"),
        (["--timeout", "0"], 2, "greater than or equal to 0.1"),
    ],
)
def test_what_makes_no_sense_is_refused(folder: Path, words: list[str], status: int, message: str) -> None:
    result = CliRunner().invoke(app, ["serve", str(folder), "--port", "0", *words])
    assert (result.exit_code, message in result.output) == (status, True), result.output


def test_a_port_that_is_taken_is_told(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(app, ["serve", str(folder), "--port", str(port)])
    assert result.exit_code == 1
    assert f"port {port} of 127.0.0.1 is taken by another program; choose another with --port, or 0" in result.output


def test_a_folder_without_a_graph_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["serve", str(tmp_path), "--port", "0"])
    assert result.exit_code == 1
    assert "holds no graph" in result.output


def test_a_missing_package_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["kg.cli.serve"], "find_spec", lambda name: None if name == "uvicorn" else object())
    result = CliRunner().invoke(app, ["serve", str(folder)])
    assert result.exit_code == 1
    assert "kg serve needs the package uvicorn; install it with: pip install 'kg[serve]'" in result.output


def test_it_opens_a_browser_when_it_is_ready(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    class Ready:
        def __init__(self, app: Starlette, _sock: socket.socket, tell: Callable[[], None]) -> None:
            self.app, self.tell = app, tell

        def work(self) -> None:
            self.tell()
            self.app.state.live.close()

    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("kg.serve.server.Server", Ready)
    result = CliRunner().invoke(app, ["serve", str(folder), "--port", "0", "--open"])
    assert result.exit_code == 0, result.output
    assert len(opened) == 1
    assert opened[0].startswith("http://127.0.0.1:")
