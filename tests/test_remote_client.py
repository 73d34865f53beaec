"""Asking one service: what it is sent, and every way in which it can fail."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from kg import __version__
from kg.errors import ServiceError
from kg.remote import client as remote
from kg.remote.client import Remote
from tests.make_service import Reply, serving

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def turns(*replies: Reply) -> Callable[..., Reply]:
    """One reply after the other, the last one ever after."""
    waiting = list(replies)
    return lambda _: waiting.pop(0) if len(waiting) > 1 else waiting[0]


def test_a_form_is_posted_and_a_plain_request_is_not() -> None:
    with serving(lambda form: Reply(b'{"form": true}' if form else b'{"form": false}')) as service:
        asked = Remote(service.url)
        assert asked.json() == {"form": False}
        assert asked.json({"queries": "a&b=é"}, "application/json") == {"form": True}
    assert service.asked == [None, {"queries": "a&b=é"}]
    assert service.headers[1]["User-Agent"] == f"kg/{__version__}"
    assert service.headers[1]["Accept"] == "application/json"


@pytest.mark.parametrize(
    "url",
    ["", "example.org", "ftp://example.org/", "file:///etc/passwd", "http://", "https://[x", "http://a:0/", "http://a:b/",
     "http://é.example/", "http://a.example/x y", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address_of_a_service_is_refused_before_anything_is_asked(url: str) -> None:
    with pytest.raises(ServiceError, match="no address of a service"):
        Remote(url)


def test_a_password_in_an_address_is_refused_and_not_shown() -> None:
    with pytest.raises(ServiceError, match="is not sent") as caught:
        Remote("https://me:secret@data.example/api")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_fails_in_passing_is_tried_once_more_after_a_pause(status: int) -> None:
    pauses: list[float] = []
    with serving(turns(Reply(status=status), Reply(b"[1]"))) as service:
        assert Remote(service.url, pause=pauses.append).json() == [1]
    assert pauses == [remote.PAUSE]
    assert len(service.asked) == 2


def test_what_fails_twice_is_told() -> None:
    pauses: list[float] = []
    busy = turns(Reply(status=503, headers={"Retry-After": "7"}))
    with serving(busy) as service, pytest.raises(ServiceError, match="answers with status 503, twice"):
        Remote(service.url, pause=pauses.append).ask()
    assert pauses == [7.0]
    assert len(service.asked) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418])
def test_a_refusal_is_told_at_once(status: int) -> None:
    refusing = turns(Reply(status=status))
    with serving(refusing) as service, pytest.raises(ServiceError, match=f"refuses with status {status}"):
        Remote(service.url).ask({"a": "b"})
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("form", [None, {"queries": "{}"}])
def test_a_redirection_is_told_and_not_followed(status: int, form: dict[str, str] | None) -> None:
    with (
        serving(turns(Reply(b"[]"))) as other,
        serving(turns(Reply(status=status, headers={"Location": other.url}))) as one,
    ):
        with pytest.raises(ServiceError, match=f"has moved to {other.url}; give that address"):
            Remote(one.url).ask(form)
        assert other.asked == []
        assert len(one.asked) == 1


def test_what_does_not_answer_in_time_is_left_after_two_tries() -> None:
    done = threading.Event()
    pauses: list[float] = []

    def mute(_: object) -> Reply:
        done.wait(10)
        return Reply()

    with serving(mute) as service:
        with pytest.raises(ServiceError, match=r"no answer within 0\.2 s, twice"):
            Remote(service.url, timeout=0.2, pause=pauses.append).ask()
        done.set()
    assert pauses == [remote.PAUSE]
    assert len(service.asked) == 2


def test_an_answer_that_drips_is_cut_off_at_the_time_limit() -> None:
    pause = threading.Event()
    with serving(lambda _: Reply(b"[", chunks=[b" "] * 100, wait=lambda: pause.wait(0.05))) as service:
        with pytest.raises(ServiceError, match=r"no answer within 0\.2 s"):
            Remote(service.url, timeout=0.2, pause=lambda _: None).ask()
        pause.set()


def test_an_answer_that_is_too_large_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "LARGEST", 1000)
    with serving(lambda _: Reply(b"x" * 500, chunks=[b"x" * 100_000] * 20)) as service:
        with pytest.raises(ServiceError, match="answers more than 1,000 bytes"):
            Remote(service.url).ask()
        assert len(service.asked) == 1
    with serving(lambda _: Reply(b"x" * 1000)) as service:
        assert len(Remote(service.url).ask()) == 1000


def test_an_answer_that_breaks_off_is_tried_once_more() -> None:
    cut = Reply(b"[1", headers={"Content-Length": "100"})
    with serving(turns(cut, Reply(b"[1]"))) as service:
        assert Remote(service.url, pause=lambda _: None).json() == [1]
    assert len(service.asked) == 2


@pytest.mark.parametrize("body", [b"<html>", b"", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_told_with_its_beginning(body: bytes) -> None:
    with (
        serving(turns(Reply(body))) as service,
        pytest.raises(ServiceError, match="answers with what is no JSON") as caught,
    ):
        Remote(service.url).json()
    assert len(str(caught.value)) < 250


def test_where_nobody_listens_is_told() -> None:
    with serving(turns(Reply())) as service:
        pass
    with pytest.raises(ServiceError, match=r"cannot be reached \(Connection refused\), twice"):
        Remote(service.url, pause=lambda _: None).ask()


DIGEST = {"WWW-Authenticate": 'Digest realm="SPARQL", nonce="37e3", qop="auth", algorithm="MD5"'}


@pytest.mark.parametrize(
    "refusals",
    [[Reply(status=401, headers=DIGEST)], [Reply(status=401), Reply(status=401, headers=DIGEST)]],
    ids=["said at once", "said where nothing is sent"],
)
def test_a_digest_of_the_password_is_sent_where_the_service_asks_for_it(refusals: list[Reply]) -> None:
    with serving(turns(*refusals, Reply(b"in"))) as service:
        assert Remote(service.url, login=("me", "secret")).ask() == b"in"
    assert service.headers[0]["Authorization"].startswith("Basic ")
    sent = service.headers[-1]["Authorization"]
    assert sent.startswith('Digest username="me", realm="SPARQL", nonce="37e3", uri="/api", response="')
    assert "secret" not in sent


def test_a_digest_is_made_anew_where_the_service_fails_in_passing() -> None:
    other = {"WWW-Authenticate": DIGEST["WWW-Authenticate"].replace("37e3", "48f4")}
    asked = [Reply(status=401, headers=DIGEST), Reply(status=503), Reply(status=401, headers=other)]
    with serving(turns(*asked, Reply(b"in"))) as service:
        assert Remote(service.url, pause=lambda _: None, login=("me", "secret")).ask() == b"in"
    assert 'nonce="48f4"' in service.headers[-1]["Authorization"]


@pytest.mark.parametrize(
    ("challenge", "password"),
    [
        ('Digest realm="SPARQL", nonce="37e3", qop="auth", algorithm=SHA-512', "secret"),
        ("Digest SPARQL", "secret"),
        (DIGEST["WWW-Authenticate"], "café"),
    ],
    ids=["of another kind", "made of nothing", "of a password that is not ASCII"],
)
def test_a_digest_that_cannot_be_given_is_told(challenge: str, password: str) -> None:
    with (
        serving(turns(Reply(status=401, headers={"WWW-Authenticate": challenge}))) as service,
        pytest.raises(ServiceError, match=r"/api: wants a digest of the password that cannot be given \(.+\); have it"),
    ):
        Remote(service.url, login=("me", password)).ask()


@pytest.mark.parametrize("wanted", [{}, DIGEST, {"WWW-Authenticate": "Negotiate"}, {"WWW-Authenticate": "Basic"}])
def test_a_password_that_is_not_taken_is_told(wanted: dict[str, str]) -> None:
    with (
        serving(turns(Reply(status=401, headers=wanted))) as service,
        pytest.raises(ServiceError, match="status 401; check the name and the password"),
    ):
        Remote(service.url, login=("me", "wrong")).ask()
    assert len(service.asked) <= 2
