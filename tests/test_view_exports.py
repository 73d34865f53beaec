"""What a page exports, taken from its menu as a person takes it, and read by the tools that it is meant for."""

from __future__ import annotations

import csv
import io
import re
import shutil
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.exports import export
from kg.graph.store import memory_store
from kg.graph.vocab import OWL, SKOS
from kg.view import draw, graph_data, write_page
from kg.view.passage import plain
from tests.make import article, extraction
from tests.make_view import HOSTILE, hostile, sample, store_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from kg.graph.store import Store
    from kg.view import Fact

pytestmark = pytest.mark.browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
TITLE = "Les faits de l'été : « tout » / rien"
SVG_TAGS = {"svg", "title", "clipPath", "rect", "g", "path", "text"}
SVG = "{http://www.w3.org/2000/svg}"
READY = """async () => {
  for (const begun = performance.now(); !window.kgView; await new Promise(requestAnimationFrame)) {
    if (performance.now() - begun > 20000) throw new Error("the page does not begin");
  }
  await window.kgView.ready;
}"""
STATIC = {"rank", "community", "x", "y", "viz"}
"""What the page knows of an entity, and the graph on disk does not."""


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(f"no browser is installed; looked for {', '.join(NAMES)}")
    with playwright.sync_playwright() as started:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = started.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Saved:
    """A file that the browser saved."""

    name: str
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass(frozen=True)
class Opened:
    """A page in the browser, and what it complained about."""

    page: Page
    complaints: list[str]

    def save(self, name: str) -> Saved:
        """Choose a format from the menu and keep what comes."""
        self.page.click("#export-menu summary")
        with self.page.expect_download() as download:
            self.page.click(f"[data-export='{name}']")
        return Saved(download.value.suggested_filename, download.value.path().read_bytes())


Opener = Callable[..., Opened]
Taken = dict[str, dict[str, Saved]]


@pytest.fixture(scope="module", name="opened")
def _opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    """Opens the page of a store, at an address."""
    folder = tmp_path_factory.mktemp("pages")

    def opened(store: Store, address: str = "", title: str = TITLE, facts: list[Fact] | None = None) -> Opened:
        path = folder / "page.html"
        write_page(path, draw(graph_data(store, facts=facts), title=title))
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR", reduced_motion="reduce")
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{path.as_uri()}{address}")
        page.evaluate(READY)
        return Opened(page, complaints)

    yield opened
    for context in browser.contexts:
        context.close()


@pytest.fixture(scope="module", name="taken")
def _taken(opened: Opener) -> Taken:
    """Every file of every store, each store from one page."""
    found: Taken = {}
    for name, store in STORES.items():
        page = opened(store, title=f"Un titre {HOSTILE}" if name == "hostile" else TITLE)
        found[name] = {format_: page.save(format_) for format_ in NAMES_OF_FILES}
        assert page.page.evaluate("window.hacked") is None
        assert page.complaints == []
    return found


def turtle(saved: Saved) -> Any:  # noqa: ANN401 - rdflib is not always installed
    return rdflib.Graph().parse(data=saved.text, format="turtle")


def whole(store: Store) -> Any:  # noqa: ANN401 - rdflib is not always installed
    """The graph on disk."""
    buffer = io.BytesIO()
    export(store, "ntriples", buffer, ontology=[])
    return rdflib.Graph().parse(data=buffer.getvalue(), format="nt")


def network(saved: Saved) -> nx.MultiDiGraph[str]:
    """The GraphML or GEXF as a graph that keeps parallel edges."""
    stream = io.BytesIO(saved.content)
    return nx.MultiDiGraph(nx.read_gexf(stream) if saved.name.endswith(".gexf") else nx.read_graphml(stream))


def rows(saved: Saved) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(saved.content.decode("utf-8-sig"), newline="")))


def named() -> Store:
    """The sample, in which one entity has other names and a link."""
    aws = NamedNode("https://kg.example/id/org/aws")
    other = [Triple(aws, SKOS.altLabel, Literal(name)) for name in ("Amazon Web Services", "l'AWS")]
    link = Triple(aws, OWL.sameAs, NamedNode("http://www.wikidata.org/entity/Q456157"))
    return memory_store([*sample().triples(), *other, link], ontology=sample().ontology())


