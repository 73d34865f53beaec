"""Run one target under the coverage of atheris: ``python -m tests.fuzz TARGET [libFuzzer's options]`` or ``--list``."""

from __future__ import annotations

import sys
import tempfile

import atheris

with atheris.instrument_imports(include=["kg", "frontmatter", "markdown_it"]):
    from tests.fuzz.targets import SEEDS, TARGETS

SLOWEST = 20
"""Seconds that one input may take."""


def main() -> None:
    """Feed the target until time is up; what it finds is left in a file whose name is printed."""
    name, *options = sys.argv[1:] or [""]
    if name == "--list":
        sys.stdout.write("\n".join(TARGETS) + "\n")
        return
    if name not in TARGETS:
        raise SystemExit(f"{name or 'no target'}: give one of {', '.join(TARGETS)}")
    found = tempfile.mkdtemp(prefix=f"kg-fuzz-{name}-")
    limits = [f"-timeout={SLOWEST}", "-rss_limit_mb=3000", "-max_len=4096", f"-artifact_prefix={found}/"]
    atheris.Setup([sys.argv[0], *limits, *options, f"{found}/", str(SEEDS / name)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
