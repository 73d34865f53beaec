"""Articles -> Extractions: load the pipeline of each language, run it, leave spaCy behind.

The bundled pipeline reads French. Any other spaCy pipeline can take its place, by the name of an installed
package or the path of a folder; what it lacks is added to it:

- the dictionary of names (``kg_names``) and the decision about names (``kg_mentions``), which map the labels of
  common NER components (``PER``, ``LOC``, ``GPE`` …) to the schema's classes;
- for French, the bundled classifier of relations. Other languages have relations where the pipeline brings a
  component that writes ``doc._.kg_relations``;
- for the schema of an analyst, the components that carry out what it gives: its names (``kg_given``) and its ways to
  put relations into words (``kg_patterns``).
"""

from __future__ import annotations

import os
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from thinc.api import NumpyOps, get_current_ops, use_ops

from kg.errors import ArticleError, PipelineError
from kg.extract.documents import places, source, to_doc
from kg.extract.french import load_french
from kg.extract.given import GIVEN, GivenFinder, check_rules
from kg.extract.mentions import MENTIONS, MentionFinder
from kg.extract.names import NAMES
from kg.extract.patterns import PATTERNS, PatternFinder, additions
from kg.extract.relations import RELATIONS, RelationFinder
from kg.model import Article, Entity, Evidence, Extraction, Mention, Relation
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc, Span

    from kg.extract.relations import FoundRelation
    from kg.model import Block
    from kg.schema import Schema

__all__ = ["Pipelines", "extract", "load_pipelines", "signature"]

BUNDLED = "fr"
MARKS = "*_`~"
PUBLISHED = {
    "ca", "da", "de", "el", "en", "es", "fi", "fr", "hr", "it", "ja", "ko", "lt", "mk", "nb", "nl", "pl", "pt", "ro",
    "ru", "sl", "sv", "uk", "zh",
}  # fmt: skip
"""The languages that spaCy's makers publish a pipeline for; for others there is one of many languages."""
LABELS = {
    "PER": "PERSON", "LOC": "PLACE", "GPE": "PLACE", "FAC": "PLACE", "LAW": "REGULATION", "WORK_OF_ART": "PRODUCT",
    "MISC": "", "NORP": "", "DATE": "", "TIME": "", "MONEY": "", "PERCENT": "", "QUANTITY": "", "ORDINAL": "",
    "CARDINAL": "", "LANGUAGE": "",
}  # fmt: skip
"""What the labels of other pipelines mean in the schema; an empty string is no entity."""


class Pipelines:
    """The spaCy pipeline of each language, loaded when the first article needs it.

    Attributes:
        named: pipelines given by name or path, by the language they declare; ``xx`` serves every language.
        schema: what all of them are to find.
    """

    def __init__(self, named: Iterable[Language] = (), *, schema: Schema | None = None) -> None:
        self.schema = schema or load_schema()
        self.named = {nlp.lang: _prepared(nlp, self.schema) for nlp in named}

    def get(self, language: str) -> Language:
        """The pipeline for an ISO 639-1 language code.

        Raises:
            PipelineError: there is none; the message names the command that installs one.
        """
        if language not in self.named and "xx" in self.named:
            return self.named["xx"]
        if language not in self.named and language == BUNDLED:
            self.named[language] = _prepared(_bundled(), self.schema)
        if language not in self.named:
            package = f"{language}_core_{'web' if language in {'en', 'zh'} else 'news'}_sm"
            if language not in PUBLISHED:
                package = "xx_ent_wiki_sm"
            raise PipelineError(
                f"no pipeline for the language '{language}'; install one and name it, for example: "
                f"python -m spacy download {package}, then kg build … --pipeline {package}"
            )
        return self.named[language]

    def describe(self) -> str:
        """Names and versions of the loaded pipelines, sorted, for the record of the run."""
        return ", ".join(sorted(signature(nlp) for nlp in self.named.values()))


def load_pipelines(name: str | None = None, *, schema: Schema | None = None) -> Pipelines:
    """The bundled pipeline, and the one named: an installed package or the path of a folder.

    They find what the schema holds: the built-in one, or that of an analyst.

    Raises:
        PipelineError: the name is neither, or what it names cannot be loaded.
        SchemaError: a pattern of names in the schema is none that spaCy can match.
    """
    named = [] if name is None else [_completed(_load(name))]
    check_rules(schema.rules if schema else ())  # now that the pipeline has set the attributes that they may ask for
    return Pipelines(named, schema=schema)


def _load(name: str) -> Language:
    try:
        return _opened(name)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0]
        if not Path(name).exists() and os.sep not in name:
            advice = f"install it with: python -m spacy download {name}"
        else:
            advice = "name an installed spaCy package, or a folder that nlp.to_disk() wrote"
        raise PipelineError(f"the pipeline {name} cannot be loaded ({reason}); {advice}") from error


def _opened(name: str | Path, load: Callable[[str | Path], Language] = spacy.load) -> Language:
    """The pipeline, which multiplies by numpy's routines: those of BLIS take half as long again on a processor."""
    if not isinstance(get_current_ops(), NumpyOps):
        return load(name)
    with use_ops("numpy", use_blis=False):
        return load(name)