def parallel() -> Store:
    """Two entities that three statements join, with names that XML and spreadsheets choke on."""
    formula, control = "=SOMME(A1;A2)", "Chiffre\x01d'affaires"
    source = article(f'{formula} et {control}, "c\'est dit", étendent leur partenariat.\n', title="+1, -1 et @moi")
    facts = [(formula, name, control, "asserted") for name in ("partnersWith", "uses", "develops")]
    return store_of(extraction(source, ((formula, "ORG"), (control, "PRODUCT")), facts))


STORES = {"sample": named(), "parallel": parallel(), "hostile": hostile()}
NAMES_OF_FILES = {
    "png": "les-faits-de-l-ete-tout-rien.png",
    "svg": "les-faits-de-l-ete-tout-rien.svg",
    "turtle": "les-faits-de-l-ete-tout-rien.ttl",
    "graphml": "les-faits-de-l-ete-tout-rien.graphml",
    "gexf": "les-faits-de-l-ete-tout-rien.gexf",
    "csv": "les-faits-de-l-ete-tout-rien.csv",
}


def test_files_are_called_by_the_title_in_plain_letters(taken: Taken) -> None:
    assert {format_: saved.name for format_, saved in taken["sample"].items()} == NAMES_OF_FILES
    assert taken["hostile"]["csv"].name == "un-titre-script-img-src-x-onerror-window-hacked-1.csv"


def test_a_title_without_a_letter_leaves_a_name(opened: Opener) -> None:
    assert opened(sample(), title="知識 ☃").save("csv").name == "graph.csv"


# ---- Turtle


def test_turtle_says_nothing_that_the_graph_does_not(taken: Taken) -> None:
    said, known = turtle(taken["sample"]["turtle"]), whole(STORES["sample"])
    named = {triple for triple in said if not any(isinstance(term, rdflib.BNode) for term in triple)}
    assert named - set(known) == set()
    shown = set(said.subjects(rdflib.RDF.type, rdflib.URIRef("https://kg.example/ns#Statement")))
    assert len(shown) == 8
    ends = {node for statement in shown for node in known.objects(statement) if node in set(known.subjects())}
    entities = {node for node in ends if "/id/evidence/" not in node}
    unsaid = {
        (subject, predicate, thing)
        for subject, predicate, thing in known
        if subject in shown | entities and (subject, predicate, thing) not in named
    }
    assert {predicate for _, predicate, _ in unsaid} == {rdflib.URIRef("https://kg.example/ns#evidence")}


EVIDENCE = """
PREFIX kg: <https://kg.example/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
SELECT ?statement ?exact ?start ?end ?status ?confidence ?by ?path ?headline ?url ?publisher ?language {
  ?statement kg:evidence ?passage .
  ?passage a kg:Evidence ; oa:exact ?exact ; oa:start ?start ; oa:end ?end ; oa:hasSource ?article ;
    kg:status ?status ; kg:confidence ?confidence ; kg:extractedBy ?by .
  ?article a schema:NewsArticle ; kg:path ?path ; schema:headline ?headline ; schema:url ?url ;
    schema:publisher ?publisher ; schema:inLanguage ?language
}
"""


def test_turtle_quotes_the_evidence_of_the_graph(taken: Taken) -> None:
    said, known = (
        {
            tuple(term.n3().replace("**", "").replace("[CUDA](https://cuda.example)", "CUDA") for term in row)
            for row in graph.query(EVIDENCE)
        }
        for graph in (turtle(taken["sample"]["turtle"]), whole(STORES["sample"]))
    )
    assert len(said) == 9
    assert said == known


def test_turtle_states_only_what_somebody_asserts(taken: Taken) -> None:
    said = turtle(taken["sample"]["turtle"])
    kg = rdflib.Namespace("https://kg.example/ns#")
    org = rdflib.Namespace("https://kg.example/id/org/")
    assert (org.aws, kg.partnersWith, org.nvidia) in said
    assert (org.nvidia, kg.partnersWith, org.aws) in said
    assert (org.aws, kg.uses, None) not in said
    assert rdflib.Literal("negated") in set(said.objects(None, kg.status))


