"""The notebooks that come with kg, as copies of one's own.

In a source checkout they lie in ``notebooks/`` beside the package, and the articles that they read in ``seeds/``; a
wheel carries both in ``kg/data``.
"""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from kg.errors import GraphError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PARTS", "copy_notebooks", "source_folder"]

PARTS = {"notebooks": "*.ipynb", "seeds": "*.md"}
"""What is copied: the folders, and the files in them."""


def source_folder(name: str) -> Path:
    """The folder of that name that came with the package.

    Raises:
        GraphError: the package was installed without it.
    """
    package = files("kg")
    installed = package.joinpath("data", name)
    if installed.is_dir():
        with as_file(installed) as folder:
            return folder
    with as_file(package) as folder:
        beside = folder.parent / name
    if not beside.is_dir():
        raise GraphError(f"the folder {name} is missing from this installation; install kg again")
    return beside


def copy_notebooks(target: Path) -> list[Path]:
    """Copy the notebooks to a folder, and the articles to ``seeds`` in it; what is there already stays as it is.

    Returns:
        The notebooks in the folder, those that came with kg, in reading order.

    Raises:
        GraphError: the folder cannot be written.
    """
    there = []
    try:
        for name, pattern in PARTS.items():
            place = target if name == "notebooks" else target / name
            place.mkdir(parents=True, exist_ok=True)
            for source in sorted(source_folder(name).glob(pattern)):
                copy = place / source.name
                if not copy.exists():
                    shutil.copyfile(source, copy)
                if name == "notebooks":
                    there.append(copy)
    except OSError as error:
        reason = error.strerror or error
        raise GraphError(f"{target}: cannot be written ({reason}); give a folder that you may write to") from error
    return there
