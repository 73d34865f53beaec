"""A process answers one question after another, is really stopped, and leaves nothing behind."""

from __future__ import annotations

import gc
import io
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask import worker
from kg.ask.engine import Engine, Engines, Reply, Request, _Worker, ask_here
from kg.errors import GraphError
from tests.ask_sample import sample_store, write_sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAVY = Request("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
LIGHT = Request("ASK { ?s a ?class }")
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
JSON = "application/sparql-results+json"
CSV = "text/csv"


@pytest.fixture(scope="module", name="store")
def _store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("sample")) / "store"


@pytest.fixture(scope="module", name="engine")
def _engine(store: Path) -> Iterator[Engine]:
    with Engine(store) as engine:
        yield engine


def number(engine: Engine) -> int:
    """The process that an engine has now."""
    assert engine._worker is not None
    return engine._worker.process.pid


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def wait_until_gone(process: int) -> None:
    deadline = time.monotonic() + 10
    while not gone(process) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert gone(process)


def rows(reply: Reply) -> int:
    assert isinstance(reply.content, bytes)
    return reply.content.count(b"\n") - 1


def test_one_process_answers_one_question_after_another(engine: Engine) -> None:
    assert engine.ask(LIGHT, 10) == Reply("boolean", truth=True)
    first = number(engine)
    assert engine.ask(Request("ASK { <http://e/> ?p ?o }"), 10).content is False
    assert number(engine) == first


@pytest.mark.parametrize(
    "request_",
    [
        Request(ALL),
        Request(ALL, limit=3),
        Request(ALL, media_type=JSON),
        Request(ALL, media_type=JSON, limit=100_000),
        Request(ALL, media_type=JSON, limit=3),
        Request(ALL, media_type=CSV, largest=100),
        Request("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } ", limit=2),
        Request("DESCRIBE org:nvidia", {"org": "https://kg.example/id/org/"}, media_type="text/turtle"),
        Request("ASK {}", media_type=JSON),
        Request("ASK {", media_type=JSON),
        Request("SELECT ?s { ?s a ?c }", media_type="text/turtle"),
        Request("SELECT ?c { ?s a ?c }", substitutions={"s": ox.NamedNode("https://kg.example/id/org/nvidia")}),
        Request("SELECT ?x {}", substitutions={"x": ox.Literal("é\n", language="fr")}),
    ],
    ids=str,
)
def test_another_process_answers_as_this_one_does(engine: Engine, store: Path, request_: Request) -> None:
    assert engine.ask(request_, 10) == ask_here(ox.Store.read_only(str(store)), request_)


def test_a_heavy_question_is_killed_at_its_deadline_and_the_next_is_answered(engine: Engine) -> None:
    engine.warm()
    process, start = number(engine), time.monotonic()
    reply = engine.ask(HEAVY, 0.5)
    assert reply == Reply("late", message="stopped after 0.5 s")
    assert 0.5 <= time.monotonic() - start < 5
    assert gone(process)
    assert engine.ask(LIGHT, 10).content is True


def test_a_process_that_died_between_questions_is_replaced(engine: Engine) -> None:
    engine.ask(LIGHT, 10)
    process = number(engine)
    os.kill(process, signal.SIGKILL)
    assert engine._worker is not None
    engine._worker.process.wait()
    assert engine.ask(LIGHT, 10).content is True
    assert number(engine) != process


def test_a_process_that_dies_at_a_question_is_told_and_replaced(engine: Engine) -> None:
    engine.warm()
    timer = threading.Timer(0.3, os.kill, (number(engine), signal.SIGKILL))
    timer.start()
    assert engine.ask(HEAVY, 30) == Reply("failure", message="its process has ended, status -9")
    timer.join()
    assert engine.ask(LIGHT, 10).content is True


def test_a_question_is_stopped_from_another_thread(engine: Engine) -> None:
    with ThreadPoolExecutor(1) as pool:
        engine.warm()
        process = number(engine)
        asked = pool.submit(engine.ask, HEAVY, 30)
        time.sleep(0.3)
        engine.stop()
        assert asked.result(timeout=10).kind == "failure"
    assert gone(process)
    assert engine.ask(LIGHT, 10).content is True


def test_closing_ends_the_process_and_whatever_it_does(store: Path) -> None:
    engine = Engine(store)
    with ThreadPoolExecutor(1) as pool, engine:
        engine.warm()
        process = number(engine)
        asked = pool.submit(engine.ask, HEAVY, 30)
        time.sleep(0.3)
        engine.close()
        assert asked.result(timeout=10).kind == "failure"
    assert gone(process)
    engine.close()
    with pytest.raises(GraphError, match="the graph has been closed; open it again"):
        engine.ask(LIGHT, 10)