# ---- GraphML and GEXF


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
@pytest.mark.parametrize("name", list(STORES))
def test_drawing_programs_read_what_kg_export_writes(taken: Taken, name: str, format_: str) -> None:
    buffer = io.BytesIO()
    export(STORES[name], format_, buffer)
    known = network(Saved(f"known.{format_}", buffer.getvalue()))
    said = network(taken[name][format_])
    for node, values in said.nodes(data=True):
        assert {name: value for name, value in values.items() if name not in STATIC} == known.nodes[node]
    for *_, values in known.edges(data=True):
        values["sentence"] = plain(values["sentence"])  # as the page shows it, without markup
    assert edges(said) == edges(known)
    assert set(known) - set(said) == {node for node in known if known.degree(node) == 0}


@pytest.mark.parametrize("name", list(STORES))
def test_igraph_reads_the_graphml(taken: Taken, name: str, tmp_path: Path) -> None:
    file = tmp_path / "page.graphml"
    file.write_bytes(taken[name]["graphml"].content)
    read, known = igraph.Graph.Read_GraphML(str(file)), network(taken[name]["graphml"])
    assert set(read.vs["id"]) == set(known)
    assert read.ecount() == known.number_of_edges()


def labels(graph: nx.MultiDiGraph[str]) -> set[str]:
    return {values["label"] for _, values in graph.nodes(data=True)}


def edges(graph: nx.MultiDiGraph[str]) -> list[tuple[Any, ...]]:
    return sorted((head, tail, sorted(values.items())) for head, tail, values in graph.edges(data=True))


def test_entities_stand_in_the_file_where_they_stand_in_the_picture(taken: Taken) -> None:
    graphml, gexf = (network(taken["sample"][format_]) for format_ in ("graphml", "gexf"))
    places = {node: (values["x"], values["y"]) for node, values in graphml.nodes(data=True)}
    assert len(set(places.values())) == len(places)
    for node, values in gexf.nodes(data=True):
        assert (values["viz"]["position"]["x"], -values["viz"]["position"]["y"]) == places[node]
    assert gexf.nodes["https://kg.example/id/org/aws"]["viz"]["color"] == {"r": 0, "g": 0x72, "b": 0xB2, "a": 1.0}
    assert {type(values["rank"]) for _, values in graphml.nodes(data=True)} == {float}
    assert {type(values["community"]) for _, values in graphml.nodes(data=True)} == {int}


def test_parallel_statements_stay_apart(taken: Taken) -> None:
    for format_ in ("graphml", "gexf"):
        graph = network(taken["parallel"][format_])
        assert sorted(values["label"] for _, _, values in graph.edges(data=True)) == [
            "develops",
            "partnersWith",
            "uses",
        ]


# ---- CSV


def test_csv_has_a_row_for_each_piece_of_evidence(taken: Taken) -> None:
    saved = taken["sample"]["csv"]
    assert saved.content.startswith(b"\xef\xbb\xbfhead,relation,tail,status,confidence,sentence,")
    assert saved.content.count(b"\r\n") == saved.content.count(b"\n") == 10
    found = rows(saved)
    assert [row for row in found if row["relation"] == "partnersWith"] == [
        {
            "head": "AWS",
            "relation": "partnersWith",
            "tail": "Nvidia",
            "status": "asserted",
            "confidence": confidence,
            "sentence": sentence,
            "article": title,
            "date": date,
            "publisher": publisher,
            "url": url,
            "path": path,
            "start": start,
            "end": end,
        }
        for confidence, sentence, title, date, publisher, url, path, start, end in (
            (
                "0.9", "AWS et Nvidia étendent leur partenariat.", "AWS et Nvidia", "2025-12-02", "news.example",
                "https://news.example/aws-nvidia", "a1.md", "0", "40",
            ),
            (
                "0.7", "AWS et Nvidia étendent leur partenariat, dit-on encore.", "La Société Générale et l'IA",
                "2026-01-07", "autre.example", "https://autre.example/sg?a=1&b=2", "a2.md", "79", "134",
            ),
        )
    ]  # fmt: skip
    assert {row["status"] for row in found} == {"asserted", "planned", "hypothetical", "negated"}


