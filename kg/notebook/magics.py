"""The magics of a notebook: each reads its line, calls one thing and hands back what shows itself."""

from __future__ import annotations

import difflib
import shlex
from typing import TYPE_CHECKING

from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class, no_var_expand
from IPython.display import display

from kg.ask.syntax import form
from kg.errors import QueryError
from kg.notebook.asking import Question, ask
from kg.notebook.options import parameters, parse_line, parse_opening, resolved
from kg.notebook.pages import help_page, plan_page, queries_page, time_page
from kg.notebook.session import Session
from kg.notebook.shown import info_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from IPython.core.interactiveshell import InteractiveShell

    from kg.notebook.drawings import Drawn
    from kg.notebook.frames import Frame
    from kg.notebook.options import Line

__all__ = ["KgMagics"]


@magics_class
class KgMagics(Magics):
    """``%kg`` opens a graph and says what is there; ``%%sparql`` asks it.

    Attributes:
        session: what is open.
    """

    shell: InteractiveShell

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self.session = Session()

    @property
    def variables(self) -> dict[str, object]:
        """The variables of the notebook, as they are now."""
        return dict(self.shell.user_ns)

    @no_var_expand  # {x} is a term of the query and never text
    @line_cell_magic
    def sparql(self, line: str, cell: str | None = None) -> Frame | Drawn | bool | None:
        """Ask the graph that is open.

        ::

            %sparql partners --org Nvidia        a question of the library by its name
            %%sparql --var rows                  the query in the cell; rows is the data frame
            SELECT ?who { ?who kg:partnersWith {company} }

        --var NAME, --limit N, --graph NAME, --param NAME=VALUE, --plan, --time, --quiet; ``%kg help`` says more.
        """
        given = parse_line(line)
        graph = self.session.find(given.graph, self.variables)
        reply = ask(graph, self._question(given, cell), self.session.names(graph))
        if given.var:
            self.shell.push({given.var: reply.value})  # type: ignore[no-untyped-call]
        if given.quiet:
            return None
        if reply.plan is not None:
            display(plan_page(reply.plan))  # type: ignore[no-untyped-call]
        if reply.timed and isinstance(reply.value, bool):
            display(time_page(reply.seconds))  # type: ignore[no-untyped-call]
        return reply.value

    def _question(self, given: Line, cell: str | None) -> Question:
        variables = self.variables
        named, source = bool(given.name), cell or ""
        if not named and not source.strip():
            raise QueryError("%sparql asks what? give the name of a question (%kg queries), or a query below %%sparql")
        if named and "{" in source and form(source) is not None:
            raise QueryError(f"{given.name} is a question and the cell holds another; leave one of them out")
        params = resolved(given.params, variables, typed=not named)
        if named:
            params = resolved(parameters(source), variables, typed=False) | params
        return Question(
            given.name or source,
            named=named,
            params=params if named else {},
            values=variables | ({} if named else params),
            limit=given.limit,
            plan=given.plan,
            timed=given.timed,
            title=given.var,
            site=self.session.site,
            language=self.session.language,
        )

    @no_var_expand
    @line_magic
    def kg(self, line: str) -> object:
        """Open a graph and say what is there: ``%kg open out``, ``%kg info``, ``%kg queries``, ``%kg help``."""
        words = shlex.split(line)
        name, rest = (words[0], words[1:]) if words else ("help", [])
        commands: dict[str, Callable[[list[str]], object]] = {
            "open": self._open,
            "info": self._info,
            "queries": self._queries,
            "view": self._view,
            "help": lambda _: help_page(),
        }
        if name not in commands:
            close = difflib.get_close_matches(name, commands, n=1)
            meant = f"did you mean {close[0]}? " if close else ""
            raise QueryError(f"%kg {name}: {meant}there are {', '.join(commands)}")
        return commands[name](rest)

    def _open(self, words: list[str]) -> object:
        given = parse_opening(words)
        return self.session.open(given.folder, articles=given.articles, site=given.site, language=given.language)

    def _info(self, words: list[str]) -> object:
        return info_page(self.session.find(" ".join(words), self.variables))

    def _queries(self, words: list[str]) -> object:
        return queries_page(" ".join(words))

    def _view(self, words: list[str]) -> object:
        graph = self.session.find("", self.variables)
        return graph.view(around=" ".join(words) or None, language=self.session.language)
