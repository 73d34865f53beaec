"""The history of a graph folder: one line of JSON for every build that changed it, the oldest first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.build.report import LOG, BuildReport
from kg.errors import GraphError
from kg.files import part

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["append", "history"]


def append(former: Path, target: Path, report: BuildReport) -> None:
    """Write a history that has one build more than a former one.

    Args:
        former: the history until now, if it exists.
        target: the file to write.
        report: of the build.
    """
    lines = former.read_bytes() if former.is_file() else b""
    if lines and not lines.endswith(b"\n"):  # a line that was cut off says nothing
        lines = lines[: lines.rfind(b"\n") + 1]
    told = json.dumps(json.loads(report.to_json()), ensure_ascii=False)
    target.write_bytes(lines + told.encode("utf-8", "backslashreplace") + b"\n")


def history(folder: Path) -> tuple[BuildReport, ...]:
    """Every build that changed a graph folder, the oldest first.

    Raises:
        GraphError: the file of the history has been changed, and is wrong now.
    """
    path = part(folder, LOG)
    if not path.is_file():
        return ()
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(BuildReport.from_json(line, folder))
        except ValueError as error:
            raise GraphError(f"{path}:{number}: not as a build leaves it ({error}); take the line out") from error
    return tuple(found)
