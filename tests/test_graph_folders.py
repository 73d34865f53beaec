"""A folder is written whole or not at all, and what is not ours stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.graph.folders import MANIFEST, whole_folder


def write(path: Path, **files: str) -> None:
    with whole_folder(path) as folder:
        for name, text in files.items():
            file = folder / name.replace("__", "/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)


def held(path: Path) -> dict[str, str]:
    return {
        file.relative_to(path).as_posix(): file.read_text()
        for file in sorted(path.rglob("*"))
        if file.is_file() and file.name != MANIFEST
    }


def test_a_new_folder_and_one_in_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "some" / "where" / "notes"
    write(path, a="1", b__c="2")
    assert held(path) == {"a": "1", "b/c": "2"}
    write(path, a="3", d="4")
    assert held(path) == {"a": "3", "d": "4"}
    assert [one.name for one in path.parent.iterdir()] == ["notes"]


def test_an_empty_folder_is_taken_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.mkdir(mode=0o700)
    write(path, a="1")
    assert held(path) == {"a": "1"}
    assert path.stat().st_mode & 0o777 == 0o700


def test_what_somebody_has_added_is_taken_along(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    write(path, a="1", b__c="2")
    (path / ".obsidian").mkdir()
    (path / ".obsidian" / "app.json").write_text("{}")
    (path / "b" / "mine.md").write_text("mine")
    (path / "empty").mkdir()
    (path / "link").symlink_to("b/mine.md")
    write(path, a="3")
    assert held(path) == {"a": "3", "b/mine.md": "mine", ".obsidian/app.json": "{}", "link": "mine"}
    assert (path / "link").is_symlink()
    assert (path / "empty").is_dir()
    write(path, a="3")
    assert "mine" in held(path).values()


def test_a_link_to_a_folder_elsewhere_is_no_part_of_it(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "notes", tmp_path / "elsewhere"
    write(path, a="1")
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("x")
    (path / "there").symlink_to(elsewhere, target_is_directory=True)
    write(path, a="2")
    assert (elsewhere / "precious").read_text() == "x"
    assert (path / "there").is_symlink()


@pytest.mark.parametrize("added", ["a", "sub/a"])
def test_files_of_others_are_not_touched(tmp_path: Path, added: str) -> None:
    path = tmp_path / "precious"
    (path / added).parent.mkdir(parents=True)
    (path / added).write_text("mine")
    with pytest.raises(GraphError, match="precious: holds files that no export has written; name a new folder or an"):
        write(path, a="1")
    assert held(path) == {added: "mine"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    path.write_text("mine")
    with pytest.raises(GraphError, match="graph: is a file, and this format is a folder of files; name a folder"):
        write(path, a="1")
    assert path.read_text() == "mine"


def test_a_file_of_ours_that_somebody_changed_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    write(path, a="1", b="2", c="3", d="4", e="5")
    for name in "abde":
        (path / name).write_text("changed")
    with pytest.raises(
        GraphError, match="notes: a, b, d and 1 more changed since the export wrote it; keep your version"
    ):
        write(path, a="3")
    assert held(path) == {"a": "changed", "b": "changed", "c": "3", "d": "changed", "e": "changed"}
    for name in "abde":
        (path / name).unlink()  # one that is gone is not missed
    write(path, a="3")
    assert held(path) == {"a": "3"}


def test_a_file_that_somebody_added_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    write(path, a="1")
    (path / "b").write_text("mine")
    with pytest.raises(GraphError, match="b: was added by hand, and the export has a file of that name; rename yours"):
        write(path, a="1", b="2")
    assert held(path) == {"a": "1", "b": "mine"}


def test_a_failure_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    write(path, a="1")
    (path / "mine").write_text("mine")
    with pytest.raises(TypeError):
        write(path, a="half", b=3)  # type: ignore[arg-type]
    assert held(path) == {"a": "1", "mine": "mine"}
    assert [one.name for one in tmp_path.iterdir()] == ["notes"]


def test_a_swap_that_fails_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "notes"
    write(path, a="1")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(GraphError, match=r"notes: cannot be written \(Permission denied\); name a folder that you may"):
        write(path, a="2")
    assert held(path) == {"a": "1"}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 3}'])
def test_a_list_that_is_none_makes_no_folder_ours(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(GraphError, match="holds files that no export has written"):
        write(tmp_path, a="1")


@pytest.mark.parametrize("name", [".", ".."])
def test_the_folder_where_one_is_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(
        GraphError, match="is where you are, and cannot be replaced under your feet; name a folder in it"
    ):
        write(Path(name), a="1")
    write(Path("notes"), a="1")
    assert held(Path("notes")) == {"a": "1"}


def test_a_place_under_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GraphError, match="cannot be written"):
        write(tmp_path / "file" / "notes", a="1")
