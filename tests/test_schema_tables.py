"""Classes and relations of an analyst: what is added to what is there, and every fault with its line."""

from __future__ import annotations

from inspect import get_annotations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.graph.vocab import Ontology, Vocabulary
from kg.schema import load_schema, read_frame
from kg.schema.tables import _COMPACT, _FULL, PREFIXES, RESERVED
from tests.make_schema import faults

if TYPE_CHECKING:
    from pathlib import Path

    from kg.schema import Schema

LABEL = 'label = { en = "x" }\n'


def load(folder: Path, text: str) -> Schema:
    (folder / "kg.toml").write_text(text, encoding="utf-8")
    return load_schema(folder / "kg.toml")


FAULTS: list[tuple[str, list[str]]] = [
    ("[classes.Drug]\n" + LABEL, ['1: "Drug" is no name of a class; write it in capitals, such as DRUG']),
    (
        '[classes."legal case"]\n' + LABEL,
        ['1: "legal case" is no name of a class; write it in capitals, such as LEGAL_CASE'],
    ),
    ('\n[classes.DRUG]\niri = "kg:Drug"\n', ["2: label is missing; add it"]),
    ("[classes.PRODUKT]\n", ["1: label is missing; add it, or did you mean PRODUCT?"]),
    ("[classes]\nDRUG = 3\n", ["2: 3 is no table; write its keys: iri, label, comment, broader"]),
    ("\nclasses = 3\n", ["2: 3 is no table; write [classes.NAME]"]),
    ("[classes.DRUG]\n" + LABEL + 'colour = "red"', ['3: unknown key "colour"; use broader, comment, iri or label']),
    ("[classes.DRUG]\n" + LABEL + 'coment = "red"', ['3: unknown key "coment"; did you mean comment?']),
    ('[classes.DRUG]\nlabel = "drug"', ['2: "drug" is no table; write { en = "…", fr = "…" }']),
    ("[classes.DRUG]\n" + LABEL + 'iri = "shema:Drug"', ['3: unknown prefix in "shema:Drug"; did you mean schema?']),
    (
        "[classes.DRUG]\n" + LABEL + 'iri = "a drug"',
        ['3: "a drug" is no IRI; write "schema:Drug" or "https://data.example/Drug"'],
    ),
    (
        "[classes.DRUG]\n" + LABEL + 'iri = "kg:Mention"',
        ["3: kg:Mention is taken by the graph itself; give another iri"],
    ),
    ("[classes.STATEMENT]\n" + LABEL, ["1: kg:Statement is taken by the graph itself; give another iri"]),
    (
        "[classes.DRUG]\n" + LABEL + 'iri = "schema:Product"',
        ["3: schema:Product is the class PRODUCT already; give another iri"],
    ),
    (
        '[classes.ORG]\niri = "schema:Corporation"',
        ["2: ORG is there already, as schema:Organization; leave the iri out"],
    ),
    (
        "[relations.treats]\n" + LABEL + "signatures = []",
        ['3: no signature, so it would join nothing; write "HEAD, … -> TAIL, …"'],
    ),
    (
        f"[relations.treats]\n{LABEL}signatures = ['{', '.join(['ORG'] * 4000)} -> {', '.join(['ORG'] * 4000)}']",
        ["3: more than 100 classes on a side of a signature; write several signatures"],
    ),
    ("[relations.treats]\n" + LABEL, ["1: signatures is missing; add it"]),
    (
        '[relations.aquires]\npatterns = ["HEAD croquer TAIL"]\n',
        [
            "1: label is missing; add it, or did you mean acquires?",
            "1: signatures is missing; add it, or did you mean acquires?",
        ],
    ),
    (
        "[relations.Acquires]\n" + LABEL + 'signatures = ["ORG -> ORG"]',
        ["1: Acquires and acquires differ in capitals only; write acquires, or choose another name"],
    ),
    (
        '[relations."is made of"]\n' + LABEL + 'signatures = ["ORG -> ORG"]',
        ['1: "is made of" is no name of a relation; write one word, such as isMadeOf'],
    ),
    (
        '[relations."…"]\n' + LABEL + 'signatures = ["ORG -> ORG"]',
        ['1: "…" is no name of a relation; write one word, such as isMadeOf'],
    ),
    (
        "[relations.status]\n" + LABEL + 'signatures = ["ORG -> ORG"]',
        ["1: status is a word of the graph itself; choose another name"],
    ),
    (
        '[relations.uses]\nsignatures = [\n"ORG -> ORG",\n"ORG -> PRODUKT, X"\n]',
        [
            '4: unknown class "PRODUKT" in a signature; did you mean PRODUCT?',
            (
                '4: unknown class "X" in a signature; use EVENT, MALWARE, ORG, PERSON, PLACE, PRODUCT, '
                "REGULATION, TECHNOLOGY, THREAT_ACTOR or VULNERABILITY"
            ),
        ],
    ),
    (
        '[relations.uses]\nsignatures = ["ORG > ORG", "-> ORG", 7]',
        [
            '2: "ORG > ORG" is no signature; write "HEAD, … -> TAIL, …" with names of classes',
            '2: "-> ORG" is no signature; write "HEAD, … -> TAIL, …" with names of classes',
            '2: 7 is no text; write ["HEAD, … -> TAIL, …"]',
        ],
    ),
    ('[relations.uses]\nsignatures = "ORG -> ORG"', ['2: "ORG -> ORG" is no list; write ["HEAD, … -> TAIL, …"]']),
    ('[relations.uses]\nsymmetric = "no"', ['2: "no" is neither true nor false; write true or false']),
    (
        "[relations.uses]\nsymmetric = true",
        ["2: uses is there already and is not so; leave it out, or choose another name"],
    ),
    (
        '[relations.uses]\ntriggers = ["mettre en œuvre"]',
        ['2: the trigger "mettre en œuvre" is several words; write one word, or a pattern'],
    ),
    (
        '[relations.uses]\npatterns = [\n  "HEAD croquer TAIL",\n  "HEAD dévorer ORG"\n]',
        [
            (
                '4: the pattern "HEAD dévorer ORG" cannot be read: TAIL does not stand in it exactly once; '
                'write a pattern as "HEAD racheter TAIL" or "rachat de TAIL par HEAD"'
            )
        ],
    ),
    (
        '[relations.uses]\npatterns = ["HEAD manger||boire TAIL"]',
        ['2: an alternative in the pattern "HEAD manger||boire TAIL" is empty; put a word on both sides of | and _'],
    ),
    (
        '[relations.uses]\nclose_match = ["foo:bar"]',
        ['2: unknown prefix in "foo:bar"; use dcterms, kg, oa, owl, prov, rdf, rdfs, schema, skos, wd or xsd'],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_a_fault_is_named_with_its_line(text: str, expected: list[str], tmp_path: Path) -> None:
    assert faults(tmp_path, text) == [f"kg.toml:{line}" for line in expected]


def test_a_class_needs_no_iri(tmp_path: Path) -> None:
    schema = load(tmp_path, "[classes.LEGAL_CASE]\n" + LABEL)
    assert schema.classes["LEGAL_CASE"].iri == "kg:LegalCase"


def test_what_is_written_of_a_relation_that_is_there_adds_to_it(tmp_path: Path) -> None:
    before = load_schema().relations["acquires"]
    after = load(
        tmp_path,
        "[classes.DRUG]\n" + LABEL + '[relations.acquires]\nlabel = { fr = "croque", de = "kauft" }\n'
        'signatures = ["ORG -> DRUG"]\ntriggers = ["croquer", "rachat"]\npatterns = ["HEAD croquer TAIL"]\n',
    ).relations["acquires"]
    assert after.label == {**before.label, "fr": "croque", "de": "kauft"}
    assert after.inverse == before.inverse
    assert after.signatures == before.signatures | {("ORG", "DRUG")}
    assert after.triggers == (*before.triggers, "croquer")
    assert after.patterns == (*before.patterns, read_frame("HEAD croquer TAIL"))


def test_what_is_written_of_a_class_that_is_there_adds_to_it(tmp_path: Path) -> None:
    after = load(tmp_path, '[classes.ORG]\nlabel = { de = "Organisation" }\nbroader = "schema:Thing"\n').classes["ORG"]
    assert after.iri == "schema:Organization"
    assert after.label == {**load_schema().classes["ORG"].label, "de": "Organisation"}
    assert after.broader == "schema:Thing"


def test_a_relation_without_an_inverse_reads_both_ways_alike(tmp_path: Path) -> None:
    schema = load(tmp_path, "[relations.marries]\n" + LABEL + 'signatures = ["PERSON -> PERSON"]\n')
    assert schema.relations["marries"].inverse == {"en": "x"}
    assert not schema.relations["marries"].symmetric


def test_a_symmetric_relation_joins_both_ways(tmp_path: Path) -> None:
    text = "[relations.near]\n" + LABEL + 'symmetric = true\nsignatures = ["ORG -> PLACE"]\n'
    assert load(tmp_path, text).allows("PLACE", "near", "ORG")


def test_the_graphs_own_words_are_reserved() -> None:
    assert set(get_annotations(Ontology)) == RESERVED


def test_every_prefix_is_one_of_the_graph() -> None:
    assert set(PREFIXES) <= Vocabulary().prefixes.keys()


@given(st.from_regex(_FULL, fullmatch=True) | st.from_regex(_COMPACT, fullmatch=True))
def test_the_graph_takes_every_iri_that_is_let_through(text: str) -> None:
    prefix = text.partition(":")[0]
    if prefix in PREFIXES or "://" in text:
        assert isinstance(Vocabulary().expand(text), NamedNode)