def test_an_engine_that_is_forgotten_ends_its_process(store: Path) -> None:
    engine = Engine(store)
    engine.warm()
    process = number(engine)
    del engine
    gc.collect()
    assert gone(process)


def test_threads_wait_for_each_other(engine: Engine) -> None:
    requests = [Request(f"SELECT ?n {{ VALUES ?n {{ {number_} }} }}") for number_ in range(40)]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda request: engine.ask(request, 30).content, requests))
    assert replies == [b"?n\n%d\n" % number_ for number_ in range(40)]


def test_a_store_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with Engine(tmp_path / "nothing") as engine:
        reply = engine.ask(LIGHT, 10)
    assert reply.kind == "failure"
    assert reply.message.startswith("its process has ended, FileNotFoundError: ")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit memory")
def test_a_question_that_needs_too_much_memory_ends_its_process_alone(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = "import sys; sys.path += sys.argv[2:]; import worker; worker.MEMORY = 300 << 20; worker.main(sys.argv[1])"
    monkeypatch.setattr("kg.ask.engine._START", start)
    tenfold = "".join(f" BIND(CONCAT({', '.join([f'?x{n}'] * 10)}) AS ?x{n + 1})" for n in range(9))
    greedy = Request(f"SELECT (STRLEN(?x9) AS ?n) {{ BIND('0123456789' AS ?x0){tenfold} }}")
    with Engine(store) as engine:
        reply = engine.ask(greedy, 30)
        assert reply.kind == "failure"
        assert "memory allocation" in reply.message
        assert engine.ask(LIGHT, 10).content is True


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not limit computing")
def test_a_process_whose_parent_was_killed_ends_by_itself(store: Path) -> None:
    program = f"""
from pathlib import Path
from kg.ask import engine
engine._START = engine._START.replace("worker.main", "worker.SPARE = 1; worker.main")
asking = engine.Engine(Path({str(store)!r}))
asking.warm()
print(asking._worker.process.pid, flush=True)
asking.ask(engine.Request({HEAVY.text!r}), 0.5)
"""
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    process = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until_gone(process)


def test_an_engine_comes_back_where_no_process_can_be_started(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: object, _store: Path) -> None:
        raise OSError(24, "Too many open files")

    with Engines(store, 1) as engines:
        with monkeypatch.context() as patch:
            patch.setattr(_Worker, "__init__", full)
            with pytest.raises(OSError, match="Too many"), engines.lease(0):
                pass
        with engines.lease(0) as engine:
            assert engine.ask(LIGHT, 10).content is True


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells no process that its parent has gone")
def test_a_process_ends_with_its_parent_whatever_time_its_question_has(store: Path) -> None:
    program = f"""
from pathlib import Path
from kg.ask import engine
asking = engine.Engine(Path({str(store)!r}))
asking.warm()
print(asking._worker.process.pid, flush=True)
asking.ask(engine.Request({HEAVY.text!r}))
"""
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    process = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until_gone(process)


@given(st.integers(1, 8), st.integers(0, 8), st.lists(st.integers(1, 5)))
def test_lines_are_cut_after_so_many_wherever_the_engine_breaks_them(limit: int, count: int, breaks: list[int]) -> None:
    whole = b"".join(b"line %d\n" % line for line in range(count))
    source, parts = io.BytesIO(whole), list[bytes]()
    below = worker._Bytes(parts.append, None)
    lines = worker._Lines(below, limit)
    cut = False
    try:
        for size in breaks:
            lines.write(source.read(size))
        lines.write(source.read())
    except worker._Enough:
        cut = True
    below.flush()
    assert b"".join(parts) == b"".join(whole.splitlines(keepends=True)[:limit])
    assert cut == (count > limit)


@pytest.mark.parametrize("limit", [1, 2, 1_000_000])
def test_rows_are_cut_at_the_limit_and_only_then(engine: Engine, limit: int) -> None:
    whole = rows(engine.ask(Request(ALL), 10))
    reply = engine.ask(Request(ALL, limit=limit), 10)
    assert (rows(reply), reply.more) == (min(limit, whole), limit < whole)


def test_a_limit_that_is_just_reached_cuts_nothing(engine: Engine) -> None:
    whole = engine.ask(Request(ALL), 10)
    for media_type in (None, JSON, CSV):
        asked = Request(ALL, limit=rows(whole), media_type=media_type)
        assert engine.ask(asked, 10) == engine.ask(Request(ALL, media_type=media_type), 10)


def test_what_cannot_say_that_it_was_cut_is_refused(engine: Engine) -> None:
    assert engine.ask(Request(ALL, limit=2, media_type=JSON), 10).message == "more than 2 rows"
    construct = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    assert engine.ask(Request(construct, limit=2, media_type="text/turtle"), 10).message == "more than 2 triples"
    for media_type in (None, JSON):
        reply = engine.ask(Request(ALL, largest=500, media_type=media_type), 10)
        assert reply == Reply("too_large", message="more than 500 bytes")


def test_an_answer_without_end_stops_at_the_limit(engine: Engine) -> None:
    endless = "SELECT ?a ?d ?g ?j { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert rows(engine.ask(Request(endless, limit=1000), 20)) == 1000
    assert engine.ask(Request(endless, largest=10_000, media_type=JSON), 20).kind == "too_large"


def test_a_huge_answer_comes_in_parts(engine: Engine) -> None:
    reply = engine.ask(Request("SELECT ?a ?b ?c ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 30000", media_type=CSV), 60)
    assert len(reply.parts) > 10
    assert max(map(len, reply.parts)) < 2 * worker.PART
    assert isinstance(reply.content, bytes)
    assert reply.content == b"".join(reply.parts)


def test_rows_that_were_counted_are_written_as_those_that_were_not(engine: Engine) -> None:
    odd = r"""SELECT * { VALUES (?a ?b) { ("a\t\n\r\"\\'" "x"@en) (1 1.50) (1e3 true) (UNDEF "") (UNDEF UNDEF)
        (<http://e/é> "a"^^<http://e/t>) ("\u0000\u000b\u2028" "05"^^<http://www.w3.org/2001/XMLSchema#integer>) } }"""
    for media_type in (JSON, CSV, "application/sparql-results+xml", "text/tab-separated-values"):
        straight = engine.ask(Request(odd, media_type=media_type), 10)
        assert engine.ask(Request(odd, media_type=media_type, limit=100), 10) == straight


@pytest.mark.parametrize(
    ("default", "named", "imports", "text", "found"),
    [
        (None, None, (), "ASK { org:nvidia ?p ?o }", True),
        (None, None, ("https://kg.example/ns",), "ASK { org:nvidia ?p ?o }", True),
        (None, None, ("https://kg.example/ns",), "ASK { kg:partnersWith rdfs:label ?o }", True),
        (None, None, (), "ASK { kg:partnersWith rdfs:label ?o }", False),
        (None, None, (), "ASK { GRAPH ?g { kg:partnersWith rdfs:label ?o } }", True),
        (None, None, (), "ASK FROM kg: { kg:partnersWith rdfs:label ?o }", False),
        (None, None, ("http://e/other",), "ASK FROM <https://kg.example/ns> { kg:partnersWith rdfs:label ?o }", True),
        (("https://kg.example/ns",), None, (), "ASK { kg:partnersWith rdfs:label ?o }", True),
        (("https://kg.example/ns",), None, (), "ASK { org:nvidia ?p ?o }", False),
        (("https://kg.example/ns",), None, (), "ASK { GRAPH ?g { ?s ?p ?o } }", False),
        (None, ("https://kg.example/ns",), (), "ASK { GRAPH ?g { kg:partnersWith ?p ?o } }", True),
        (None, ("https://kg.example/ns",), (), "ASK { ?s ?p ?o }", False),
        ((), (), (), "ASK { ?s ?p ?o }", False),
    ],
)  # fmt: skip
def test_a_question_reads_the_graphs_that_it_names(
    default: tuple[str, ...] | None, named: tuple[str, ...] | None, imports: tuple[str, ...], text: str, *, found: bool
) -> None:
    store = sample_store()
    request = Request(text, store.vocabulary.prefixes, default_graphs=default, named_graphs=named)
    assert ask_here(store.raw, request, imports) == Reply("boolean", truth=found)


def test_engines_are_lent_to_one_asker_at_a_time(store: Path) -> None:
    with Engines(store, 2) as engines:
        engines.warm()
        with engines.lease() as first, engines.lease() as second:
            assert first is not second
            with pytest.raises(TimeoutError, match="all 2 engines are busy"), engines.lease(wait=0.05):
                pass
        with engines.lease(wait=0) as third:
            assert third is first or third is second
            assert third.ask(LIGHT, 10).content is True


def test_a_heavy_question_does_not_keep_others_waiting(store: Path) -> None:
    with Engines(store, 2) as engines, ThreadPoolExecutor(1) as pool:
        engines.warm()

        def heavy() -> Reply:
            with engines.lease() as engine:
                return engine.ask(HEAVY, 2)

        asked = pool.submit(heavy)
        time.sleep(0.2)
        with engines.lease(wait=1) as engine:
            assert engine.ask(LIGHT, 1).content is True
        assert not asked.done()
        assert asked.result().kind == "late"
        with engines.lease(wait=0) as again:
            assert again._worker is not None
            assert again.ask(LIGHT, 10).content is True


def test_engines_that_were_closed_are_lent_no_more(store: Path) -> None:
    engines = Engines(store, 1)
    with engines.lease() as engine:
        engines.close()
    with pytest.raises(GraphError, match="closed"), engines.lease() as engine:
        engine.ask(LIGHT, 1)
