"""What a stranger, or a broken program that holds a true token, can send at any door: 4xx or a whole refusal, never our bug,
never a change, and nothing of it in the log (promise 28). What is wrong with a body alone is in test_hostile_bodies.py.
"""

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncIterator, Callable

import orjson
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.teams.activity import Fault
from bot.teams.authenticate import Denial
from bot.web.limits import Limit
from bot.web.runner import QuietRunner
from tests.integration.door import EVENT, Bot, running
from tests.unit.teams.wire import Json, bearer, body, invoke, personal

CANARY = "Zanzibar"
CODES = {*Denial, *Fault, *Limit}

NAUGHTY = [
    "\x00", "\x00" * 500, "\x1b[31m", "\ud7ff", "\ufffe", "\u202e" + CANARY, "\u200b" * 900, "\U0001d537" * 900, "👩‍👩‍👧‍👦" * 100,
    "Z̸̢͔a̵l̶g̷o̸" * 50, "' OR 1=1 --", '"; DROP TABLE x; --', "<script>alert(1)</script>", "${jndi:ldap://x.example/a}",
    "{{7*7}}", "{% raw %}", "%s%n%x%p", "../../../../etc/passwd", "file:///etc/passwd", "=cmd|' /C calc'!A0", "() { :;}; x",
    "__proto__", "constructor", "__class__", "$where", "\r\nSet-Cookie: a=b", "true", "null", "NaN", "1e309", "-0", "0x10",
    "9" * 400, "http://[::1", "javascript:alert(1)", "[x](javascript:alert(1))", "<at>Chairside</at>", " ", "\t\r\n", "",
]  # fmt: skip


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with running() as found:
        yield found


def _whole(status: int, answer: bytes) -> bool:
    """Refused as the sender's fault, or answered as a press is: whole, and not as our failure."""
    if 400 <= status < 500:
        return True
    return status == 202 or (status == 200 and orjson.loads(answer)["statusCode"] == 200)


ROUTES = [
    "/",
    "/api/messages",
    "/api/messages/",
    "/api/messages/x",
    "/healthz",
    "/readyz",
    "/metrics",
    "/clock",
    "/settle",
]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "NONSENSE"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("route", ROUTES)
async def test_every_method_at_every_door(bot: Bot, method: str, route: str) -> None:
    if method == "CONNECT":
        route = "127.0.0.1:1"
    said = await _raw(
        bot, f"{method} {route} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]".encode()
    )
    status = int(said.split(b" ", 2)[1])
    expected = {"/healthz", "/readyz"} if method in {"GET", "HEAD"} else set()
    assert (status == 200) == (route in expected)
    assert status < 500
    assert bot.desk.pressed == []


async def _raw(bot: Bot, sent: bytes) -> bytes:
    """All that comes back on one connection."""
    reader, writer = await asyncio.open_connection(bot.client.host, bot.client.port)
    writer.write(sent)
    async with asyncio.timeout(30):
        said = await reader.read()
    writer.close()
    return said


def _head(bot: Bot, *lines: str, authorization: str = "") -> str:
    given = authorization or bearer(bot.here)
    every = (
        "POST /api/messages HTTP/1.1",
        "Host: x",
        f"Authorization: {given}",
        "Content-Type: application/json",
        *lines,
    )
    return "\r\n".join((*every, "Connection: close", "", ""))


