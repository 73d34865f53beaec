"""The targets of ``make fuzz``: each stands its seeds, what hypothesis makes of them, and a few seconds of atheris."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.fuzz.targets import READERS, SEEDS, TARGETS

LIMITS = settings(max_examples=60, suppress_health_check=list(HealthCheck))
PIECES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [
            b"\0", b"\xff", b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b'"', b"'", b"\\", b"\n", b"\r", b"[" * 200,
            b"{" * 200, b"<<" * 60, b"(" * 200, b"1" * 5000, b"1e999", b"NaN", b"*a", b"&a ", b"!x ", b"---\n", b": ",
            b"<script>", b"../..", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"null", b"#+ ", b"9999-12-31T23:59:59-23:59",
            b"\xef\xbf\xbe",
        ]
    ),
)  # fmt: skip
EDITS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12), PIECES), max_size=5)


def edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """The bytes with some stretches replaced."""
    for at, length, piece in edits:
        place = at % (len(data) + 1)
        data = data[:place] + piece + data[place + length :]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_read_and_not_refused(name: str) -> None:
    seeds = sorted((SEEDS / name).iterdir())
    assert seeds
    for seed in seeds:
        READERS[name](seed.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_is_edited_into_a_seed_is_read_or_refused(name: str) -> None:
    seeds = [seed.read_bytes() for seed in sorted((SEEDS / name).iterdir())]

    @LIMITS
    @given(st.sampled_from(seeds), EDITS)
    def law(seed: bytes, edits: list[tuple[int, int, bytes]]) -> None:
        TARGETS[name](edited(seed, edits))

    law()


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed: pip install 'kg[fuzz]'")
@pytest.mark.parametrize("name", TARGETS)
def test_atheris_finds_nothing_in_seconds(name: str) -> None:
    command = [sys.executable, "-m", "tests.fuzz", name, "-max_total_time=10"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
