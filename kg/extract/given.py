"""spaCy component ``kg_given``: the names and patterns that an analyst gives are decided.

The bundled dictionary (``kg_names``) only gives hints, which the statistical decision (``kg_mentions``) weighs. What
an analyst writes into a schema is no hint: every place that it fits is a mention of that class, with full
confidence, whatever the statistics said of it. So this component comes behind ``kg_mentions``, overrides it, and
leaves its features untouched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.schemas import TokenPattern as Keys
from spacy.schemas import validate_token_pattern
from spacy.tokens import Span, Token
from spacy.util import filter_spans
from spacy.vocab import Vocab

from kg.extract.documents import blocks
from kg.schema.check import Faults, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from spacy.tokens import Doc

    from kg.schema import Schema, TokenPattern

__all__ = ["GIVEN", "GivenFinder", "check_rules"]

GIVEN = "kg_given"
KEYS = sorted(field.alias or name.upper() for name, field in Keys.model_fields.items())
CODE = re.compile(r"^\[E\d+\] ")


class GivenFinder:
    """Marks what a schema's names and patterns fit, the longest at each place, inside one block."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._phrases = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._tokens = Matcher(nlp.vocab)
        self._given: list[tuple[str, str]] = []

    def add(self, schema: Schema) -> None:
        """Take over the names and patterns of a schema, whose patterns :func:`check_rules` has let through."""
        for name in schema.names:
            self._phrases.add(self._key(name.type, name.name), [self._nlp.make_doc(name.surface)])
        for rule in schema.rules:
            key = self._key(rule.label, rule.id)
            if isinstance(rule.pattern, str):
                self._phrases.add(key, [self._nlp.make_doc(rule.pattern)])
            else:
                self._tokens.add(key, [[dict(token) for token in rule.pattern]], greedy="LONGEST")

    def _key(self, label: str, name: str) -> str:
        self._given.append((label, name))
        return str(len(self._given) - 1)

    def __call__(self, doc: Doc) -> Doc:
        """Mark what was given, and keep those other entities that do not overlap it."""
        given = list(self._find(doc))
        taken = {token.i for span in given for token in span}
        doc.ents = sorted(
            [*given, *(span for span in doc.ents if taken.isdisjoint(range(span.start, span.end)))],
            key=lambda span: span.start,
        )
        for span in given:
            span._.kg_confidence = 1.0
        return doc

    def _find(self, doc: Doc) -> Iterator[Span]:
        found: list[Span] = []
        for block in [span for _, span in blocks(doc)] or [doc[:]]:
            found += self._phrases(block, as_spans=True)
            if len(self._tokens):
                found += self._tokens(block, as_spans=True, allow_missing=True)
        found.sort(key=lambda span: int(span.label_))  # of two that are equally long, what was given first
        for span in filter_spans(span for span in found if len(span)):
            label, name = self._given[int(span.label_)]
            yield Span(doc, span.start, span.end, label=label, kb_id=name)


def check_rules(rules: Iterable[TokenPattern]) -> None:
    """Let patterns through that spaCy can match.

    Raises:
        SchemaError: it cannot; every fault is named with its file and line.
    """
    faults = Faults()
    for rule in rules:
        if not isinstance(rule.pattern, str):
            wrong = [fault for number, token in enumerate(rule.pattern, 1) for fault in _wrong(number, token)]
            for problem, advice in wrong or _refused(rule.pattern):
                faults.add(rule.place, problem, advice)
    faults.settle()


def _wrong(number: int, token: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What is wrong with the description of one token: problem and advice."""
    for key, value in token.items():
        if key.upper() not in KEYS:
            yield f"token {number}: unknown key {shown(key)}", nearest(key, KEYS)
        elif validate_token_pattern([{key: value}]):
            yield f"token {number}: {key} cannot be {shown(value)}", f"write what spaCy's Matcher takes: {_kind(key)}"
        elif key == "_" and isinstance(value, dict):
            for attribute in value:
                if not Token.has_extension(attribute):
                    yield f"token {number}: no component sets the attribute {shown(attribute)}", "leave it out"


def _kind(key: str) -> str:
    if key.upper() == "OP":
        return '"!", "?", "+", "*" or "{2,5}"'
    if key.upper() == "LENGTH":
        return 'a number, or { ">=" = 3 }'
    if key.upper().startswith(("IS_", "LIKE_", "SENT_", "SPACY")):
        return "true or false"
    return 'a text, or { REGEX = "…" }, or { IN = ["…"] }'


def _refused(pattern: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, str]]:
    """What only shows when spaCy takes a pattern in: regular expressions, operators, numbers out of range."""
    try:
        Matcher(Vocab()).add(GIVEN, [[dict(token) for token in pattern]])
    except re.error as error:
        yield f"a regular expression of the pattern is not valid ({error})", "mend it"
    except (ValueError, OverflowError) as error:
        problem = CODE.sub("", str(error)).partition("\n")[0]
        yield f"spaCy refuses the pattern ({problem.rstrip('. ')})", "write it as spaCy's Matcher takes it"


@Language.factory(GIVEN, requires=["doc.ents"], assigns=["doc.ents", "span._.kg_confidence"])
def make_given_finder(nlp: Language, name: str) -> GivenFinder:  # noqa: ARG001 - spaCy's signature
    """Build the component, with nothing given yet."""
    return GivenFinder(nlp)
