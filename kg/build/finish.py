"""The last steps of every build: the page, the report, the history; and whether none of them is to be taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.folder import scratch
from kg.build.history import append
from kg.build.report import LOG, PAGE, REPORT, STORE, TURTLE
from kg.files import part
from kg.graph.store import open_store
from kg.harvest import file_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.build.report import BuildReport
    from kg.view import Overheard

__all__ = ["draw_page", "rewrite_report", "stands", "write_report"]


def stands(former: BuildReport, inputs: str, *parts: str, reproducible: bool) -> bool:
    """Whether a folder holds what a build of these inputs would make, whole and in the form that is asked for.

    Args:
        former: what the folder says of its graph.
        inputs: the fingerprint of all that the build is made of.
        parts: what must be there beside the Turtle.
        reproducible: as for :func:`kg.build.build`.
    """
    turtle = part(former.folder, TURTLE)
    return (
        former.inputs == inputs
        and reproducible == (not former.finished)
        and all(part(former.folder, name).exists() for name in parts)
        and turtle.is_file()
        and file_hash(turtle) == former.turtle
    )


def draw_page(
    work: Path, folder: Path, languages: Mapping[str, int], *, anew: bool, overheard: Overheard | None = None
) -> None:
    """Draw the graph whose store lies in a scratch folder.

    Args:
        work: the scratch folder.
        folder: the graph folder, on whose former page things have their places.
        languages: how many articles are in each; of those that a page speaks it speaks the one of most, of equals the
            first by code.
        anew: whether to look for new places.
        overheard: what was kept of the graph while it was written.
    """
    from kg.view import LANGUAGES, draw, graph_data, graph_title, places, write_page

    spoken = min(LANGUAGES, key=lambda code: (-languages.get(code, 0), code))
    known = {} if anew else places(part(folder, PAGE))
    title = graph_title(spoken, sum(languages.values()))
    with open_store(work / STORE) as store:
        data = graph_data(store, reader=None if overheard is None else overheard.reader(store))
        write_page(work / PAGE, draw(data, title=title, language=spoken, known=known))


def write_report(report: BuildReport, work: Path, *, reproducible: bool) -> BuildReport:
    """Write the report of what lies in a scratch folder, and the history with it; give the report as written.

    A reproducible folder has no history, also where it had one.
    """
    report = replace(report, turtle=file_hash(work / TURTLE))
    if reproducible:
        report = report.reproducible()
    else:
        append(part(report.folder, LOG), work / LOG, report)
    _write(report, work)
    return report


def rewrite_report(former: BuildReport, now: BuildReport) -> None:
    """Put a report in the place of another one of the same graph, in a folder that is held, unless it says the same."""
    if now != former:
        with scratch(now.folder, (REPORT,)) as work:
            _write(now, work)


def _write(report: BuildReport, work: Path) -> None:
    """Write a report; one that tells no time does not tell either where it lies."""
    told = report if report.finished else replace(report, folder=Path())
    (work / REPORT).write_text(told.to_json(), encoding="utf-8")
