"""Copies of the notebooks, and JupyterLab on them."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import GraphError, MissingExtra
from kg.notebook import folder, lab
from kg.notebook.folder import PARTS, copy_notebooks, source_folder
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()
NAMES = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


def test_notebooks_and_articles_are_copied(tmp_path: Path) -> None:
    there = copy_notebooks(tmp_path / "mine")
    assert [path.name for path in there] == NAMES
    assert {path.name for path in (tmp_path / "mine" / "seeds").iterdir()} == {
        path.name for path in (ROOT / "seeds").glob("*.md")
    }


def test_what_was_changed_stays(tmp_path: Path) -> None:
    first, second, *_ = copy_notebooks(tmp_path)
    first.write_text("mine", encoding="utf-8")
    second.unlink()
    copy_notebooks(tmp_path)
    assert first.read_text(encoding="utf-8") == "mine"
    assert json.loads(second.read_text(encoding="utf-8"))["cells"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(GraphError, match="cannot be written"):
        copy_notebooks(tmp_path / "file")


def test_a_wheel_carries_what_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for name in PARTS:
        assert carried[name] == f"kg/data/{name}"


def test_an_installation_without_them_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "files", lambda _: tmp_path / "kg")
    (tmp_path / "kg").mkdir()
    with pytest.raises(GraphError, match="missing from this installation"):
        source_folder("notebooks")
    (tmp_path / "kg" / "data" / "notebooks").mkdir(parents=True)
    assert source_folder("notebooks") == tmp_path / "kg" / "data" / "notebooks"


def test_the_command_copies_and_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def run(words: list[str]) -> int:
        started.append(words)
        return 0

    monkeypatch.setattr(lab, "run_lab", run)
    result = RUN.invoke(app, ["notebook", str(tmp_path / "mine"), "--no-browser", "--port", "8890"])
    assert result.exit_code == 0, result.stderr
    assert "6 notebooks, from 01-first-graph.ipynb on" in result.stdout
    ((program, *words),) = started
    assert program == sys.executable
    assert f"--ServerApp.root_dir={tmp_path / 'mine'}" in words
    assert "--ServerApp.ip=127.0.0.1" in words
    assert "--LabApp.default_url=/lab/tree/01-first-graph.ipynb" in words
    assert {"--no-browser", "--port=8890"} <= set(words)


def test_only_copying_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "run_lab", lambda _: pytest.fail("started"))
    assert RUN.invoke(app, ["notebook", str(tmp_path / "mine"), "--copy-only"]).exit_code == 0
    assert len(list((tmp_path / "mine").glob("*.ipynb"))) == len(NAMES)


def test_without_jupyterlab_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"pip install 'kg\[notebook\]'"):
        lab.run_lab(lab.command(tmp_path))


def test_a_lab_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "run_lab", lambda _: 3)
    result = RUN.invoke(app, ["notebook", str(tmp_path)])
    assert result.exit_code == 1
    assert "JupyterLab stopped with status 3" in result.stderr


def test_it_runs_until_it_is_stopped_and_its_settings_leave_the_network_alone(tmp_path: Path) -> None:
    script = (
        "import json, os, pathlib; "
        "place = os.environ['JUPYTER_CONFIG_PATH'].split(os.pathsep)[0]; "
        "config = json.loads((pathlib.Path(place) / 'labconfig' / 'page_config.json').read_text()); "
        f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(json.dumps(config)); raise SystemExit(4)"
    )
    assert lab.run_lab([sys.executable, "-c", script]) == 4
    seen = json.loads((tmp_path / "seen").read_text(encoding="utf-8"))
    assert seen["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"] is True


def test_whoever_ends_the_command_ends_the_lab(tmp_path: Path) -> None:
    script = (
        "import sys; from kg.notebook.lab import run_lab; "
        "sys.exit(run_lab([sys.executable, '-c', \"import time; print('there', flush=True); time.sleep(60)\"]) == -15)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=tmp_path) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"there\n"
        running.terminate()
        assert running.wait(30) == 1
        assert running.stdout.read() == b""


def answer(address: str, *, until: float) -> bytes:
    """What a server says, once it is there."""
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as reply:  # noqa: S310 - our own server
                return bytes(reply.read())
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_a_real_lab_serves_the_copies(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    first = copy_notebooks(tmp_path)[0]
    words = [*lab.command(tmp_path, first, browser=False, port=port), "--IdentityProvider.token=", "--allow-root"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            listed = answer(f"http://127.0.0.1:{port}/api/contents", until=time.monotonic() + 90)
            page = answer(f"http://127.0.0.1:{port}/", until=time.monotonic() + 30)
        finally:
            running.terminate()
    assert {one["name"] for one in json.loads(listed)["content"]} == {*NAMES, "seeds"}
    assert b"JupyterLab" in page
