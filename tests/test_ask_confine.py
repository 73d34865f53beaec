"""A process that answers questions cannot reach out, whatever it is asked."""

from __future__ import annotations

import platform
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg.ask.engine import Engine, Request
from kg.ask.syntax import guard
from kg.errors import QueryError
from tests.ask_sample import write_sample

if TYPE_CHECKING:
    from pathlib import Path

CONFINED = """
import sys
from kg.ask.confine import confine
if not confine():
    sys.exit(77)
import os, socket
os.listdir("/")
try:
    socket.socket()
except PermissionError:
    sys.exit(0)
sys.exit(1)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can see to it")
@pytest.mark.skipif(platform.machine() not in {"x86_64", "aarch64"}, reason="the numbers of calls are not known")
def test_a_confined_process_gets_no_socket_and_goes_on() -> None:
    done = subprocess.run([sys.executable, "-c", CONFINED], check=False)
    if done.returncode == 77:
        pytest.skip("this kernel has no filters")
    assert done.returncode == 0


def test_an_engine_sends_nothing_even_where_nobody_guards_it(tmp_path: Path) -> None:
    with socket.socket() as trap, Engine(write_sample(tmp_path) / "store") as engine:
        trap.bind(("127.0.0.1", 0))
        trap.listen()
        trap.settimeout(0)
        text = f"SELECT * {{ SERVICE <http://127.0.0.1:{trap.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        with pytest.raises(QueryError):
            guard(text)
        reply = engine.ask(Request(text), 20)
        with pytest.raises(BlockingIOError):
            trap.accept()
        assert reply.kind == "failure"
        assert engine.ask(Request("ASK {}"), 20).truth
