"""The bundled pipeline, end to end: the facts that an analyst must find in an article that tells them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import spacy

from kg.errors import ArticleError, PipelineError, SchemaError
from kg.extract import Pipelines, extract, load_pipelines
from kg.model import Extraction, Status
from kg.read import article_files, parse_article, read_articles
from kg.resolve import resolve
from kg.schema import load_schema
from tests.conftest import ROOT
from tests.make_schema import CLINIC, MEDICINE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.model import Article
    from kg.schema import Schema


@pytest.fixture(scope="module")
def pipelines() -> Pipelines:
    return load_pipelines()


@pytest.fixture(scope="module")
def seeds(pipelines: Pipelines) -> list[Extraction]:
    read = [one for one in read_articles(article_files([str(ROOT / "seeds")])) if not isinstance(one, ArticleError)]
    found = extract([one for one in read if one.language == "fr"], pipelines, schema=load_schema())
    return [one for one in found if isinstance(one, Extraction)]


def french(text: str) -> Article:
    return parse_article(text, name="a.md", content_hash="0", language="fr")


def facts(extractions: Iterable[Extraction]) -> set[tuple[str, str, str]]:
    return {
        (relation.head.name, relation.predicate, relation.tail.name)
        for extraction in extractions
        for relation in extraction.relations
        if relation.evidence.status in {Status.ASSERTED, Status.PLANNED}
    }


def test_the_shipped_pipeline_keeps_its_promises(pipelines: Pipelines) -> None:
    analysis = pipelines.get("fr").analyze_pipes()
    assert analysis is not None
    assert {name: needs for name, needs in analysis["problems"].items() if needs} == {}


def test_the_seeds_tell_the_facts_that_they_were_written_for(seeds: list[Extraction]) -> None:
    found = facts(resolve(seeds, load_schema()).extractions)
    both_ways = found | {(tail, "partnersWith", head) for head, name, tail in found if name == "partnersWith"}
    assert both_ways >= {
        ("Amazon Web Services", "partnersWith", "Nvidia"),
        ("Amazon Web Services", "develops", "AWS Trainium"),
        ("Nvidia", "develops", "Grace Blackwell"),
        ("Nvidia", "develops", "Vera Rubin"),
        ("Nvidia", "develops", "NVLink Fusion"),
        ("Ian Buck", "worksFor", "Nvidia"),
        ("Amazon Web Services", "presentAt", "AWS re:Invent 2025"),
        ("Nvidia", "presentAt", "AWS re:Invent 2025"),
    }


def test_a_role_is_what_the_sentence_says(seeds: list[Extraction]) -> None:
    roles = {
        relation.evidence.role
        for extraction in seeds
        for relation in extraction.relations
        if (relation.head.name, relation.predicate) == ("Ian Buck", "worksFor")
    }
    assert "vice-président" in roles


def test_products_are_products(seeds: list[Extraction]) -> None:
    types = {mention.exact: mention.entity.type for extraction in seeds for mention in extraction.mentions}
    assert {types[name] for name in ("Grace Blackwell", "Vera Rubin", "NVLink Fusion", "Trainium3", "Helios")} == {
        "PRODUCT"
    }


def test_no_pair_of_marks_is_torn_from_a_passage(seeds: list[Extraction]) -> None:
    passages = [relation.evidence.exact for extraction in seeds for relation in extraction.relations]
    assert passages
    assert all(not passage.startswith("**") or passage.count("**") % 2 == 0 for passage in passages)


def test_every_relation_is_one_that_the_schema_allows(seeds: list[Extraction]) -> None:
    schema = load_schema()
    for extraction in seeds:
        for relation in extraction.relations:
            assert schema.allows(relation.head.type, relation.predicate, relation.tail.type)


def test_what_is_found_does_not_depend_on_the_articles_beside(pipelines: Pipelines) -> None:
    articles = [french(f"Nvidia a lancé la puce H{n}00 avec AWS au CES 2026.") for n in range(1, 6)]
    together = list(extract(articles, pipelines, schema=load_schema()))
    alone = [one for article in reversed(articles) for one in extract([article], pipelines, schema=load_schema())]
    assert together == alone[::-1]


def test_an_article_in_a_language_without_pipeline_names_the_command(pipelines: Pipelines) -> None:
    english = parse_article("Nvidia works with AWS.", name="a.md", content_hash="0", language="en")
    (error,) = extract([english], pipelines, schema=load_schema())
    assert isinstance(error, ArticleError)
    assert str(error) == (
        "a.md: no pipeline for the language 'en'; install one and name it, for example: "
        "python -m spacy download en_core_web_sm, then kg build … --pipeline en_core_web_sm"
    )


def test_a_language_that_has_no_package_of_its_own_is_told_the_one_for_many(pipelines: Pipelines) -> None:
    with pytest.raises(PipelineError, match="python -m spacy download xx_ent_wiki_sm"):
        pipelines.get("vi")


def test_an_unknown_pipeline_says_how_to_install_it() -> None:
    with pytest.raises(PipelineError, match="install it with: python -m spacy download no_such_pipeline"):
        load_pipelines("no_such_pipeline")


def test_a_folder_that_is_no_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"a folder that nlp\.to_disk\(\) wrote"):
        load_pipelines(str(tmp_path))


def test_another_pipeline_takes_the_place_of_ours(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": "Zora Quill"}, {"label": "DATE", "pattern": "Monday"}])  # type: ignore[attr-defined]
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "mine")
    english = parse_article("Zora Quill joined Nvidia on Monday.", name="a.md", content_hash="0", language="en")
    (read,) = extract([english], load_pipelines(str(tmp_path / "mine")), schema=load_schema())
    assert isinstance(read, Extraction)
    assert {(m.exact, m.entity.type) for m in read.mentions} == {("Zora Quill", "PERSON"), ("Nvidia", "ORG")}


# --- the schema of an analyst ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def medicine(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("schema") / "kg.toml"
    path.write_text(MEDICINE, encoding="utf-8")
    return load_schema(path)


@pytest.fixture(scope="module")
def medical(medicine: Schema) -> Pipelines:
    return load_pipelines(schema=medicine)


@pytest.fixture(scope="module")
def clinic(medical: Pipelines, medicine: Schema) -> Extraction:
    (read,) = extract([french(CLINIC)], medical, schema=medicine)
    assert isinstance(read, Extraction)
    return read


def test_what_an_analyst_gives_is_found_wherever_it_stands(clinic: Extraction) -> None:
    given = [(m.exact, m.entity.type, m.entity.name) for m in clinic.mentions if m.confidence == 1.0]
    assert given == [
        ("fièvre de Karst", "DISEASE", "fièvre de Karst"),
        ("Pharmalys", "ORG", "Pharmalys"),
        ("Zorvalex", "DRUG", "Zorvalex"),
        ("fièvre karstique", "DISEASE", "fièvre de Karst"),
        ("Meltrine", "DRUG", "Meltrine"),
        ("syndrome d’Aubel", "DISEASE", "syndrome d'Aubel"),
        ("MX-12", "DRUG", "MX-12"),
        ("fièvre karstique", "DISEASE", "fièvre de Karst"),
        ("syndrome d’Aubel", "DISEASE", "syndrome d'Aubel"),
        ("fièvre de Karst", "DISEASE", "fièvre de Karst"),
        ("fièvre de Karst", "DISEASE", "fièvre de Karst"),
        ("Pharmalys", "ORG", "Pharmalys"),
        ("Verrandis", "ORG", "Verrandis"),
    ]


def test_the_words_of_an_analyst_decide_with_a_fixed_confidence(clinic: Extraction) -> None:
    said = {
        (one.head.name, one.predicate, one.tail.name, one.evidence.status.value, one.evidence.confidence)
        for one in clinic.relations
    }
    assert said >= {
        ("Zorvalex", "treats", "fièvre de Karst", "asserted", 0.8),
        ("Meltrine", "treats", "syndrome d'Aubel", "negated", 0.8),
        ("MX-12", "treats", "fièvre de Karst", "hypothetical", 0.5),
        ("fièvre de Karst", "causes", "syndrome d'Aubel", "asserted", 0.5),
    }
    assert {found[:3] for found in said} >= {
        ("Pharmalys", "develops", "Zorvalex"),
        ("Pharmalys", "acquires", "Verrandis"),
    }
    sources = {one.evidence.extracted_by.partition(" pattern ")[2] for one in clinic.relations}
    assert "“HEAD soigner|guérir TAIL”" in sources


def test_the_words_that_gave_a_relation_away_are_quoted_from_the_file(clinic: Extraction) -> None:
    text, words = clinic.article.text, {}
    for one in clinic.relations:
        words[one.head.name, one.predicate] = [text[start:end] for start, end in one.evidence.triggers]
    assert words["Zorvalex", "treats"] == ["soigne"]
    assert words["Meltrine", "treats"] == ["guérit"]
    assert words["fièvre de Karst", "causes"] == ["provoqué"]


def test_what_an_analyst_gives_leaves_the_trained_decisions_as_they_are(
    pipelines: Pipelines, medical: Pipelines
) -> None:
    text = CLINIC + "\nNvidia a lancé Grace Blackwell avec AWS au CES 2026, dit Jane Doe, de Zorvalex Group.\n"
    docs = []
    for nlp in (pipelines.get("fr"), medical.get("fr")):
        with nlp.select_pipes(disable=[name for name in nlp.pipe_names if name in {"kg_given", "kg_patterns"}]):
            docs.append(nlp(text))
    decided = [[(span.start, span.end, span.label_, span._.kg_confidence) for span in doc.ents] for doc in docs]
    assert decided[0] == decided[1]
    assert [token.ent_id_ for token in docs[0]] == [token.ent_id_ for token in docs[1]]
    assert decided[0]


def test_the_built_in_schema_costs_no_component(pipelines: Pipelines) -> None:
    assert not {"kg_given", "kg_patterns"} & set(pipelines.get("fr").pipe_names)


def test_a_pipeline_can_be_given_another_schema(tmp_path: Path, medicine: Schema) -> None:
    spacy.blank("en").to_disk(tmp_path / "mine")
    (nlp,) = load_pipelines(str(tmp_path / "mine"), schema=medicine).named.values()
    before = nlp.pipe_names
    Pipelines([nlp], schema=medicine)
    assert nlp.pipe_names == before
    Pipelines([nlp])
    assert nlp.pipe_names == [name for name in before if name not in {"kg_given", "kg_patterns"}]


def test_names_are_found_by_a_pipeline_of_any_language(tmp_path: Path, medicine: Schema) -> None:
    spacy.blank("en").to_disk(tmp_path / "mine")
    english = parse_article("Doctors give Zorvalex or MX-7.", name="a.md", content_hash="0", language="en")
    (read,) = extract([english], load_pipelines(str(tmp_path / "mine"), schema=medicine), schema=medicine)
    assert isinstance(read, Extraction)
    assert {(m.exact, m.entity.type) for m in read.mentions} >= {("Zorvalex", "DRUG"), ("MX-7", "DRUG")}


def test_a_pattern_that_spacy_cannot_match_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text('\n{"label": "ORG", "pattern": [{"LOWR": "acme"}]}\n')
    with pytest.raises(SchemaError, match=r'p\.jsonl:2: token 1: unknown key "LOWR"; did you mean LOWER\?$'):
        load_pipelines(schema=load_schema(tmp_path))


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("Mistral AI a levé 100 millions d'euros auprès d'ASML.", ("ASML", "investsIn", "Mistral AI")),
        ("Microsoft a racheté LinkedIn.", ("Microsoft", "acquires", "LinkedIn")),
        ("Le rachat de VMware par Broadcom est achevé.", ("Broadcom", "acquires", "VMware")),
        ("AWS et Nvidia renforcent leur partenariat.", ("AWS", "partnersWith", "Nvidia")),
        ("Microsoft a corrigé la faille CVE-2025-12345.", ("Microsoft", "fixes", "CVE-2025-12345")),
        ("La faille CVE-2025-12345 est exploitée par Lazarus.", ("Lazarus", "exploits", "CVE-2025-12345")),
    ],
)
def test_what_few_articles_teach_a_pattern_knows(
    pipelines: Pipelines, sentence: str, fact: tuple[str, str, str]
) -> None:
    (found,) = [
        one for one in extract([french(sentence)], pipelines, schema=load_schema()) if isinstance(one, Extraction)
    ]
    read = {
        relation.evidence.confidence
        for relation in found.relations
        if facts([replace(found, relations=(relation,))]) == {fact}
    }
    assert read
    assert max(read) >= 0.5
