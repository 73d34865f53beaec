"""Writing a folder of files whole or not at all, and deleting nothing that is not ours.

A folder that was written so holds a list of its files with their checksums. Written again, it takes along whatever
somebody has added, such as notes of their own or the settings of a program, and refuses to go over a file of ours that
somebody has changed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

from kg.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["MANIFEST", "whole_folder"]

MANIFEST = ".kg-export.json"
"""The list of the files that were written, in the folder itself."""

_SHOWN = 3


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A new folder that takes the place of ``path`` when the block ends without an error.

    Raises:
        GraphError: ``path`` is a file, holds files that no export has written, files of an export that were changed
            since or that the new ones would replace, or cannot be written.
    """
    target = path.resolve()
    if Path.cwd().is_relative_to(target):
        raise GraphError(f"{path}: is where you are, and cannot be replaced under your feet; name a folder in it")
    try:
        added = _added(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as room:
            fresh, former = Path(room) / "new", Path(room) / "old"
            fresh.mkdir()
            yield fresh
            _list(fresh)
            _take_along(path, added, fresh)
            if target.exists():
                fresh.chmod(S_IMODE(target.stat().st_mode))
                target.rename(former)
            try:
                fresh.rename(target)
            except OSError:
                if former.exists():
                    former.rename(target)
                raise
    except OSError as error:
        raise GraphError(
            f"{path}: cannot be written ({error.strerror or error}); name a folder that you may write to"
        ) from error


def _added(path: Path) -> list[Path]:
    """What somebody has added to the folder of an earlier export, by path within it."""
    if not path.exists():
        return []
    if not path.is_dir():
        raise GraphError(f"{path}: is a file, and this format is a folder of files; name a folder")
    found = [one.relative_to(path) for one in sorted(_leaves(path))]
    if not found:
        return []
    ours = _listed(path)
    if ours is None:
        raise GraphError(f"{path}: holds files that no export has written; name a new folder or an empty one")
    changed = [name for name in found if name.as_posix() in ours and _sum(path / name) != ours[name.as_posix()]]
    if changed:
        shown = ", ".join(name.as_posix() for name in changed[:_SHOWN])
        more = f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else ""
        raise GraphError(
            f"{path}: {shown}{more} changed since the export wrote it; keep your version under another name and delete "
            "that one, or name a new folder"
        )
    return [name for name in found if name.as_posix() not in ours and name.as_posix() != MANIFEST]


def _leaves(folder: Path) -> Iterator[Path]:
    """The files and links in a folder and those below, and the folders that hold nothing."""
    for one in folder.iterdir():
        if one.is_symlink() or not one.is_dir() or not any(one.iterdir()):
            yield one
        else:
            yield from _leaves(one)


def _listed(folder: Path) -> Mapping[str, str] | None:
    """The files that an export has written, with their checksums; None where none has."""
    try:
        files = json.loads((folder / MANIFEST).read_bytes())["files"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return files if isinstance(files, dict) else None


def _list(folder: Path) -> None:
    files = {one.relative_to(folder).as_posix(): _sum(one) for one in sorted(_leaves(folder))}
    text = json.dumps({"files": files}, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _take_along(path: Path, added: list[Path], fresh: Path) -> None:
    """Copy what somebody has added, so that the former folder stays whole until the new one is in its place."""
    for name in added:
        source, copy = path / name, fresh / name
        if copy.exists() or copy.is_symlink():
            raise GraphError(f"{source}: was added by hand, and the export has a file of that name; rename yours")
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir() and not source.is_symlink():
            copy.mkdir()
        else:
            shutil.copy2(source, copy, follow_symlinks=False)
