"""Graphs for tests of writing: resolutions that differ in every way, and what lies in a folder afterwards."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pyoxigraph
from hypothesis import strategies as st

from kg.graph.vocab import Vocabulary
from kg.graph.writing import GraphFiles, Written, write_graph
from kg.resolve import Resolution
from kg.resolve.values import Copy, Doubt, Merge, Reading, Triple
from kg.schema import load_schema
from tests import make

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.stream import Run
    from kg.model import ArticleKey, Extraction

WHOLE = make.extraction()
ENTITIES = sorted({mention.entity for mention in WHOLE.mentions})
AWS, NVIDIA = (make.entity(name, "ORG") for name in ("AWS", "Nvidia"))


def said(number: int, mentions: list[int], relations: list[int], confidence: float, *, title: str = "T") -> Extraction:
    """An article with some of the mentions and relations of the usual one."""
    source = make.article(id=f"a{number}", title=title, url=f"https://n{number // 2}.example/")
    full = make.extraction(source, confidence=confidence)
    return dataclasses.replace(
        full,
        mentions=tuple(full.mentions[place] for place in mentions),
        relations=tuple(full.relations[place] for place in relations),
    )


def extractions() -> st.SearchStrategy[Extraction]:
    """Articles with few identifiers, so that the same ones come back changed, or twice."""
    places = st.lists(st.integers(0, len(WHOLE.mentions) - 1), unique=True)
    facts = st.lists(st.integers(0, len(WHOLE.relations) - 1), unique=True)
    confidence = st.sampled_from([0.5, 0.9, 1.0])
    return st.builds(said, st.integers(0, 3), places, facts, confidence, title=st.sampled_from(["T", "« Ü »\n.", ""]))


@st.composite
def resolutions(draw: st.DrawFn) -> Resolution:
    """Resolutions of a few such articles."""
    found = draw(st.lists(extractions(), max_size=4))
    keys = sorted({one.article.key for one in found})
    entity = st.sampled_from(ENTITIES)
    merge = st.builds(Merge, entity, st.sampled_from(["A", "B"]), st.just("alias"), st.sampled_from("xy"), st.just(1))
    doubt = st.builds(Doubt, st.just(AWS), st.just(NVIDIA), st.just("similar"), st.just("x"), st.sampled_from([0.5, 1]))
    reading = st.builds(Reading, entity, st.just("PLACE"), st.integers(1, 2), st.just(0.25))
    return Resolution(
        extractions=tuple(found),
        merges=tuple(draw(st.lists(merge, max_size=2))),
        doubts=tuple(draw(st.lists(doubt, max_size=1))),
        readings=tuple(draw(st.lists(reading, max_size=2))),
        copies=_copies(keys) if draw(st.booleans()) else (),
        links={AWS: "https://www.wikidata.org/entity/Q1"} if draw(st.booleans()) else {},
        accepted=frozenset({Triple(AWS, "partnersWith", NVIDIA)} if draw(st.booleans()) else ()),
    )


def _copies(keys: list[ArticleKey]) -> tuple[Copy, ...]:
    return tuple(Copy(key, keys[0], 1.0, "the same words") for key in keys[1:])


def write(
    folder: Path,
    resolution: Resolution,
    former: GraphFiles | None = None,
    *,
    run: Run | None = None,
    vocabulary: Vocabulary | None = None,
) -> tuple[GraphFiles, Written]:
    """Write a graph into a new folder."""
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    files = GraphFiles(folder / "store", folder / "graph.ttl", folder / "nodes")
    written = write_graph(
        resolution,
        files,
        schema=load_schema(),
        vocabulary=vocabulary or Vocabulary(),
        run=run,
        former=former,
        scratch=scratch,
    )
    return files, written


def quads(files: GraphFiles) -> list[str]:
    """What a store holds, sorted."""
    return sorted(map(str, pyoxigraph.Store.read_only(str(files.store))))
