"""Writing decisions down: into a text that people edit too, and from there safely into its file.

What is there already changes nothing, byte for byte. A decision that contradicts one in the file takes its place,
since who writes it has thought again; what several decisions together rule out is refused and left to people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.errors import DecisionError
from kg.files import whole_file
from kg.resolve.contradictions import contradictions, misfits
from kg.resolve.corrections import Split, opposed, sentence
from kg.resolve.decisions import cited, decoded, parse_decisions
from kg.resolve.entries import no_name
from kg.resolve.sheet import fields, read_sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.resolve.corrections import Decision
    from kg.resolve.sheet import Block, Sheet
    from kg.schema import Schema

__all__ = ["Edit", "content", "forget", "record", "restore", "with_decision", "without_decision"]

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Edit:
    """What became of a text.

    Attributes:
        text: as it is now.
        decision: as it stands there.
        replaced: the decisions that it took the place of.
        changed: whether anything is otherwise than before.
    """

    text: str
    decision: Decision
    replaced: tuple[Decision, ...] = ()
    changed: bool = True


def with_decision(text: str, file: str, decision: Decision, schema: Schema) -> Edit:
    """A text of decisions with one more; the lines of the text end in LF.

    Args:
        text: of the file, or an empty one.
        file: its name, for errors.
        decision: what was decided; its reason takes the place of a former one unless it is empty.
        schema: whose classes and relations are known.

    Raises:
        DecisionError: the text is wrong, or several of its decisions together rule this one out.
    """
    _refuse_unseen(decision)
    sheet = read_sheet(text, file, schema)
    known = next((block for block in sheet.blocks if _says(block.decision, decision)), None)
    if known and decision.because in {"", known.decision.because}:
        return Edit(text, known.decision, changed=False)
    if known:
        sheet = sheet.written(replace(known.decision, because=decision.because), [known])
        return _checked(sheet, Edit(sheet.text(), replace(known.decision, because=decision.because)), file, schema)
    same: list[Block] = []
    taken: list[Decision] = []
    if isinstance(decision, Split) and decision.articles:
        same = [block for block in sheet.blocks if _adds_to(block.decision, decision)]
        articles = {one for block in same if isinstance(block.decision, Split) for one in block.decision.articles}
        sheet, taken = _taken_from_others(sheet, decision)
        decision = replace(decision, articles=tuple(sorted(articles.union(decision.articles))))
    rivals = [block for block in sheet.blocks if opposed(block.decision, decision)]
    _refuse(decision, [block.decision for block in sheet.blocks if block not in rivals], file, schema)
    sheet = sheet.written(decision, [*same, *rivals])
    return _checked(sheet, Edit(sheet.text(), decision, (*taken, *(one.decision for one in rivals))), file, schema)


def _says(there: Decision, decision: Decision) -> bool:
    """Whether a decision is there already, for these articles and perhaps for more."""
    if isinstance(there, Split) and isinstance(decision, Split) and there.articles and decision.articles:
        return replace(decision, articles=there.articles) == there and set(decision.articles) <= set(there.articles)
    return there == decision


def _adds_to(there: Decision, split: Split) -> bool:
    """Whether a split says the same of more articles, for the same reason."""
    return (
        isinstance(there, Split)
        and bool(there.articles)
        and there == replace(split, articles=there.articles)
        and there.because == split.because
    )


def _taken_from_others(sheet: Sheet, split: Split) -> tuple[Sheet, list[Decision]]:
    """Take the articles of a split from the other things that its name stands for, which keep the rest of theirs."""
    taken: list[Decision] = []
    for block in sheet.blocks:
        other = block.decision
        if isinstance(other, Split) and opposed(other, split):
            left = tuple(one for one in other.articles if one not in split.articles)
            if left:
                sheet = sheet.written(replace(other, articles=left), [block])
                taken.append(replace(other, articles=tuple(one for one in other.articles if one in split.articles)))
    return sheet, taken


def _refuse_unseen(decision: Decision) -> None:
    """Refuse a decision with a text that a file could not show.

    Raises:
        DecisionError: a name, an identifier or the reason holds what cannot be seen.
    """
    for value in fields(decision).values():
        for text in (value,) if isinstance(value, str) else value:
            if problem := no_name(text):
                raise DecisionError(f"{sentence(decision)!r}: {problem}; it cannot be written down")


def _refuse(decision: Decision, others: list[Decision], file: str, schema: Schema) -> None:
    """Refuse a decision that contradicts several others together, or joins what cannot be joined.

    Raises:
        DecisionError: it does.
    """
    last = replace(decision, line=1 + max((one.line for one in others), default=0))
    for found in contradictions([*others, last]):
        against = [one for one in (found.decision, *found.others) if one != decision]
        if len(against) < 1 + len(found.others):
            said = f"{sentence(decision)} contradicts {cited(against)}"
            raise DecisionError(f"{file}: {said}; take one of these out first")
    for misfit in misfits([*others, decision], schema):
        if misfit.decision == decision:
            raise DecisionError(f"{sentence(decision)}: {misfit.problem}; {misfit.advice}")


def _checked(sheet: Sheet, edit: Edit, file: str, schema: Schema) -> Edit:
    """The edit, after making sure that its text says what it should.

    Raises:
        DecisionError: it does not, since the text has a form that only people can edit.
    """
    wanted = {(block.decision, block.decision.because) for block in sheet.blocks}
    try:
        found = {(one, one.because) for one in parse_decisions(edit.text, file, schema)}
    except DecisionError:
        found = set()
    if found != wanted:
        raise DecisionError(f"{file}: this file cannot be edited line by line; write into it yourself what is decided")
    return edit


def without_decision(text: str, file: str, decision: Decision, schema: Schema) -> Edit:
    """A text of decisions without one, and without the comments of its entry.

    Raises:
        DecisionError: the text is wrong.
    """
    sheet = read_sheet(text, file, schema)
    kept = tuple(block for block in sheet.blocks if block.decision != decision)
    if len(kept) == len(sheet.blocks):
        return Edit(text, decision, changed=False)
    sheet = replace(sheet, blocks=kept)
    return _checked(sheet, Edit(sheet.text(), decision, (decision,)), file, schema)


def record(path: Path, decision: Decision, schema: Schema) -> Edit:
    """Write a decision into a file, which is made where it is missing.

    Raises:
        DecisionError: as for :func:`with_decision`, or the file cannot be read or written.
    """
    return _rewrite(path, lambda text: with_decision(text, str(path), decision, schema))


def forget(path: Path, decision: Decision, schema: Schema) -> Edit:
    """Take a decision out of a file.

    Raises:
        DecisionError: the file is wrong, or cannot be read or written.
    """
    return _rewrite(path, lambda text: without_decision(text, str(path), decision, schema))


def _rewrite(path: Path, change: Callable[[str], Edit]) -> Edit:
    former = content(path) or b""
    edit = change(decoded(former, str(path)))
    if edit.changed:
        text = edit.text.replace("\n", "\r\n") if b"\r\n" in former else edit.text
        restore(path, (_MARK + text if former.startswith(_MARK.encode()) else text).encode())
    return edit


def content(path: Path) -> bytes | None:
    """The bytes of a file, None where there is none.

    Raises:
        DecisionError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DecisionError(f"{path}: cannot be read ({error.strerror}); give the path of a file") from error


def restore(path: Path, data: bytes | None) -> None:
    """Make a file hold what :func:`content` gave, at once or not at all; its permissions stay.

    Raises:
        DecisionError: it cannot be written.
    """
    try:
        if data is None:
            path.resolve().unlink(missing_ok=True)
            return
        with whole_file(path) as stream:
            stream.write(data)
    except OSError as error:
        advice = "name a file that you may write with --decisions"
        raise DecisionError(f"{path}: cannot be written ({error.strerror or error}); {advice}") from error
