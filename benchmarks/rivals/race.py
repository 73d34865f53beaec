"""The same texts through kg, bare spaCy and the others by turns, each timed by the processor in its own process."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.extraction import BARE, LANGUAGE
from benchmarks.rivals import others
from kg.extract import extract, load_pipelines
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Article

__all__ = ["NAMES", "PACKAGES", "Ran", "python_with", "race", "running_text"]

NAMES = ("spacy", "textacy", "graphrag")
"""Who runs beside kg; spaCy is there for comparison."""
PACKAGES = ("textacy>=0.13,<0.14", "graphrag>=3.3,<4")


@dataclass(frozen=True, slots=True)
class Ran:
    """What one of them took, and found.

    Attributes:
        seconds: CPU seconds of the fastest round; None where it is missing.
        found: id, entities and pairs of each article, as :mod:`benchmarks.rivals.others` tells them.
        why: it is missing.
    """

    seconds: float | None
    found: Sequence[Any] = field(default=(), repr=False)
    why: str = ""


def running_text(article: Article) -> str:
    """The blocks of an article, a line each: what the others read."""
    return "\n".join(block.text for block in article.blocks)


def python_with(folder: Path, *, make: bool) -> str | None:
    """The Python of a virtual environment that has the others; made there, with what they need, if it is to be."""
    python = folder / "bin" / "python"
    if not python.exists() and make:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        done = subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=False)
        if done.returncode:
            shutil.rmtree(folder)
    return str(python) if python.exists() else None


def race(articles: Sequence[Article], python: str | None, scratch: Path, *, rounds: int) -> Mapping[str, Ran]:
    """Let kg and the others read some articles in turns, after a round that warms all of them up.

    Without a round to time, the others alone read them once, for what they find.
    """
    pipeline, texts = scratch / "pipeline", scratch / "texts.jsonl"
    _bare().to_disk(pipeline)
    rows = [json.dumps({"id": article.id, "text": running_text(article)}) for article in articles]
    texts.write_text("\n".join(rows), encoding="utf-8")
    pipelines, schema = load_pipelines(), load_schema()
    times: dict[str, list[float]] = {"kg": [], **{name: [] for name in NAMES}}
    found: dict[str, Sequence[Any]] = {}
    with ExitStack() as stack:
        running, missing = {}, {}
        for name in NAMES:
            chosen = sys.executable if name == "spacy" else python
            other = None if chosen is None else _Other(chosen, name, str(pipeline), str(texts))
            if other is not None and stack.enter_context(other).ready:
                running[name] = other
            else:
                missing[name] = Ran(None, why="no virtual environment has it" if other is None else other.why)
        for number in range(rounds + 1):
            start = time.process_time()
            for _ in extract(articles if rounds else (), pipelines, schema=schema):
                pass
            times["kg"].append(time.process_time() - start)
            for name, other in running.items():
                answer = other.ask("found" if number == 0 else "")
                times[name].append(float(answer["seconds"]))
                found.setdefault(name, answer.get("found", ()))
    ran = {name: Ran(min(of[1:] or of), found.get(name, ())) for name, of in times.items() if of}
    return {name: ran.get(name) or missing[name] for name in times}


def _bare() -> Any:  # noqa: ANN401 - spaCy's Language
    """The bundled pipeline without what is kg's, so that it loads where kg is not."""
    nlp = load_pipelines().get(LANGUAGE)
    for name in [name for name in nlp.component_names if name not in BARE]:
        nlp.remove_pipe(name)
    return nlp


class _Other:
    """One of the others in a process of its own."""

    def __init__(self, python: str, *words: str) -> None:
        self.process = subprocess.Popen(
            [python, "-P", str(Path(others.__file__)), *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.why = ""
        self.ready = False

    def __enter__(self) -> _Other:
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.ready = bool(self.process.stdout.readline())
        if not self.ready:
            lines = self.process.stderr.read().strip().splitlines()
            self.why = lines[-1][:200] if lines else "it ended without a word"
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.communicate()

    def ask(self, line: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer
