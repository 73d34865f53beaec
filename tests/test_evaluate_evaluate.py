"""A graph measured against annotations: the figures, and the differences behind them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.evaluate.compare import Comparison, Item, Layer, Sides, Verdict
from kg.evaluate.evaluate import Evaluation, Figures, evaluate, summarize
from kg.evaluate.gold import read_gold
from kg.graph.exports import export
from kg.graph.store import open_store
from kg.model import Extraction, Status
from kg.schema import load_schema
from tests.make import FRENCH, article, entity, extraction
from tests.make_gold import ENTITIES, RELATIONS, annotate, measure, store_of, write_gold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.evaluate.compare import Difference

LINES = FRENCH.splitlines()
ITEMS = st.frozensets(st.builds(Item, st.tuples(st.integers(0, 5)), st.sampled_from("AB")), max_size=8)


def differences(measured: Evaluation, layer: Layer, verdict: Verdict) -> list[Difference]:
    return [one for one in measured.differences if (one.layer, one.verdict) == (layer, verdict)]


def retyped(found: Extraction, name: str, type_: str) -> Extraction:
    """The extraction with every mention of a name taken for a thing of another class."""
    other = entity(name, type_)
    mentions = tuple(replace(one, entity=other) if one.entity.name == name else one for one in found.mentions)
    return replace(found, mentions=mentions, relations=())


def merged(found: Extraction, names: Sequence[str]) -> Extraction:
    """The extraction with every mention of the names taken for the first of them."""
    first = next(one.entity for one in found.mentions if one.entity.name == names[0])
    mentions = tuple(replace(one, entity=first) if one.entity.name in names else one for one in found.mentions)
    return replace(found, mentions=mentions)


def test_a_relation_that_was_never_proposed_counts_as_missed(tmp_path: Path) -> None:
    measured = measure(tmp_path, [annotate()], extraction(relations=[("Ian Buck", "worksFor", "Nvidia", "asserted")]))
    assert measured.totals[Layer.RELATIONS] == Figures(gold=4, found=1, right=1)
    assert measured.totals[Layer.RELATIONS].recall == measured.totals[Layer.PAIRS].recall == 0.25
    missed = differences(measured, Layer.RELATIONS, Verdict.MISSED)
    assert [(one.name, one.type, one.tail, one.line, one.sentence) for one in missed] == [
        ("AWS", "partnersWith", "Nvidia", 1, LINES[0]),
        ("Nvidia", "develops", "Grace Blackwell", 3, LINES[2]),
        ("Nvidia", "develops", "Vera Rubin", 3, LINES[2]),
    ]


def test_what_agrees_scores_one_and_differs_nowhere(tmp_path: Path) -> None:
    measured = measure(tmp_path, [annotate()])
    assert [figures.f1 for figures in measured.totals.values()] == [1.0] * 4
    assert (measured.differences, measured.misquotes, measured.absent) == ((), (), ())
    assert measured.offsets == 1.0
    assert measured.by_type[Layer.RELATIONS] == {
        "develops": Figures(2, 2, 2),
        "partnersWith": Figures(1, 1, 1),
        "worksFor": Figures(1, 1, 1),
    }
    assert measured.by_type[Layer.MENTIONS]["ORG"] == Figures(5, 5, 5)


def test_a_denial_counts_on_neither_side(tmp_path: Path) -> None:
    asserted = annotate(relations=[("e1", "uses", "e7", "asserted")])
    denied = extraction(relations=[("AWS", "uses", "CUDA Quantum", "negated")])
    assert measure(tmp_path, [asserted], denied).totals[Layer.RELATIONS] == Figures(1, 0, 0)
    assert measure(tmp_path, [annotate(relations=RELATIONS[4:])], denied).totals[Layer.RELATIONS] == Figures()


@pytest.mark.parametrize("status", [status for status in Status if status != Status.NEGATED])
def test_a_plan_or_a_rumour_counts_as_the_relation(tmp_path: Path, status: Status) -> None:
    found = extraction(relations=[("AWS", "partnersWith", "Nvidia", status)])
    assert measure(tmp_path, [annotate(relations=RELATIONS[:1])], found).totals[Layer.RELATIONS] == Figures(1, 1, 1)


@pytest.mark.parametrize(
    ("annotated", "figures", "note"),
    [
        (("e2", "partnersWith", "e1"), Figures(1, 1, 1), None),
        (("e2", "supplies", "e1"), Figures(1, 1, 0), "annotated as supplies"),
    ],
)
def test_a_symmetric_relation_holds_both_ways(
    tmp_path: Path, annotated: tuple[str, str, str], figures: Figures, note: str | None
) -> None:
    found = extraction(relations=[("AWS", "partnersWith", "Nvidia", "asserted")])
    measured = measure(tmp_path, [annotate(relations=[(*annotated, "asserted")])], found)
    assert measured.totals[Layer.RELATIONS] == figures
    assert measured.totals[Layer.PAIRS] == Figures(1, 1, 1)
    assert [one.note for one in differences(measured, Layer.RELATIONS, Verdict.WRONG)] == ([note] if note else [])


def test_another_relation_the_wrong_way_round_is_wrong_and_a_right_pair(tmp_path: Path) -> None:
    found = extraction(relations=[("AWS", "supplies", "Nvidia", "asserted")])
    measured = measure(tmp_path, [annotate(relations=[("e2", "supplies", "e1", "asserted")])], found)
    assert measured.totals[Layer.RELATIONS] == Figures(1, 1, 0)
    assert measured.totals[Layer.PAIRS] == Figures(1, 1, 1)
    assert [one.note for one in measured.differences] == ["found the other way round", "annotated the other way round"]


def test_a_wrong_class_is_wrong_once_and_missed_once(tmp_path: Path) -> None:
    measured = measure(tmp_path, [annotate(relations=[])], retyped(extraction(), "Vera Rubin", "PERSON"))
    for layer in (Layer.MENTIONS, Layer.ENTITIES):
        [missed] = differences(measured, layer, Verdict.MISSED)
        [wrong] = differences(measured, layer, Verdict.WRONG)
        assert (missed.type, missed.note) == ("PRODUCT", "found as PERSON")
        assert (wrong.type, wrong.note) == ("PERSON", "annotated as PRODUCT")
        assert (wrong.name, wrong.line, wrong.sentence) == ("Vera Rubin", 3, LINES[2])
    assert measured.by_type[Layer.ENTITIES]["PERSON"] == Figures(gold=1, found=2, right=1)


def test_an_argument_is_right_by_its_name_even_where_its_class_is_wrong(tmp_path: Path) -> None:
    found = extraction(
        entities=[("Nvidia", "ORG"), ("Vera Rubin", "PERSON")],
        relations=[("Nvidia", "develops", "Vera Rubin", "asserted")],
    )
    assert measure(tmp_path, [annotate(relations=RELATIONS[3:4])], found).totals[Layer.RELATIONS] == Figures(1, 1, 1)


def test_one_thing_found_as_two_is_right_once(tmp_path: Path) -> None:
    entities = {"e1": ("ORG", "AWS", "Nvidia")}
    found = extraction(entities=[("AWS", "ORG"), ("Nvidia", "ORG")], relations=[])
    measured = measure(tmp_path, [annotate(entities=entities, relations=[])], found)
    assert measured.totals[Layer.ENTITIES] == Figures(gold=1, found=2, right=1)
    assert [one.note for one in differences(measured, Layer.ENTITIES, Verdict.WRONG)] == ["found twice"]


@pytest.mark.parametrize(
    ("names", "is_"),
    [(["Grace Blackwell", "Vera Rubin", "CUDA Quantum"], "e5"), (["CUDA Quantum", "Vera Rubin"], "e1")],
)
def test_what_mixes_things_up_is_the_one_whose_names_it_bears_most_then_the_first(
    tmp_path: Path, names: list[str], is_: str
) -> None:
    entities = {"e1": ("PRODUCT", "CUDA Quantum"), "e5": ("PRODUCT", "Grace Blackwell", "Vera Rubin")}
    found = merged(extraction(entities=[(name, "PRODUCT") for name in names], relations=[]), names)
    measured = measure(tmp_path, [annotate(entities=entities, relations=[])], found)
    assert measured.totals[Layer.ENTITIES] == Figures(gold=2, found=1, right=1)
    [missed] = differences(measured, Layer.ENTITIES, Verdict.MISSED)
    assert missed.name != entities[is_][1]


def test_an_article_that_the_graph_does_not_have_is_counted_and_its_annotations_are_missed(tmp_path: Path) -> None:
    measured = measure(tmp_path, [annotate("a1"), annotate("a2")])
    assert (measured.articles, measured.absent) == (2, ("a2",))
    assert measured.totals[Layer.ENTITIES] == Figures(gold=14, found=7, right=7)
    assert {one.article for one in measured.differences} == {"a2"}


def test_an_article_of_the_graph_that_nobody_annotated_does_not_count(tmp_path: Path) -> None:
    measured = measure(tmp_path, [annotate()], extraction(), extraction(article(id="a9", url=None)))
    assert measured.totals[Layer.MENTIONS].precision == 1.0
    assert measured.articles == 1


def test_a_file_that_has_changed_shows_in_the_offsets(tmp_path: Path) -> None:
    measured = measure(tmp_path, [annotate()], text=f"!{FRENCH}")
    assert measured.offsets == 0.0
    first = measured.misquotes[0]
    assert (first.start, first.end, first.exact, first.there) == (0, 3, "AWS", "!AW")


def test_a_file_is_found_by_the_path_that_the_build_read_it_from(tmp_path: Path) -> None:
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025" / "aws.md").write_text(FRENCH, encoding="utf-8")
    found = extraction(replace(article(), path="2025/aws.md"))
    gold = read_gold(write_gold(tmp_path, annotate()), load_schema())
    assert evaluate(store_of(found), gold, tmp_path, load_schema()).totals[Layer.MENTIONS].f1 == 1.0


@pytest.mark.parametrize("path", ["a1.md", "../a1.md"])
def test_a_missing_file_and_one_outside_the_folder_are_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "a1.md").write_text(FRENCH, encoding="utf-8")
    gold = read_gold(write_gold(tmp_path, annotate()), load_schema())
    with pytest.raises(ArticleError, match=r"no file of the annotated article 'a1' here; give the folder .*--articles"):
        evaluate(store_of(extraction(replace(article(), path=path))), gold, tmp_path / "in", load_schema())


def test_a_passage_that_the_article_does_not_hold_has_no_line(tmp_path: Path) -> None:
    row = annotate(relations=RELATIONS[:1])
    row["relations"][0]["evidence"] = "AWS et Nvidia se quittent."
    [missed] = differences(measure(tmp_path, [row], extraction(relations=[])), Layer.RELATIONS, Verdict.MISSED)
    assert (missed.line, missed.sentence) == (None, "AWS et Nvidia se quittent.")


@given(ITEMS, ITEMS)
def test_figures_add_up(gold: frozenset[Item], found: frozenset[Item]) -> None:
    comparison = Comparison({Layer.MENTIONS: Sides(gold, found)}, (), 0, ())
    measured = summarize([comparison, comparison])
    total = measured.totals[Layer.MENTIONS]
    assert total == Figures(2 * len(gold), 2 * len(found), 2 * len(gold & found))
    assert sum(measured.by_type[Layer.MENTIONS].values(), Figures()) == total
    assert 0 <= total.f1 <= 1
    assert min(total.precision, total.recall) <= total.f1 + 1e-12
    assert total.f1 <= max(total.precision, total.recall) + 1e-12


# Beside the independent scorer of the shared material


def scored(shared: Path, graph: Path, gold: Path, articles: Path) -> dict[str, Any]:
    command = [sys.executable, shared / "eval" / "score.py", graph, gold, articles]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def figures(measured: Evaluation) -> dict[str, Any]:
    """The evaluation in the scorer's form."""
    layers = {
        str(layer): {
            "precision": round(one.precision, 4),
            "recall": round(one.recall, 4),
            "f1": round(one.f1, 4),
            "gold": one.gold,
            "found": one.found,
        }
        for layer, one in measured.totals.items()
    }
    return {**layers, "offsets": round(measured.offsets, 4), "articles_absent": len(measured.absent)}