def test_no_cell_is_a_formula_and_quotes_come_through(taken: Taken) -> None:
    [row, *_] = rows(taken["parallel"]["csv"])
    assert row["head"] == "'=SOMME(A1;A2)"
    assert row["article"] == "'+1, -1 et @moi"
    assert row["sentence"].startswith("'=SOMME(A1;A2) et ")
    assert '"c\'est dit"' in row["sentence"]


# ---- pictures


def test_png_is_the_stage_at_twice_its_size_with_a_caption(opened: Opener) -> None:
    page = opened(sample())
    saved = page.save("png")
    assert saved.content.startswith(b"\x89PNG\r\n\x1a\n")
    size = struct.unpack(">II", saved.content[16:24])
    width, height = page.page.evaluate(
        "() => [document.querySelector('#graph').clientWidth, document.querySelector('#graph').clientHeight]"
    )
    assert size == (2 * width, 2 * (height + 64))
    picture, caption = page.page.evaluate(INKS, [list(saved.content), 2 * height])
    assert {"#0072b2", "#009e73", "#e69f00", "#56b4e9"} <= set(picture)
    assert {"#fbfaf7", "#1c2530"} <= set(caption)
    assert "#0072b2" not in caption


INKS = """async ([bytes, height]) => {
  const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  const inks = (top, tall) => {
    const { data } = context.getImageData(0, top, picture.width, tall);
    const found = new Set();
    for (let at = 0; at < data.length; at += 4) found.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
    return [...found].map((ink) => "#" + ink.toString(16).padStart(6, "0"));
  };
  return [inks(0, height), inks(height, picture.height - height)];
}"""


def drawing(saved: Saved) -> ET.Element:
    return ET.fromstring(saved.text)  # noqa: S314 - our own page wrote it


def titles(root: ET.Element) -> set[str]:
    return {title.text or "" for title in root.iterfind(f".//{SVG}g/{SVG}title")}


def texts(root: ET.Element) -> set[str]:
    return {text.text or "" for text in root.iter(f"{SVG}text")}


def test_svg_draws_what_the_picture_shows(taken: Taken) -> None:
    root = drawing(taken["sample"]["svg"])
    assert root.findtext(f"{SVG}title") == TITLE
    assert {"AWS (organisation)", "CUDA (technologie)", "AWS utilise CUDA Quantum (niée, 90 %)"} <= {
        re.sub(r"\s", " ", title) for title in titles(root)
    }
    assert len(titles(root)) == 11 + 8
    assert {"AWS", "Nvidia", "Ian Buck", TITLE} <= texts(root)
    dashes = {path.get("stroke-dasharray") for path in root.iter(f"{SVG}path")}
    assert len(dashes) == 4  # none, and one for each status that is not asserted
    fills = {path.get("fill") for path in root.iter(f"{SVG}path")}
    assert {"#0072B2", "#009E73", "#E69F00", "#56B4E9", "#D55E00"} <= fills
    assert not set(root.itertext()) & {HOSTILE}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == SVG_TAGS


def test_svg_and_png_are_one_picture(taken: Taken, browser: Browser) -> None:
    """Rendered at the same size, hardly a pixel differs by more than the edge of a letter does."""
    files = taken["sample"]
    page = browser.new_page()
    root = drawing(files["svg"])
    empty = f'<svg xmlns="{SVG[1:-1]}" width="{root.get("width")}" height="{root.get("height")}"/>'
    same, other = (page.evaluate(DIFFERENCE, [svg, list(files["png"].content)]) for svg in (files["svg"].text, empty))
    assert same < 0.005
    assert other > 0.02


