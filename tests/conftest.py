"""Shared fixtures: no network in any test, where the shared material lies, and pages in a browser."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.make_page import Opened, Windows

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

os.environ.pop("VIRTUAL_ENV", None)  # IPython warns where another one is active than that of the tests
settings.register_profile("kg", deadline=None)  # how long an example takes says more of the machine than of kg
settings.load_profile("kg")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def shared() -> Path:
    """The folder of shared material beside the project; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return SHARED


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[Browser]:
    """A browser for each module: while one runs, nothing else on the same thread may wait for events of its own."""
    from tests.make_browser import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session", name="market_page")
def _market_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the market, written once."""
    from tests.make_market import market
    from tests.make_page import page_of

    return page_of(market(), tmp_path_factory.mktemp("pages") / "market.html")


@pytest.fixture(scope="session", name="sample_page")
def _sample_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the two articles about AWS and Nvidia, written once."""
    from tests.make_page import page_of
    from tests.make_view import sample

    return page_of(sample(), tmp_path_factory.mktemp("pages") / "sample.html")


@pytest.fixture(scope="module", name="windows")
def _windows(browser: Browser) -> Windows:
    from tests.make_page import Windows

    return Windows(browser)


@pytest.fixture(name="open_page")
def _open_page(windows: Windows) -> Iterator[Callable[..., Opened]]:
    """Opens a page; one that complained fails the test."""
    every: list[Opened] = []

    def open_page(path: Path, address: str = "", **options: Any) -> Opened:  # noqa: ANN401 - playwright's options
        every.append(windows.open(path, address, **options))
        return every[-1]

    yield open_page
    for opened in every:
        opened.close()


@pytest.fixture(name="opened")
def _opened(open_page: Callable[..., Opened], market_page: Path) -> Opened:
    """The page of the market as it opens."""
    return open_page(market_page)
