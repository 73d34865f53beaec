"""Within one article: names that stand for the same thing become one entity.

A newspaper names a thing in full once and then in short. Each habit needs its evidence in the same article:

============  =================================================================================================
rule          what it follows
============  =================================================================================================
spelling      "Wi-Fi" and "WiFi", "goroutine" and "goroutines"
initial       "Donald J. Trump" and "Donald Trump"
surname       "Huang" after "Jensen Huang", when one person only bears it
first name    "Jensen" likewise
acronym       "Amazon Web Services (AWS)", the short form in brackets right behind the long one, or before it
edition       "re:Invent" and "AWS re:Invent 2025", when the article names one year only
legal form    "Nvidia Corporation" and "Nvidia"
maker         "NVIDIA H100" and "H100", "ChatGPT Atlas" and "Atlas", when what stands in front is a name as well, and
              not "Arch Linux" and "Linux", after which many things are called
============  =================================================================================================
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.resolve.groups import Groups, Step
from kg.resolve.rewrite import rewrite
from kg.resolve.spelling import (
    plain,
    singular,
    skeleton,
    unaccented,
    without_initials,
    without_legal_form,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Extraction
    from kg.resolve.groups import Apart
    from kg.resolve.known import Known

__all__ = ["Within", "abbreviates", "resolve_within"]

WORD = re.compile(r"[^\W\d_]+")
SMALL, LONGEST = 3, 8
"""Letters of the longest word that an acronym may pass over, and of the longest acronym."""
WORDS = 20
"""Words of a name, from either end, that may be a shorter name of the same; those found in articles have eight."""
YEAR = re.compile(r" 20\d\d$")
MADE = frozenset({"PRODUCT", "TECHNOLOGY"})
"""Classes of things that bear the name of their maker, or of what they belong to."""


@dataclass(frozen=True, slots=True)
class Within:
    """An article with one entity for all names of one thing, and the steps that led there."""

    extraction: Extraction
    steps: tuple[Step, ...]


def resolve_within(extraction: Extraction, known: Known, apart: Apart = frozenset()) -> Within:
    """The extraction with one entity for all names of one thing.

    Args:
        extraction: an article as it was read, its entities called as they are written.
        known: what the table of names has; two things that the article calls by their own names are never joined.
        apart: keys of names that a person has told apart.
    """
    entities = {mention.entity for mention in extraction.mentions}
    # What a known acronym stands for is known; words before it may say so in another language.
    acronyms = [step for step in _acronyms(extraction) if step.long in entities or known.thing(step.short) is None]
    named = entities | {step.long for step in acronyms}
    groups = Groups(named, apart, lambda entity: None if _is_series(entity) else known.proper(entity))
    for step in chain(acronyms, _steps(sorted(entities), known, groups)):  # one by one: later habits see the earlier
        groups.join(step)
    if not groups.steps:
        return Within(extraction, ())
    return Within(rewrite(extraction, groups.representatives()), tuple(groups.steps))


def _is_series(entity: Entity) -> bool:
    """Whether it is an event without a year, which may stand for one of its editions."""
    return entity.type == "EVENT" and not YEAR.search(entity.key)


def _steps(entities: list[Entity], known: Known, groups: Groups) -> Iterator[Step]:
    """What names give away, the surest habits first, in a fixed order; ``groups`` has what was found so far."""
    yield from _spellings(entities)
    by_name = {(entity.type, entity.key): entity for entity in entities}
    yield from _legal_forms(by_name)
    yield from _initials(by_name)
    yield from _surnames(entities, groups)
    yield from _editions(entities, known)
    yield from _makers(by_name, known)


def _acronyms(extraction: Extraction) -> Iterator[Step]:
    """Short forms that the article expands, each in one way only."""
    steps = list(dict.fromkeys(_expansions(extraction)))
    ways: defaultdict[Entity, set[tuple[str, str]]] = defaultdict(set)
    for step in steps:
        ways[step.short].add((step.long.type, skeleton(step.long.key)))
    told = {short for short, found in ways.items() if _is_one(found)}
    yield from (step for step in steps if step.short in told)


def _is_one(ways: set[tuple[str, str]]) -> bool:
    """Whether all ways to expand a short form are one, but for an ending."""
    class_, start = min(ways)
    return all(type_ == class_ and name.startswith(start) for type_, name in ways)


def _expansions(extraction: Extraction) -> Iterator[Step]:
    """Names with nothing but an opening bracket between them, or words and a name, one the other's initials."""
    ordered = sorted(extraction.mentions, key=lambda mention: mention.start)
    text = extraction.article.text
    for left, right in pairwise(ordered):
        between = text[left.end : right.start].replace("*", "").strip()
        behind = text[right.end : right.end + 3].replace("*", "")
        if between == "(" and behind.startswith(")") and left.entity.key != right.entity.key:
            for short, long in ((left, right), (right, left)):
                if abbreviates(short.entity.key, long.entity.key):
                    said = f"{plain(left.exact)} ({plain(right.exact)})"
                    yield Step(short.entity, long.entity, "acronym", f"{extraction.article.path} has “{said}”")
    for before, mention in zip([None, *ordered], ordered, strict=False):
        line = plain(text[before.end if before else 0 : mention.start].rpartition("\n")[2])
        if line.endswith("(") and text[mention.end : mention.end + 3].replace("*", "").startswith(")"):
            long_form = _spelt_out(mention.entity.key, line.removesuffix("(").strip(" *_"))
            if long_form:
                because = f"{extraction.article.path} has “{long_form} ({plain(mention.exact)})”"
                yield Step(mention.entity, Entity.named(mention.entity.type, long_form), "acronym", because)


