"""Builder: what is wrong with the text of a schema file, and a small schema of another field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import SchemaError
from kg.schema import load_schema

if TYPE_CHECKING:
    from pathlib import Path

MEDICINE = r"""# Drugs and what they are good for.

[classes.DRUG]
label = { en = "drug", fr = "médicament" }

[classes.DISEASE]
iri = "schema:MedicalCondition"
label = { en = "disease", fr = "maladie" }
comment = { en = "What people suffer from." }

[relations.treats]
label = { en = "treats", fr = "soigne" }
inverse = { en = "is treated with", fr = "se soigne avec" }
signatures = ["DRUG -> DISEASE"]
patterns = ["HEAD soigner|guérir TAIL", "traitement de TAIL par HEAD"]
triggers = ["efficace"]

[relations.causes]
label = { en = "causes", fr = "provoque" }
signatures = ["DRUG, DISEASE -> DISEASE"]
triggers = ["provoquer"]

[relations.develops]
signatures = ["ORG -> DRUG"]

[relations.acquires]
patterns = ["HEAD croquer TAIL"]

[names.DRUG]
"Zorvalex" = ["zorvalex", "chlorhydrate de zorvane"]
"Meltrine" = []

[names.DISEASE]
"fièvre de Karst" = ["fièvre karstique"]
"syndrome d’Aubel" = []

[names.ORG]
"Pharmalys" = []
"Verrandis" = []

[[patterns]]
label = "DRUG"
pattern = [{ TEXT = { REGEX = '^MX-\d+$' } }]
"""

CLINIC = """\
# Nouvel espoir contre la fièvre de Karst

Le laboratoire Pharmalys a développé le Zorvalex, qui soigne la fièvre karstique.

La Meltrine ne guérit pas le syndrome d’Aubel. Le MX-12 serait efficace contre la fièvre karstique.

Le syndrome d’Aubel est provoqué par la fièvre de Karst, et la fièvre de Karst par rien.

Pharmalys va croquer Verrandis.
"""
"""An article of that field."""


def faults(folder: Path, text: str, name: str = "kg.toml") -> list[str]:
    """The lines of the error that a schema file of this text gives, without the folder before its name."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        load_schema(path)
    return str(caught.value).replace(f"{folder}/", "").splitlines()