def _bundled() -> Language:
    with as_file(files("kg").joinpath("data", "pipelines", BUNDLED)) as folder:
        if not folder.is_dir():
            raise PipelineError(
                f"{folder}: the bundled pipeline is not there; install kg anew, or make it as training/README.md says"
            )
        return _opened(folder, load_french)


def _completed(nlp: Language) -> Language:
    """The pipeline with the components that it lacks."""
    ours = _bundled()
    if not nlp.has_pipe(MENTIONS):
        if not nlp.has_pipe(NAMES):
            nlp.add_pipe(NAMES, source=ours, first=True)
        mentions, trained = nlp.add_pipe(MENTIONS, config={"labels": LABELS}), ours.get_pipe(MENTIONS)
        if nlp.lang == ours.lang and isinstance(mentions, MentionFinder) and isinstance(trained, MentionFinder):
            mentions.model = trained.model
    if nlp.lang == ours.lang and not nlp.has_pipe(RELATIONS):
        nlp.add_pipe(RELATIONS, source=ours)
    return nlp


def _prepared(nlp: Language, schema: Schema) -> Language:
    """The pipeline with the schema that it is to find, in place of any that it had."""
    for name in (GIVEN, PATTERNS):
        if nlp.has_pipe(name):
            nlp.remove_pipe(name)
    if nlp.has_pipe(RELATIONS) and isinstance(classifier := nlp.get_pipe(RELATIONS), RelationFinder):
        classifier.schema = schema
    if schema.names or schema.rules:
        given = nlp.add_pipe(GIVEN, after=MENTIONS)
        if isinstance(given, GivenFinder):
            given.add(schema)
    if further := additions(schema, load_schema()):
        patterns = nlp.add_pipe(PATTERNS)
        if isinstance(patterns, PatternFinder):
            patterns.schemas = further
    return nlp


def signature(nlp: Language) -> str:
    """What a pipeline is called in the graph: its language, name and version."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


def extract(
    articles: Iterable[Article], pipelines: Pipelines, *, schema: Schema
) -> Iterator[Extraction | ArticleError]:
    """Run every article through the pipeline of its language; what cannot be read comes out as its error.

    Results come in the order of the articles. Each is read by itself, because the sums of a batch may be rounded in
    another way than those of its articles alone: what is found in an article depends on nothing but the article.
    Memory does not grow with their number: what spaCy stores for one is freed after it.
    """
    return (_extract(article, pipelines, schema) for article in articles)


def _extract(article: Article, pipelines: Pipelines, schema: Schema) -> Extraction | ArticleError:
    try:
        nlp = pipelines.get(article.language)
    except PipelineError as error:
        problem, _, advice = str(error).partition("; ")
        return ArticleError(article.path, problem, advice)
    with nlp.memory_zone():
        return _to_extraction(nlp(to_doc(nlp, article)), article, nlp, schema)


def _to_extraction(doc: Doc, article: Article, nlp: Language, schema: Schema) -> Extraction:
    where = places(doc)
    finder = signature(nlp)
    given = schema.given
    mentions = []
    for span in doc.ents:
        if span.label_ in schema.classes:
            start, end = source(*where[span.start], span)
            exact, confidence = article.text[start:end], round(span._.kg_confidence, 4)
            mentions.append(Mention(_entity(span, given), start, end, exact, confidence, finder))
    best: dict[tuple[Entity, str, Entity, int], Relation] = {}
    for relation in doc._.kg_relations:
        if relation.label in schema.relations:
            read = _to_relation(relation, article, where, finder, given)
            key = (read.head, read.predicate, read.tail, read.evidence.start)
            if key not in best or best[key].evidence.confidence < read.evidence.confidence:
                best[key] = read
    return Extraction(article, tuple(mentions), tuple(best.values()))


def _entity(span: Span, given: Collection[str]) -> Entity:
    """What a mention names: by the name that an analyst gave to it, else as it is written; the rest is resolution."""
    return Entity.named(span.label_, span.kb_id_ if span.kb_id_ in given else span.text)


def _to_relation(
    relation: FoundRelation,
    article: Article,
    where: Sequence[tuple[Block, Span]],
    finder: str,
    given: Collection[str],
) -> Relation:
    start, end = _with_markup(article.text, *source(*where[relation.sentence.start], relation.sentence))
    evidence = Evidence(
        start=start,
        end=end,
        exact=article.text[start:end],
        status=relation.status,
        confidence=round(relation.confidence, 4),
        extracted_by=f"{finder} {relation.source}",
        role=relation.role,
        triggers=tuple(source(*where[word.i], word.doc[word.i : word.i + 1]) for word in relation.triggers),
    )
    return Relation(_entity(relation.head, given), relation.label, _entity(relation.tail, given), evidence)


def _with_markup(text: str, start: int, end: int) -> tuple[int, int]:
    """The passage with the marks of bold, italic or code type that touch it, so that no pair of them is torn."""
    while start > 0 and text[start - 1] in MARKS:
        start -= 1
    while end < len(text) and text[end] in MARKS:
        end += 1
    return start, end