@pytest.mark.parametrize(
    "lines",
    [
        ("Content-Length: 2", "Content-Length: 3"),
        ("Content-Length: 2", "Transfer-Encoding: chunked"),
        ("Content-Length: -1",),
        ("Content-Length: 99999999999999999999",),
        ("Content-Length: 0x2",),
        ("Transfer-Encoding: gzip, chunked",),
        ("Content-Length : 2",),
        ("Content-Length: 2", "Host: y"),
        ("Content-Length: 2", "X: " + "y" * 20_000),
        ("Content-Length: 2", *(f"X-{number}: y" for number in range(3000))),
        ("Content-Length: 2", "\x00: y"),
        ("Content-Length: 2", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"),
        (
            "Content-Length: 2",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        ),
        ("Content-Length: 2", "Expect: nonsense"),
        ("Content-Length: 2", "Content-Type: text/html"),
        ("Content-Length: 2", "Content-Encoding: br"),
    ],
    ids=lambda lines: " ".join(lines)[:40],
)
async def test_headers_that_say_two_things(bot: Bot, lines: tuple[str, ...]) -> None:
    said = await _raw(bot, _head(bot, *lines).encode("latin-1") + b"{}")
    assert b" 4" in said.split(b"\r\n", 1)[0], said[:200]
    assert bot.desk.pressed == []


@pytest.mark.parametrize(
    "after",
    [
        b"\x00\xff" * 200,
        b"GET\r\n\r\n",
        b"POST /api/messages HTTP/1.1\r\n\x00",
        b"{}{}{}\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
    ids=repr,
)
async def test_garbage_behind_a_sound_request(bot: Bot, after: bytes) -> None:
    raw = orjson.dumps(invoke(bot.here))
    head = _head(bot, f"Content-Length: {len(raw)}").replace("Connection: close\r\n", "")
    reader, writer = await asyncio.open_connection(bot.client.host, bot.client.port)
    writer.write(head.encode() + raw + after)
    async with asyncio.timeout(30):
        said = await reader.read(1 << 16)
    writer.close()
    await writer.wait_closed()
    statuses = [line.split(b" ")[1] for line in said.split(b"\r\n") if line.startswith(b"HTTP/1.")]
    assert statuses in ([b"200"], [b"400"], [b"200", b"400"]), (
        "what came in one piece with garbage may be refused with it"
    )
    assert len(bot.desk.pressed) == statuses.count(b"200")


async def test_chunks_without_end_and_chunks_of_nonsense(bot: Bot) -> None:
    endless = _head(bot, "Transfer-Encoding: chunked").encode() + b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    said = await _raw(bot, endless + (b"8000\r\n" + b" " * 0x8000 + b"\r\n") * 16 + b"0\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 413")
    said = await _raw(bot, _head(bot, "Transfer-Encoding: chunked").encode() + b"zz\r\n\r\n")
    assert said.split(b" ")[1] == b"400"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_bomb_is_not_unpacked(bot: Bot, encoding: str) -> None:
    """Ten megabytes in ten kilobytes: refused by its label, before a byte of it is unpacked."""
    raw = b'"' + b"x" * 10_000_000 + b'"'
    bomb = gzip.compress(raw) if encoding == "gzip" else zlib.compress(raw)
    assert len(bomb) < 20_000
    response = await bot.post(bomb, **{"Content-Encoding": encoding})
    assert (response.status, (await response.json())["code"]) == (415, Limit.ENCODED)


async def test_a_body_that_never_comes_is_given_up(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.limits._PATIENCE", 0.05)
    reader, writer = await asyncio.open_connection(bot.client.host, bot.client.port)
    writer.write(_head(bot, "Content-Length: 100").encode() + b'{"type"')
    async with asyncio.timeout(30):
        assert (await reader.readline()).startswith(b"HTTP/1.1 408")
    writer.close()


_MADE: list[Callable[..., Json]] = [body, personal, invoke]


@pytest.mark.parametrize("naughty", NAUGHTY, ids=lambda text: ascii(text)[:30])
async def test_strings_that_break_programs(bot: Bot, naughty: str) -> None:
    """In every field that holds a string, of every kind of activity, and in a press's own data."""
    for made in _MADE:
        base = made(bot.here)
        for place in ("id", "text", "name", "replyToId", "timestamp", "action"):
            await _sound(bot, base | {place: naughty})
        for who in ({"id": naughty}, {"id": "29:x", "aadObjectId": naughty}, {"id": "29:x", "name": naughty}):
            await _sound(bot, base | {"from": who})
        await _sound(bot, base | {"conversation": base["conversation"] | {"id": naughty}})
    action = {"type": "Action.Execute", "verb": naughty, "data": {naughty: naughty, "n": naughty}}
    await _sound(bot, invoke(bot.here, value={"action": action, "trigger": naughty}))


async def _sound(bot: Bot, activity: Json) -> None:
    response = await bot.post(activity)
    assert _whole(response.status, await response.read()), (activity, await response.text())


@pytest.mark.parametrize(
    "value",
    [10**400, -(10**30), 1e308, 2**63, 2**64, -1, 0, True, None, [], {}, [[]], [None], {"": None}, "x" * 100_000],
    ids=lambda value: str(value)[:20],
)
@pytest.mark.parametrize("where", ["verb", "data", "type", "trigger", "action", "in data"])
async def test_wrong_types_inside_a_press(bot: Bot, where: str, value: object) -> None:
    press = invoke(bot.here)
    inside: Json = press["value"]
    if where in {"trigger", "action"}:
        inside[where] = value
    elif where == "in data":
        inside["action"]["data"] = {"n": value, "c": value, "of": value}
    else:
        inside["action"][where] = value
    response = await bot.post(json.dumps(press).encode())
    assert _whole(response.status, await response.read())


async def test_what_nobody_asked_for_travels_no_further(bot: Bot) -> None:
    """Mass assignment: whoever adds fields to an activity or a press changes nothing about who they are or where."""
    extra = {
        "actor": "chair",
        "standing": "member",
        "account": {"tenant": "x", "oid": "y"},
        "in_place": False,
        "vouched": True,
    }
    press = invoke(bot.here) | extra | {"tenant": "x", "private": True}
    press["value"]["action"] |= extra
    press["value"] |= extra
    press["from"] = press["from"] | extra | {"standing": "member"}
    assert (await bot.post(press)).status == 200
    plain = (await bot.post(invoke(bot.here))).status
    assert plain == 200
    with_extra, without = bot.desk.pressed
    assert with_extra.actor == without.actor
    assert (with_extra.conversation, with_extra.in_place) == (without.conversation, without.in_place)


async def test_nothing_of_a_hostile_body_is_logged(bot: Bot) -> None:
    """The codes of denials, and no more, however it is refused."""
    with capture_logs() as logs:
        for raw in (
            CANARY.encode(),
            orjson.dumps({"type": CANARY}),
            b"[" * 100 + CANARY.encode(),
            b'{"a": "%s' % CANARY.encode(),
        ):
            for header in (f"Bearer {CANARY}", CANARY, f"Basic {CANARY}", bearer(bot.here)):
                await bot.post(raw, Authorization=header)
                await bot.post(raw, **{"Authorization": header, "Content-Type": CANARY})
        for place in ("channelId", "serviceUrl", "name"):
            await bot.post(invoke(bot.here) | {place: CANARY})
        await bot.client.get(f"/{CANARY}?{CANARY}", headers={"User-Agent": CANARY, "X-Forwarded-For": CANARY})
    assert logs
    assert CANARY not in str(logs)
    for line in logs:
        assert line.get("code") in CODES
        assert line.keys() <= {"event", "code", "log_level", "more"}


@pytest.mark.parametrize("name", ["meetingStart", "meetingEnd", "meetingParticipantJoin", "meetingParticipantLeave"])
async def test_events_about_meetings_with_anything_in_them(bot: Bot, name: str) -> None:
    for value in (
        None,
        7,
        "x",
        [],
        [7],
        {},
        {"members": 7},
        {"members": [7]},
        {"members": [{"user": 7}]},
        {"JoinUrl": 7},
    ):
        response = await bot.post(body(bot.here, type="event", name=EVENT + name, text=None) | {"value": value})
        assert _whole(response.status, await response.read())


@pytest.mark.parametrize(
    "sent", [CANARY, f"{CANARY} /{CANARY} HTTP/9", f"GET / HTTP/1.1\r\n{CANARY}\x00: {CANARY}", "\x16\x03\x01"]
)
async def test_what_is_not_http_is_refused_without_a_word_of_it(sent: str, caplog: pytest.LogCaptureFixture) -> None:
    """On the server that a deployment runs: aiohttp's own quotes the sender and tells its version."""
    caplog.set_level(0)
    said = {}
    for runner in (QuietRunner, web.AppRunner):
        caplog.clear()
        one = runner(web.Application(), access_log=None)
        await one.setup()
        await web.TCPSite(one, "127.0.0.1", 0).start()
        reader, writer = await asyncio.open_connection(*one.addresses[0][:2])
        writer.write(f"{sent}\r\n\r\n".encode())
        async with asyncio.timeout(30):
            said[runner] = await reader.read()
        writer.close()
        await one.cleanup()
        if runner is QuietRunner:
            assert CANARY not in caplog.text
    quiet, control = said[QuietRunner], said[web.AppRunner]
    assert quiet.split(b" ")[1] == b"400"
    assert b"problem+json" in quiet
    assert b"aiohttp" in control
    for word in (CANARY.encode(), b"aiohttp", b"Python"):
        assert word not in quiet
