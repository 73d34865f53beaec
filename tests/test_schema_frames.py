"""How a pattern is read: its governors, the places of its two ends, and what is no pattern."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.schema import Slot, load_schema, read_frame

SUBJECT, BEHIND = Slot((), before=True), Slot((), before=False)

READ = {
    "HEAD racheter TAIL": ((("racheter",),), SUBJECT, BEHIND),
    "HEAD racheter|acquérir TAIL": ((("racheter",), ("acquérir",)), SUBJECT, BEHIND),
    "HEAD prendre_charge TAIL": ((("prendre", "charge"),), SUBJECT, BEHIND),
    "HEAD s'associer à|avec TAIL": ((("associer",),), SUBJECT, Slot(("à", "avec"), before=False)),
    "HEAD se_baser|appuyer sur TAIL": ((("baser",), ("appuyer",)), SUBJECT, Slot(("sur",), before=False)),
    "rachat de TAIL par HEAD": ((("rachat",),), Slot(("par",), before=False), Slot(("de",), before=False)),
    "HEAD filiale de TAIL": ((("filiale",),), SUBJECT, Slot(("de",), before=False)),
    "vendre TAIL à HEAD": ((("vendre",),), Slot(("à",), before=False), BEHIND),
    "HEAD et TAIL associer": ((("associer",),), SUBJECT, Slot(("et",), before=True)),
    "HEAD chez TAIL": ((("chez",),), SUBJECT, BEHIND),
}

WRONG = {
    "racheter TAIL": "HEAD does not stand in it exactly once",
    "HEAD racheter": "TAIL does not stand in it exactly once",
    "HEAD racheter HEAD TAIL": "HEAD does not stand in it exactly once",
    "HEAD TAIL": "it has no governing word",
    "avoir rachat de TAIL par HEAD": '"avoir" and "rachat" would govern it',
    "": "HEAD does not stand in it exactly once",
}


@pytest.mark.parametrize("text", READ)
def test_a_pattern_is_read(text: str) -> None:
    frame = read_frame(text)
    assert (frame.governors, frame.head, frame.tail) == READ[text]
    assert frame.text == text


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_pattern_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=WRONG[text]) as caught:
        read_frame(text)
    assert "HEAD racheter TAIL" in str(caught.value)


@given(st.sampled_from(sorted(READ)))
def test_the_ends_change_places_with_their_names(text: str) -> None:
    turned = text.replace("HEAD", "·").replace("TAIL", "HEAD").replace("·", "TAIL")
    there, back = read_frame(text), read_frame(turned)
    assert (there.governors, there.head, there.tail) == (back.governors, back.tail, back.head)


def test_every_built_in_relation_has_patterns() -> None:
    assert [name for name, relation in load_schema().relations.items() if not relation.patterns] == []
