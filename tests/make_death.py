"""Processes that die at a given moment: from some step on, nothing more is done to any file, not even tidying up."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["STEPS", "Death", "dying"]

STEPS = ("rename", "replace", "mkdir", "rmdir", "unlink", "fsync")
"""What a process does to files that others see."""


class Death(BaseException):
    """The process is no more."""


@contextmanager
def dying(after: int, steps: tuple[str, ...] = STEPS) -> Iterator[list[str]]:
    """Let that many steps be taken and none from then on; gives the steps, and ends with the death if it has come."""
    taken: list[str] = []
    dead = False

    def mortal(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def one(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever a step takes
            nonlocal dead
            dead = dead or (name in steps and len(taken) == after)
            if dead:
                raise Death(name)
            if name in steps:
                taken.append(name)
            return step(*arguments, **named)

        return one

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, mortal(name, getattr(os, name)))
        with suppress(Death):
            yield taken
