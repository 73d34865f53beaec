"""Front matter in three notations: where it stands, what it says, and every way in which it can be broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.read.frontmatter import MAX_CHARACTERS, line_of, read_front_matter

YAML = '---\ntitle: "Une puce"\ntags: [a, b]\n---\nCorps\n'
TOML = '+++\ntitle = "Une puce"\ntags = ["a", "b"]\n+++\nCorps\n'
JSON = '{\n  "title": "Une puce",\n  "tags": ["a", "b"]\n}\nCorps\n'


@pytest.mark.parametrize("text", [YAML, TOML, JSON, JSON.replace("\n ", ""), "\n\n" + YAML, YAML.replace("\n", "\r\n")])
def test_three_notations_say_the_same(text: str) -> None:
    front = read_front_matter(text, "a.md")
    assert front.values == {"title": "Une puce", "tags": ["a", "b"]}
    assert text[front.body :].strip() == "Corps"
    place = front.find("title")
    assert place is not None
    assert text.startswith("Une puce", place)
    assert front.find("subtitle") is None


@pytest.mark.parametrize(
    "text",
    ["", "Corps", "---\n\nUn paragraphe après un filet", "--- \n# Titre", "- a\n- b", "{ceci} n'est pas du JSON"],
)
def test_text_without_front_matter_is_all_body(text: str) -> None:
    front = read_front_matter(text, "a.md")
    assert front.values == {}
    assert front.body == 0


def test_empty_front_matter_is_no_fault() -> None:
    text = "---\n---\nCorps"
    front = read_front_matter(text, "a.md")
    assert front.values == {}
    assert text[front.body :].strip() == "Corps"


def test_yaml_values_stay_texts() -> None:
    front = read_front_matter(
        "---\nlang: no\ntitle: 2025\ndate: 2025-13-45\nx: !!python/name:os.system y\n---\n", "a.md"
    )
    assert front.values == {"lang": "no", "title": "2025", "date": "2025-13-45", "x": "y"}


QUOTE = "put values that hold `: `, quotes or brackets between quotes"
COMMAS = "check commas, quotes and brackets on this line and the one before"
FLAT = "write the values out flat"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "---\ntitle: Puce: la suite\n---\n",
            f"a.md:2: broken YAML front matter (mapping values are not allowed in this context); {QUOTE}",
        ),
        (
            "\n\n---\r\nid: 1\r\ntitle: [a\r\n---\r\n",
            f"a.md:6: broken YAML front matter (did not find expected ',' or ']'); {QUOTE}",
        ),
        ("---\nid: \x01\n---\n", "a.md:1: broken YAML front matter (U+0001 is not allowed); take the character out"),
        ("---\ntitle: Une puce\n\nCorps", "a.md:1: front matter that is never closed; end it with a line ---"),
        ("+++\ntitle = 'Une puce'\n\nCorps", "a.md:1: front matter that is never closed; end it with a line +++"),
        ("---\n- a\n- b\n---\n", "a.md:1: front matter without keys; write one `key: value` on each line"),
        (
            "+++\nid = 1\ntitle = Une puce\n+++\n",
            "a.md:3: broken TOML front matter (Invalid value); put texts between double quotes",
        ),
        (
            '{\n"title": "Une puce"\n"id": 1}\n',
            f"a.md:3: broken JSON front matter (Expecting ',' delimiter); {COMMAS}",
        ),
        (
            "---\na: &a [x]\nb: [" + "*a, " * 11 + "]\n---\n",
            f"a.md:3: refused YAML front matter (more than 10 aliases); {FLAT}",
        ),
        ("---\na:\n" + "- " * 30 + "b\n---\n", f"a.md:3: refused YAML front matter (more than 20 levels deep); {FLAT}"),
        ("+++\na = " + "[" * 20_000 + "\n+++\n", f"a.md:1: refused TOML front matter (nested too deeply); {FLAT}"),
        ('{"a": ' + "[" * 200_000, f"a.md:1: refused JSON front matter (nested too deeply); {FLAT}"),
        (
            f"---\ntitle: {'x' * MAX_CHARACTERS}\n---\n",
            "a.md:1: front matter longer than 64 KiB; move the text to the body, below the front matter",
        ),
    ],
    ids=range(13),
)
def test_faults_say_line_problem_and_advice(text: str, message: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read_front_matter(text, "a.md")
    assert str(caught.value) == message


@given(st.text(alphabet="-+{}[]:&*!'\"abc \n\r,#|>"))
def test_any_text_is_read_or_refused_in_one_way(text: str) -> None:
    for fence in ("---\n", "+++\n", '{"', ""):
        try:
            front = read_front_matter(fence + text, "a.md")
        except ArticleError:
            continue
        assert 0 <= front.start <= front.end <= front.body <= len(fence + text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_with_any_line_end(end: str) -> None:
    text = end.join("abc")
    assert [line_of(text, text.index(letter)) for letter in "abc"] == [1, 2, 3]
