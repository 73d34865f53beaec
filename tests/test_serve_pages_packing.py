"""Pages and what they load are sent small to browsers that can unpack them."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from kg.serve.pages.packing import takes_gzip
from tests.make_market import market
from tests.make_serve import serving
from tests.make_site import HTML, folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.make_serve import Served

PLACES = ["/", "/entities", "/id/org/ibm", "/assets/editor.js", "/assets/yasgui.min.js", "/explore/picture"]


@pytest.fixture(scope="module", name="served")
def _served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(folder_of(market(), tmp_path_factory.mktemp("site") / "market")) as served:
        yield served


@pytest.mark.parametrize("path", PLACES)
def test_what_is_packed_is_the_same(served: Served, path: str) -> None:
    plain = served.get(path, Accept=HTML)
    small = served.get(path, Accept=HTML, Accept_Encoding="gzip, br")
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert int(small.headers["content-length"]) == len(small.body) < len(plain.body)
    for answer in (plain, small):
        assert "Accept-Encoding" in answer.headers["vary"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert plain.headers.get("etag", "none") != small.headers.get("etag", "")


def test_what_is_short_or_for_programs_goes_as_it_is(served: Served) -> None:
    for path in ("/assets/icon.svg", "/data?default", "/id/org/ibm.ttl"):
        answer = served.get(path, Accept_Encoding="gzip")
        assert answer.status == 200
        assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("gzip", True),
        ("br, gzip", True),
        ("GZIP; q=0.3", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("x-gzip", False),
        ("*", False),
        ("", False),
    ],
)
def test_who_takes_gzip(header: str, takes: bool) -> None:
    assert takes_gzip(header) is takes
