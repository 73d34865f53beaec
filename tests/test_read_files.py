"""Which files are read: files, folders, patterns, standard input, and what to say when there are none."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from kg.errors import ArticleError
from kg.read import ArticleFile, article_files

ENDINGS = ".markdown .md .mdx .text .txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.md", "a.markdown", "sub/c.TXT", "sub/d.mdx", "sub/deep/e.text"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    for name in (".hidden.md", ".git/x.md", "image.png", "sub/notes.html", "sub/.cache/y.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "folder.md").mkdir()
    return tmp_path


def names(*sources: object) -> list[str]:
    return [file.name for file in article_files([str(source) for source in sources])]


def test_a_folder_is_searched_through(folder: Path) -> None:
    found = article_files([str(folder)])
    assert [file.name for file in found] == ["a.markdown", "b.md", "sub/c.TXT", "sub/d.mdx", "sub/deep/e.text"]
    assert [file.path for file in found] == [folder / file.name for file in found]


def test_a_file_is_taken_whatever_its_ending(folder: Path) -> None:
    assert article_files([str(folder / "sub/notes.html")]) == [ArticleFile(folder / "sub/notes.html", "notes.html")]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.md", ["b.md"]),
        ("*", ["a.markdown", "b.md"]),
        ("sub/*", ["c.TXT", "d.mdx"]),
        ("**/*.mdx", ["sub/d.mdx"]),
        ("s?b/[cd].*", ["sub/c.TXT", "sub/d.mdx"]),
    ],
)
def test_a_pattern(folder: Path, pattern: str, found: list[str]) -> None:
    assert names(folder / pattern) == found


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(folder: Path) -> None:
    (folder / "q[1]?.md").write_text("x")
    assert names(folder / "q[1]?.md") == ["q[1]?.md"]


def test_standard_input() -> None:
    assert article_files(["-", "-"]) == [ArticleFile(None, "stdin")]


def test_each_file_comes_once_whatever_names_it(folder: Path) -> None:
    (folder / "link.md").symlink_to(folder / "b.md")
    (folder / "sub/up").symlink_to(folder, target_is_directory=True)
    assert names(folder, folder / "b.md", folder / "*.md") == names(folder)
    assert len(names(folder)) == 5


def test_the_order_of_sources_does_not_matter(folder: Path) -> None:
    (folder / "sub/b.md").write_text("other")
    sources = [str(folder / "b.md"), str(folder / "sub/b.md"), str(folder / "a.markdown")]
    expected = [(folder / "b.md").as_posix(), (folder / "sub/b.md").as_posix(), "a.markdown"]
    for order in (sources, sources[::-1]):
        assert sorted(file.name for file in article_files(order)) == sorted(expected)


def test_a_pipe_in_a_folder_is_no_article(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    assert "pipe.md" not in names(folder)


def test_a_source_that_does_not_exist_is_answered_with_the_nearest(folder: Path) -> None:
    with pytest.raises(ArticleError, match="no such file or folder") as caught:
        names(folder / "b.mdd")
    assert str(caught.value) == f"{folder}/b.mdd: no such file or folder; did you mean {folder}/b.md?"
    with pytest.raises(ArticleError) as caught:
        names(folder / "nothing-like-it")
    assert str(caught.value) == f"{folder}/nothing-like-it: no such file or folder; check the path"
    with pytest.raises(ArticleError) as caught:
        names(folder / "nowhere/b.md")
    advice = f"check the path: there is no folder {folder}/nowhere"
    assert str(caught.value) == f"{folder}/nowhere/b.md: no such file or folder; {advice}"


def test_a_folder_without_articles(folder: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        names(folder / "folder.md")
    assert str(caught.value) == f"{folder}/folder.md: no article in this folder; put files there that end in {ENDINGS}"


def test_a_folder_without_articles_beside_another_one_stands_for_itself(folder: Path) -> None:
    empty = folder / "folder.md"
    assert article_files([str(empty), str(folder / "b.md")]) == [
        ArticleFile(folder / "b.md", "b.md"),
        ArticleFile(empty, "folder.md"),
    ]
    assert names(empty, folder / "image.png") == ["folder.md", "image.png"]
    assert [file.path for file in article_files([str(empty)], beside=True)] == [empty]
    assert article_files([]) == []


def test_a_pattern_without_match(folder: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        names(folder / "*.png")
    assert str(caught.value) == f"{folder}/*.png: no article matches; check the pattern; articles end in {ENDINGS}"


def test_a_source_that_the_system_refuses() -> None:
    name = "x" * 5000
    with pytest.raises(ArticleError) as caught:
        names(name)
    assert str(caught.value) == f"{name}: cannot be read (File name too long); check the path and that you may read it"


def test_standard_input_beside_a_file_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stdin").write_text("x")
    assert {file.path for file in article_files(["stdin", "-"])} == {None, Path("stdin")}


def test_a_folder_that_cannot_be_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def guarded(path: str) -> object:
        if path.endswith("sub"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    with pytest.raises(ArticleError) as caught:
        names(folder)
    assert str(caught.value) == f"{folder}/sub: cannot be listed (Permission denied); check that you may read it"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a file's name is always Unicode")
def test_a_name_that_is_not_utf8_is_spelt_out(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))
    path.write_text("x")
    [file] = article_files([str(tmp_path)])
    assert (file.path, file.name, file.place) == (path, "caf\\xe9.md", f"{tmp_path}/caf\\xe9.md")


def test_an_empty_name_is_no_folder() -> None:
    with pytest.raises(ArticleError, match=r"^'': an empty name; name a file or a folder; the present folder is \.$"):
        article_files([""])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a file's name cannot hold these")
def test_a_name_that_would_mislead_is_spelt_out_and_stays_another_one(tmp_path: Path) -> None:
    told = {
        "a\nb.md": r"a\nb.md", r"a\nb.md": r"a\\nb.md", "\u202edm.x.md": r"\u202edm.x.md",
        "\x1b[31m.md": r"\x1b[31m.md",
        "<script>.md": "<script>.md", "é 😀.md": "é 😀.md", "n" * 252 + ".md": "n" * 252 + ".md", "..md.md": None,
    }  # fmt: skip
    for name in told:
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == sorted(name for name in told.values() if name)
    assert all("\n" not in file.place for file in article_files([str(tmp_path)]))


def test_links_that_lead_back_end_no_search(folder: Path) -> None:
    for name in ("one", "two", "three"):
        (folder / name).symlink_to(folder, target_is_directory=True)
    (folder / "self.md").symlink_to(folder / "self.md")
    found = ["a.markdown", "b.md", "sub/c.TXT", "sub/d.mdx", "sub/deep/e.text"]
    assert names(folder) == names(folder / "**") == names(folder / "**/*") == found


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("**.md", ["b.md"]), (".*", [".hidden.md"]), ("**/.cache/*", ["sub/.cache/y.md"]), ("[", None), ("*\0", None)],
)
def test_a_pattern_out_of_the_way(folder: Path, pattern: str, found: list[str] | None) -> None:
    if found is None:
        with pytest.raises(ArticleError, match="no article matches"):
            names(f"{folder}/{pattern}")
    else:
        assert names(f"{folder}/{pattern}") == found


def test_a_hundred_thousand_names_are_not_all_compared_with_one_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "iterdir", lambda folder: (folder / f"article-{number}.md" for number in range(10**5)))
    started = time.process_time()
    with pytest.raises(ArticleError, match="did you mean"):
        names(tmp_path / "article-7x.md")
    assert time.process_time() - started < 1
