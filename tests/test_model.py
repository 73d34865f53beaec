"""The values that flow between the rooms, and what they refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests import make

if TYPE_CHECKING:
    from kg.model import Extraction

FOUND = make.extraction()
"""Its second relation is stated in characters 41 to 110."""


def with_triggers(*triggers: tuple[int, int]) -> Extraction:
    relation = FOUND.relations[1]
    return replace(FOUND, relations=(replace(relation, evidence=replace(relation.evidence, triggers=triggers)),))


@pytest.mark.parametrize("triggers", [(), ((51, 65),), ((41, 110),), ((41, 42), (109, 110))])
def test_the_words_that_give_a_relation_away_stand_in_its_passage(triggers: tuple[tuple[int, int], ...]) -> None:
    assert with_triggers(*triggers).relations[0].evidence.triggers == triggers


@pytest.mark.parametrize("place", [(40, 45), (105, 111), (50, 50), (60, 50), (-3, 2)])
def test_a_word_outside_the_passage_is_refused(place: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=rf"^a1\.md: {place[0]}:{place[1]} is no word of the passage 41:110$"):
        with_triggers((51, 65), place)


def test_evidence_that_does_not_quote_the_article_is_refused() -> None:
    relation = FOUND.relations[1]
    wrong = replace(relation, evidence=replace(relation.evidence, exact="Ian Buck"))
    with pytest.raises(ValueError, match=r"^a1\.md: 41:110 is not 'Ian Buck'$"):
        replace(FOUND, relations=(wrong,))
