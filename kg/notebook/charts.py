"""A frame -> a picture: bars, a timeline, days with what happened on them, a table of shades.

Each gives a :class:`~kg.notebook.paper.Chart`, which shows itself in a notebook. Its ``figure`` is matplotlib's own, to
change anything; its ``save`` writes PNG, SVG or PDF.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from kg.errors import QueryError
from kg.notebook.frames import Frame
from kg.notebook.paper import COLOURS, INK, OTHERS, RULES, Chart, cut, figures, legend, palette, paper, short

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["bars", "events", "matrix", "timeline"]

_FEW_DAYS = pd.Timedelta(days=4)

_STEPS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


def bars(
    frame: pd.DataFrame, names: str, numbers: str | None = None, *, title: str = "", top: int = 15, colour: str = ""
) -> Chart:
    """A bar for each name, the first at the top, its parts by colour; without ``numbers`` as long as it has rows.

    Args:
        frame: an answer.
        names: the column of names; an entity is called by its name.
        numbers: the column of numbers, which are summed where a name is there more than once.
        title: above the picture.
        top: so many bars at most; the title says when there are more.
        colour: a column whose values decide the colours, with a legend.

    Raises:
        QueryError: there is no such column, or no rows.
    """
    _check(frame, names, numbers, colour)
    heights = [1.0] * len(frame) if numbers is None else [float(number) for number in frame[numbers]]
    rows = list(zip(_names(frame, names), heights, _names(frame, colour), strict=True))
    totals: dict[str, float] = {}
    for name, number, _ in rows:
        totals[name] = totals.get(name, 0.0) + number
    every = list(totals) if numbers else sorted(totals, key=lambda name: (-totals[name], name))
    shown = every[:top]
    title = cut(title or f"{numbers or 'rows'} by {names}", len(shown), len(every))
    parts = _summed(_grouped([row for row in rows if row[0] in shown]))
    with mpl.rc_context(RULES):
        figure, axes = paper(0.27 * len(shown) + 0.9)
        colours, ends = palette([group for *_, group in parts]), dict.fromkeys(shown, 0.0)
        for name, number, group in parts:
            axes.barh(shown.index(name), number, left=ends[name], color=colours[group], height=0.72)
            ends[name] += number
        for place, name in enumerate(shown):
            axes.annotate(
                figures(totals[name]), (ends[name], place), xytext=(4, 0), textcoords="offset points", va="center"
            )
        axes.set_yticks(range(len(shown)), [short(label) for label in shown])
        axes.set_ylim(len(shown) - 0.5, -0.5)
        axes.margins(x=0.08)
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_visible(False)
        for side in ("bottom", "left"):
            axes.spines[side].set_visible(False)
        axes.set_title(title)
        if colour:
            legend(axes, colours)
    return Chart(figure, title)


def timeline(frame: pd.DataFrame, day: str, *, by: str = "day", group: str = "", title: str = "") -> Chart:
    """How many rows there are in each day, week, month, quarter or year, on top of one another by group.

    Args:
        frame: an answer.
        day: the column of days or moments; rows without one are left out.
        by: ``day``, ``week``, ``month``, ``quarter`` or ``year``.
        group: a column whose values decide the colours, with a legend.
        title: above the picture.

    Raises:
        QueryError: there is no such column, no rows, or no such step.
    """
    _check(frame, day, group)
    if by not in _STEPS:
        raise QueryError(f"by={by!r}: no step of time; give {', '.join(_STEPS)}")
    moments = pd.to_datetime(frame[day], utc=True).dt.tz_localize(None)
    table = pd.DataFrame({"step": moments.dt.to_period(_STEPS[by]), "group": _names(frame, group)})
    table["group"] = [kind for (kind,) in _grouped([(kind,) for kind in table["group"]])]
    counts = table.dropna().groupby(["step", "group"]).size().unstack(fill_value=0)
    if counts.empty:
        raise QueryError(f"{day} holds no day in any row; there is nothing to draw")
    counts = counts.reindex(pd.period_range(counts.index.min(), counts.index.max(), freq=_STEPS[by]), fill_value=0)
    title = title or f"rows by {by} of {day}"
    with mpl.rc_context(RULES):
        figure, axes = paper(2.9)
        colours, floor = palette(_heaviest(counts.sum(axis=0))), pd.Series(0, index=counts.index)
        places = range(len(counts))
        for name in colours:
            axes.bar(places, counts[name], bottom=floor, color=colours[name], width=0.8)
            floor += counts[name]
        marked = MaxNLocator(nbins=9, integer=True).tick_values(0, max(len(counts) - 1, 1))
        ticks = [int(tick) for tick in marked if 0 <= tick < len(counts)]
        axes.set_xticks(ticks, [str(counts.index[tick]).partition("/")[0] for tick in ticks])
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
        axes.grid(axis="y", alpha=0.2, color=INK, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.set_title(title)
        if group:
            legend(axes, colours)
    return Chart(figure, title)


def events(frame: pd.DataFrame, day: str, label: str, *, group: str = "", title: str = "", top: int = 30) -> Chart:
    """What happened when: each row a mark at its day, on a line of its own, with its label.

    Args:
        frame: an answer.
        day: the column of days or moments; rows without one are left out.
        label: the column of what happened.
        group: a column whose values decide the colours, with a legend.
        title: above the picture.
        top: so many rows at most; the title says when there are more.

    Raises:
        QueryError: there is no such column, or no rows.
    """
    _check(frame, day, label, group)
    moments = pd.to_datetime(frame[day], utc=True).dt.tz_localize(None)
    told = zip(moments, _names(frame, label), _names(frame, group), strict=True)
    rows = sorted(row for row in told if not pd.isna(row[0]))
    if not rows:
        raise QueryError(f"{day} holds no day in any row; there is nothing to draw")
    shown = _grouped(rows[:top])
    title = cut(title or f"{label} by {day}", len(shown), len(rows))
    first, last = shown[0][0], shown[-1][0]
    span = max(last - first, pd.Timedelta(days=1))
    with mpl.rc_context(RULES):
        figure, axes = paper(0.26 * len(shown) + 1.0)
        colours = palette([kind for *_, kind in shown])
        for place, (moment, text, kind) in enumerate(shown):
            left, at = moment <= first + span * 0.62, _number(moment)
            axes.plot([at], [place], "o", color=colours[kind], markersize=7)
            axes.annotate(
                short(text, 70), (at, place), xytext=(8 if left else -8, 0), textcoords="offset points",
                va="center", ha="left" if left else "right", in_layout=False,
            )  # fmt: skip
        every: Any = mdates.DayLocator if span < _FEW_DAYS else mdates.AutoDateLocator  # which would count hours
        locator = every()
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
        axes.set_xlim(_number(first - span * 0.02), _number(first + span * 1.02))
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.yaxis.set_visible(False)
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x", alpha=0.2, color=INK, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.set_title(title)
        if group:
            legend(axes, colours, below=True)
    return Chart(figure, title)


def matrix(
    frame: pd.DataFrame, rows: str, columns: str, numbers: str | None = None, *, title: str = "", top: int = 20
) -> Chart:
    """A square for each pair of a row and a column, the darker the more; without ``numbers`` it counts rows.

    Args:
        frame: an answer.
        rows: the column whose values are the rows, those with most first.
        columns: the column whose values are the columns.
        numbers: the column that is summed.
        title: above the picture.
        top: so many rows and columns at most; the title says when there are more.

    Raises:
        QueryError: there is no such column, or no rows.
    """
    _check(frame, rows, columns, numbers)
    table = pd.DataFrame({"row": _names(frame, rows), "column": _names(frame, columns)})
    table["number"] = 1.0 if numbers is None else frame[numbers].astype(float).to_numpy()
    sums = table.groupby(["row", "column"])["number"].sum().unstack(fill_value=0)
    sums = sums.loc[_heaviest(sums.sum(axis=1)), _heaviest(sums.sum(axis=0))]
    shown = sums.iloc[:top, :top]
    title = cut(title or f"{numbers or 'rows'} by {rows} and {columns}", len(shown), len(sums))
    highest = float(shown.to_numpy().max()) or 1.0
    with mpl.rc_context(RULES):
        figure, axes = paper(0.3 * len(shown) + 1.9, max(4.0, 0.42 * shown.shape[1] + 3.2))
        for place, (_, line) in enumerate(shown.iterrows()):
            for at, number in enumerate(line):
                if number:
                    shade = 0.2 + 0.8 * float(number) / highest
                    axes.add_patch(Rectangle((at - 0.46, place - 0.46), 0.92, 0.92, color=COLOURS[0], alpha=shade))
                    axes.text(at, place, figures(number), ha="center", va="center", fontsize=9)
        axes.set_xlim(-0.5, shown.shape[1] - 0.5)
        axes.set_ylim(len(shown) - 0.5, -0.5)
        heads = [short(str(name), 28) for name in shown.columns]
        axes.set_xticks(range(shown.shape[1]), heads, rotation=40, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(len(shown)), [short(str(name)) for name in shown.index])
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.set_title(title)
    return Chart(figure, title)


def _check(frame: pd.DataFrame, *columns: str | None) -> None:
    for column in columns:
        if column and column not in frame.columns:
            raise QueryError(f"no column {column!r}; the columns are {', '.join(map(str, frame.columns))}")
    if frame.empty:
        raise QueryError("the frame has no rows; there is nothing to draw")


def _names(frame: pd.DataFrame, column: str) -> list[str]:
    """The cells of a column as people read them, without the signs of Markdown for bold words; "" without a column."""
    if not column:
        return [""] * len(frame)
    cells = frame.names(column) if isinstance(frame, Frame) else frame[column]
    return ["" if pd.isna(cell) else str(cell).replace("**", "") for cell in cells]


def _number(moment: pd.Timestamp) -> float:
    """A moment as matplotlib counts it."""
    return float(mdates.date2num(moment.to_pydatetime()))  # type: ignore[no-untyped-call]


def _grouped(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows with one name for all groups, their last values, that are too many to have a colour each."""
    counts = Counter(row[-1] for row in rows)
    kept = [name for name, _ in counts.most_common(len(COLOURS) if len(counts) <= len(COLOURS) else len(COLOURS) - 1)]
    return [(*row[:-1], row[-1] if row[-1] in kept else OTHERS) for row in rows]


def _summed(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows of one name and one group as one, in the order in which they come."""
    sums: dict[tuple[str, str], float] = {}
    for name, number, group in rows:
        sums[name, group] = sums.get((name, group), 0.0) + number
    return [(name, number, group) for (name, group), number in sums.items()]


def _heaviest(sums: pd.Series[float]) -> list[str]:
    return sorted(sums.index, key=lambda name: (-sums[name], str(name)))
