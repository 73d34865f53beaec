"""Readings, kept on disk: what has been read once is not read again, also after a power cut.

The shelf is a SQLite database in the graph folder. Every reading is put there in a transaction of its own as soon as it
is done. A list of the articles of a build lies beside the readings, named by the fingerprint of all that the build is
made of; a graph folder says by the same name which list is its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kg.errors import GraphError
from kg.harvest.reading import Reading, to_extraction, to_summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.model import Extraction
    from kg.resolve import Summary

__all__ = ["Listed", "Shelf", "open_shelf", "view_shelf"]

T = TypeVar("T")

VERSION = 1
"""Of the tables; a shelf of another version is emptied."""

_TABLES = """
CREATE TABLE reading (
    name TEXT NOT NULL, key TEXT NOT NULL, local TEXT NOT NULL, finder TEXT NOT NULL,
    raw BLOB NOT NULL, summary BLOB NOT NULL, extraction BLOB NOT NULL, problem BLOB NOT NULL,
    PRIMARY KEY (name, key)
);
CREATE INDEX reading_key ON reading (key);
CREATE TABLE listed (
    list TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (list, name)
) WITHOUT ROWID;
"""
_FIELDS = ", ".join(Reading._fields)
_READINGS = "FROM listed JOIN reading USING (name, key) WHERE list = ?"


class Listed(NamedTuple):
    """An article of a build.

    Attributes:
        name: of its file.
        content: SHA-256 of its bytes.
        key: what names its reading.
    """

    name: str
    content: str
    key: str


class Shelf:
    """An open shelf; only one process may write."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self.path, self._database = path, database

    def put(self, reading: Reading) -> None:
        """Keep a reading, from now on."""
        marks = ", ".join("?" * len(Reading._fields))
        self._database.execute(f"INSERT OR REPLACE INTO reading ({_FIELDS}) VALUES ({marks})", reading)  # noqa: S608

    def list_articles(self, name: str, articles: Iterable[Listed]) -> None:
        """Write down which articles a build is made of, in place of a list of that name."""
        self._database.execute("BEGIN")
        self._database.execute("DELETE FROM listed WHERE list = ?", [name])
        self._database.executemany("INSERT INTO listed VALUES (?, ?, ?, ?)", ((name, *one) for one in articles))
        self._database.execute("COMMIT")

    def relist(self, name: str, article: Listed) -> None:
        """Put an article on a list in place of the one of that name."""
        self._database.execute("INSERT OR REPLACE INTO listed VALUES (?, ?, ?, ?)", (name, *article))

    def unlist(self, name: str, article: str) -> None:
        """Take an article off a list."""
        self._database.execute("DELETE FROM listed WHERE list = ? AND name = ?", (name, article))

    def rename_list(self, name: str, to: str) -> None:
        """Give a list another name, in place of a list that has it."""
        self._database.execute("BEGIN")
        self._database.execute("DELETE FROM listed WHERE list = ?", [to])
        self._database.execute("UPDATE listed SET list = ? WHERE list = ?", [to, name])
        self._database.execute("COMMIT")

    def listed(self, name: str) -> Iterator[Listed]:
        """The articles on a list, sorted by name; none where there is no such list."""
        rows = self._database.execute("SELECT name, content, key FROM listed WHERE list = ? ORDER BY name", [name])
        return map(Listed._make, rows)

    def unread(self, name: str) -> list[Listed]:
        """The articles on a list that have no reading under their name, sorted."""
        query = (
            "SELECT name, content, key FROM listed WHERE list = ? AND NOT EXISTS "
            "(SELECT 1 FROM reading WHERE reading.name = listed.name AND reading.key = listed.key) ORDER BY name"
        )
        return [Listed._make(row) for row in self._database.execute(query, [name])]

    def otherwise(self, name: str, local: str) -> Iterator[Reading]:
        """The readings on a list whose names were resolved by other rules."""
        rows = self._database.execute(f"SELECT name, key {_READINGS} AND local <> ? ORDER BY name", [name, local])
        for place in rows.fetchall():
            query = f"SELECT {_FIELDS} FROM reading WHERE name = ? AND key = ?"  # noqa: S608
            yield Reading._make(self._database.execute(query, place).fetchone())

    def namesake(self, key: str) -> Reading | None:
        """A reading of the same bytes, under whatever name."""
        row = self._database.execute(f"SELECT {_FIELDS} FROM reading WHERE key = ? LIMIT 1", [key]).fetchone()  # noqa: S608
        return None if row is None else Reading._make(row)

    def problems(self, name: str) -> Iterator[Reading]:
        """The readings on a list of what could not be read, sorted by name."""
        query = f"SELECT {_FIELDS} {_READINGS} AND problem <> x'' ORDER BY name"
        return map(Reading._make, self._database.execute(query, [name]))

    def fresh(self, name: str) -> int:
        """How many articles on a list have a reading that is on no other list."""
        known = "SELECT name, key FROM listed WHERE list <> ?"
        query = f"SELECT count(*) FROM (SELECT name, key {_READINGS} EXCEPT {known})"  # noqa: S608
        return int(self._database.execute(query, [name, name]).fetchone()[0])

    def holds_any(self) -> bool:
        """Whether anything that could be read lies here."""
        return self._database.execute("SELECT 1 FROM reading WHERE problem = x'' LIMIT 1").fetchone() is not None

    def forget_problems(self, name: str) -> None:
        """Have the articles on a list that could not be read count as unread."""
        query = f"DELETE FROM reading WHERE problem <> x'' AND (name, key) IN (SELECT name, key {_READINGS})"  # noqa: S608
        self._database.execute(query, [name])

    def finders(self, name: str) -> list[str]:
        """The names and versions of the pipelines that read the articles on a list, sorted."""
        query = f"SELECT DISTINCT finder {_READINGS} AND finder <> '' ORDER BY finder"
        return [row[0] for row in self._database.execute(query, [name])]

    def summaries(self, name: str) -> Collection[Summary]:
        """The summaries of the articles on a list, in the order of their names, read anew by each iteration."""
        return _Stored(self._database, "summary", name, to_summary)

    def extractions(self, name: str) -> Collection[Extraction]:
        """What was found in the articles on a list, likewise and in the same order."""
        return _Stored(self._database, "extraction", name, to_extraction)

    def keep_only(self, name: str, former: str = "") -> None:
        """Forget every other list, and the readings that are on none.

        Of one other list there stays what the same bytes gave by another recipe: who left an option out, and gives it
        again, finds the articles read. It is the list ``former`` unless that was made by the same recipe. What was
        deleted or rewritten leaves nothing behind.
        """
        self._database.execute("BEGIN")
        self._database.execute(
            "DELETE FROM listed WHERE list <> ? AND NOT EXISTS (SELECT 1 FROM listed AS now WHERE now.list = ? "
            "AND now.name = listed.name AND now.content = listed.content AND now.key <> listed.key)",
            [name, name],
        )
        self._database.execute(
            "DELETE FROM listed WHERE list NOT IN (?, ?) AND EXISTS (SELECT 1 FROM listed AS one WHERE one.list = ?)",
            [name, former, former if former != name else ""],
        )
        gone = self._database.execute(
            "DELETE FROM reading WHERE (name, key) NOT IN (SELECT name, key FROM listed)"
        ).rowcount
        self._database.execute("COMMIT")
        if gone:
            self._database.execute("PRAGMA incremental_vacuum")


