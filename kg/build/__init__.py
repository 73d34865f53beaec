"""The main job: articles -> a folder that holds the store, the Turtle file, the page and the report."""

from kg.build.gather import Extractor, Progress
from kg.build.history import history
from kg.build.imports import Import, Imported, add_import, forget_import, imports
from kg.build.job import build
from kg.build.report import BuildReport, Changes, Options, Skipped, read_report

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
    "forget_import",
    "history",
    "imports",
    "read_report",
]
