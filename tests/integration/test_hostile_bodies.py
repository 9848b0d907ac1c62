"""Only Teams is heard, and only sense is taken; whatever else arrives is its sender's fault (promises 27 to 29)."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import orjson
import pytest
from aiohttp import WSServerHandshakeError
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.door import EVENT, SECRET, Bot, running
from tests.unit.teams.wire import ELSEWHERE, Json, Microsoft, bearer, body, claims, invoke, jwk, personal, signed


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with running() as found:
        yield found


async def test_nobody_but_teams_is_heard(bot: Bot) -> None:
    for authorization in ("", "Bearer", "Bearer garbage", bearer(bot.here, aud=ELSEWHERE), bearer(bot.here, exp=None)):
        response = await bot.post(invoke(bot.here), Authorization=authorization)
        assert (response.status, response.content_type) == (401, "application/problem+json")
        assert await response.json() == {"type": "about:blank", "title": "Unauthorized", "status": 401}
    assert (bot.desk.pressed, bot.here.asked) == ([], [])


async def test_a_new_signing_key_is_heard_without_a_restart(bot: Bot) -> None:
    assert (await bot.post(invoke(bot.here))).status == 200
    bot.here.keys = [jwk("k1", 1)]
    fresh = f"Bearer {signed(claims(bot.here), 'k1', 1)}"
    assert (await bot.post(invoke(bot.here), Authorization=fresh)).status == 200
    assert (await bot.post(invoke(bot.here))).status == 401


async def test_a_day_without_microsofts_keys_stops_nobody(bot: Bot) -> None:
    assert (await bot.post(invoke(bot.here))).status == 200
    bot.here.down = True
    for _ in range(24):
        bot.clock.move(hours=1)
        header = bearer(bot.here, bot.clock.moment)
        assert (await bot.post(invoke(bot.here), Authorization=header)).status == 200


async def test_a_service_url_elsewhere_is_never_called(bot: Bot) -> None:
    evil = "https://evil.example/teams/"
    response = await bot.post(body(bot.here, serviceUrl=evil), Authorization=bearer(bot.here, serviceurl=evil))
    assert response.status == 401
    assert bot.here.asked == []


def _nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "half an object": b"{",
    "a number": b"7",
    "a text": b'"x"',
    "an empty object": b"{}",
    "not a number": b'{"value": NaN}',
    "infinity": b'{"value": 1e999}',
    "a long number": b'{"type": ' + b"9" * 5000 + b"}",
    "33 deep": _nested(33),
    "100 000 deep": _nested(100_000),
    "100 000 wide": b"[" + b"{}," * 80_000 + b"{}]",
    "half a pair": b'{"type": "\\ud800"}',
    "not UTF-8": b"\xff\xfe",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a zero byte": b"\x00",
    "XML": b"<activity/>",
    "too long": b'"' + b"x" * (256 * 1024) + b'"',
}


@pytest.mark.parametrize("raw", BODIES.values(), ids=list(BODIES))
@pytest.mark.parametrize("authorization", [None, "Bearer garbage"], ids=["signed", "forged"])
async def test_a_hostile_body_is_the_senders_fault(bot: Bot, raw: bytes, authorization: str | None) -> None:
    change = {"Authorization": authorization} if authorization else {}
    response = await bot.post(raw, **change)
    assert 400 <= response.status < 500
    assert response.content_type == "application/problem+json"


_WRONG: list[object] = [None, True, 7, -1.5, "", "x", [], ["x"], {}, {"id": 7}, {"id": None}, [{"id": None}], [None]]
_PLACES = [
    "type",
    "channelId",
    "serviceUrl",
    "from",
    "recipient",
    "conversation",
    "channelData",
    "name",
    "text",
    "value",
]
_PLACES += ["action", "replyToId", "id", "timestamp", "entities", "membersAdded", "membersRemoved"]
_MADE: list[Callable[[Microsoft], Json]] = [body, personal, invoke]


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("kind", ["message", "invoke", "conversationUpdate", "event", "installationUpdate"])
async def test_wrong_types_anywhere_are_never_our_bug(bot: Bot, place: str, kind: str) -> None:
    for made in _MADE:
        for wrong in _WRONG:
            activity = made(bot.here) | {"type": kind} | {place: wrong}
            response = await bot.post(activity)
            assert response.status < 500, (place, wrong, await response.text())
            if response.status == 200:
                assert (await response.json())["statusCode"] == 200


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=40)
@given(
    value=_JSON,
    name=st.sampled_from(["adaptiveCard/action", EVENT + "meetingStart", EVENT + "meetingParticipantJoin"]),
)
def test_no_value_is_our_bug(value: object, name: str) -> None:
    async def check() -> None:
        async with running() as bot:
            for kind in ("invoke", "event", "message"):
                activity = body(bot.here, type=kind, name=name, text=None) | {"value": value}
                raw = json.dumps(activity).encode()  # the standard library's: it writes integers of any length
                assert (await bot.post(raw)).status < 500

    asyncio.run(check())


@pytest.mark.parametrize(
    ("field", "part", "most"),
    [
        ("text", "x", 64_000),
        ("entities", {"type": "mention", "text": "x", "mentioned": {"id": "28:x"}}, 500),
        ("membersAdded", {"id": "29:x"}, 2_000),
        ("membersRemoved", {"id": "29:x"}, 2_000),
    ],
)
async def test_no_more_than_teams_itself_would_send(bot: Bot, field: str, part: Any, most: int) -> None:
    for number, status in ((most, 202), (most + 1, 400)):
        many = part * number if isinstance(part, str) else [part] * number
        response = await bot.post(body(bot.here, type="message", **{field: many}))
        assert response.status == status, await response.text()
    assert (await response.json())["code"] == "shape"


async def test_only_json_that_is_plainly_json(bot: Bot) -> None:
    raw = orjson.dumps(invoke(bot.here))
    for change, status in (
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/json; charset=utf-16"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Encoding": "gzip"}, 415),
        ({"Upgrade": "websocket", "Connection": "Upgrade"}, 400),
        ({"Content-Type": "application/json; charset=utf-8"}, 200),
    ):
        sent = gzip.compress(raw) if "Content-Encoding" in change else raw
        assert (await bot.post(sent, **change)).status == status


async def test_a_body_in_pieces_is_measured_too(bot: Bot) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 32 * 1024

    headers = {"Authorization": bearer(bot.here), "Content-Type": "application/json"}
    response = await bot.client.post("/api/messages", data=pieces(), headers=headers)
    assert (response.status, response.content_type) == (413, "application/problem+json")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
async def test_only_post(bot: Bot, method: str) -> None:
    response = await bot.client.request(method, "/api/messages", headers={"Authorization": bearer(bot.here)})
    assert (response.status, response.headers["Allow"]) == (405, "POST")
    assert response.content_type == "application/problem+json"


async def test_no_websocket(bot: Bot) -> None:
    with pytest.raises(WSServerHandshakeError) as caught:
        await bot.client.ws_connect("/api/messages")
    assert caught.value.status == 405


async def test_nothing_is_elsewhere_and_nothing_is_told(bot: Bot) -> None:
    response = await bot.client.get("/api/messages/../../etc/passwd")
    assert (response.status, response.content_type) == (404, "application/problem+json")
    assert response.headers["Server"] == "Chairside"


async def test_an_invoke_we_never_asked_for_is_refused(bot: Bot) -> None:
    response = await bot.post(invoke(bot.here, name="task/fetch"))
    assert (response.status, (await response.json())["code"]) == (400, "unknown_invoke")


async def test_a_bug_behind_a_message_tells_nothing(bot: Bot) -> None:
    bot.desk.bug = RuntimeError(SECRET)
    response = await bot.post(personal(bot.here))
    answer = await response.json()
    assert (response.status, sorted(answer)) == (500, ["reference", "status", "title", "type"])


# --------------------------------------------------------------------------------------------------------------- health


async def test_alive_and_ready(bot: Bot) -> None:
    assert (await bot.client.get("/healthz")).status == 200
    assert (await bot.client.get("/readyz")).status == 200
    bot.faults += ["store_not_durable", "holidays_run_out"]
    response = await bot.client.get("/readyz")
    assert (response.status, response.content_type) == (503, "application/problem+json")
    assert (await response.json())["codes"] == ["store_not_durable", "holidays_run_out"]
    assert (await bot.client.get("/healthz")).status == 200


async def test_a_readiness_check_that_breaks_is_not_a_yes(bot: Bot) -> None:
    bot.faults.append("bug")
    response = await bot.client.get("/readyz")
    assert (response.status, (await response.json())["codes"]) == (503, ["readiness_check_failed"])
    assert SECRET not in await response.text()


async def _during(bot: Bot, work: Awaitable[Any]) -> float:
    """The longest the loop was held while `work` was done."""
    loop, longest = asyncio.get_running_loop(), 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = loop.time()
            await asyncio.sleep(0.005)
            longest = max(longest, loop.time() - before)

    async with asyncio.TaskGroup() as group:
        watching = group.create_task(watch())
        await work
        watching.cancel()
    return longest


async def test_slow_keys_never_hold_the_loop(bot: Bot) -> None:
    bot.here.slow = 0.6
    presses = asyncio.gather(*(bot.post(invoke(bot.here)) for _ in range(60)))
    assert await _during(bot, presses) < 0.5
    assert bot.here.metadata_asked == 1
