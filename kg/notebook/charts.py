"""A frame -> a picture: bars, a timeline, days with what happened on them, a table of shades.

matplotlib draws. In a notebook a chart is an SVG whose ink is that of the text around it, so that it reads by day and
by night and prints sharply; its letters are letters. :attr:`Chart.figure` is matplotlib's own, to change anything;
:meth:`Chart.save` writes PNG, SVG or PDF.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from kg.errors import QueryError
from kg.notebook.frames import Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

__all__ = ["Chart", "bars", "events", "matrix", "timeline"]

_INK = "#112233"
"""Stands for the colour of the text around a chart until it is shown; black on paper."""

_COLOURS = ("#3b7dd8", "#e07b39", "#3aa17e", "#b65fb0", "#c9a227", "#d2545b", "#6b8f9c", "#8a6bd1")
"""Eight that differ by day and by night, for people who see colours differently as well (after Okabe and Ito)."""

_GREY, _OTHERS = "#8a8a8a", "others"

_RULES: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "kg",
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "legend.frameon": False,
    "figure.constrained_layout.use": True,
}
_WIDE = 9.0
"""Inches of the width of a chart; an inch is 72 points in SVG."""

_SIZE = re.compile(r'width="([\d.]+)pt" height="[\d.]+pt"')
_FONT = re.compile(r"(font: (?:bold )?[\d.]+px) [^;\"]*")

_STEPS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_LONGEST = 42
"""Characters of a label; a longer one is cut."""


@dataclass(frozen=True, slots=True, repr=False)
class Chart:
    """A picture of a frame, which shows itself in a notebook.

    Attributes:
        figure: matplotlib's own, to change or add anything.
        title: what it shows.
    """

    figure: Figure
    title: str

    def __repr__(self) -> str:
        return f"<Chart: {self.title}>"

    def svg(self) -> str:
        """The picture as SVG, the same text for the same frame."""
        buffer = io.StringIO()
        with mpl.rc_context(_RULES):
            self.figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        text = buffer.getvalue()
        return text[text.index("<svg") :]

    def save(self, path: str | Path) -> Path:
        """Write the picture to a file, as PNG, SVG or PDF by the end of its name, and say where; ink on white paper."""
        place = Path(path)
        with mpl.rc_context(_RULES):
            self.figure.savefig(place, dpi=160, facecolor="white")
        return place

    def _repr_html_(self) -> str:
        text = self.svg().replace(_INK, "currentColor")
        text = _SIZE.sub(r'style="max-width: 100%; width: \1pt; height: auto"', text, count=1)
        text = _FONT.sub(r"\1 var(--jp-ui-font-family, sans-serif)", text)
        return text.replace("<svg", f'<svg role="img" aria-label="{_attribute(self.title)}"', 1)


def bars(
    frame: pd.DataFrame, names: str, numbers: str | None = None, *, title: str = "", top: int = 15, colour: str = ""
) -> Chart:
    """A bar for each row, the first at the top; without ``numbers`` a bar for each name, as long as it has rows.

    Args:
        frame: an answer.
        names: the column of names; an entity is called by its name.
        numbers: the column of numbers.
        title: above the picture.
        top: so many bars at most; the title says when there are more.
        colour: a column whose values decide the colours, with a legend.

    Raises:
        QueryError: there is no such column, or no rows.
    """
    _check(frame, names, numbers, colour)
    labels, groups = _names(frame, names), _groups(frame, colour)
    rows = list(zip(labels, frame[numbers], groups, strict=True)) if numbers else _counted(labels, groups)
    shown = rows[:top]
    title = _cut(title or f"{numbers or 'rows'} by {names}", len(shown), len(rows))
    with mpl.rc_context(_RULES):
        figure, axes = _paper(0.27 * len(shown) + 0.9)
        palette = _palette([group for *_, group in shown])
        places, colours = range(len(shown)), [palette[group] for *_, group in shown]
        drawn = axes.barh(places, [float(number) for _, number, _ in shown], color=colours, height=0.72)
        axes.bar_label(drawn, labels=[_number(number) for _, number, _ in shown], padding=4)
        axes.set_yticks(places, [_short(label) for label, *_ in shown])
        axes.invert_yaxis()
        axes.margins(x=0.08, y=0.01)
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_visible(False)
        for side in ("bottom", "left"):
            axes.spines[side].set_visible(False)
        axes.set_title(title)
        if colour:
            _legend(axes, palette)
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
    table = pd.DataFrame({"step": moments.dt.to_period(_STEPS[by]), "group": _groups(frame, group)})
    counts = table.dropna().groupby(["step", "group"]).size().unstack(fill_value=0)
    if counts.empty:
        raise QueryError(f"{day} holds no day in any row; there is nothing to draw")
    counts = counts.reindex(pd.period_range(counts.index.min(), counts.index.max(), freq=_STEPS[by]), fill_value=0)
    title = title or f"rows by {by} of {day}"
    with mpl.rc_context(_RULES):
        figure, axes = _paper(2.9)
        palette, floor = _palette(_heaviest(counts.sum(axis=0))), pd.Series(0, index=counts.index)
        places = range(len(counts))
        for name in palette:
            axes.bar(places, counts[name], bottom=floor, color=palette[name], width=0.8)
            floor += counts[name]
        marked = MaxNLocator(nbins=9, integer=True).tick_values(0, max(len(counts) - 1, 1))
        ticks = [int(tick) for tick in marked if 0 <= tick < len(counts)]
        axes.set_xticks(ticks, [str(counts.index[tick]).partition("/")[0] for tick in ticks])
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
        axes.grid(axis="y", alpha=0.2, color=_INK, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.set_title(title)
        if group:
            _legend(axes, palette)
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
    told = zip(moments, _names(frame, label), _groups(frame, group), strict=True)
    rows = sorted(row for row in told if not pd.isna(row[0]))
    if not rows:
        raise QueryError(f"{day} holds no day in any row; there is nothing to draw")
    shown = rows[:top]
    title = _cut(title or f"{label} by {day}", len(shown), len(rows))
    first, last = shown[0][0], shown[-1][0]
    span = max(last - first, pd.Timedelta(days=1))
    with mpl.rc_context(_RULES):
        figure, axes = _paper(0.26 * len(shown) + 1.0)
        palette = _palette([kind for *_, kind in shown])
        for place, (moment, text, kind) in enumerate(shown):
            left = moment <= first + span * 0.62
            axes.plot([moment], [place], "o", color=palette[kind], markersize=7)
            axes.annotate(
                _short(text, 70), (moment, place), xytext=(8 if left else -8, 0), textcoords="offset points",
                va="center", ha="left" if left else "right", in_layout=False,
            )  # fmt: skip
        locator = mdates.AutoDateLocator(minticks=3, maxticks=8)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
        axes.set_xlim(first - span * 0.02, last + span * 0.02)
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.yaxis.set_visible(False)
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x", alpha=0.2, color=_INK, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.set_title(title)
        if group:
            _legend(axes, palette)
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
    sums = table.groupby(["row", "column"])["number"].sum().unstack(fill_value=0.0)
    sums = sums.loc[_heaviest(sums.sum(axis=1)), _heaviest(sums.sum(axis=0))]
    shown = sums.iloc[:top, :top]
    title = _cut(title or f"{numbers or 'rows'} by {rows} and {columns}", len(shown), len(sums))
    highest = float(shown.to_numpy().max()) or 1.0
    with mpl.rc_context(_RULES):
        figure, axes = _paper(0.3 * len(shown) + 1.9, max(4.0, 0.42 * shown.shape[1] + 3.2))
        for place, (_, line) in enumerate(shown.iterrows()):
            for at, number in enumerate(line):
                if number:
                    shade = 0.2 + 0.8 * float(number) / highest
                    axes.add_patch(Rectangle((at - 0.46, place - 0.46), 0.92, 0.92, color=_COLOURS[0], alpha=shade))
                    axes.text(at, place, _number(number), ha="center", va="center", fontsize=9)
        axes.set_xlim(-0.5, shown.shape[1] - 0.5)
        axes.set_ylim(len(shown) - 0.5, -0.5)
        heads = [_short(str(name), 28) for name in shown.columns]
        axes.set_xticks(range(shown.shape[1]), heads, rotation=40, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(len(shown)), [_short(str(name)) for name in shown.index])
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


def _paper(height: float, width: float = _WIDE) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height))
    return figure, figure.subplots()


def _names(frame: pd.DataFrame, column: str) -> list[str]:
    """The cells of a column as people read them, without the signs of Markdown for bold words."""
    cells = frame.names(column) if isinstance(frame, Frame) else frame[column]
    return ["" if pd.isna(cell) else str(cell).replace("**", "") for cell in cells]


def _groups(frame: pd.DataFrame, column: str) -> list[str]:
    """What decides the colour of each row: the values that are there most, and one name for all others."""
    if not column:
        return [""] * len(frame)
    names = _names(frame, column)
    most = list(pd.Series(names).value_counts(sort=True).index)
    kept = set(most) if len(most) <= len(_COLOURS) else set(most[: len(_COLOURS) - 1])
    return [name if name in kept else _OTHERS for name in names]


def _counted(labels: Sequence[str], groups: Sequence[str]) -> list[tuple[str, float, str]]:
    """Each label with how often it is there, the most frequent first, and the first group that it has."""
    first: dict[str, str] = {}
    for label, kind in zip(labels, groups, strict=True):
        first.setdefault(label, kind)
    counts = pd.Series(labels).value_counts()
    return [(label, float(counts[label]), first[label]) for label in sorted(first, key=lambda one: (-counts[one], one))]


def _heaviest(sums: pd.Series[float]) -> list[str]:
    return sorted(sums.index, key=lambda name: (-sums[name], str(name)))


def _palette(groups: Sequence[str]) -> dict[str, str]:
    """A colour for each group in the order in which they come, the others last and grey."""
    named = [name for name in dict.fromkeys(groups) if name != _OTHERS]
    others = {_OTHERS: _GREY} if _OTHERS in groups else {}
    return dict(zip(named, _COLOURS, strict=False)) | others


def _legend(axes: Axes, palette: dict[str, str]) -> None:
    handles = [Patch(color=colour, label=name) for name, colour in palette.items()]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), labelcolor=_INK)


def _cut(title: str, shown: int, there: int) -> str:
    return title if shown == there else f"{title} (the first {shown} of {there})"


def _short(text: str, longest: int = _LONGEST) -> str:
    # A dollar sign opens a formula in matplotlib.
    return (text if len(text) <= longest else f"{text[: longest - 1]}…").replace("$", r"\$")


def _number(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.2f}"


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
