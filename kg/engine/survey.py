"""What a build by a cluster would have to read: its articles, opened here, against the shards that there are.

An article that has changed is read with all of its shard, so that is what is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.engine.driver import cut, left_out
from kg.engine.manifest import read_manifest
from kg.engine.sources import every_sized
from kg.engine.tasks import opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.engine.sources import Record
    from kg.engine.tasks import Job
    from kg.errors import ArticleError
    from kg.harvest import Listed
    from kg.read import ArticleFile

__all__ = ["Survey", "survey"]


class Survey(NamedTuple):
    """What there is, and what of it has not been read.

    Attributes:
        listed: the articles that can be opened, as a build lists them.
        problems: why the others cannot, and why those that can were left out where they have been read.
        unread: how many articles the shards have that would be read.
    """

    listed: list[Listed]
    problems: list[ArticleError]
    unread: int


def survey(articles: Iterable[Record | ArticleFile], job: Job, size: int) -> Survey:
    """Look at some articles, and at what has been made of them; nothing is written.

    Args:
        articles: what would be read.
        job: what the tasks of that build would share.
        size: about how many bytes of articles a shard has.
    """
    given = [*articles]
    places = {one.name: one.place for one in given}
    there: list[Listed] = []
    problems: list[ArticleError] = []
    unread = 0
    for records in cut(every_sized(given, problems), size):
        shard = opened(job, records)
        done = read_manifest(job.place, shard.name)
        there += shard.listed
        if done is not None and done.inputs == shard.inputs:
            problems += left_out(done, places)
        else:
            unread += len(shard.listed)
            problems += shard.problems
    return Survey(there, problems, unread)
