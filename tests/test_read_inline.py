"""Inline Markdown and HTML -> running text that quotes the file."""

from __future__ import annotations

import pytest

from kg.read.markdown import markdown_blocks


def texts(source: str) -> list[str]:
    return [block.text for block in markdown_blocks(source, 0)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        # emphasis, strikethrough, code
        ("*a* _b_ **c** __d__ ***e*** f", "a b c d e f"),
        ("un*mot*ici et snake_case_ici", "unmotici et snake_case_ici"),
        ("~~a~~ et ~b~ et ~~~~~c~~~~~", "a et ~b~ et ~c~"),
        ("2 * 3 * 4 et ** seul", "2 * 3 * 4 et ** seul"),
        ("`a` `` b`c `` ` ` ```d```", "a b`c   d"),
        ("`a\n  b` et `pas fini", "a b et `pas fini"),
        ("`\\*` et `&amp;`", "\\* et &amp;"),
        # escapes and entities
        (r"\*a\* \\ \é \_", r"*a* \ \é _"),
        ("R&amp;D, R&#38;D, R&D, A &lt; B", "R&D, R&D, R&D, A &lt; B"),
        ("a&nbsp;b &eacute; &bogus; &", "a&nbsp;b &eacute; &bogus; &"),
        # links, images, addresses
        ("[AWS](https://a.example) et [Nvidia][n]\n\n[n]: https://n.example 'Titre'", "AWS et Nvidia"),
        ("[a [b] **c**](x) [d](<y z> 't')", "a [b] c d"),
        ("[pas un lien] [ni](celui là", "[pas un lien] [ni](celui là"),
        ("a ![texte *de* remplacement](i.png) b", "a  b"),
        ("[![logo](i.png) Nvidia](x)", "Nvidia"),
        ("voir <https://a.example/b> ou <moi@a.example>.", "voir  ou ."),
        ("voir https://a.example/b_c_d*e* ici", "voir  ici"),
        ("[https://a.example](https://a.example) dit", "dit"),
        # line breaks
        ("a\nb  \nc\\\nd   \n   e", "a b c d e"),
        ("a\r\nb  \r\nc\\\r\nd\re", "a b c d e"),
        # white space and apostrophes
        ("l’IA\u202f: «\u00a0oui\u00a0»\tnon ‘a’", "l'IA : « oui » non 'a'"),
        # HTML
        ("a <b>c</b> <!-- d --> <span class='x'>e</span> <? f ?>", "a c  e"),
        ("<script>var a = 1 < 2;</script> b", "b"),
        ("a <script>b</script> c", "a  c"),
        ("Vec<String> et 1 < 2 > 0", "Vec et 1 < 2 > 0"),
    ],
)
def test_running_text(source: str, text: str) -> None:
    assert texts(source) == [text]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a<br>b<br/>c", ["a", "b", "c"]),
        ("<div>\nUn\n<p>Deux <i>fois</i></p>Trois\n</div>", ["Un", "Deux fois", "Trois"]),
        ("<ul><li>a</li><li>b</li></ul>", ["a", "b"]),
        ("<details>\n<summary>Titre</summary>\n\nSuite *ici*\n\n</details>", ["Titre", "Suite ici"]),
        ("<!-- a\n\nb -->\n\nc", ["c"]),
        ("<style>\np {}\n</style>\n\nc", ["c"]),
        ("<p>R&amp;D &eacute;</p>", ["R&D &eacute;"]),
        ("<pre>\na\n</pre>\n\nb", ["b"]),
    ],
)
def test_html_breaks_passages(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


@pytest.mark.parametrize(
    ("source", "bold"),
    [
        ("a **b c** d [e *f*](x)", ["b c", "e f"]),
        ("**[AWS](x)** et [**Nvidia** corp](y)", ["AWS", "Nvidia", "Nvidia corp"]),
        ("***a** b* __c__", ["a", "c"]),
        ("*a* ~~b~~ `c`", []),
        ("** a **", []),
        ("**a\nb**", ["a b"]),
        ("<b>a</b> <strong>b</strong> <a href=x>c</a> <i>d</i> </b>", ["a", "b", "c"]),
        ("<https://a.example> ![**a**](b)", []),
        ("**`code` et \\* fin**", ["code et * fin"]),
    ],
)
def test_bold_type_and_link_text_are_marked(source: str, bold: list[str]) -> None:
    found = [block.text[start:end] for block in markdown_blocks(source, 0) for start, end in block.bold]
    assert found == bold
