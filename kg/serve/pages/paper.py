"""What every page is made with: the site, its names, the language of the visitor, templates, styles and scripts.

Templates escape whatever they are given. A page may run the scripts of this server and no other, style itself by its
style sheets alone, and frame pages of this server.
"""

from __future__ import annotations

import hashlib
from functools import cache, cached_property
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import jinja2
from starlette.responses import HTMLResponse, Response

from kg.ask.names import Names
from kg.graph.vocab import SCHEMA
from kg.serve.pages.addresses import href
from kg.serve.pages.directory import Directory, read_directory
from kg.serve.pages.packing import packed
from kg.serve.pages.reading import Reading
from kg.serve.pages.words import LANGUAGES, Words
from kg.view import graph_title

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.graph.store import Store
    from kg.serve.site import Site

__all__ = ["COOKIE", "Paper", "asset_response", "speaks"]

COOKIE = "kg-language"
"""The cookie that keeps the language that a visitor has chosen."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""What a page may do (W3C, Content Security Policy Level 3): no inline script or style, nothing from elsewhere."""

_YEAR = 31_536_000
_SHARED = ("page.css",)  # of the explorer, so that the two look like one
_MEDIA = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "txt": "text/plain"}
_SCRIPTS = {
    "site.js": ("view/elements.js", "combobox.js", "site.js"),
    "editor.js": ("view/words.js", "view/elements.js", "words.js", "cells.js", "editor.js", "complete.js", "form.js",
                  "table.js", "chart.js", "answer.js", "shelf.js", "main.js"),
}  # fmt: skip
"""Scripts that are made of several, in reading order: each may use what those before it define."""


class Paper:
    """Everything that makes a page of a site.

    Attributes:
        site: what the pages show.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self._lock = Lock()
        self._environment = _environment()

    @property
    def store(self) -> Store:
        """The open store."""
        return self.site.graph.store

    @property
    def directory(self) -> Directory:
        """The names of the graph; whoever needs them first waits for them, and others wait with him."""
        with self._lock:
            return self._directory

    @cached_property
    def _directory(self) -> Directory:
        return read_directory(self.store)

    @cached_property
    def names(self) -> Names:
        """What finds the entity that a name means."""
        return Names(self.store, self.site.graph.schema)

    @property
    def reading(self) -> Reading:
        """What reads the graph for pages."""
        return Reading(self.store, self.directory)

    def href(self, iri: str, suffix: str = "") -> str:
        """The address of what an IRI names."""
        return href(iri, self.store.vocabulary, suffix)

    def title(self, language: str) -> str:
        """What the graph is called."""
        articles = self.directory.terms.get(SCHEMA.NewsArticle.value)
        return self.site.title or graph_title(language, 0 if articles is None else articles.uses)

    def page(
        self, request: Request, template: str, *, section: str = "", status: int = 200, **values: object
    ) -> Response:
        """A page from its template.

        Args:
            request: whose language it speaks.
            template: the name of its file.
            section: the address of the part of the site that it belongs to.
            status: of the response.
            **values: what the template shows.
        """
        words = Words(speaks(request, self.site.language))
        text = self._environment.get_template(template).render(
            words=words,
            site_name=self.title(words.language),
            section=section,
            switch_path=_switched(request, words.other),
            ontology_path=self.href(self.store.vocabulary.ontology.value),
            looks=self.directory.looks,
            href=self.href,
            **values,
        )
        response = HTMLResponse(text, status, {
            "Content-Security-Policy": POLICY,
            "X-Frame-Options": "SAMEORIGIN",
            "Content-Language": words.language,
            "Cache-Control": "no-cache",
            "Vary": "Accept, Accept-Language, Cookie",
        })  # fmt: skip
        if request.query_params.get("lang") in LANGUAGES:
            response.set_cookie(COOKIE, words.language, max_age=_YEAR, httponly=True, samesite="lax")
        return packed(request, response)


def speaks(request: Request, usual: str) -> str:
    """The language for a visitor: what the address says, what was chosen before, what the browser asks for."""
    chosen = request.query_params.get("lang") or request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    best, usual_language = 0.0, usual
    for piece in request.headers.get("accept-language", "").split(","):
        name, _, weight = piece.strip().partition(";")
        language, value = name.lower().partition("-")[0], weight.strip().removeprefix("q=")
        try:
            quality = float(value or 1)
        except ValueError:
            continue
        if language in LANGUAGES and quality > best:
            best, usual_language = quality, language
    return usual_language


def asset_response(request: Request) -> Response:
    """A style sheet or a script; one that bears its version in its address may be kept for good."""
    name = request.path_params["name"]
    try:
        content = _content(name)
    except FileNotFoundError:
        return Response("there is no such file\n", 404, media_type="text/plain")
    kept = f"max-age={_YEAR}, immutable" if request.query_params.get("v") == _version(name) else "no-cache"
    media_type = _MEDIA[name.rpartition(".")[2]]
    return packed(request, Response(content, headers={"Cache-Control": kept}, media_type=media_type))


@cache
def _content(name: str) -> bytes:
    """The content of a file of ours; only names that lie in the folder are known.

    Raises:
        FileNotFoundError: there is no such file, or it is none that pages use.
    """
    if name in _SCRIPTS:
        scripts = b"\n".join(_file(part) for part in _SCRIPTS[name])
        return b'(() => {\n"use strict";\n' + scripts + b"})();\n"
    if name in _SHARED:
        return _file(f"view/{name}")
    if name not in _names():
        raise FileNotFoundError(name)
    return _file(name)


@cache
def _names() -> frozenset[str]:
    """The names of the files that pages use."""
    there = (one.name for one in files("kg.serve.pages").joinpath("assets").iterdir())
    return frozenset(name for name in there if name.rpartition(".")[2] in _MEDIA)


def _file(name: str) -> bytes:
    room, _, rest = name.rpartition("/")
    return files("kg.view" if room == "view" else "kg.serve.pages").joinpath("assets", rest).read_bytes()


@cache
def _version(name: str) -> str:
    return hashlib.sha256(_content(name)).hexdigest()[:12]


def _asset(name: str) -> str:
    return f"/assets/{name}?v={_version(name)}"


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("kg.serve.pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = _asset
    environment.filters["last_step"] = lambda iri: iri.rpartition("/")[2]
    environment.filters["short_address"] = _short_address
    environment.tests["web"] = _is_web
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    return environment


def _short_address(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").removeprefix("www.")


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


def _switched(request: Request, language: str) -> str:
    """The address of this page in another language."""
    if request.method != "GET":
        return f"/?lang={language}"
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    path = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace").partition("?")[0]
    return f"{path}?{urlencode([*kept, ('lang', language)])}"
