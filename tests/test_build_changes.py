"""What has become of articles, by two lists of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from kg.build.changes import Difference, compare
from kg.harvest import Listed

if TYPE_CHECKING:
    from collections.abc import Iterator

lists = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("123"), max_size=8)


def listed(contents: dict[str, str]) -> list[Listed]:
    return [Listed(name, content, "") for name, content in sorted(contents.items())]


def test_the_same_articles_do_not_differ() -> None:
    found = compare(listed({"a": "1", "b": "2"}), listed({"a": "1", "b": "2"}))
    assert found == Difference(kept=2)
    assert not found


def test_an_article_that_was_renamed_and_changed_is_a_new_one() -> None:
    found = compare(listed({"a": "1"}), listed({"b": "2"}))
    assert found == Difference(added=("b",), deleted=("a",))


def test_a_copy_is_a_new_article() -> None:
    assert compare(listed({"a": "1"}), listed({"a": "1", "b": "1"})) == Difference(added=("b",), kept=1)


def test_of_articles_that_say_the_same_the_first_names_go_together() -> None:
    found = compare(listed({"a": "1", "b": "1", "c": "1"}), listed({"x": "1", "y": "1"}))
    assert found == Difference(renamed=(("a", "x"), ("b", "y")), deleted=("c",))


def test_articles_that_swap_names_are_changed() -> None:
    found = compare(listed({"a": "1", "b": "2"}), listed({"a": "2", "b": "1"}))
    assert found == Difference(changed=("a", "b"))


@given(lists, lists)
def test_every_article_is_told_once_and_as_it_is(before: dict[str, str], now: dict[str, str]) -> None:
    found = compare(listed(before), listed(now))
    former = [*found.changed, *found.deleted, *(name for name, _ in found.renamed)]
    present = [*found.changed, *found.added, *(name for _, name in found.renamed)]
    kept = [name for name in before if before[name] == now.get(name)]
    assert sorted([*former, *kept]) == sorted(before)
    assert sorted([*present, *kept]) == sorted(now)
    assert found.kept == len(kept)
    assert all(before[one] == now[other] for one, other in found.renamed)
    left = Counter(before[name] for name in found.deleted) & Counter(now[name] for name in found.added)
    assert not left  # whatever can have been renamed has been


def test_no_list_is_kept_in_memory() -> None:
    alive = 0

    class Watched(str):
        """A name that counts how many there are of its kind."""

        def __new__(cls, text: str) -> Watched:
            nonlocal alive
            alive += 1
            return super().__new__(cls, text)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    most = 0

    def many() -> Iterator[Listed]:
        nonlocal most
        for number in range(1000):
            yield Listed(Watched(f"{number:04}"), "", "")
            most = max(most, alive)

    assert compare(many(), many()) == Difference(kept=1000)
    assert most < 10


@given(lists, lists)
def test_backwards_it_is_the_other_way_round(before: dict[str, str], now: dict[str, str]) -> None:
    there, back = compare(listed(before), listed(now)), compare(listed(now), listed(before))
    assert (len(there.added), there.changed, len(there.renamed), len(there.deleted)) == (
        len(back.deleted), back.changed, len(back.renamed), len(back.added)
    )  # fmt: skip
