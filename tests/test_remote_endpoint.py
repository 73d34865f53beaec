"""A SPARQL endpoint as a service: what it finds by label and type, and answers that are none."""

from __future__ import annotations

import pytest

from kg.errors import QueryError, ServiceError
from kg.model import Entity
from kg.remote.client import Remote
from kg.remote.endpoint import SparqlEndpoint
from kg.remote.reconcile import Answer, Question, reconcile
from tests.make_service import Reply, Service, endpoint, serving

TURTLE = """
@prefix : <http://things.example/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:nvidia a :Company ; rdfs:label "Nvidia"@en, "Nvidia"@fr .
:apple a :Company ; rdfs:label "Apple" .
:fruit a :Fruit ; rdfs:label "Apple"@en .
:one a :Company ; rdfs:label "Mercury"@mul .
:two a :Company ; rdfs:label "Mercury" .
:quoted a :Company ; rdfs:label "A \\"B\\" \\\\ C" .
:german a :Company ; rdfs:label "Bosch"@de .
:other :kind :Company ; rdfs:label "Other" .
"""
COMPANY = "http://things.example/Company"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
SPACED = b'{"head":{"vars":["label","item"]},"results":{"bindings":[{"item":{"type":"uri","value":"a b"}}]}}'


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def question(name: str, type_: str | None = COMPANY) -> Question:
    return Question(Entity.named("ORG", name), (name,), type_)


def answers(service: Service, *questions: Question, **how: str) -> list[Answer]:
    asked = SparqlEndpoint(Remote(service.url, pause=lambda _: None), **how)
    return [answer for batch in reconcile(asked, questions) for answer in batch]


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("Nvidia", "nvidia"),
        ("Apple", "apple"),
        ("Mercury", None),
        ('A "B" \\ C', "quoted"),
        ("Bosch", None),
        ("Other", None),
        ("Nowhere", None),
        ('" } #', None),
    ],
)
def test_what_bears_the_label_and_the_type_alone_is_a_match(name: str, item: str | None) -> None:
    with serving(endpoint(TURTLE)) as service:
        [answer] = answers(service, question(name))
    assert answer.iri == (f"http://things.example/{item}" if item else None)
    assert service.headers[0]["Accept"] == "application/sparql-results+json"


def test_two_things_of_one_name_and_type_are_both_shown() -> None:
    with serving(endpoint(TURTLE)) as service:
        [answer] = answers(service, question("Mercury"))
    assert [one.iri for one in answer.candidates] == ["http://things.example/one", "http://things.example/two"]


def test_the_type_decides() -> None:
    with serving(endpoint(TURTLE)) as service:
        found = answers(service, question("Apple"), question("Apple", "http://things.example/Fruit"))
    assert [answer.iri for answer in found] == ["http://things.example/apple", "http://things.example/fruit"]
    assert len(service.asked) == 2


def test_another_property_may_lead_to_the_type() -> None:
    with serving(endpoint(TURTLE)) as service:
        [answer] = answers(service, question("Other"), property="http://things.example/kind")
    assert answer.iri == "http://things.example/other"


def test_many_names_are_asked_in_few_queries_and_come_back_in_order() -> None:
    names = [f"N{number}" for number in range(45)]
    turtle = "".join(f'<http://t.example/{name}> a <{COMPANY}> ; {LABEL} "{name}" .\n' for name in names[::2])
    with serving(endpoint(turtle)) as service:
        found = answers(service, *map(question, names))
    assert [answer.iri for answer in found] == [
        f"http://t.example/{name}" if place % 2 == 0 else None for place, name in enumerate(names)
    ]
    assert len(service.asked) == 3


def test_a_name_of_very_many_things_leaves_room_for_the_others() -> None:
    turtle = "".join(f'<http://t.example/{number:03}> a <{COMPANY}> ; {LABEL} "A" .\n' for number in range(200))
    turtle += f'<http://t.example/b> a <{COMPANY}> ; {LABEL} "B" .\n'
    with serving(endpoint(turtle)) as service:
        first, second = answers(service, question("A"), question("B"))
    assert first.iri is None
    assert len(first.candidates) == 5
    assert second.iri == "http://t.example/b"


def test_without_a_type_nothing_is_asked() -> None:
    with serving(endpoint(TURTLE)) as service, pytest.raises(QueryError, match="asked by label and type"):
        answers(service, question("Nvidia", None))
    assert service.asked == []


def test_a_type_that_is_no_iri_is_told() -> None:
    with serving(endpoint(TURTLE)) as service, pytest.raises(QueryError, match="'Q43229': not an IRI"):
        answers(service, question("Nvidia", "Q43229"))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>Not found</html>", "answers with what are no results"),
        (b"", "answers with what are no results"),
        (b"{}", "answers with what are no results"),
        (b'{"head":{},"boolean":true}', "answers yes or no to a SELECT"),
        (
            b'{"head":{"vars":["label","item"]},"results":{"bindings":[{"item":{"type":"uri","value":"a b"}}]}}',
            "no results",
        ),
    ],
)
def test_an_answer_of_another_form_is_told(body: bytes, message: str) -> None:
    with serving(lambda _: Reply(body)) as service, pytest.raises(ServiceError, match=message):
        answers(service, question("Nvidia"))


def test_rows_of_another_kind_are_passed_over() -> None:
    body = (
        b'{"head":{"vars":["label","item"]},"results":{"bindings":[{"label":{"type":"literal","value":"Nvidia"}},'
        b'{"label":{"type":"literal","value":"Nvidia"},"item":{"type":"bnode","value":"x"}},'
        b'{"label":{"type":"literal","value":"Nvidia"},"item":{"type":"uri","value":"http://t.example/n"}}]}}'
    )
    with serving(lambda _: Reply(body)) as service:
        assert answers(service, question("Nvidia"))[0].iri == "http://t.example/n"