DIFFERENCE = """async ([svg, png]) => {
  const pictures = [new Blob([svg], { type: "image/svg+xml" }), new Blob([new Uint8Array(png)], { type: "image/png" })];
  const images = await Promise.all(pictures.map(async (blob) => {
    const image = new Image();
    image.src = URL.createObjectURL(blob);
    await image.decode();
    return image;
  }));
  const { naturalWidth: width, naturalHeight: height } = images[0];
  const [one, other] = images.map((image) => {
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.drawImage(image, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  });
  let far = 0;
  for (let at = 0; at < one.length; at += 4) {
    if (Math.max(...[0, 1, 2].map((part) => Math.abs(one[at + part] - other[at + part]))) > 64) far += 1;
  }
  return far / (width * height);
}"""


def test_svg_draws_what_is_picked_as_the_screen_does(opened: Opener) -> None:
    root = drawing(opened(sample(), "#pick=org/nvidia").save("svg"))
    assert {"Nvidia", "AWS", "est partenaire de"} <= texts(root)
    assert "Fortinet (organisation)" in titles(root)


def test_svg_of_statements_that_are_not_bundled_has_a_line_for_each(opened: Opener) -> None:
    bundled, parted = (titles(drawing(opened(parallel(), address).save("svg"))) for address in ("", "#bundle=0"))
    assert sorted(title.count("\n") for title in bundled) == [0, 0, 2]
    assert len(parted) == 2 + 3
    assert not [title for title in parted if "\n" in title]


# ---- in every format


def test_only_what_is_shown_is_exported(opened: Opener) -> None:
    page = opened(sample(), "#status=asserted&relation=partnersWith")
    facts = [(row["head"], row["relation"], row["tail"]) for row in rows(page.save("csv"))]
    assert facts == [("AWS", "partnersWith", "Nvidia")] * 2
    for format_ in ("graphml", "gexf"):
        assert labels(network(page.save(format_))) == {"AWS", "Nvidia"}
    for format_ in ("turtle", "svg"):
        assert "fortinet" not in page.save(format_).text.casefold()
    assert page.complaints == []


def test_a_fact_that_no_article_states_has_no_evidence(opened: Opener) -> None:
    head, relation, tail = (
        f"https://{name}" for name in ("kg.example/id/org/aws", "schema.org/owns", "kg.example/id/org/fortinet")
    )
    page = opened(sample(), facts=[(head, relation, tail)])
    [row] = rows(page.save("csv"))
    assert [row[name] for name in ("head", "relation", "tail", "sentence", "path")] == [
        "AWS",
        "schema:owns",
        "Fortinet",
        "",
        "",
    ]
    said = turtle(page.save("turtle"))
    assert [tuple(map(str, triple)) for triple in said if str(triple[1]) == relation] == [(head, relation, tail)]
    assert "kg:Statement" not in page.save("turtle").text
    [(_, _, values)] = network(page.save("graphml")).edges(data=True)
    assert (values["evidence_count"], "sentence" in values, "first_seen" in values) == (0, False, False)
    assert page.complaints == []


def test_hostile_text_stays_text(taken: Taken) -> None:
    files, name = taken["hostile"], f"Acme {HOSTILE}"
    assert name in {row["head"] for row in rows(files["csv"])}
    assert name in labels(network(files["graphml"]))
    assert name in labels(network(files["gexf"]))
    assert name in {str(value) for value in turtle(files["turtle"]).objects()}
    root = drawing(files["svg"])
    assert root.findtext(f"{SVG}title") == f"Un titre {HOSTILE}"
    assert f"{name} (organisation)" in titles(root)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= SVG_TAGS
    names = {attribute for element in root.iter() for attribute in element.attrib}
    assert not {attribute for attribute in names if attribute.startswith("on") or "href" in attribute}


def test_characters_that_xml_cannot_hold_are_replaced(taken: Taken) -> None:
    files = taken["parallel"]
    assert "\x01" not in files["svg"].text
    assert "Chiffre\ufffdd'affaires" in labels(network(files["graphml"]))
    assert "Chiffre\x01d'affaires" in {str(value) for value in turtle(files["turtle"]).objects()}