class _Stored(Collection[T]):
    """A column of the readings on a list, which are no errors."""

    def __init__(self, database: sqlite3.Connection, column: str, name: str, make: Callable[[bytes], T]) -> None:
        self._database, self._column, self._name, self._make = database, column, name, make

    def __len__(self) -> int:
        query = f"SELECT count(*) {_READINGS} AND problem = x''"
        return int(self._database.execute(query, [self._name]).fetchone()[0])

    def __iter__(self) -> Iterator[T]:
        query = f"SELECT {self._column} {_READINGS} AND problem = x'' ORDER BY listed.name"
        return (self._make(row[0]) for row in self._database.execute(query, [self._name]))

    def __contains__(self, one: object) -> bool:
        return any(one == other for other in self)


@contextmanager
def view_shelf(path: Path) -> Iterator[Shelf | None]:
    """Open a shelf for reading, beside whoever writes to it; None where there is none, or one of another version.

    Raises:
        GraphError: it cannot be read.
    """
    if not path.is_file():
        yield None
        return
    written = path.with_name(f"{path.name}-wal").exists()
    address = f"{path.resolve().as_uri()}?{'mode=ro' if written else 'immutable=1'}"
    try:
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as database:
            same = database.execute("PRAGMA user_version").fetchone()[0] == VERSION
            yield Shelf(path, database) if same else None
    except sqlite3.Error as error:
        raise GraphError(f"{path}: cannot be read ({error}); build again, which makes it anew") from error


@contextmanager
def open_shelf(path: Path) -> Iterator[Shelf]:
    """Open a shelf, and make it where there is none or a damaged one.

    Raises:
        GraphError: it cannot be written.
    """
    try:
        database = _opened(path)
        try:
            yield Shelf(path, database)
        finally:
            database.close()
    except sqlite3.Error as error:
        if not isinstance(error, sqlite3.OperationalError):  # which tells of the disk, and not of what is on it
            raise GraphError(f"{path}: is damaged ({error}); remove it and build again: all is read anew") from error
        raise GraphError(
            f"{path}: what was read cannot be kept ({error}); give the disk room and the folder write permission, then "
            "run the same command again: it goes on where it stopped"
        ) from error


def _opened(path: Path) -> sqlite3.Connection:
    try:
        if (database := _as_it_is(path)) is not None:
            return database
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "no such table" not in str(error):
            raise
    for one in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        one.unlink(missing_ok=True)
    database = _connected(path)
    database.execute("PRAGMA auto_vacuum = INCREMENTAL")
    database.executescript(_TABLES)
    database.execute(f"PRAGMA user_version = {VERSION}")
    return database


def _as_it_is(path: Path) -> sqlite3.Connection | None:
    """The shelf that is there, where it is one of this version."""
    database = _connected(path)
    try:
        if database.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            database.execute("SELECT 1 FROM listed, reading LIMIT 1")
            return database
    except sqlite3.DatabaseError:
        database.close()
        raise
    database.close()
    return None


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        database.close()
        raise
    return database
