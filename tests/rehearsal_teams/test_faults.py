"""Everything that goes wrong with Teams can be made to go wrong here."""

import asyncio

import aiohttp
import pytest

from bot.rehearsal.people import Client
from bot.rehearsal.teams import (
    Chat,
    Person,
    Route,
    Rule,
    SeenKind,
    Twice,
    cut_off,
    doubled,
    lost_reply,
    refused,
    slow,
)
from tests.rehearsal_teams.stage import Stage, card, execute, message


@pytest.fixture
def ada(stage: Stage) -> Person:
    return stage.person("Ada", installed=True)


@pytest.fixture
def chat(stage: Stage, ada: Person) -> Chat:
    return stage.teams.world.personal_chat(ada)


async def _post(stage: Stage, chat: Chat) -> int:
    return (await stage.call("POST", f"v3/conversations/{chat.id}/activities", message(text="hello")))[0]


async def _press(stage: Stage, ada: Person, chat: Chat) -> Client:
    await stage.post(chat, card(actions=[execute("Go")]))
    return Client(stage.teams, ada)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, "BotDisabledByAdmin"),
        (404, "ConversationNotFound"),
        (412, "PreconditionFailed"),
        (500, "ServiceError"),
        (502, "BadGateway"),
        (503, "ServiceUnavailable"),
        (504, "GatewayTimeout"),
    ],
)
async def test_a_refusal_in_a_queue(stage: Stage, chat: Chat, status: int, code: str) -> None:
    stage.teams.faults.next(Route.POST, None, refused(status, code if status == 403 else ""))
    assert await _post(stage, chat) == 201
    answer = await stage.call("POST", f"v3/conversations/{chat.id}/activities", message(text="hello"))
    assert (answer[0], answer[1]["error"]["code"]) == (status, code)
    assert len(chat.messages) == 1
    assert await _post(stage, chat) == 201


async def test_too_many_requests_says_how_long_to_wait(stage: Stage, chat: Chat) -> None:
    stage.teams.faults.next(Route.POST, refused(429, retry_after=1.2))
    url = f"{stage.teams.service_url}v3/conversations/{chat.id}/activities"
    bearer = {"Authorization": f"Bearer {stage.token}"}
    async with stage.http.post(url, json=message(text="hello"), headers=bearer) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "2")
        assert (await response.json())["error"]["code"] == "Throttled"


async def test_a_lost_reply_was_done_and_a_cut_line_was_not(stage: Stage, chat: Chat) -> None:
    stage.teams.faults.next(Route.POST, lost_reply(), cut_off())
    for _ in range(2):
        with pytest.raises(aiohttp.ClientError):
            await _post(stage, chat)
    assert len(chat.messages) == 1
    assert [entry.status for entry in stage.teams.wire][-2:] == [201, 0]


async def test_a_rule_holds_for_what_fits_until_it_is_stopped(stage: Stage, chat: Chat) -> None:
    bea = stage.person("Bea", installed=True)
    other = stage.teams.world.personal_chat(bea)
    rule = stage.teams.faults.rule(Rule(route=Route.POST, fault=refused(503), when=lambda c: c.thread == chat.id))
    stage.teams.faults.rule(Rule(route=Route.POST, fault=refused(500), times=1))
    assert [await _post(stage, c) for c in (chat, other, other, chat)] == [503, 500, 201, 503]
    rule.stop()
    assert await _post(stage, chat) == 201
    stage.teams.faults.next(Route.POST, refused(500))
    stage.teams.faults.clear()
    assert await _post(stage, chat) == 201


async def test_slow_is_slow(stage: Stage, chat: Chat) -> None:
    stage.teams.faults.next(Route.POST, slow(0.2))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(_post(stage, chat), 0.05)
    stage.teams.faults.next(Route.POST, slow(0.01))
    assert await _post(stage, chat) == 201


async def test_a_total_outage_stops_everything(stage: Stage, ada: Person, chat: Chat) -> None:
    client = await _press(stage, ada, chat)
    stage.teams.faults.outage = True
    with pytest.raises(aiohttp.ClientError):
        await _post(stage, chat)
    with pytest.raises(aiohttp.ClientError):
        await stage.http.get(stage.teams.openid_url)
    seen = await client.press("Go")
    assert (seen.kind, seen.text) == (SeenKind.ERROR, "Unable to reach app. Please try again.")
    await stage.teams.install(ada)
    assert not stage.bot.got
    stage.teams.faults.outage = False
    assert (await client.press_again()).text == "Noted"


