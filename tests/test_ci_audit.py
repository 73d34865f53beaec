"""The search for vulnerabilities fails on what is known, and never passes silently over what was not looked up."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

import pytest

from tests.conftest import ROOT

SPEC = spec_from_file_location("audit", ROOT / ".ci/audit.py")
assert SPEC is not None
assert SPEC.loader is not None
AUDIT = module_from_spec(SPEC)
SPEC.loader.exec_module(AUDIT)

GOOD = {"name": "good", "version": "1", "vulns": []}
BAD = {"name": "bad", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}, {"id": "X-2"}]}
MISSED = {"name": "gone", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("packages", "status", "said", "loud"),
    [
        ([GOOD], 0, "1 packages looked up, 0 known", False),
        ([GOOD, BAD], 1, "bad 2: PYSEC-1, mended in 3", False),
        ([BAD], 1, "bad 2: X-2, mended in no version yet", False),
        ([GOOD, MISSED], 0, "1 packages could not be looked up", True),
        ([BAD, MISSED], 1, "gone", True),
        ([MISSED] * 20, 0, "and 12 more", True),
        ([], 0, "NOT CHECKED: all packages", True),
    ],
)
def test_what_is_known_fails_and_what_is_not_is_said(
    packages: list[dict[str, Any]], status: int, said: str, loud: bool
) -> None:
    lines, code = AUDIT.judged(packages)
    text = "\n".join(lines)
    assert (code, "NOT CHECKED" in text) == (status, loud)
    assert said in text
