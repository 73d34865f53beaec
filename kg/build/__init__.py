"""The main job: articles -> a folder that holds the store, the Turtle file, the page and the report."""

from kg.build.job import Extractor, Progress, build
from kg.build.report import BuildReport, Skipped, read_report

__all__ = ["BuildReport", "Extractor", "Progress", "Skipped", "build", "read_report"]
