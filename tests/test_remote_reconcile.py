"""The Reconciliation Service API: what is asked, what is a match, and answers that are none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.errors import ServiceError
from kg.model import Entity
from kg.remote.client import Remote
from kg.remote.reconcile import Answer, Candidate, Question, ReconciliationService, decide, plain, reconcile
from tests.make_service import SPACE, Reply, Service, reconciling, serving

NVIDIA = {
    "id": "Q182477",
    "name": "Nvidia",
    "score": 100,
    "match": True,
    "type": [{"id": "Q4830453", "name": "business"}],
}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def question(name: str, *others: str, type_: str | None = None) -> Question:
    return Question(Entity.named("ORG", name), (name, *others), type_)


def answers(service: Service, *questions: Question) -> list[Answer]:
    asked = ReconciliationService(Remote(service.url, pause=lambda _: None))
    return [answer for batch in reconcile(asked, questions) for answer in batch]


def candidate(name: str, *, iri: str = f"{SPACE}1", match: bool = True, types: tuple[str, ...] = ()) -> Candidate:
    return Candidate(iri, name, match=match, types=types)


@pytest.mark.parametrize(
    ("asked", "candidates", "iri"),
    [
        (question("Nvidia"), [candidate("Nvidia")], f"{SPACE}1"),
        (question("L’Oréal"), [candidate("l'oreal")], f"{SPACE}1"),
        (question("AWS", "Amazon Web Services"), [candidate("Amazon Web Services")], f"{SPACE}1"),
        (question("Nvidia"), [candidate("Nvidia", match=False)], None),
        (question("Apple"), [candidate("Apple Inc.")], None),
        (question("Nvidia"), [candidate("Nvidia"), candidate("Nvidia", iri=f"{SPACE}2")], None),
        (question("Nvidia"), [candidate("Nvidia"), candidate("Nvidia")], f"{SPACE}1"),
        (question("Nvidia"), [candidate("Nvidia"), candidate("Nvidia", iri=f"{SPACE}2", match=False)], f"{SPACE}1"),
        (question("Apple", type_="company"), [candidate("Apple", types=("fruit",))], None),
        (question("Apple", type_="company"), [candidate("Apple")], None),
        (question("Apple", type_="company"), [candidate("Apple", types=("brand", "company"))], f"{SPACE}1"),
        (question("Nvidia"), [], None),
    ],
)
def test_what_is_a_match(asked: Question, candidates: list[Candidate], iri: str | None) -> None:
    answer = decide(asked, candidates)
    assert answer.iri == iri
    assert answer.candidates == tuple(candidates)


def test_names_are_asked_in_batches_and_come_back_in_order() -> None:
    things = {f"N{number}": [{"id": f"Q{number}", "name": f"N{number}", "match": True}] for number in range(1, 25, 2)}
    with serving(reconciling(things)) as service:
        found = answers(service, *(question(f"N{number}") for number in range(1, 25)))
    assert [answer.iri for answer in found] == [f"{SPACE}Q{number}" if number % 2 else None for number in range(1, 25)]
    manifest, *batches = service.asked
    assert manifest is None
    assert [len(json.loads(batch["queries"])) for batch in batches if batch] == [10, 10, 4]


def test_a_question_holds_the_label_the_type_and_how_many_candidates_are_enough() -> None:
    with serving(reconciling({})) as service:
        answers(service, question("Nvidia", "NVIDIA Corp", type_="Q43229"), question("AMD"))
    assert service.asked[1] is not None
    assert json.loads(service.asked[1]["queries"]) == {
        "q0": {"query": "Nvidia", "limit": 5, "type": "Q43229"},
        "q1": {"query": "AMD", "limit": 5},
    }


def test_a_candidate_is_read_with_all_that_is_said_of_it() -> None:
    told = NVIDIA | {"description": "American\n company", "features": []}
    with serving(reconciling({"Nvidia": [told]})) as service:
        [answer] = answers(service, question("Nvidia"))
    [found] = answer.candidates
    assert found == Candidate(f"{SPACE}Q182477", "Nvidia", True, 100.0, ("Q4830453",), "American company")
    assert str(found) == f"Nvidia (American company) <{SPACE}Q182477>"


def test_types_may_be_bare_and_an_identifier_may_be_an_address() -> None:
    told = {
        "id": "https://other.example/nvidia",
        "name": "Nvidia",
        "match": True,
        "type": ["company", {"name": "x"}, 3],
    }
    with serving(reconciling({"Nvidia": [told]})) as service:
        [answer] = answers(service, question("Nvidia", type_="company"))
    assert answer.iri == "https://other.example/nvidia"
    assert answer.candidates[0].types == ("company",)


@pytest.mark.parametrize(("size", "batches"), [(2, 3), (1000, 1), (0, 1), ("many", 1)])
def test_a_service_may_say_how_many_it_takes_at_a_time(size: object, batches: int) -> None:
    with serving(reconciling({}, batchSize=size)) as service:
        answers(service, *(question(f"N{number}") for number in range(5)))
    assert len(service.asked) == 1 + batches


def test_what_is_known_is_kept_when_the_service_fails_later() -> None:
    replies = iter([reconciling({}), reconciling({"N0": [NVIDIA | {"name": "N0"}]})])

    def failing(form: dict[str, str] | None) -> Reply:
        answer = next(replies, None)
        return Reply(status=500) if answer is None else answer(form)

    with serving(failing) as service:
        asked = ReconciliationService(Remote(service.url, pause=lambda _: None))
        batches = reconcile(asked, [question(f"N{number}") for number in range(20)])
        assert next(batches)[0].iri == f"{SPACE}Q182477"
        with pytest.raises(ServiceError, match="status 500, twice"):
            next(batches)


def test_without_questions_nothing_but_the_manifest_is_asked() -> None:
    with serving(reconciling({})) as service:
        assert answers(service) == []
    assert service.asked == [None]


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ([], "names no identifierSpace"),
        ({"name": "Things"}, "names no identifierSpace"),
        ({"identifierSpace": 3}, "names no identifierSpace"),
        (
            {"identifierSpace": SPACE, "versions": ["1.0", "0.9\n"]},
            "speaks version 1.0, 0.9; ask a service that speaks 0.1 or 0.2",
        ),
        ({"identifierSpace": SPACE, "versions": []}, "speaks version none"),
    ],
)
def test_what_is_no_reconciliation_service_is_told(manifest: object, message: str) -> None:
    with serving(lambda _: Reply(json.dumps(manifest).encode())) as service, pytest.raises(ServiceError, match=message):
        answers(service, question("Nvidia"))


def test_a_manifest_without_versions_is_an_old_one() -> None:
    with serving(reconciling({"Nvidia": [NVIDIA]}, versions=None)) as service:
        assert answers(service, question("Nvidia"))[0].iri == f"{SPACE}Q182477"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ([], "is no object"),
        ({}, "has no result for q0"),
        ({"q0": None}, "has no result for q0"),
        ({"q0": {"result": {}}}, "has no result for q0"),
        ({"q0": {"result": [3]}}, "without id and name"),
        ({"q0": {"result": [{"id": "Q1"}]}}, "without id and name"),
        ({"q0": {"result": [{"id": 1, "name": "Nvidia"}]}}, "without id and name"),
        ({"q0": {"result": [{"id": "Q1 \n<x>", "name": "Nvidia"}]}}, "makes no address"),
        ({"status": "error", "message": "no"}, "has no result for q0"),
    ],
)
def test_an_answer_of_another_form_is_told(answer: object, message: str) -> None:
    def odd(form: dict[str, str] | None) -> Reply:
        return reconciling({})(form) if form is None else Reply(json.dumps(answer).encode())

    with serving(odd) as service, pytest.raises(ServiceError, match=message):
        answers(service, question("Nvidia"))


@pytest.mark.parametrize("oddity", [{"match": "true"}, {"match": 1}, {"match": None}])
def test_only_true_is_true(oddity: dict[str, Any]) -> None:
    with serving(reconciling({"Nvidia": [NVIDIA | oddity]})) as service:
        assert answers(service, question("Nvidia"))[0].iri is None


@pytest.mark.parametrize("score", [None, "high", True, [1]])
def test_a_score_that_is_none_is_left_out(score: object) -> None:
    with serving(reconciling({"Nvidia": [NVIDIA | {"score": score, "type": None}]})) as service:
        [answer] = answers(service, question("Nvidia"))
    assert answer.candidates[0].score is None
    assert answer.candidates[0].types == ()


def test_a_service_that_sends_more_than_was_asked_for_is_cut_short() -> None:
    many = [NVIDIA | {"id": f"Q{number}"} for number in range(50)]
    with serving(reconciling({"Nvidia": many})) as service:
        assert len(answers(service, question("Nvidia"))[0].candidates) == 5


def test_what_a_service_says_cannot_steer_a_terminal() -> None:
    assert plain("\x1b]0;x\x07 a\u202eb\u200b \ud800c") == "]0;x ab c"
    assert len(plain("x" * 1000)) == 120
