"""The pages over HTTP: every IRI has one, in the language and form that is asked for; nothing in them gets loose."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.graph.vocab import Vocabulary
from kg.serve.pages.addresses import href
from tests.make_hostile import BAD, STRINGS, hostile_everywhere
from tests.make_market import WIKIDATA, iri, market
from tests.make_serve import serving
from tests.make_site import HTML, Read, folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.store import Store
    from tests.make_serve import Answer, Served

FORMS = {
    ".ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    ".nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    ".jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    ".rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}


@pytest.fixture(scope="module", name="served")
def _served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(folder_of(market(), tmp_path_factory.mktemp("site") / "market")) as served:
        yield served


@pytest.fixture(scope="module", name="hostile")
def _hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(
        folder_of(hostile_everywhere(), tmp_path_factory.mktemp("site") / "h"), title=f"Titre {BAD}"
    ) as served:
        yield served


def subjects(store: Store) -> list[str]:
    """All that a graph and its ontology speak of, and the terms that they use."""
    quads = list(store.raw)
    terms = [term for quad in quads for term in (quad.subject, quad.predicate)]
    return sorted({term.value for term in terms if isinstance(term, ox.NamedNode)})


def page(served: Served, path: str, language: str = "fr") -> Read:
    answer = served.get(path, Accept=HTML, Accept_Language=language)
    assert answer.status == 200, (path, answer.text)
    assert answer.type == "text/html"
    return Read(answer.text)


def ask(served: Served, text: str, **more: object) -> Answer:
    content = json.dumps({"text": text, **more})
    return served.send("POST", "/ask", content, {"Content-Type": "application/json", "Accept": "*/*"})


# ---- every IRI


@pytest.mark.parametrize("name", subjects(market()))
def test_every_iri_leads_somewhere_for_people_and_for_machines(served: Served, name: str) -> None:
    address = href(name, Vocabulary()).partition("#")[0]
    answer = served.get(address, Accept=HTML)
    if answer.status == 303:  # a passage is read on the page of its statement
        answer = served.get(answer.headers["location"].partition("#")[0], Accept=HTML)
    assert answer.status == 200
    read = Read(answer.text)
    assert read.dangers() == []
    turtle = served.get(address, Accept="text/turtle")
    assert (turtle.status, turtle.type) == (200, "text/turtle")
    said = {quad.subject for quad in ox.parse(turtle.body, format=ox.RdfFormat.TURTLE)}
    spoken_of = next(market().raw.quads_for_pattern(ox.NamedNode(name), None, None, None), None)
    assert spoken_of is None or ox.NamedNode(name) in said or "#" in name


@pytest.mark.parametrize("suffix", FORMS)
def test_a_suffix_asks_for_a_form_and_all_forms_say_the_same(served: Served, suffix: str) -> None:
    media_type, form = FORMS[suffix]
    by_suffix = served.get(f"/id/org/ibm{suffix}", Accept=HTML)
    by_accept = served.get("/id/org/ibm", Accept=media_type)
    assert by_suffix.type == by_accept.type == media_type
    assert by_suffix.body == by_accept.body
    plain = ox.parse(served.get("/id/org/ibm.nt").body, format=ox.RdfFormat.N_TRIPLES)
    assert {quad.triple for quad in ox.parse(by_suffix.body, format=form)} == {quad.triple for quad in plain}


def test_the_data_of_an_entity_holds_its_statements(served: Served) -> None:
    found = {quad.triple for quad in ox.parse(served.get("/id/org/ibm.nt").body, format=ox.RdfFormat.N_TRIPLES)}
    node, kg = ox.NamedNode(iri("IBM")), Vocabulary().kg
    statements = {one.subject for one in found if one.predicate in (kg.subject, kg.object) and one.object == node}
    known = [
        *market().raw.quads_for_pattern(None, kg.subject, node),
        *market().raw.quads_for_pattern(None, kg.object, node),
    ]
    assert statements == {quad.subject for quad in known}
    assert ox.NamedNode(WIKIDATA) in {one.object for one in found}


def test_the_ontology_is_read_at_its_own_address(served: Served) -> None:
    found = {quad.triple for quad in ox.parse(served.get("/ns.ttl").body, format=ox.RdfFormat.TURTLE)}
    assert found == set(market().ontology())
    assert 'id="partnersWith"' in served.get("/ns", Accept=HTML).text


def test_what_there_is_not(served: Served) -> None:
    answer = served.get("/id/org/nobody_at_all", Accept=HTML)
    assert answer.status == 404
    assert 'value="nobody at all"' in answer.text
    assert served.get("/id/org/nobody", Accept="text/turtle").status == 404
    assert served.get("/resource?iri=no iri".replace(" ", "%20"), Accept=HTML).status == 404
    assert served.get("/id/org/ibm", Accept="image/png").status == 406
    assert served.get(f"/resource?iri={quote(iri('IBM'), safe='')}&form=gif").status == 406
    assert served.get("/queries/nothing", Accept=HTML).status == 404
    assert served.get("/queries/..%2F..%2Fetc", Accept=HTML).status == 404
    for name in ("..%2Fpaper.py", "paper.py", "base.html.j2", "nothing.js", ".css"):
        assert served.get(f"/assets/{name}").status == 404, name


def test_a_page_can_be_asked_for_by_its_head_alone(served: Served) -> None:
    answer = served.send("HEAD", "/id/org/ibm", headers={"Accept": HTML})
    assert (answer.status, answer.body, answer.type) == (200, b"", "text/html")


# ---- what they say


def test_an_entity_says_what_the_articles_say(served: Served) -> None:
    read = page(served, "/id/org/ibm")
    for said in (
        "IBM",
        "Aussi appelée Big Blue",
        "organisation",
        "est partenaire de",
        "Confluent et Big Blue sont partenaires.",
        "autre.example · 10 déc. 2025",
        "prévue",
        "wikidata.org/entity/Q37156",
        "Numéro 1",
    ):
        assert said in read.text, said
    links = read.links()
    assert "/id/org/confluent" in links
    assert "https://autre.example/2" in links
    assert f"/explore?around={quote(iri('IBM'))}" in links
    assert any(link.startswith("/#question=about&entity=") for link in links)
    assert "/id/org/ibm.ttl" in links


def test_a_statement_and_an_article_and_a_relation(served: Served) -> None:
    statement = next(link for link in page(served, "/id/org/ibm").links() if link.startswith("/id/statement/"))
    read = page(served, statement)
    assert "Confiance" in read.text
    assert "Autres relations entre les deux" in read.text
    article = next(link for link in read.links() if link.startswith("/id/article/"))
    assert "Ce que dit l'article" in page(served, article).text
    term = page(served, "/resource?iri=https%3A%2F%2Fkg.example%2Fns%23partnersWith", "en")
    assert "partners with" in term.text
    assert "IBM et Confluent étendent leur partenariat." in term.text or "1 more passage" in term.text


@pytest.mark.parametrize(
    ("header", "cookie", "address", "language"),
    [
        ("", "", "/entities", "fr"),
        ("en-GB,en;q=0.9", "", "/entities", "en"),
        ("de, en;q=0.2, fr;q=0.7", "", "/entities", "fr"),
        ("en", "kg-language=fr", "/entities", "fr"),
        ("fr", "kg-language=xx", "/entities", "fr"),
        ("fr", "", "/entities?lang=en", "en"),
        ("en;q=x", "", "/entities", "fr"),
    ],
)
def test_a_page_speaks_the_language_of_its_reader(
    served: Served, header: str, cookie: str, address: str, language: str
) -> None:
    answer = served.send("GET", address, headers={"Accept": HTML, "Accept-Language": header, "Cookie": cookie})
    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">' in answer.text
    assert ("set-cookie" in answer.headers) == ("lang=" in address)


def test_entities_are_searched_and_listed(served: Served) -> None:
    assert "13 entités" in page(served, "/entities").text
    read = page(served, "/entities?q=k&class=kg%3ATechnology")
    assert "2 entités" in read.text
    assert {"/id/technology/kafka", "/id/technology/kubernetes"} <= set(read.links())
    nothing = page(served, "/entities?q=zzz&page=9999999999")
    assert "Aucune entité" in nothing.text
    assert "Peut-être" not in nothing.text


def test_a_name_that_is_misspelt_finds_those_that_are_near(served: Served) -> None:
    read = page(served, "/entities?q=confluant")
    assert "Peut-être" in read.text
    assert "/id/org/confluent" in read.links()
    assert "/id/org/confluent" not in page(served, "/entities?q=confluant&class=kg%3ATechnology").links()
    assert "Peut-être" not in page(served, f"/entities?q={'confluant' * 9}").text


def test_completion_offers_names_as_sparql_writes_them(served: Served) -> None:
    [one] = served.get("/complete?q=big+blue").json()["offered"]
    assert (one["name"], one["written"], one["href"]) == ("IBM", "org:ibm", "/id/org/ibm")
    assert [one["written"] for one in served.get("/complete?q=partner&kind=property").json()["offered"]] == [
        "kg:partnersWith"
    ]
    assert [one["written"] for one in served.get("/complete?q=orga&kind=class").json()["offered"]] == [
        "schema:Organization"
    ]
    assert served.get("/complete?q=k&class=kg%3ATechnology&limit=1").json()["offered"][0]["note"]["fr"] == "technologie"


def test_every_question_of_the_library_has_its_page_and_its_file(served: Served) -> None:
    names = {
        link.removeprefix("/queries/") for link in page(served, "/queries").links() if link.startswith("/queries/")
    }
    assert {"partners", "about", "evidence"} <= names
    for name in names:
        assert name in page(served, f"/queries/{name}").text
        assert served.get(f"/queries/{name}.rq").text.startswith("#+ summary")


# ---- asking


def test_an_answer_has_cells_that_lead_on(served: Served) -> None:
    answer = ask(
        served,
        "SELECT ?o ?n ?d ?none { ?o rdfs:label 'IBM' ; kg:articleCount ?n . ?a schema:datePublished ?d "
        "OPTIONAL { ?o kg:nothing ?none } } ORDER BY ?d LIMIT 1",
    ).json()
    assert answer["rows"] == [
        [
            {"text": "org:ibm", "iri": iri("IBM"), "href": "/id/org/ibm", "name": "IBM"},
            3,
            {"day": "2025-11-03T00:00:00+00:00"},
            None,
        ]
    ]
    assert (answer["kind"], answer["more"], answer["drawable"]) == ("rows", False, False)


def test_a_question_of_the_library_is_asked_with_values(served: Served) -> None:
    catalogue = json.loads(Read(served.get("/").text).scripts[0])
    [partners] = [one for one in catalogue["questions"] if one["name"] == "partners"]
    assert not partners["text"].startswith("#+")
    answer = ask(served, partners["text"], question="partners", values={"org": "Big Blue", "min_confidence": ""}).json()
    assert [[cell["text"] for cell in row[:2]] for row in answer["rows"]] == [["IBM", "Confluent"]]
    assert answer["drawable"]
    assert [column["name"] for column in answer["columns"]][:2] == ["organization", "partner"]


def test_a_label_leads_to_the_entity_that_the_statement_of_its_row_tells(served: Served) -> None:
    where = "{ ?statement kg:predicate kg:acquires ; kg:subject/rdfs:label ?one ; kg:object/rdfs:label ?other "
    where += "BIND('Ibm' AS ?foreign) FILTER(?other = 'Confluent') }"
    [[_, one, other, foreign]] = ask(served, f"SELECT ?statement ?one ?other ?foreign {where}").json()["rows"]
    assert one == {"text": "IBM", "iri": iri("IBM"), "href": "/id/org/ibm", "name": "IBM"}
    assert (other["text"], other["href"], foreign) == ("Confluent", "/id/org/confluent", "Ibm")
    assert ask(served, f"SELECT ?one ?other {where}").json()["rows"] == [["IBM", "Confluent"]]
    unnamed = where.replace("?statement", "?fact")
    assert ask(served, f"SELECT ?one (1 AS ?statement) {unnamed}").json()["rows"] == [["IBM", 1]]


def test_every_text_of_the_catalogue_runs_as_it_is(served: Served) -> None:
    for question in json.loads(Read(served.get("/").text).scripts[0])["questions"]:
        answer = ask(served, question["text"], question=question["name"])
        assert answer.status == 200, (question["name"], answer.text)


def test_a_value_never_becomes_part_of_the_text(served: Served) -> None:
    text = "SELECT ?org ?min_confidence { ?org rdfs:label ?name }"
    answer = ask(served, text, question="partners", values={"org": "IBM> ?p ?o } #"})
    assert answer.status == 400
    assert "no entity named" in answer.json()["message"]


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("SELECT * {\n  ?s ?p\n}", 3, 2, "not valid SPARQL"),
        ("SELECT * {\n ?s nix:p ?o }", 2, 5, "unknown prefix nix:"),
        ("ASK {\n SERVICE <http://x.example/> { ?s ?p ?o } }", 2, 2, "SERVICE"),
        ("DELETE WHERE { ?s ?p ?o }", 1, 1, ""),
        ("", 1, 1, "no query"),
    ],
)
def test_a_fault_says_where_it_is(served: Served, text: str, line: int, column: int, said: str) -> None:
    answer = ask(served, text)
    assert answer.status == 400
    fault = answer.json()
    assert (fault["line"], fault["column"]) == (line, column)
    assert said in fault["message"]
    assert not re.match(r"\w+:\d", fault["message"])


def test_numbers_that_json_does_not_know_are_told_as_text(served: Served) -> None:
    text = 'SELECT ("INF"^^xsd:double AS ?a) (9007199254740993 AS ?b) ("x"^^xsd:integer AS ?c) (true AS ?d) {}'
    assert ask(served, text).json()["rows"] == [["inf", "9007199254740993", "x", True]]


@pytest.mark.parametrize(
    ("text", "form", "media_type", "said"),
    [
        ('SELECT ("=1+1" AS ?a) {}', "csv", "text/csv", "a\n'=1+1\n"),
        ('SELECT ("x" AS ?a) {}', "json", "application/sparql-results+json", '"value": "x"'),
        (
            "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c FILTER(?c = kg:Technology) }",
            "turtle",
            "text/turtle",
            "technology:kafka a kg:Technology",
        ),
        ("ASK {}", "json", "application/sparql-results+json", '"boolean": true'),
    ],
)
def test_an_answer_can_be_kept(served: Served, text: str, form: str, media_type: str, said: str) -> None:
    answer = ask(served, text, form=form)
    assert answer.type == media_type
    assert said in answer.text
    assert answer.headers["content-disposition"].startswith('attachment; filename="query.')


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("[]", "application/json", 400),
        ('{"text": 1}', "application/json", 400),
        ('{"text": "ASK {}", "form": "gif"}', "application/json", 400),
        ('{"text": "ASK {}"}', "text/plain", 415),
        ('{"text": "ASK {}", "question": "nothing"}', "application/json", 400),
        ('{"text": "ASK {}", "question": 7}', "application/json", 400),
        ('{"text": "ASK {}", "defaultGraph": ["no iri"]}', "application/json", 400),
        ('{"text": "ASK {}", "form": "table"}', "application/json", 400),
        ('{"text": "ASK {}", "form": ["csv"]}', "application/json", 400),
        ('{"text": ' + "[" * 100_000 + "}", "application/json", 400),
        ('{"text": "ASK {}", "more": ' + "[" * 100_000 + "]" * 100_000 + "}", "application/json", 400),
        (r'{"text": "ASK { ?s ?p \"\ud800\" }"}', "application/json", 400),
        (r'{"text": "ASK {}", "question": "evidence", "values": {"entity": "\ud800"}}', "application/json", 400),
        ('{"text": "#+ summary: ' + "[" * 5_000 + r'\nASK {}"}', "application/json", 400),
    ],
)
def test_what_cannot_be_asked(served: Served, body: str, kind: str, status: int) -> None:
    assert served.send("POST", "/ask", body, {"Content-Type": kind}).status == status


def test_a_name_of_a_question_is_never_a_path(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret.rq"
    file.write_text(Path("queries/evidence/evidence.rq").read_text(encoding="utf-8").replace("entity:", "secret:"))
    monkeypatch.chdir(tmp_path)
    for name in (str(file), "secret.rq", "./secret.rq", f"{tmp_path}/nothing.rq", "evidence/evidence", "ASK {}"):
        answer = ask(served, "ASK {}", question=name, values={"nothing": "x"})
        assert answer.status == 400
        assert "no question of the library is named" in answer.json()["message"]
    assert served.get("/queries/secret.rq.rq").status == 404
    assert served.get("/queries/secret.rq").status == 404


def test_a_text_without_end_holds_up_nobody(served: Served) -> None:
    long = ask(served, "ASK {}", question="evidence", values={"entity": "nvidai " * 100_000})
    assert "699,999 letters" in long.json()["message"]
    assert served.send("POST", "/sparql", "a." * 400_000, {"Content-Type": "application/sparql-query"}).status == 400
    assert served.get(f"/complete?q={'i+' * 30_000}").status == 200
    assert served.get(f"/entities?q={'i+' * 30_000}", Accept=HTML).status == 200


def test_the_graphs_that_are_named_are_those_asked(served: Served) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    [[number]] = ask(served, text, defaultGraph=["https://kg.example/ns"]).json()["rows"]
    assert number == len(market().ontology())


def test_a_heavy_question_is_stopped(tmp_path: pytest.TempPathFactory) -> None:
    from kg.serve.limits import Limits

    with serving(folder_of(market(), tmp_path / "m"), limits=Limits(seconds=1)) as served:  # type: ignore[operator]
        answer = ask(served, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
        assert answer.status == 503
        assert "stopped after 1 s" in answer.text
        assert ask(served, "ASK {}").json()["truth"] is True


# ---- the explorer


def test_the_explorer_draws_the_graph_and_what_lies_around(served: Served) -> None:
    assert "/explore/picture?lang=en" in page(served, "/explore", "en").links()
    around = page(served, "/explore?around=big+blue&depth=2")
    assert f"/explore/picture?lang=fr&around={quote(iri('IBM'), safe='')}&depth=2" in around.links()
    drawn = served.get("/explore/picture?around=IBM", Accept=HTML)
    assert "<title>IBM</title>" in drawn.text
    assert "'unsafe" not in drawn.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in drawn.headers["content-security-policy"]
    assert served.get("/explore/picture?around=nobody", Accept=HTML).status == 404


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("CONSTRUCT { ?s kg:uses ?o } WHERE { ?s kg:uses ?o }", True),
        ("SELECT ?s ?p ?o { ?s ?p ?o . ?s a schema:Organization . ?o a kg:Technology }", True),
        ("SELECT ?statement { ?statement kg:predicate kg:uses }", True),
        ("SELECT ?x { ?x a kg:Evidence }", False),
        ("ASK {}", False),
        ("SELECT ?nope {", False),
    ],
)
def test_an_answer_with_facts_can_be_drawn(served: Served, text: str, drawn: bool) -> None:
    form = f"text={quote(text, safe='')}&question=&more=%7B%7D"
    answer = served.send("POST", "/explore/answer", form, {"Content-Type": "application/x-www-form-urlencoded"})
    assert ("kg-graph" in answer.text) == drawn
    assert answer.type == "text/html"


# ---- strangers


def hostile_pages() -> list[str]:
    fixed = [
        "/",
        "/entities",
        "/explore",
        "/queries",
        "/ns",
        f"/entities?q={quote(BAD)}",
        f"/explore?around={quote(BAD)}",
        f"/resource?iri={quote(BAD)}",
        f"/entities?class={quote(BAD)}",
        f"/queries/{quote(BAD, safe='')}",
    ]
    return fixed + sorted({href(name, Vocabulary()).partition("#")[0] for name in subjects(hostile_everywhere())})


@pytest.mark.parametrize("path", hostile_pages())
def test_hostile_strings_stay_strings(hostile: Served, path: str) -> None:
    answer = hostile.get(path, Accept=HTML)
    if answer.status == 303:
        assert "\n" not in answer.headers["location"]
        return
    assert answer.status in {200, 404}
    if answer.type == "text/plain":  # an address of the stranger's own, which no page has
        assert answer.headers["x-content-type-options"] == "nosniff"
        return
    read = Read(answer.text)
    assert read.dangers() == []
    assert "hacked" not in "".join(read.scripts)
    assert f"Titre {BAD}" in read.text


def test_hostile_names_are_shown_as_they_are(hostile: Served) -> None:
    seen = " ".join(Read(hostile.get("/entities", Accept=HTML).text).text.split())
    for number, text in enumerate(STRINGS):
        assert " ".join(f"Nom {number} {text}".split()) in seen


def test_pages_allow_nothing_inline(served: Served) -> None:
    for path in ("/", "/entities", "/explore", "/id/org/ibm"):
        policy = served.get(path, Accept=HTML).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "*" not in policy


def test_assets_are_kept_by_version(served: Served) -> None:
    [script] = re.findall(r'src="(/assets/editor\.js\?v=\w+)"', served.get("/").text)
    assert "immutable" in served.get(script).headers["cache-control"]
    assert served.get("/assets/editor.js?v=old").headers["cache-control"] == "no-cache"
    assert served.get("/assets/page.css").type == "text/css"


@pytest.mark.parametrize(
    "name", ["%00.css", "a" * 5_000 + ".css", "..%5Csite.css", "%2E%2E", ".css", "x.svg", "icon.svg%00"]
)
def test_only_assets_are_assets(served: Served, name: str) -> None:
    assert served.get(f"/assets/{name}").status == 404


def test_the_editor_is_the_one_that_was_published() -> None:
    import hashlib
    from importlib.resources import files

    known = {
        "yasgui.min.js": "55034eaac74c55f55fbd1eeed008ae38a79053651cbed2b453f1fcfd895a4b75",
        "yasgui.min.css": "085b94556b97f9928981bdedb6848fd11ad4d8d950e821f0d698c58ca538fc55",
    }
    assets = files("kg.serve.pages").joinpath("assets")
    found = {name: hashlib.sha256(assets.joinpath(name).read_bytes()).hexdigest() for name in known}
    assert found == known
    assert "MIT" in assets.joinpath("yasgui.LICENSE.txt").read_text(encoding="utf-8")
