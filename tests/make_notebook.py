"""What tests of notebooks share: the sample graph, a shell, and what a cell shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

if TYPE_CHECKING:
    from IPython.core.interactiveshell import ExecutionResult

    from kg.errors import KgError

__all__ = ["Desk"]


class Desk:
    """A notebook in this process: cells run one after the other and leave what they show.

    Attributes:
        shell: that runs them.
    """

    def __init__(self) -> None:
        quiet = Config()
        quiet.HistoryManager.enabled = False
        self.shell = InteractiveShell(config=quiet)  # type: ignore[no-untyped-call]
        self.shell.showtraceback = lambda *_, **__: None  # type: ignore[method-assign]
        self.run("%load_ext kg")

    def run(self, cell: str) -> Any:  # noqa: ANN401 - whatever a cell gives
        """The value of a cell; what it raises is raised."""
        result = self._run(cell)
        result.raise_error()  # type: ignore[no-untyped-call]
        return result.result

    def fails(self, cell: str) -> KgError:
        """The error of kg that a cell ends with."""
        from kg.errors import KgError

        error = self._run(cell).error_in_exec
        assert isinstance(error, KgError), error
        return error

    def _run(self, cell: str) -> ExecutionResult:
        return self.shell.run_cell(cell, store_history=False)  # type: ignore[no-untyped-call,no-any-return]
