"""Why a build gives another graph than the one before it, but for the articles: what it was asked for, what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.vocab import DEFAULT_BASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.build.report import BuildReport, Options

__all__ = ["WHY", "causes", "changed"]

WHY = {
    "program": "kg, or a library that it stands on, is not the one that built the graph",
    "pipeline": "the language pipeline is not the one that read the articles",
    "schema": "the schema has changed",
    "decisions": "the decisions have changed",
}
"""What is to be said of a part of the fingerprint that is no longer the same."""


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The parts of the fingerprint that are not what they were."""
    return tuple(name for name in WHY if before.get(name, "") != now[name])


def causes(before: BuildReport, now: BuildReport) -> Mapping[str, str]:
    """What was given otherwise, and all else that has changed, by name; each with a clause that says it.

    A file under another name that says the same changes nothing.
    """
    other = changed(before.fingerprints, now.fingerprints) if before.fingerprints else ()
    asked = {}
    if before.options is not None and now.options is not None:
        asked = dict(_differing(before.options, now.options))
    given = {name: clause for name, clause in asked.items() if name not in WHY or name in other}
    return given | {name: WHY[name] for name in other if name not in asked}


def _differing(before: Options, now: Options) -> Iterator[tuple[str, str]]:
    """The names of the options that were given otherwise, each with a clause."""
    former, present = _given(before), _given(now)
    for name in former:
        option, old, new = f"--{name.replace('_', '-')}", former[name], present[name]
        if old == new:
            continue
        if not new:
            yield name, f"built without {option} {old}, which the build before had"
        elif not old:
            yield name, f"built with {option} {new}, the build before without"
        else:
            yield name, f"built with {option} {new}, the build before with {old}"


def _given(options: Options) -> Mapping[str, str]:
    """The options as a command line would have them; an empty text for those that it would leave out."""
    return {
        "schema": options.schema or "",
        "pipeline": options.pipeline or "",
        "language": options.language or "",
        "base": "" if options.base == DEFAULT_BASE else options.base,
        "min_confidence": f"{options.min_confidence:g}" if options.min_confidence else "",
        "decisions": options.decisions or "",
    }
