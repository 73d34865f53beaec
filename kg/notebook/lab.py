"""JupyterLab on a folder: how it is started so that it asks the network for nothing."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["command", "run_lab"]

_QUIET = {
    "@jupyterlab/apputils-extension:announcements": True,  # asks for news, and whether it may
    "@jupyterlab/extensionmanager-extension:plugin": True,  # lists what a registry offers
}
"""Parts of JupyterLab that reach for the network."""


def command(folder: Path, first: Path | None = None, *, browser: bool = True, port: int | None = None) -> list[str]:
    """The command line of JupyterLab on a folder.

    Args:
        folder: its root.
        first: a notebook to open.
        browser: whether to open a browser.
        port: to listen on; any free one near 8888 unless given.
    """
    words = [
        sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder.resolve()}", "--ServerApp.ip=127.0.0.1",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None",
        "--LabApp.extension_manager=readonly",
    ]  # fmt: skip
    if first is not None:
        words.append(f"--LabApp.default_url=/lab/tree/{first.relative_to(folder).as_posix()}")
    if not browser:
        words.append("--no-browser")
    if port is not None:
        words += [f"--port={port}", "--ServerApp.port_retries=0"]
    return words


def run_lab(words: Sequence[str]) -> int:
    """Run JupyterLab until it is stopped, and give its exit status.

    Raises:
        MissingExtra: it is not installed.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise MissingExtra("kg notebook", "jupyterlab", "notebook")
    with tempfile.TemporaryDirectory(prefix="kg-lab-") as folder:
        settings = Path(folder) / "labconfig"
        settings.mkdir()
        (settings / "page_config.json").write_text(json.dumps({"disabledExtensions": _QUIET}), encoding="utf-8")
        known = os.environ.get("JUPYTER_CONFIG_PATH")
        path = os.pathsep.join([folder, *([known] if known else [])])
        running = subprocess.Popen(list(words), env=os.environ | {"JUPYTER_CONFIG_PATH": path})  # noqa: S603 - our own
        with _ending_together(running):
            while True:
                try:
                    return running.wait()
                except KeyboardInterrupt:  # which JupyterLab gets too, and asks about
                    continue


@contextmanager
def _ending_together(running: subprocess.Popen[bytes]) -> Iterator[None]:
    """Whoever ends this process ends JupyterLab, which shuts its kernels down."""
    former = signal.signal(signal.SIGTERM, lambda *_: running.terminate())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
