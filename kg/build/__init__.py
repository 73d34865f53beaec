"""The main job: articles -> a folder that holds the store, the Turtle file, the page and the report."""

from kg.build.gather import Extractor, Progress
from kg.build.history import history
from kg.build.imports import Import, Imported, add_import, forget_import, imports
from kg.build.job import build
from kg.build.report import BuildReport, Changes, Options, Skipped, read_report
from kg.build.sharded import build_sharded, load_shards, make_shards

__all__ = [
    "BuildReport",
    "Changes",
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
