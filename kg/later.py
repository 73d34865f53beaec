"""What a process puts off, so that it begins with its work: parts of libraries that nobody uses yet, and garbage.

Some libraries import more than they need for what is asked of them, and that takes longer than the work: spaCy its
command line, pyvis IPython and networkx. While they are imported, something else stands where these modules would be:
the real ones are imported when they are used.
"""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["collect_later", "later"]


def collect_later() -> None:
    """Have Python look for garbage in cycles more seldom, from now on and in the whole process.

    What is loaded stays, and values have no cycles, so that a program which lives for seconds looks through all it has
    time and again and finds nothing; that takes a tenth of a short build.
    """
    gc.set_threshold(50_000, 20, 20)


@contextmanager
def later(*names: str) -> Iterator[None]:
    """Have modules of these names that are imported meanwhile be imported when they are used; those there stay.

    >>> with later("tabnanny"):
    ...     from tabnanny import format_witnesses
    >>> "tabnanny" in sys.modules, format_witnesses([(4, 1, 2)]), "tabnanny" in sys.modules
    (False, 'at tab size 4', True)
    """
    modules = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name in modules:
            del sys.modules[name]


class _Later(ModuleType):
    """Stands for a module until it is used."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module has
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is not self:
            return getattr(import_module(self.__name__), name)

        def call(*given: object, **named: object) -> object:
            return getattr(import_module(self.__name__), name)(*given, **named)

        return call
