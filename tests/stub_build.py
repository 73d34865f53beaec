"""Builds without a pipeline: what articles say is found by a few names, in this process, and kept as ever.

As a program it is ``kg`` with that in place of the pipeline: ``python -m tests.stub_build build ARTICLES -o DIR``.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from kg.build import gather
from kg.engine import tasks
from kg.errors import ArticleError
from kg.harvest import Reading, key_of, set_aside, written
from kg.read import decode_article
from tests.make import extraction

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from kg.harvest import Recipe, Source

__all__ = ["NAMES", "harvest", "line", "stubbed", "write"]

NAMES = {
    "AWS": "ORG",
    "Nvidia": "ORG",
    "NVIDIA Corporation": "ORG",
    "OpenAI": "ORG",
    "Mistral AI": "ORG",
    "Orange": "ORG",
    "Ian Buck": "PERSON",
    "Vera Rubin": "PRODUCT",
}
RELATIONS = {"avec": "partnersWith", "développe": "develops", "emploie": "employs"}
_SAID = re.compile("({0}) (avec|développe) ({0})".format("|".join(sorted(NAMES, key=len, reverse=True))))


def line(head: str, verb: str, tail: str, what: str = "") -> str:
    """A paragraph that states a relation."""
    return f"{head} {verb} {tail} {what}".strip() + ".\n\n"


def write(path: Path, *lines: str, language: str = "fr") -> Path:
    """Write an article; without lines one that cannot be read."""
    head = f"---\ntitle: Un accord\ncanonical: https://news.example/{path.stem}\nlanguage: {language}\n---\n\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + "".join(lines), encoding="utf-8")
    return path


def harvest(
    sources: Iterable[Source], recipe: Recipe, *, count: int, jobs: int | None = None, timeout: float = 0
) -> Iterator[Reading]:
    """Take the place of :func:`kg.harvest.harvest`."""
    assert timeout > 0
    assert count >= 0
    assert jobs is None or jobs > 0
    for source in sources:
        yield _read(source, recipe)


def _read(source: Source, recipe: Recipe) -> Reading:
    key = key_of(recipe, source.name, source.data)
    try:
        article = decode_article(source.data, name=source.name, place=source.place, language=recipe.language)
    except ArticleError as error:
        return set_aside(recipe, source.name, key, error)
    said = [(one[1], RELATIONS[one[2]], one[3]) for one in _SAID.finditer(article.text)]
    there = [(name, kind) for name, kind in NAMES.items() if name in article.text]
    relations = dict.fromkeys((*one, "asserted") for one in said if one[0] != one[2])
    found = extraction(article, there, tuple(relations), confidence=0.9 if "sûr" in article.text else 0.6)
    return written(found, recipe, key, "stub 1.0")


@contextmanager
def stubbed(late: Collection[str] = ()) -> Iterator[list[str]]:
    """Have builds read like that meanwhile; gives the names of the articles that are read.

    Args:
        late: the names of those that take too long.
    """
    read: list[str] = []

    def counted(sources: Iterable[Source], recipe: Recipe, **how: object) -> Iterator[Reading]:
        for reading in harvest(sources, recipe, **how):  # type: ignore[arg-type]
            read.append(reading.name)
            error = ArticleError(reading.name, "takes too long", "give it more time")
            yield set_aside(recipe, reading.name, reading.key, error) if reading.name in late else reading

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gather, "harvest", counted)
        patch.setattr(tasks, "harvest", counted)
        yield read


if __name__ == "__main__":
    from kg.cli import main

    with stubbed():
        main()
