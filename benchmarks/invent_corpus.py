"""A large corpus made from a folder of articles: their text with other names, the same for the same seed.

::

    python -m benchmarks.invent_corpus ARTICLES OUT --articles N [--seed N]

Whole copies of the folder are written, one after the other, until there are enough articles; the first copy is the
folder itself. In every further one, each word of the proper names (written with a capital within sentences, and seldom
without) has become another word of the same shape, the same one throughout the copy, titles in the front matter
included: so articles of a copy still speak of the same things as one another, while copies speak of different ones.
Most names are new in each copy, those of ``COMMON`` stay, as real articles share countries and large companies.
Identifiers and addresses are new; the texts keep their length and their markup.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["invent", "main", "names_in", "renamed"]

WORD = re.compile(r"(?<![\w/.@%&=?#-])[A-ZÀ-Þ][\w’']*\w(?![\w/@])")
START = re.compile(r"(?:^|[.!?:…»\"]\s+|\n[-*>#\d.\s]*\**)\Z")
HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
TITLE = re.compile(r"(?mi)^(?:seo)?(?:title|description):.*$")
IDENTIFIER = re.compile(r"(?m)^(cuid|id|slug):[ \t]*(\S+)[ \t]*$")
ADDRESS = re.compile(r"https?://[^\s)>\"]+")
COMMON = 0.05
"""The share of names, the commonest, that all copies have in common."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWELS = "aeiouy"


def names_in(texts: Sequence[str]) -> list[str]:
    """The words of proper names, the commonest first: capitalised within sentences, and seldom written small."""
    large: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in texts:
        body = HEAD.sub("", text)
        small.update(word for word in re.findall(r"\w+", body) if word.islower())
        for found in WORD.finditer(body):
            if not START.search(body[max(0, found.start() - 40) : found.start()]):
                large[found.group()] += 1
    return [word for word, count in sorted(large.items(), key=lambda one: (-one[1], one[0]))
            if count > small[word.lower()]]  # fmt: skip


def renamed(word: str, random: Random) -> str:
    """Another word of the same shape: each vowel, consonant, capital and length stays one.

    >>> renamed("OpenAI", Random(1)) != "OpenAI", len(renamed("OpenAI", Random(1)))
    (True, 6)
    """
    return "".join(_letter(letter, random) for letter in word)


def _letter(letter: str, random: Random) -> str:
    if letter.lower() not in LETTERS:
        return letter
    among = VOWELS if letter.lower() in VOWELS else "".join(one for one in LETTERS if one not in VOWELS)
    chosen = random.choice(among)
    return chosen.upper() if letter.isupper() else chosen


def invent(folder: Path, articles: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """So many articles, each with the name of its file, in order; texts of the folder alone are kept in memory."""
    files = sorted(path for path in folder.rglob("*.md") if path.is_file())
    texts = [path.read_text(encoding="utf-8", errors="surrogateescape") for path in files]
    names = names_in(texts)
    kept = set(names[: int(COMMON * len(names))])
    written = 0
    for copy in range(-(-articles // max(1, len(files)))):
        random = Random(f"{seed} {copy}")
        table = {word: word if word in kept or not copy else renamed(word, random) for word in names}
        for path, text in zip(files, texts, strict=True):
            if written == articles:
                return
            yield f"{copy:05}/{path.stem}-{copy}.md" if copy else f"{copy:05}/{path.name}", _again(text, table, copy)
            written += 1


def _again(text: str, table: dict[str, str], copy: int) -> str:
    """An article of a copy."""
    if not copy:
        return text
    head = HEAD.match(text)
    front, body = (head.group(), text[head.end() :]) if head else ("", text)
    front = IDENTIFIER.sub(lambda found: f"{found[1]}: {found[2]}-{copy}", front)
    front = TITLE.sub(lambda found: _swap(found[0], table), front)
    return ADDRESS.sub(lambda found: f"{found[0]}-{copy}", front + _swap(body, table))


def _swap(text: str, table: dict[str, str]) -> str:
    pieces, end = [], 0
    for address in ADDRESS.finditer(text):  # addresses stay as they are
        pieces += [WORD.sub(lambda found: table.get(found[0], found[0]), text[end : address.start()]), address[0]]
        end = address.end()
    return "".join([*pieces, WORD.sub(lambda found: table.get(found[0], found[0]), text[end:])])


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a large corpus made from a folder of articles."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.invent_corpus", description=main.__doc__)
    parser.add_argument("folder", metavar="ARTICLES", type=Path, help="a folder of Markdown files")
    parser.add_argument("out", metavar="OUT", type=Path, help="where the corpus goes: a new folder")
    parser.add_argument("--articles", metavar="N", type=int, default=10_000, help="how many; 10,000 unless given")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="another seed, other names")
    given = parser.parse_args(arguments)
    if not any(given.folder.rglob("*.md")):
        parser.error(f"{given.folder}: no Markdown file; give a folder of articles")
    if given.out.exists() and any(given.out.iterdir()):
        parser.error(f"{given.out}: holds something; give a new folder")
    for name, text in invent(given.folder, given.articles, given.seed):
        path = given.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")


if __name__ == "__main__":
    main()
