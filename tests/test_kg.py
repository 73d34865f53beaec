"""The front door: what the package offers by name."""

from __future__ import annotations

import kg


def test_every_public_name_is_there_and_listed() -> None:
    assert dir(kg) == sorted(kg.__all__)
    assert all(getattr(kg, name) for name in kg.__all__)
