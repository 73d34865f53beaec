"""The main job: articles -> a folder that holds the store, the Turtle file, the page and the report."""

from kg.build.imports import Import, Imported, add_import, forget_import, imports
from kg.build.job import Extractor, Progress, build
from kg.build.report import BuildReport, Skipped, read_report

__all__ = [
    "BuildReport",
    "Extractor",
    "Import",
    "Imported",
    "Progress",
    "Skipped",
    "add_import",
    "build",
    "forget_import",
    "imports",
    "read_report",
]
