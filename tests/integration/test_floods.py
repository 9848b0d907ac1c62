"""One who floods costs nobody else a post-it, over real HTTP with the limits of a deployment (promise 31)."""

import asyncio
import base64
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.adapters.nursery import Nursery
from bot.bootstrap import Overrides
from bot.rehearsal.teams import Json
from bot.teams.rates import ALLOWED, Allowance, Rate, Rates
from bot.words.front_door import TOO_MANY
from tests.integration.conference import SMALL, Conference, Part, set_up, view
from tests.integration.door import Bot, running
from tests.integration.theatre import Theatre, theatre
from tests.unit.teams.wire import bearer, claims, invoke, personal, signed


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Theatre]:
    """With the limits that a deployment has: a rehearsal's own are a thousand times as wide."""
    async with theatre(tmp_path) as found:
        await found.stop_bot()
        await found.start_bot(Overrides(rates=Rates()), metrics_port=0)
        yield found


async def _flood(house: Theatre, made: Json, stop: asyncio.Event, seen: Counter[str]) -> None:
    """As fast as the connection carries it, from one account, until told to stop."""
    while not stop.is_set():
        for reply in await asyncio.gather(*(house.teams.deliver(made) for _ in range(16))):
            text = str(reply.body)
            seen["limited" if reply.status == 429 or TOO_MANY in text else str(reply.status)] += 1


def _noise(one: Conference, what: str) -> Json:
    teams = one.stage.teams
    if what == "message":
        chat = teams.world.personal_chat(one.person("admin"))
        return teams.activities.message(chat, one.person("admin"), "status", "1", mention=False)
    return one.made_up("admin", what)


PROFESSIONALS = [Part(who=f"seat{number}", seat=f"agency_{number}") for number in range(8)]


@pytest.mark.parametrize("what", ["status.show", "post_it.hand_in", "message"])
async def test_one_who_floods_costs_nobody_a_post_it(house: Theatre, what: str) -> None:
    one = await set_up(house, (*SMALL, *PROFESSIONALS))
    await one.gather()
    await one.open_round()
    stop, seen = asyncio.Event(), Counter[str]()
    crowd = Nursery()
    for _ in range(2):
        crowd.spawn(_flood(house, _noise(one, what), stop, seen), "flood")
    try:
        while not seen["limited"]:  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0)
        for seat in one.scene.about.seats:
            saw = await one.press(seat.holder, "post_it.hand_in", _views(one), on=await one.post_it(seat.holder))
            assert TOO_MANY not in saw.text
    finally:
        stop.set()
        await crowd.stop()
    house.teams.bot_faults.clear()  # a 429 is one, to whoever plays Teams
    state = await one.state()
    assert state.round is not None
    assert {str(seat) for seat in state.round.post_its} == {str(seat.id) for seat in one.scene.about.seats}
    assert seen["limited"] > 16
    assert not [status for status in seen if status.startswith("5")]
    async with house.stage.http.get(house.stage.bot.metrics) as figures:
        assert 'chairside_limited_total{limit="' in await figures.text()


def _views(one: Conference) -> dict[str, Any]:
    return {f"{child.id}.{name}": value for child in one.scene.about.children for name, value in view().items()}


async def test_a_press_too_many_is_answered_in_words_and_the_card_stays(house: Theatre) -> None:
    one = await set_up(house)
    press = one.made_up("school", "status.show")
    answers = await asyncio.gather(*(house.bring(press) for _ in range(int(ALLOWED[Rate.PERSON].at_once) + 60)))
    said = [each.text for each in answers if each.card is None]
    assert said
    assert set(said) == {TOO_MANY}
    assert (await house.bring(one.made_up("health", "status.show"))).card, "somebody else's press"


# ----------------------------------------------------------------------------------------------------------- without a desk


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with running() as found:
        yield found


async def test_a_message_too_many_is_a_429_that_says_how_long(bot: Bot) -> None:
    statuses = Counter[int]()
    for _ in range(int(ALLOWED[Rate.PERSON].at_once) * 2):
        response = await bot.post(personal(bot.here, text=" "))
        statuses[response.status] += 1
        if response.status == 429:
            assert response.content_type == "application/problem+json"
            assert (await response.json())["code"] == "too_many"
            assert 1 <= int(response.headers["Retry-After"]) <= 2
            break
    assert statuses[202] >= ALLOWED[Rate.PERSON].at_once
    assert statuses[429]


async def test_forgers_are_looked_at_only_so_often_and_a_known_token_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The true token was seen before; then false ones come without end; a new true one waits its turn and gets it."""
    monkeypatch.setattr("bot.teams.rates.FORGERIES", Allowance(20, 20))  # a test's client is no flood: 500 a second
    async with running() as bot:
        await _forgers(bot)


async def _forgers(bot: Bot) -> None:
    assert (await bot.post(invoke(bot.here))).status == 200
    forged = f"Bearer {signed(claims(bot.here), 'k0', 1)}"
    statuses = Counter[int]()
    for _ in range(400):
        response = await bot.client.post(
            "/api/messages", data=b"{}", headers={"Authorization": forged, "Content-Type": "application/json"}
        )
        statuses[response.status] += 1
        if statuses[429] > 3:
            break
    assert statuses[401] >= 20
    assert statuses[429] > 3
    assert (await bot.post(invoke(bot.here))).status == 200, "the token that is known"
    fresh = bearer(bot.here, jti="another")
    async with asyncio.timeout(30):
        while (await bot.post(invoke(bot.here), Authorization=fresh)).status == 429:  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.002)
    assert (await bot.post(invoke(bot.here), Authorization=fresh)).status == 200


async def test_the_body_of_a_stranger_is_not_even_read(bot: Bot) -> None:
    """No parsing is to be had for nothing: the answer is there before the body is."""
    host, port = bot.client.host, bot.client.port
    reader, writer = await asyncio.open_connection(host, port)
    head = f"POST /api/messages HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 200000\r\n\r\n"
    writer.write(head.encode())
    assert (await reader.readline()).startswith(b"HTTP/1.1 401")
    writer.close()


async def test_thousands_of_made_up_key_ids_cost_microsoft_one_question(bot: Bot) -> None:
    assert (await bot.post(invoke(bot.here))).status == 200
    said = claims(bot.here)
    asked = bot.here.metadata_asked
    token = signed(said, "made-up").split(".")

    def kid(number: int) -> str:
        head = orjson.dumps({"alg": "RS256", "typ": "JWT", "kid": f"made-up-{number}"})
        return f"Bearer {_b64(head)}.{token[1]}.{token[2]}"

    for start in range(0, 2_000, 100):
        batch = [bot.client.post("/api/messages", data=b"{}", headers=_headers(kid(start + one))) for one in range(100)]
        assert {response.status for response in await asyncio.gather(*batch)} == {401}
    assert bot.here.metadata_asked <= asked + 1
    assert (await bot.post(invoke(bot.here))).status == 200


def _headers(authorization: str) -> dict[str, str]:
    return {"Authorization": authorization, "Content-Type": "application/json"}


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
