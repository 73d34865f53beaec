"""Looking at a graph as a whole: who matters, who belongs together, who is named together, and when."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import count, heading, say
from kg.cli.options import FEW, Confidence, Format, Graph, Limit, Relations, Statuses, choice, give, labels, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.ask.analysis.communities import Communities, Community
    from kg.ask.analysis.timeline import Timeline

__all__ = ["communities", "rank", "timeline", "together"]

MANY, FIRST = 8, 10
"""Members that a line on a community names, and communities that are shown unless told otherwise."""

NOTHING = "no statement that counts relates such entities; --status all counts every one"

BAR = 24
"""Characters of the longest bar."""

SILENCE = 3
"""Periods without an article that are shown one by one."""


def rank(
    *,
    graph: Graph = Path("out"),
    by: Annotated[
        str, typer.Option(metavar="MEASURE", help="pagerank, degree, betweenness, closeness or articles.")
    ] = "pagerank",
    type_: Annotated[
        str | None, typer.Option("--class", metavar="CLASS", help="Show only this class, ranked among all.")
    ] = None,
    statuses: Statuses = None,
    relations: Relations = None,
    min_confidence: Confidence = 0.0,
    limit: Limit = None,
    format: Format = "",  # noqa: A002 - the option's name
) -> None:
    """List the most central entities.

    Two entities are joined where a statement relates them, either way round. pagerank: joined to those that are
    central themselves; degree: to how many, each counted with its confidence; betweenness: on how many of the shortest
    paths between others; closeness: how few steps from all others; articles: in how many it is named.
    """
    from kg.ask import open_graph
    from kg.ask.analysis.network import rank as ranked

    with open_graph(graph) as opened:
        network = opened.networkx(**choice(statuses, relations, min_confidence))
        ranking = ranked(network, by).of(opened.find_class(type_) if type_ else None)
        called = labels(opened)
        table = ranking.table(opened.store.vocabulary)
    if format:
        give(table, format, limit)
        return
    if not ranking.standings:
        say(NOTHING)
        return
    exact = f", estimated from the paths of {ranking.pivots}" if ranking.pivots else ""
    heading(f"{count(len(ranking.standings), 'entity')} by {ranking.by}{exact}")
    rows = [
        (place, one.name, called.get(one.type, one.type), float(f"{one.score:.3g}"), one.neighbours, one.articles)
        for place, one in enumerate(ranking.standings, 1)
    ]
    show(("", "name", "class", "score", "neighbours", "articles"), rows, limit)


def communities(
    name: Annotated[
        str | None, typer.Argument(help="Show the members of the community that this entity belongs to.")
    ] = None,
    *,
    graph: Graph = Path("out"),
    resolution: Annotated[
        float, typer.Option(metavar="R", help="Above 1 for more and smaller communities, below 1 for fewer.")
    ] = 1.0,
    statuses: Statuses = None,
    relations: Relations = None,
    min_confidence: Confidence = 0.0,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", show_default=f"{FIRST}, members {FEW}, all with --format", help="Give at most so many."
        ),
    ] = None,
    format: Format = "",  # noqa: A002 - the option's name
) -> None:
    """Find the groups of entities that belong together.

    Their members are related to one another more than to the rest; the Louvain method finds them. Modularity says how
    far apart they are: 0 for no more than by chance, towards 1 for groups with nothing between them.
    """
    from kg.ask import open_graph
    from kg.ask.analysis.communities import communities as divide

    with open_graph(graph) as opened:
        centre = opened.find(name) if name else None
        found = divide(opened.networkx(**choice(statuses, relations, min_confidence)), resolution=resolution)
        place = found.of(centre) if centre else None
        called = labels(opened)
        places = None if name is None else [place] if place is not None else []
        table = found.table(opened.store.vocabulary, places)
    if format:
        give(table, format, limit)
    elif name is None:
        _show_communities(found, limit)
    elif place is None:
        say(f"{name}: {NOTHING}")
    else:
        _show_members(found, place, called, limit)


def _show_communities(found: Communities, limit: int | None) -> None:
    if not found.groups:
        say(NOTHING)
        return
    size = sum(len(group.members) for group in found.groups)
    heading(f"{count(size, 'entity')} in {_many(found)}, modularity {found.modularity:.2f}")
    rows = [
        (place, len(group.members), ", ".join(one.name for one in group.members[:MANY]), _relations(group))
        for place, group in enumerate(found.groups, 1)
    ]
    show(("", "entities", "the most joined of them", "relations among them"), rows, limit or FIRST)


def _many(found: Communities) -> str:
    return count(len(found.groups), "community")


def _relations(group: Community) -> str:
    return ", ".join(f"{relation} {number:,}" for relation, number in group.relations[:3])


def _show_members(found: Communities, place: int, called: Mapping[str, str], limit: int | None) -> None:
    group = found.groups[place]
    heading(f"Community {place + 1} of {len(found.groups):,}: {count(len(group.members), 'entity')}")
    say(_relations(group))
    rows = [(one.name, called.get(one.type, one.type), one.inside, one.outside, one.articles) for one in group.members]
    show(("name", "class", "joined inside", "outside", "articles"), rows, limit)


def together(
    name: Annotated[str | None, typer.Argument(help="One of the two entities; every pair without it.")] = None,
    *,
    graph: Graph = Path("out"),
    min_articles: Annotated[
        int, typer.Option(min=1, metavar="N", help="Only those that at least so many articles name together.")
    ] = 2,
    limit: Limit = None,
    format: Format = "",  # noqa: A002 - the option's name
) -> None:
    """List the entities that articles name together.

    Those come first that do so most surely more often than by chance. Articles that repeat one another count once.
    npmi runs from -1 (never together) over 0 (as by chance) to 1 (never apart); the list is ordered by likelihood,
    Dunning's G², which sets that against the number of articles: above 10.8 chance gives it once in a thousand times.
    related: whether a statement joins the two.
    """
    from kg.ask import open_graph
    from kg.ask.analysis.together import together as find
    from kg.ask.analysis.together import together_table

    with open_graph(graph) as opened:
        found = find(opened.store, opened.find(name) if name else None, min_articles=min_articles)
        called = labels(opened)
        table = together_table(found, opened.store.vocabulary)
    if format:
        give(table, format, limit)
        return
    if not found:
        say(f"nothing is named together{f' with {name}' if name else ''} in {count(min_articles, 'article')}")
        return
    if name is not None:
        one = found[0]
        heading(f"{one.one_name}, which {count(one.one_articles, 'article')} name, and what they name beside it")
    rows = [
        (
            *(() if name else (one.one_name,)),
            one.other_name,
            called.get(one.other_type, one.other_type),
            f"{one.articles} of {one.other_articles}",
            round(one.npmi, 2),
            round(one.likelihood, 1),
            "yes" if one.related else "no",
        )
        for one in found
    ]
    columns = ("name", "other", "class of the other") if name is None else ("name", "class")
    show((*columns, "articles", "npmi", "likelihood", "related"), rows, limit)


def timeline(
    name: Annotated[str, typer.Argument(help="The entity.")],
    *,
    graph: Graph = Path("out"),
    by: Annotated[str, typer.Option(metavar="PERIOD", help="day, week or month.")] = "month",
    format: Format = "",  # noqa: A002 - the option's name
) -> None:
    """Show when articles name an entity.

    Articles that repeat one another count once, on the day of the first. facts: statements that an article of the
    period makes; new: those that no earlier article makes.
    """
    from kg.ask import open_graph
    from kg.ask.analysis.timeline import timeline as read

    with open_graph(graph) as opened:
        found = read(opened.store, opened.find(name), by)
        table = found.table(opened.store.vocabulary)
    if format:
        give(table, format)
        return
    articles = sum(one.articles for one in found.periods) + found.undated
    seen = f", from {found.first_seen} to {found.last_seen}" if found.first_seen else ""
    heading(f"{found.name}, which {count(articles, 'article')} name{seen}")
    if found.undated:
        say(f"{count(found.undated, 'article')} without a date left out")
    rows = list(_periods(found))
    show((str(found.by), "articles", "", "mentions", "facts", "new"), rows, len(rows))


def _periods(found: Timeline) -> Iterator[tuple[str | int | None, ...]]:
    """A row for each period, and one for all of a long silence."""
    most = max((one.articles for one in found.periods), default=0)
    for silent, group in groupby(found.periods, key=lambda one: not one.articles and not one.facts):
        periods = list(group)
        if silent and len(periods) > SILENCE:
            yield f"… {len(periods):,} without", None, None, None, None, None
        else:
            for one in periods:
                yield one.name, one.articles, _bar(one.articles, most), one.mentions, one.facts, one.new_facts


def _bar(number: int, most: int) -> str:
    """A bar in eighths of a character, as long as the number is of the largest.

    >>> _bar(3, 4), _bar(1, 48), _bar(0, 4)
    ('██████████████████', '▌', '')
    """
    whole, eighths = divmod(round(8 * BAR * number / most) if most else 0, 8)
    return "█" * whole + " ▏▎▍▌▋▊▉"[eighths].strip()
