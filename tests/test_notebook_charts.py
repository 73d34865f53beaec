"""Charts of frames: what they show, and that they read by day and by night."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

import kg.notebook
from kg.ask import Table, run
from kg.errors import QueryError
from kg.notebook import Chart, bars, events, matrix, timeline
from kg.notebook.frames import to_frame
from kg.notebook.paper import COLOURS, INK
from tests.ask_sample import sample_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FRAME = pd.DataFrame(
    {
        "who": ["AWS", "Nvidia", "AWS", "TSMC"],
        "whom": ["Nvidia", "AWS", "TSMC", "AWS"],
        "n": [4, 2, 1, 0.5],
        "day": [pd.Timestamp("2025-12-01"), pd.Timestamp("2025-12-03"), pd.Timestamp("2026-01-06"), pd.NaT],
        "what": ["**Bold** $5", "<b>", "third", "never"],
    }
)
DRAWN: list[Callable[[], Chart]] = [
    lambda: bars(FRAME, "who", "n", colour="whom", title="Bars"),
    lambda: bars(FRAME, "who"),
    lambda: timeline(FRAME, "day", by="week", group="who"),
    lambda: events(FRAME, "day", "what", group="who"),
    lambda: matrix(FRAME, "who", "whom", "n"),
]


def texts(chart: Chart) -> list[str]:
    """The words of a chart, in the order in which they are drawn."""
    root = ET.fromstring(chart.svg())  # noqa: S314 - our own
    return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("draw", DRAWN)
def test_a_chart_is_the_same_text_for_the_same_frame(draw: Callable[[], Chart]) -> None:
    assert draw().svg() == draw().svg()


@pytest.mark.parametrize("draw", DRAWN)
def test_in_a_notebook_its_ink_is_that_of_the_text_around_it(draw: Callable[[], Chart]) -> None:
    chart = draw()
    shown = chart._repr_html_()
    assert INK not in shown
    assert "currentColor" in shown
    assert 'role="img"' in shown
    assert "max-width: 100%" in shown
    assert set(re.findall(r"https?://[\w.]+", shown)) <= {"http://www.w3.org"}
    assert "#ffffff" not in shown
    ET.fromstring(shown)  # noqa: S314 - our own
    assert repr(chart) == f"<Chart: {chart.title}>"


def test_bars_of_one_name_are_one_bar_with_parts() -> None:
    words = texts(bars(FRAME, "who", "n", colour="whom"))
    assert [word for word in words if word in {"AWS", "Nvidia", "TSMC"}][:3] == ["AWS", "Nvidia", "TSMC"]
    assert {"5", "2", "0.50"} <= set(words)


def test_without_numbers_bars_count_rows_most_first() -> None:
    words = texts(bars(FRAME, "who"))
    assert words.index("AWS") < words.index("Nvidia") < words.index("TSMC")
    assert "2" in words


@pytest.mark.parametrize(
    ("chart", "title"),
    [
        (lambda: bars(FRAME, "who", top=2), "rows by who (the first 2 of 3)"),
        (lambda: events(FRAME, "day", "what", top=2), "what by day (the first 2 of 3)"),
        (lambda: matrix(FRAME, "who", "whom", top=1), "rows by who and whom (the first 1 of 3)"),
        (lambda: bars(FRAME, "who", title="Who"), "Who"),
    ],
)
def test_a_title_tells_what_is_left_out(chart: Callable[[], Chart], title: str) -> None:
    assert chart().title == title
    assert title in texts(chart())


def test_a_timeline_has_every_step_between_the_first_and_the_last() -> None:
    words = texts(timeline(FRAME, "day", by="month"))
    assert "2025-12" in words
    assert "2026-01" in words


def test_labels_are_text_and_no_formulas() -> None:
    words = texts(events(FRAME, "day", "what"))
    assert {"Bold $5", "<b>", "third"} <= set(words)
    assert "never" not in words


def test_an_entity_is_called_by_its_name() -> None:
    store = sample_store()
    table = run(store, "SELECT ?a ?n { ?a kg:mentionCount ?n ; a schema:Organization } ORDER BY DESC(?n) ?a LIMIT 2")
    assert isinstance(table, Table)
    words = texts(bars(to_frame(table, store), "a", "n"))
    assert "Nvidia" in words
    assert "org:nvidia" not in words


def test_groups_beyond_the_colours_are_called_others() -> None:
    many = pd.DataFrame({"who": [f"n{number}" for number in range(12)], "day": pd.Timestamp("2025-12-01")})
    words = texts(timeline(many, "day", group="who"))
    assert "others" in words
    assert len({word for word in words if word.startswith("n")}) == len(COLOURS) - 1


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: bars(FRAME, "whoo"), "no column 'whoo'; the columns are who, whom, n, day, what"),
        (lambda: bars(FRAME.head(0), "who"), "has no rows"),
        (lambda: timeline(FRAME, "day", by="decade"), "by='decade': no step of time"),
        (lambda: timeline(FRAME.tail(1), "day"), "holds no day"),
        (lambda: events(FRAME.tail(1), "day", "what"), "holds no day"),
    ],
)
def test_what_cannot_be_drawn_is_told(draw: Callable[[], Chart], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        draw()


@pytest.mark.parametrize(("name", "magic"), [("c.png", b"\x89PNG"), ("c.pdf", b"%PDF"), ("c.svg", b"<?xml")])
def test_a_chart_is_saved_by_the_end_of_its_name(name: str, magic: bytes, tmp_path: Path) -> None:
    assert bars(FRAME, "who").save(tmp_path / name).read_bytes().startswith(magic)


def test_the_room_lists_what_it_offers() -> None:
    assert all(getattr(kg.notebook, name) for name in kg.notebook.__all__)
    with pytest.raises(AttributeError, match="pie"):
        kg.notebook.pie  # noqa: B018