HEAD = '---\ntitle: "Nvidia, AWS"\nauthor: Nvidia\n---\n\n'
CODE = "\n```python\nimport AWS\n```\n\nVoir [Nvidia](https://nvidia.example/Nvidia) et https://aws.example/AWS .\n"
UNLIKE = extraction(
    article(HEAD + FRENCH.replace("\n", "\n\n") + CODE + "\n[source](https://nvidia.example/)\n"),
    [("AWS", "ORG"), ("Nvidia", "PRODUCT"), ("Ian Buck", "PERSON"), ("CUDA", "TECHNOLOGY"), ("Vera", "PERSON")],
    [
        ("AWS", "partnersWith", "Nvidia", "asserted"),
        ("AWS", "supplies", "Nvidia", "planned"),
        ("Nvidia", "develops", "Vera", "hypothetical"),
        ("AWS", "uses", "CUDA", "asserted"),
        ("Ian Buck", "worksFor", "Nvidia", "negated"),
    ],
)
ALIASES = {**ENTITIES, "e10": ("ORG", "Nvidia France", "Nvidia", "« AWS »"), "e8": ("PRODUCT", "CUDA", "CUDA")}
CASES: dict[str, tuple[Sequence[dict[str, Any]], Sequence[Extraction]]] = {
    "agrees": ([annotate()], [extraction()]),
    "nothing found": ([annotate()], [extraction(relations=[]), extraction(article(id="a9", url=None))]),
    "unlike": ([annotate()], [UNLIKE]),
    "one string, two entities": ([annotate(entities=ALIASES)], [extraction()]),
    "absent": ([annotate("a1"), annotate("a2"), annotate("a3")], [extraction(), UNLIKE]),
    "mixed up": ([annotate()], [merged(extraction(), ["Nvidia", "AWS", "Vera Rubin", "Grace Blackwell"])]),
    "classes": ([annotate()], [retyped(extraction(), "Vera Rubin", "PERSON")]),
}


@pytest.mark.parametrize("name", CASES)
def test_the_figures_are_those_of_the_scorer(shared: Path, tmp_path: Path, name: str) -> None:
    gold, found = CASES[name]
    measured = measure(tmp_path, gold, *found)
    export(store_of(*found), "ntriples", tmp_path / "graph.nt")
    assert figures(measured) == scored(shared, tmp_path / "graph.nt", tmp_path / "gold.jsonl", tmp_path)


@pytest.mark.slow
def test_the_figures_on_real_articles_are_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    from kg.build import build

    annotated = shared / "annotations" / "dev.jsonl"
    gold = read_gold(annotated, load_schema())
    build([str(shared / "corpus" / f"{one.id}.md") for one in gold], tmp_path / "out")
    with open_store(tmp_path / "out" / "store") as store:
        measured = evaluate(store, gold, shared / "corpus", load_schema())
    assert measured.totals[Layer.RELATIONS].found
    assert figures(measured) == scored(shared, tmp_path / "out" / "graph.ttl", annotated, shared / "corpus")