@pytest.mark.parametrize(("twice", "ids"), [(Twice.SAME_ID, 1), (Twice.NEW_ID, 2)])
async def test_a_press_may_come_twice(stage: Stage, ada: Person, chat: Chat, twice: Twice, ids: int) -> None:
    client = await _press(stage, ada, chat)
    stage.teams.faults.next(Route.INVOKE, doubled(twice))
    seen = await client.press("Go")
    assert seen.text == "Noted"
    first, second = stage.bot.of("invoke")
    assert len({first["id"], second["id"]}) == ids
    assert first["value"] == second["value"]
    assert [got.text for got in client.timeline() if got.kind is SeenKind.TEXT] == ["Noted"]


async def test_a_press_may_be_lost_on_either_way(stage: Stage, ada: Person, chat: Chat) -> None:
    client = await _press(stage, ada, chat)
    stage.teams.faults.next(Route.INVOKE, lost_reply(), cut_off(), refused(504))
    kinds = [(await client.press("Go")).kind for _ in range(3)]
    assert kinds == [SeenKind.ERROR] * 3
    assert len(stage.bot.of("invoke")) == 1
    (answer,) = [entry for entry in stage.teams.wire if entry.kind == "invoke_answer" and entry.body]
    assert answer.audience == frozenset()


async def test_teams_does_not_wait_for_ever(stage: Stage, ada: Person, chat: Chat) -> None:
    client = await _press(stage, ada, chat)
    stage.teams.delivery.patience = 0.05
    stage.bot.seconds = 0.2
    assert (await client.press("Go")).code == "NoAnswer"


async def test_a_bot_that_fails_an_event_is_noticed(stage: Stage, ada: Person) -> None:
    stage.teams.bot_url = stage.teams.bot_url + "/nowhere"
    await stage.teams.install(ada)
    stage.teams.bot_url = "http://127.0.0.1:9"
    await stage.teams.uninstall(ada)
    assert stage.teams.bot_faults == [
        "installationUpdate: the bot answered HTTP 404",
        "conversationUpdate: the bot answered HTTP 404",
        "installationUpdate: the bot answered nothing",
        "conversationUpdate: the bot answered nothing",
    ]
    stage.teams.bot_url = ""
    with pytest.raises(RuntimeError, match="set bot_url"):
        await stage.teams.install(ada)


class _Seconds:
    """A clock for the rate limits."""

    def __init__(self, stage: Stage) -> None:
        self.now = 0.0
        stage.teams.throttle.on = True
        stage.teams.throttle.clock = lambda: self.now


async def test_seven_a_second_and_eight_in_two(stage: Stage, chat: Chat) -> None:
    seconds = _Seconds(stage)
    assert [await _post(stage, chat) for _ in range(8)] == [201] * 7 + [429]
    seconds.now = 1.0
    assert [await _post(stage, chat) for _ in range(2)] == [201, 429]
    seconds.now = 2.0
    assert await _post(stage, chat) == 201


async def test_edits_count_and_other_chats_do_not(stage: Stage, chat: Chat) -> None:
    seconds = _Seconds(stage)
    message_id = await stage.post(chat, card())
    for _ in range(6):
        await stage.edit(chat, message_id, card())
    assert await _post(stage, chat) == 429
    other = stage.teams.world.personal_chat(stage.person("Bea", installed=True))
    assert await _post(stage, other) == 201
    assert seconds.now == 0


@pytest.mark.parametrize(("step", "allowed"), [(0.4, 60), (1.9, 1800)])
async def test_the_longer_windows(stage: Stage, step: float, allowed: int) -> None:
    throttle, seconds = stage.teams.throttle, _Seconds(stage)
    for count in range(allowed):
        assert throttle.wait(Route.POST, "chat") == 0, count
        seconds.now += step if count % 2 else 0.2
    assert throttle.wait(Route.POST, "chat") > 0


async def test_rosters_have_limits_of_their_own_and_the_tenant_one_for_all(stage: Stage) -> None:
    throttle, seconds = stage.teams.throttle, _Seconds(stage)
    assert [bool(throttle.wait(Route.MEMBERS, "chat")) for _ in range(15)] == [False] * 14 + [True]
    assert throttle.wait(Route.POST, "chat") == 0
    assert all(throttle.wait(Route.POST, f"chat {n}") == 0 for n in range(35))
    assert throttle.wait(Route.POST, "one more") == 1
    assert throttle.wait(Route.TOKEN, "") == 0
    throttle.on = False
    assert throttle.wait(Route.POST, "one more") == 0
    assert seconds.now == 0