def _spelt_out(short: str, before: str) -> str:
    """The words before a bracket that its letters stand for, where no one has marked them as a name; else nothing.

    More is asked of them than of a name: every word but the small ones gives a letter.

    >>> _spelt_out("ans", "selon l'Autorité nucléaire de sûreté")
    'Autorité nucléaire de sûreté'
    >>> _spelt_out("ans", "une autorité très nucléaire de sûreté")
    ''
    """
    letters = [letter for letter in unaccented(short) if letter.isalnum()]
    starts = [found.start() for found in WORD.finditer(before)][-2 * LONGEST :]
    for start in reversed(starts) if 2 < len(letters) <= LONGEST else ():
        telling = [word for word in WORD.findall(before[start:]) if len(word) > SMALL or word[0].isupper()]
        if [unaccented(word.casefold())[0] for word in telling] == letters and before.startswith(telling[0], start):
            return before[start:]
    return ""


def abbreviates(short: str, long: str) -> bool:
    """Whether the short form's letters are, in order, initials of the long form's words, the first one first.

    >>> abbreviates("aws", "amazon web services"), abbreviates("abc", "apple")
    (True, False)
    """
    letters = [letter for letter in unaccented(short) if letter.isalnum()]
    parts = words(unaccented(long))
    if not 2 <= len(letters) <= LONGEST or len(parts) < 2:
        return False
    initials = iter(word[0] for word in parts)
    return letters[0] == parts[0][0] and all(letter in initials for letter in letters)


def _spellings(entities: list[Entity]) -> Iterator[Step]:
    """Names that differ in spaces, hyphens and accents only, and plurals of things."""
    spelt: dict[tuple[str, str], Entity] = {}
    for entity in entities:
        first = spelt.setdefault((entity.type, skeleton(entity.key)), entity)
        if first != entity:
            yield Step(entity, first, "spelling", f"the article writes it “{first.name}” as well")
    for entity in entities:
        single = singular(entity.name) if entity.type in MADE else None
        one = spelt.get((entity.type, skeleton(single))) if single else None
        if one is not None and one != entity:
            yield Step(entity, one, "spelling", f"it is the plural of “{one.name}”, which the article has too")


def _legal_forms(by_name: Mapping[tuple[str, str], Entity]) -> Iterator[Step]:
    for (type_, name), entity in by_name.items():
        short = by_name.get((type_, without_legal_form(name))) if type_ == "ORG" else None
        if short is not None and short != entity:
            yield Step(short, entity, "legal form", f"the article names “{entity.name}”, which adds the legal form")


def _initials(by_name: Mapping[tuple[str, str], Entity]) -> Iterator[Step]:
    for (type_, name), entity in by_name.items():
        short = by_name.get((type_, without_initials(name))) if type_ == "PERSON" else None
        if short is not None and short != entity:
            yield Step(short, entity, "initial", f"the article names “{entity.name}”, with the initial")


def _surnames(entities: list[Entity], groups: Groups) -> Iterator[Step]:
    """The last words of a name, the longest first ("von der Leyen" before "Leyen"), or the first one."""
    bearers: defaultdict[str, list[Entity]] = defaultdict(list)
    people = [entity for entity in entities if entity.type == "PERSON"]
    for entity in people:
        parts = entity.key.split()
        for cut in range(max(1, len(parts) - WORDS), len(parts)):
            bearers[" ".join(parts[cut:])].append(entity)
        if len(parts) > 1:
            bearers[parts[0]].append(entity)
    for entity in sorted(people, key=lambda entity: -len(entity.key.split())):
        full = {groups.root(bearer) for bearer in bearers.get(entity.key, ())}
        if len(full) == 1:
            long = next(iter(full))
            rule = "first name" if long.key.startswith(f"{entity.key} ") else "surname"
            yield Step(entity, long, rule, f"“{long.name}” is the only person of that name in the article")


def _editions(entities: list[Entity], known: Known) -> Iterator[Step]:
    """A conference without its year is the edition that the article names, when it names one only."""
    events = [(entity, known.thing(entity) or entity) for entity in entities if entity.type == "EVENT"]
    named: defaultdict[str, dict[Entity, Entity]] = defaultdict(dict)
    for entity, thing in events:
        if YEAR.search(entity.key):
            named[YEAR.sub("", entity.key)].setdefault(thing, entity)
    for entity, thing in events:
        editions = named.get(entity.key, {}) | named.get(thing.key, {})
        if len(editions) == 1 and not YEAR.search(entity.key):
            (long,) = editions.values()
            yield Step(entity, long, "edition", f"“{long.name}” is the only edition that the article names")


def _makers(by_name: Mapping[tuple[str, str], Entity], known: Known) -> Iterator[Step]:
    """A thing with and without the name of its maker, or of what it belongs to."""
    longer: defaultdict[Entity, set[Entity]] = defaultdict(set)
    heads = {name for _, name in by_name}
    for (type_, name), entity in by_name.items():
        parts = name.split()
        for cut in range(1, min(len(parts), WORDS)) if type_ in MADE else ():
            head, short = " ".join(parts[:cut]), by_name.get((type_, " ".join(parts[cut:])))
            made = ("ORG", head) in by_name or ("ORG", head) in known.things
            if short is None or known.is_family(short):
                continue
            if made or (head in heads and known.proper(short) is None):
                longer[short].add(entity)
    for short in sorted(longer):
        if len(longer[short]) == 1:
            long = next(iter(longer[short]))
            if known.proper(short) and not known.proper(long):
                yield Step(long, short, "maker", f"the article calls it “{short.name}” as well")
            else:
                yield Step(short, long, "maker", f"the article calls it “{long.name}” in full")
