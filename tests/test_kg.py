"""The front door: what the package offers by name."""

from __future__ import annotations

import re
import tomllib

import kg
from tests.conftest import ROOT


def test_every_public_name_is_there_and_listed() -> None:
    assert dir(kg) == sorted(kg.__all__)
    assert all(getattr(kg, name) for name in kg.__all__)


def test_every_component_is_published_so_that_spacy_finds_it_without_an_import() -> None:
    """What ``@Language.factory`` registers is in the entry points, which name its function."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    published = project["project"]["entry-points"]["spacy_factories"]
    defined = {}
    for path in (ROOT / "kg" / "extract").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        names = dict(re.findall(r'^([A-Z]+) = "(kg_[a-z]+)"$', source, flags=re.MULTILINE))
        for name, function in re.findall(r"^@Language\.factory\(\s*(\w+).*?^def (\w+)", source, flags=re.M | re.S):
            defined[names[name]] = f"kg.extract.{path.stem}:{function}"
    assert published == defined
