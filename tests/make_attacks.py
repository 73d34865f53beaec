"""Builders: texts that try to make a reader slow, big or wrong, each of about as many characters as are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ATTACKS", "BOMBS", "hostile_articles", "hostile_bytes"]


def _repeat(piece: str) -> Callable[[int], str]:
    return lambda size: piece * max(1, size // len(piece))


def _around(before: str, piece: str, after: str = "") -> Callable[[int], str]:
    return lambda size: before + piece * max(1, size // len(piece)) + after


def _rows(size: int) -> int:
    return int((2 * size) ** 0.5)


REPEATED = (
    ">", "> ", "[", "[a](b", "![a", "[a](", "*", "*a ", "a*", "**a *a ", "*a _b ", "_a", "_a_ ", "~~a", "~~a ~~", "`",
    "`a``", "<", "<a ", "<!--", "a <!-- ", "a <?", "a <![CDATA[", "a <!A ", "x <a b='", "&", "&a", "&#1", "&amp;", "\\",
    "\\*", "- ", "- a\n", "1. a\n\n", "1) ", "* - + ", "-\n", "> - ", "[a]: /u\n", "[a]:\n", "[a]: <", "[a]: b 'c\n",
    "|", "|-", "|\n", "a|b\n-|-\n", "---\n", "a\n==\n", "# a\n", "#", "```\n", "```markdown\na\n", "~~~~md\n```md\n",
    "```\n~~~\n", ">\t", "-\t", "\t", " ", "a ", "\n", "a\n", " \n", "a\n\n", "a\r", "a\r\n\r\n", "a  \n", "a\\\n", "a",
    "http://a", "http://a ", "http://.", "www.", "<http:", "<a@b", "<http://a>", "<div>\n", "<div>a</div>\n\n", "<b>",
    "<p>a\n", "**[a](b)** ", "**a** ", "**a**\n", "\u202e", "\u0301", "\x01\x02\x1b", "\U0001f600", "\u00a0",
    "\u2028\u2029\x85\x0c\x0b", "{", "---\na: b\n",
)  # fmt: skip
"""What is repeated and nothing else."""

BODIES: dict[str, Callable[[int], str]] = {
    "brackets closed": lambda size: "[" * (size // 2) + "a" + "]" * (size // 2),
    "images closed": lambda size: "![" * (size // 4) + "](b)" * (size // 8),
    "marks opened and closed": lambda size: "*_" * (size // 4) + "a" + "_*" * (size // 4),
    "longer and longer code": lambda size: "".join("`" * length + " " for length in range(1, _rows(size))),
    "attributes": _around("x <a", ' b="c"'),
    "deeper and deeper items": lambda size: "".join("  " * row + "- a\n" for row in range(int(size**0.5))),
    "deeper and deeper quotes": lambda size: "".join(">" * row + " a\n" for row in range(_rows(size))),
    "names never used": lambda size: "".join(f"[a{row}]: /u\n" for row in range(size // 12)),
    "a name used": lambda size: "[a]: /u\n" + "[a]" * (size // 3),
    "a title over lines": _around("[a]: b '", "c\n"),
    "a name over lines": _around("[", "a\n"),
    "a wide table": lambda size: "".join("|" + cell * (size // 10) + "\n" for cell in ("a|", "-|", "a|", "a|")),
    "a square table": lambda size: (
        lambda side: "|" + "a|" * side + "\n|" + "-|" * side + "\n" + ("|" + "a|" * side + "\n") * side
    )(int((size / 2) ** 0.5)),
    "bars escaped": _around("|a|\n|-|\n|", "\\|"),
    "a heading's end": _around("# a", " #", "b"),
    "spaces in a heading": _around("# ", " ", "b"),
    "spaces before a word": _around("", " ", "a"),
    "spaces after a word": _around("a", " ", "b"),
    "a paragraph over lines": _around("", "a\n", "==="),
    "fences in one another": _around("`````md\n````md\n```md\n", "a\n"),
    "quotes in a fence": _around("```md\n", "> "),
    "stops in an address": _around("http://", "."),
    "hosts": _around("<a@", "b."),
    "tags never opened": lambda size: "<div>" + "<b>" * (size // 6) + "</a>" * (size // 8),
    "tags never opened, in a paragraph": lambda size: "a" + "<b>" * (size // 6) + "</a>" * (size // 8),
    "comments never closed": _around("<div>\n", "<!-- "),
    "quotes never closed": _around("<div>\n", "<a b='"),
    "marks upon a letter": _around("a", "\u0301"),
    "nothing but addresses": _around("", "http://a.example/ ", "x"),
}
"""Bodies of articles."""

FRONTS: dict[str, Callable[[int], str]] = {
    "yaml: deep lists": _around("---\na: ", "[", "\n---\nx"),
    "yaml: many keys": lambda size: "---\n" + "".join(f"k{row}: v\n" for row in range(size // 10)) + "---\nx",
    "yaml: aliases": _around("---\na: &a [1]\nb: [", "*a,", "]\n---\nx"),
    "yaml: spaces": _around("---\n", " ", "\n---\nx"),
    "yaml: spaces after the line": _around("---", " ", "\nx"),
    "yaml: dashes": _around("---\na: b\n", "-"),
    "yaml: blank lines": _around("---\na: b\n---", "\n", "x"),
    "yaml: the key in its value": _around("---\ntitle: 'x\n", "title\n", "'\n---\nx"),
    "yaml: many tags": _around("---\ntags: [", "a,", "]\n---\nx"),
    "toml: deep lists": _around("+++\na = ", "[", "\n+++\nx"),
    "toml: deep tables": _around("+++\na = ", "{b=", "\n+++\nx"),
    "toml: a long number": _around("+++\na = ", "1", "\n+++\nx"),
    "toml: a key of many parts": _around("+++\n", "a.", "b = 1\n+++\nx"),
    "toml: a table of many parts": _around("+++\n[", "a.", "b]\n+++\nx"),
    "json: deep lists": lambda size: '{"a": ' + "[" * (size // 2) + "]" * (size // 2) + "}\nx",
    "json: deep lists, open": _around('{"a": ', "["),
    "json: names in names": lambda size: '{"author": ' + '{"name": ' * (size // 9) + '"a"' + "}" * (size // 9) + "}\nx",
    "json: a long number": _around('{"a": ', "1", "}\nx"),
    "json: spaces": _around("{", " ", '"'),
    "a long title": _around("---\ntitle: ", "a", "\n---\nx"),
    "a long address": _around("---\nurl: http://", "a", "\n---\nx"),
    "a long language": _around("---\nlang: fr-", "a", "\n---\nx"),
    "date: figures": _around("---\ndate: ", "1", "\n---\nx"),
    "date: comments": _around("---\ndate: 2020-01-01", " (", "\n---\nx"),
    "date: brackets": _around("---\ndate: ", "(", "\n---\nx"),
    "date: colons": _around("---\ndate: '", "1:", "'\n---\nx"),
}
"""Front matter."""

ATTACKS: dict[str, Callable[[int], str]] = {
    **{f"{piece!r} again and again": _repeat(piece) for piece in REPEATED}, **BODIES, **FRONTS,
}  # fmt: skip
"""Every attack by what it does."""

BOMBS = {
    "an alias of itself": "---\nauthors: &a [*a]\n---\nx",
    "aliases of aliases": "---\na0: &a0 [x]\n"
    + "".join(f"a{row}: &a{row} [{f'*a{row - 1},' * 9}]\n" for row in range(1, 9))
    + "---\nx",
    "half a character": '{"title": "\\ud800"}\nx',
    "half a character as a key": '{"\\udfff": 1}\nx',
    "half a character, deep": '{"a": [{"b": ["\\udabc"]}]}\nx',
    "names in names": FRONTS["json: names in names"](8000),
    "a number of thousands of digits, toml": "+++\na = " + "1" * 5000 + "\n+++\nx",
    "a number of thousands of digits, json": '{"a": ' + "1" * 5000 + "}\nx",
    "a key of thousands of parts": "+++\n" + "a." * 5000 + "b = 1\n+++\nx",
    "lists in lists": "---\na: " + "[" * 5000 + "\n---\nx",
    "the year 0": "---\ndate: 0000-01-01\n---\nx",
    "the year 10000": "---\ndate: 10000-01-01\n---\nx",
    "an offset before the first year": "+++\ndate = 0001-01-01T00:00:00+23:59\n+++\nx",
    "an offset after the last year": "+++\ndate = 9999-12-31T23:59:59-23:59\n+++\nx",
    "an offset of years": "---\ndate: 'Tue, 01 Jan 2020 00:00:00 +9999999999'\n---\nx",
    "a second far away": '{"date": 99999999999999}\nx',
    "a number that is none": '{"date": NaN}\nx',
    "a number without end": '{"date": 1e999}\nx',
    "a date of 60,000 characters": ATTACKS["date: brackets"](60_000),
    "half a million lines": "a\n" * 500_001,
}  # fmt: skip
"""Articles that must be refused, by what is wrong with them."""

_WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "AWS", "Nvidia", "<script>alert(1)</script>", "../../etc/passwd", "\\ud800", "\\0", "\\x1b", "\u202e",
            "\ufeff",
            "\ufffe", "'", '"', "]]>", "&#0;", "&#xD800;", "{{ 7*7 }}", "http://[", "http://a/%zz", "https://a.example/[b]",
            "9999-12-31T23:59:59-23:59", "0000-00-00", "1e999", "-1", "null", "a: b", "- ", "!!python/object x", "*a",
            "&a",
        ]
    ),
)  # fmt: skip
_KEYS = st.sampled_from(
    ["title", "id", "date", "lang", "url", "author", "authors", "tags", "params", "x", "<<", "?", '"']
)
_PAIRS = st.lists(st.tuples(_KEYS, st.one_of(_WORDS, _WORDS.map(lambda word: f'"{word}"'))), max_size=5)
_OPENINGS = st.one_of(
    st.just(""),
    _PAIRS.map(lambda pairs: "---\n" + "".join(f"{key}: {word}\n" for key, word in pairs) + "---\n"),
    _PAIRS.map(lambda pairs: "+++\n" + "".join(f"{key} = {word}\n" for key, word in pairs) + "+++\n"),
    _PAIRS.map(lambda pairs: "{" + ", ".join(f'"{key}": "{word}"' for key, word in pairs) + "}\n"),
)
_PIECES = st.one_of(
    _WORDS, st.sampled_from(REPEATED), st.sampled_from(["\n", "\n\n", " ", "\r\n", "\t", "|a|b|\n|-|-|\n"])
)


def hostile_articles() -> st.SearchStrategy[str]:
    """Front matter in any notation and a body, both made of what readers trip over."""
    bodies = st.lists(st.tuples(_PIECES, st.integers(1, 4)), max_size=12)
    return st.builds(lambda front, body: front + "".join(piece * times for piece, times in body), _OPENINGS, bodies)


def hostile_bytes() -> st.SearchStrategy[bytes]:
    """Such articles as files, some with a mark, cut in the middle of a character, or of other encodings."""
    whole = hostile_articles().map(lambda text: text.encode("utf-8", "replace"))
    return st.one_of(
        whole,
        whole.map(lambda data: b"\xef\xbb\xbf" + data),
        st.tuples(whole, st.integers(0, 200)).map(lambda pair: pair[0][: pair[1]]),
        st.tuples(whole, st.binary(max_size=4), st.integers(0, 50)).map(
            lambda parts: parts[0][: parts[2]] + parts[1] + parts[0][parts[2] :]
        ),
        hostile_articles().map(lambda text: text.encode("utf-16", "replace")),
        st.binary(max_size=60),
    )
