from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bench import run
from bench.load import Clients, moved, request
from bench.machine import ROOT
from bench.peers import bare
from bench.presses import mark_of
from bench.table import Row, markdown, plain


def row(*values: float, bar: float = 1, most: bool = False, missing: str = "") -> Row:
    return Row(name="A figure", values=values, bar=bar, most=most, missing=missing)


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (row(0.9, 1.0, 5.0), True),
        (row(0.9, 0.99, 5.0), False),
        (row(0.9, 1.0, 5.0, most=True), True),
        (row(0.9, 1.01, 5.0, most=True), False),
        (row(missing="no counter on this machine"), True),
    ],
)
def test_a_row_is_held_against_its_bar_by_its_median(figure: Row, met: bool) -> None:
    assert figure.met is met


def test_a_figure_below_its_bar_is_plain_to_see_in_the_table() -> None:
    table = markdown([row(0.5), row(2.0)])
    assert "**not met**" in table.splitlines()[2]
    assert "**not met**" not in table.splitlines()[3]
    assert "0.5" in plain([row(0.5)])


def test_what_could_not_be_measured_says_so() -> None:
    assert "no counter" in markdown([row(missing="no counter on this machine")])


def test_the_readme_has_a_place_for_the_table() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert run.placed(text, "| new |").count("| new |") == 1
    assert run.placed(run.placed(text, "| old |"), "| new |") == run.placed(text, "| new |")


def test_a_readme_without_a_place_is_not_touched() -> None:
    with pytest.raises(LookupError):
        run.placed("# Another\n", "| new |")


@asynccontextmanager
async def answering(handler: bare.Handler) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/api/messages", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    finally:
        await runner.cleanup()


async def test_every_request_is_answered_once_and_timed() -> None:
    async with answering(bare.handle) as address, Clients(address, 4) as clients:
        found = await clients.fire([request(address, b"{}", "token")] * 25, b"post_it.change")
    assert (len(found.took), found.wrong) == (25, ())
    assert 0 < found.percentile(0.5) <= found.percentile(0.99) <= found.seconds


async def test_an_answer_that_is_not_the_receipt_is_wrong() -> None:
    async with answering(bare.handle) as address, Clients(address, 2) as clients:
        found = await clients.fire([request(address, b"{}", "")] * 3, b"another card")
    assert len(found.wrong) == 3


async def test_a_refusal_is_wrong_whatever_it_says() -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=403, text="receipt")

    async with answering(refuse) as address, Clients(address, 1) as clients:
        found = await clients.fire([request(address, b"{}", "")], b"receipt")
    assert len(found.wrong) == 1


async def test_a_server_that_goes_away_ends_the_volley() -> None:
    async def leave(asked: web.Request) -> web.Response:
        if asked.transport is not None:
            asked.transport.close()
        return web.Response()

    async with answering(leave) as address, Clients(address, 1) as clients:
        with pytest.raises(OSError, match="closed"):
            await clients.fire([request(address, b"{}", "")] * 2)


def test_a_request_can_be_sent_to_another_server_unchanged() -> None:
    made = request("http://127.0.0.1:1/api/messages", b'{"a":1}', "token")
    assert moved(made, "http://127.0.0.1:2222/api/messages") == request(
        "http://127.0.0.1:2222/api/messages", b'{"a":1}', "token"
    )


def test_the_mark_is_that_of_the_button_and_not_of_its_fallback() -> None:
    fallback = b'{"type":"Action.Submit","verb":"post_it.hand_in","data":{"n":"no"}}'
    button = b'{"type":"Action.Execute","verb":"post_it.hand_in","data":{"n":"yes"},"fallback":' + fallback + b"}"
    answer = b'HTTP/1.1 200 OK\r\n\r\n{"value":{"body":[' + button + b"]}}"
    assert mark_of(answer, "post_it.hand_in") == {"n": "yes"}
