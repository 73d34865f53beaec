"""Languages as front matter names them, and as texts show them."""

from __future__ import annotations

import pytest

from kg.read.language import detect_language, language_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-FR", "fr"),
        ("fr_CA.UTF-8", "fr"),
        ("fra", "fr"),
        ("fre-FR", "fr"),
        ("français", "fr"),
        ("French", "fr"),
        (" Anglais ", "en"),
        ("no", "no"),
        ("zh-Hans-CN", "zh"),
        ("gsw", "gsw"),
        ("", None),
        ("x", None),
        ("klingon", None),
        ("fr en", None),
    ],
)
def test_codes_and_names(name: str, code: str | None) -> None:
    assert language_code(name) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Le fabricant annonce une nouvelle puce pour ses centres de données.", "fr"),
        ("The manufacturer announces a new chip for its data centres.", "en"),
        ("Der Hersteller kündigt einen neuen Chip für seine Rechenzentren an.", "de"),
        ("El fabricante anuncia un nuevo chip para sus centros de datos.", "es"),
        ("2025 — 42 % …", "und"),
        ("", "und"),
    ],
)
def test_detection(text: str, code: str) -> None:
    assert detect_language(text) == code
