"""What goes out: only to Teams, in Teams' words, and every refusal in ours."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import unused_port

from bot.outgoing.asking import Asking
from bot.outgoing.session import open_session
from bot.teams.connector import Connector
from bot.teams.service_urls import ServiceUrls
from bot.usecases.ports import SendError
from tests.unit.teams.wire import (
    ADA,
    ADA_LISTED,
    ADA_MRI,
    APP,
    ELSEWHERE,
    HOME,
    MEETING,
    FixedTokens,
    Json,
    Microsoft,
    Reply,
    microsoft,
)

QUOTED = "19%3Ameeting_fiction%40thread.v2"


@pytest.fixture
async def here() -> AsyncIterator[Microsoft]:
    async with microsoft() as found:
        yield found


@pytest.fixture
def tokens() -> FixedTokens:
    return FixedTokens()


@pytest.fixture
async def connector(here: Microsoft, tokens: FixedTokens) -> AsyncIterator[Connector]:
    async with open_session((here.url,)) as session:
        yield Connector(
            asking=Asking(session=session, tokens=tokens), allowed=ServiceUrls([here.service_url]), app_id=APP
        )


async def test_a_chat_is_asked_for_with_the_tenant_where_teams_reads_it(here: Microsoft, connector: Connector) -> None:
    here.on("POST /v3/conversations", Reply(body={"id": "a:1new"}))
    assert await connector.create_chat(here.service_url, ADA_MRI, HOME) == "a:1new"
    assert here.asked[0].path == "/teams/v3/conversations"
    assert here.asked[0].body["channelData"] == {"tenant": {"id": HOME}}
    assert here.asked[0].body["bot"] == {"id": f"28:{APP}"}
    assert here.asked[0].body["members"] == [{"id": ADA_MRI}]
    assert here.asked[0].authorization == "Bearer token-0"


async def test_post_put_and_delete(here: Microsoft, connector: Connector) -> None:
    here.on("DELETE /activities/m-1", Reply(raw=b""))
    assert await connector.post(here.service_url, MEETING, {"type": "message"}) == "id-1"
    await connector.put(here.service_url, MEETING, "m-1", {"type": "message"})
    await connector.delete(here.service_url, MEETING, "m-1")
    assert [(asked.method, asked.path.rpartition("/conversations/")[2]) for asked in here.asked] == [
        ("POST", f"{MEETING}/activities"),
        ("PUT", f"{MEETING}/activities/m-1"),
        ("DELETE", f"{MEETING}/activities/m-1"),
    ]


async def test_a_roster_is_read_page_by_page(here: Microsoft, connector: Connector) -> None:
    ben = {"id": "29:1ben", "objectId": ADA.replace("a", "b"), "name": None, "tenantId": ELSEWHERE}
    here.on(
        "GET /pagedmembers",
        Reply(body={"members": [ADA_LISTED], "continuationToken": "next&page"}),
        Reply(body={"members": [ben]}),
    )
    people = await connector.members(here.service_url, MEETING)
    assert [person.id for person in people] == [ADA_MRI, "29:1ben"]
    assert people[1].oid.startswith("bbbb")
    assert here.asked[1].query["continuationToken"] == "next&page"


@pytest.mark.parametrize("cased", [str, str.upper, str.lower])
async def test_a_meeting_is_read_whatever_the_case_of_its_keys(
    here: Microsoft, connector: Connector, cased: type[str]
) -> None:
    details = {cased("joinUrl"): "https://teams.example/join", cased("scheduledStartTime"): "2026-11-19T10:00:00Z"}
    here.on("GET /v1/meetings/MCM=", Reply(body={"details": details, "organizer": {"tenantId": HOME}}))
    meeting = await connector.meeting(here.service_url, "MCM=")
    assert (meeting.details.join_url, meeting.organizer and meeting.organizer.tenant_id) == (
        "https://teams.example/join",
        HOME,
    )


async def test_a_participant_is_asked_for_at_the_right_address(here: Microsoft, connector: Connector) -> None:
    """The SDK asks `/v1/meetings/{id}` instead (4.17.1)."""
    here.on(f"GET /participants/{ADA}", Reply(body={"user": ADA_LISTED, "meeting": {"inMeeting": True}}))
    participant = await connector.participant(here.service_url, "MCM=", ADA, HOME)
    assert participant.meeting
    assert participant.meeting.in_meeting
    assert here.asked[0].query == {"tenantId": HOME}


@pytest.mark.parametrize(
    ("status", "answer", "headers", "code", "final", "wait"),
    [
        (400, {"error": {"code": "BadArgument"}}, {}, "BadArgument", True, None),
        (403, {"error": {"code": "BotNotInConversationRoster"}}, {}, "BotNotInConversationRoster", True, None),
        (403, {"error": {"code": "ConversationBlockedByUser"}}, {}, "ConversationBlockedByUser", True, None),
        (404, {"error": {"code": "ConversationNotFound"}}, {}, "ConversationNotFound", True, None),
        (404, None, {}, "http_404", True, None),
        (413, {"error": {"code": "MessageSizeTooBig"}}, {}, "MessageSizeTooBig", True, None),
        (302, None, {"Location": "https://evil.example/"}, "http_302", True, None),
        (412, {"error": {"code": "PreconditionFailed"}}, {}, "PreconditionFailed", False, None),
        (429, {"error": {"code": "Throttled"}}, {"Retry-After": "7"}, "Throttled", False, 7.0),
        (429, None, {}, "http_429", False, None),
        (429, None, {"Retry-After": "Thu, 19 Nov 2026 10:00:00 GMT"}, "http_429", False, None),
        (429, None, {"Retry-After": "-1"}, "http_429", False, None),
        (429, None, {"Retry-After": "inf"}, "http_429", False, None),
        (429, None, {"Retry-After": "99999999"}, "http_429", False, 3600.0),
        (500, None, {}, "http_500", False, None),
        (502, None, {}, "http_502", False, None),
        (503, {"error": {"code": "ServiceUnavailable"}}, {"Retry-After": "2"}, "ServiceUnavailable", False, 2.0),
        (504, {"error": "odd"}, {}, "http_504", False, None),
        (403, {"error": {"code": "a child's name"}}, {}, "http_403", True, None),
        (200, {"no": "id"}, {}, "bad_answer", False, None),
        (200, None, {}, "bad_answer", False, None),
    ],
)
async def test_each_refusal_says_whether_to_try_again(
    here: Microsoft,
    connector: Connector,
    status: int,
    answer: object,
    headers: dict[str, str],
    code: str,
    final: bool,
    wait: float | None,
) -> None:
    here.on("POST /activities", Reply(status, answer, headers))
    with pytest.raises(SendError) as caught:
        await connector.post(here.service_url, MEETING, {"type": "message"})
    assert (caught.value.code, caught.value.final, caught.value.retry_after) == (code, final, wait)
    assert len(here.asked) == 1


async def test_a_page_of_html_is_a_refusal_like_any_other(here: Microsoft, connector: Connector) -> None:
    here.on("POST /activities", Reply(502, raw=b"<html>Bad gateway</html>"))
    with pytest.raises(SendError, match="http_502"):
        await connector.post(here.service_url, MEETING, {"type": "message"})


async def test_a_refused_token_is_replaced_once(here: Microsoft, connector: Connector, tokens: FixedTokens) -> None:
    here.on("POST /activities", Reply(401), Reply(201, {"id": "m-9"}))
    assert await connector.post(here.service_url, MEETING, {"type": "message"}) == "m-9"
    assert tokens.forgotten == ["token-0"]
    assert [asked.authorization for asked in here.asked] == ["Bearer token-0", "Bearer token-1"]


async def test_credentials_that_stay_refused_can_still_be_mended(here: Microsoft, connector: Connector) -> None:
    here.on("POST /activities", Reply(401))
    with pytest.raises(SendError) as caught:
        await connector.post(here.service_url, MEETING, {"type": "message"})
    assert (caught.value.code, caught.value.final, len(here.asked)) == ("http_401", False, 2)


@pytest.mark.parametrize(
    "evil",
    ["https://evil.example/", "http://127.0.0.1@evil.example/teams/", "http://localhost/teams/", "", "teams"],
)
async def test_our_token_goes_nowhere_else(connector: Connector, tokens: FixedTokens, evil: str) -> None:
    with pytest.raises(SendError) as caught:
        await connector.post(evil, MEETING, {"type": "message"})
    assert (caught.value.code, caught.value.final, tokens.given) == ("service_url_not_allowed", True, 0)


@pytest.mark.parametrize("odd", ["", ".", ".."])
async def test_an_id_cannot_climb_out_of_the_address(here: Microsoft, connector: Connector, odd: str) -> None:
    with pytest.raises(SendError, match="bad_id"):
        await connector.post(here.service_url, odd, {"type": "message"})
    assert here.asked == []


async def test_an_id_stays_one_part_of_the_address(here: Microsoft, connector: Connector) -> None:
    await connector.post(here.service_url, "a/../../x?y#z", {"type": "message"})
    assert here.asked[0].path == "/teams/v3/conversations/a/../../x?y#z/activities"
    assert here.asked[0].query == {}


async def test_nobody_there_and_too_slow_are_not_refusals(tokens: FixedTokens) -> None:
    nobody = f"http://127.0.0.1:{unused_port()}/"

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.5)
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    slow = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    async with open_session((nobody, slow)) as session, server:
        connector = Connector(
            asking=Asking(session=session, tokens=tokens), allowed=ServiceUrls([nobody, slow]), app_id=APP
        )
        with pytest.raises(SendError) as unreachable:
            await connector.post(nobody, MEETING, {})
        with pytest.raises(SendError) as lost:
            await connector.post(slow, MEETING, {})
    assert (unreachable.value.code, unreachable.value.final) == ("unreachable", False)
    assert (lost.value.code, lost.value.final) == ("unreachable", False)


async def test_connections_are_kept(here: Microsoft, connector: Connector) -> None:
    wish: Json = {"type": "message"}
    await asyncio.gather(*(connector.post(here.service_url, MEETING, wish) for _ in range(200)))
    assert len(here.asked) == 200
    pool = connector.asking.session.connector
    assert pool is not None
    assert len(pool._conns) == 1
    assert sum(len(idle) for idle in pool._conns.values()) <= 64
