"""The tokenizer's rule for words that stay whole, written so that it is compiled in a moment.

spaCy's French rule is an alternative for each prefix of a compound ("anti", "auto" …), and all of them repeat the
same large classes of letters: a pattern of 1.4 MB that takes three seconds to compile. Alternatives that differ in
one part only are written as one here, which matches the same words and stands in for it in the bundled pipeline.
"""

import re
from typing import Any

from spacy.language import Language

FLAGS = "(?iu)"
LETTERS = re.compile(r"(\[[^\]]{100,}\][*+]?)")
"""A class of letters in a pattern, with how often it may repeat."""


def factored(pattern: str) -> str:
    """The same pattern of alternatives ``(?:^…$)``, with what several of them have in common written once."""
    alternatives = pattern.removeprefix(FLAGS).removeprefix("(?:^").removesuffix("$)").split("$)|(?:^")
    middles: dict[tuple[str, str], list[str]] = {}
    for alternative in alternatives:
        parts = LETTERS.split(alternative)
        place = next(index for index, part in enumerate(parts) if index % 2 == 0 and part)
        frame = "".join(parts[:place]), "".join(parts[place + 1 :])
        middles.setdefault(frame, []).append(parts[place])
    written = [f"{head}(?:{'|'.join(middle)}){tail}" for (head, tail), middle in middles.items()]
    return f"{FLAGS}^(?:{'|'.join(written)})$"


def simplify(nlp: Language) -> None:
    """Put the factored rule into a pipeline's tokenizer."""
    tokenizer: Any = nlp.tokenizer
    tokenizer.token_match = re.compile(factored(tokenizer.token_match.__self__.pattern)).match
