"""The main job: articles -> a folder that holds the store, the Turtle file, the page and the report.

==========  ==============================================================================
report      what a build did, as a value and as a file; the names in a graph folder
folder      the folder that a build writes, held and replaced as a whole
plan        what a build was asked for, checked and read
begun       a build that has not become a graph yet
gather      article files -> their readings on the shelf
causes      why a build gives another graph, but for the articles
changes     what has become of the articles since the build before
imports     an analyst's own RDF beside the graph
history     the builds that made a graph; ``provenance``: the same as RDF
finish      the last steps of every build: page, report, history
job         all of it in its order, on this machine
sharded     the same by a cluster; ``loading``: shards -> a graph folder
standing    what a build would do now, and why
watch       a folder that is followed
==========  ==============================================================================
"""

from kg.build.gather import Extractor, Progress
from kg.build.history import history
from kg.build.imports import Import, Imported, add_import, forget_import, imports
from kg.build.job import build
from kg.build.report import BuildReport, Changes, Engine, Options, Skipped, read_report
from kg.build.sharded import build_sharded, load_shards, make_shards

__all__ = [
    "BuildReport",
    "Changes",
    "Engine",
    "Extractor",
    "Import",
    "Imported",
    "Options",
    "Progress",
    "Skipped",
    "add_import",
    "build",
    "build_sharded",
    "forget_import",
    "history",
    "imports",
    "load_shards",
    "make_shards",
    "read_report",
]
