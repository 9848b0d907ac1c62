"""The loopback Graph takes what Graph takes, and refuses the rest in Graph's words."""

from typing import Any

import pytest

from bot.rehearsal.teams import Json, Kind, Person, Route, refused
from bot.rehearsal.teams.authority import GRAPH_SCOPE
from bot.rehearsal.teams.graph_tenant import CALENDARS, CONSENTED
from tests.rehearsal_teams.stage import SCOPE, THURSDAY, Stage

START = {"dateTime": "2026-11-19T10:00:00", "timeZone": "UTC"}
END = {"dateTime": "2026-11-19T12:00:00", "timeZone": "UTC"}
EVENT: Json = {
    "subject": "A conference",
    "start": START,
    "end": END,
    "isOnlineMeeting": True,
    "attendees": [{"emailAddress": {"address": "ada@council.example"}}],
    "transactionId": "t-1",
}


@pytest.fixture
def clerk(stage: Stage) -> Person:
    stage.token = stage.teams.authority.issue(GRAPH_SCOPE)
    stage.person("Ada", email="ada@council.example")
    return stage.person("Clerk", email="clerk@council.example")


async def _ask(stage: Stage, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
    bearer = {"Authorization": f"Bearer {stage.token}"} | headers
    url = f"{stage.teams.graph_url}/{path}"
    async with stage.http.request(method, url, json=body, headers=bearer) as response:
        return response.status, await response.json() if response.content_length else None


def _code(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["error"]["code"]


@pytest.mark.parametrize("token", ["", "made up"])
async def test_graph_wants_a_token(stage: Stage, clerk: Person, token: str) -> None:
    stage.token = token
    assert _code(await _ask(stage, "GET", f"users/{clerk.oid}")) == (401, "InvalidAuthenticationToken")


async def test_a_token_for_the_connector_is_none_for_graph_nor_the_other_way(stage: Stage, clerk: Person) -> None:
    assert (await _ask(stage, "GET", f"users/{clerk.oid}"))[0] == 200
    assert (await stage.call("POST", "v3/conversations", {}))[0] == 401
    stage.token = stage.teams.authority.issue(SCOPE)
    assert (await _ask(stage, "GET", f"users/{clerk.oid}"))[0] == 401


async def test_msal_fetches_it_with_all_that_was_consented_to(stage: Stage, clerk: Person) -> None:
    token = (await stage.sign_in(scope=GRAPH_SCOPE))["access_token"]
    assert stage.teams.authority.roles(token) == CONSENTED
    stage.teams.authority.consented.clear()
    assert stage.teams.authority.roles(token) == CONSENTED, "it stands in the token"
    assert stage.teams.authority.roles((await stage.sign_in(scope=GRAPH_SCOPE))["access_token"]) == frozenset()


async def test_a_refusal_is_worded_as_graph_does(stage: Stage, clerk: Person) -> None:
    stage.teams.faults.next(Route.GRAPH_PEOPLE, refused(429, retry_after=3))
    url = f"{stage.teams.graph_url}/users/{clerk.oid}"
    async with stage.http.get(url, headers={"Authorization": f"Bearer {stage.token}"}) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "3")
        assert response.headers["request-id"]
        error = (await response.json())["error"]
    assert set(error) == {"code", "message", "innerError"}
    assert error["code"] == "TooManyRequests"


@pytest.mark.parametrize(
    "bad",
    [
        EVENT | {"colour": "red"},
        EVENT | {"subject": 7},
        EVENT | {"subject": ""},
        EVENT | {"hideAttendees": "true"},
        EVENT | {"start": "2026-11-19T10:00:00"},
        EVENT | {"start": START | {"timeZone": "Mars"}},
        EVENT | {"start": START | {"offset": 0}},
        EVENT | {"attendees": [{"address": "ada@council.example"}]},
        EVENT | {"attendees": {"emailAddress": {}}},
        EVENT | {"body": {"contentType": "markdown", "content": "x"}},
        EVENT | {"id": "mine"},
        {name: value for name, value in EVENT.items() if name != "end"},
    ],
    ids=range(12),
)
async def test_a_body_that_graph_does_not_know(stage: Stage, clerk: Person, bad: Json) -> None:
    assert _code(await _ask(stage, "POST", f"users/{clerk.oid}/events", bad)) == (400, "RequestBodyRead")
    assert not stage.teams.graph.events


async def test_an_event_is_made_once_for_a_number_and_not_for_another_body(stage: Stage, clerk: Person) -> None:
    path = f"users/{clerk.oid}/events"
    first = await _ask(stage, "POST", path, EVENT)
    assert first[0] == 201
    assert first[1]["onlineMeeting"]["joinUrl"].startswith("https://teams.microsoft.com/l/meetup-join/19%3ameeting_")
    assert (await _ask(stage, "POST", path, EVENT))[1]["id"] == first[1]["id"]
    assert _code(await _ask(stage, "POST", path, EVENT | {"subject": "Other"})) == (409, "ErrorDuplicateTransactionId")
    assert (await _ask(stage, "POST", path, EVENT | {"transactionId": "t-2"}))[1]["id"] != first[1]["id"]


async def test_a_text_without_the_link_takes_the_meeting_away(stage: Stage, clerk: Person) -> None:
    path = f"users/{clerk.oid}/events"
    made = (await _ask(stage, "POST", path, EVENT))[1]
    assert len(stage.teams.graph.online) == 1
    changed = await _ask(stage, "PATCH", f"{path}/{made['id']}", {"body": {"content": "New words."}})
    assert (changed[0], changed[1]["isOnlineMeeting"]) == (200, False)
    assert not stage.teams.graph.online


async def test_calendars_are_not_for_everybody(stage: Stage, clerk: Person) -> None:
    stage.teams.authority.consented.remove(CALENDARS)
    stage.token = stage.teams.authority.issue(GRAPH_SCOPE)
    assert _code(await _ask(stage, "POST", f"users/{clerk.oid}/events", EVENT)) == (403, "ErrorAccessDenied")


@pytest.mark.parametrize(
    "query",
    [
        "$filter=mail eq 'a@b'",
        "$filter=mail eq 'a@b' or userPrincipalName eq 'a@b' or true",
        "$filter=mail eq 'a'b' or userPrincipalName eq 'a'b'",
        "",
    ],
)
async def test_a_filter_of_another_form(stage: Stage, clerk: Person, query: str) -> None:
    assert _code(await _ask(stage, "GET", f"users?{query}")) == (400, "BadRequest")


async def test_only_the_basic_profile_is_shown(stage: Stage, clerk: Person) -> None:
    path = f"users/{clerk.oid}"
    assert set((await _ask(stage, "GET", f"{path}?$select=id,mail"))[1]) == {"id", "mail"}
    assert _code(await _ask(stage, "GET", f"{path}?$select=id,mobilePhone")) == (403, "Authorization_RequestDenied")
    other = stage.person("Oli", Kind.OTHER_TENANT, email="oli@police.example")
    assert _code(await _ask(stage, "GET", f"users/{other.oid}")) == (404, "Request_ResourceNotFound")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"allowParticipantsToChangeName": False}, "RequestBodyRead"),
        ({"lobbyBypassSettings": {"scope": "nobody"}}, "RequestBodyRead"),
        ({"allowRecording": "false"}, "RequestBodyRead"),
        ({"participants": {"organizer": {}}}, "RequestBodyRead"),
        ({"participants": {"attendees": [{"identity": {"user": {"id": "x"}}}]}}, "RequestBodyRead"),
        ({"startDateTime": "2026-11-19T10:00:00Z"}, "BadRequest"),
        ({"participants": {"attendees": [{"role": "coorganizer", "upn": "x@elsewhere.example"}]}}, "BadRequest"),
    ],
)
async def test_options_that_cannot_be_set(stage: Stage, clerk: Person, body: Json, code: str) -> None:
    """Microsoft's table of what "Update onlineMeeting" takes."""
    await _ask(stage, "POST", f"users/{clerk.oid}/events", EVENT)
    (online,) = stage.teams.graph.online.values()
    answer = await _ask(stage, "PATCH", f"users/{clerk.oid}/onlineMeetings/{online.id}", body)
    assert _code(answer) == (400, code)


async def test_an_online_meeting_is_its_organisers_by_object_id(stage: Stage, clerk: Person) -> None:
    assert _code(await _ask(stage, "GET", f"users/{clerk.email}/onlineMeetings")) == (404, "UserNotFound")
    assert (await _ask(stage, "GET", f"users/{clerk.email}/events?$filter=x"))[0] == 400


async def test_roles_that_came_late_are_hidden_unless_asked_for(stage: Stage, clerk: Person) -> None:
    await _ask(stage, "POST", f"users/{clerk.oid}/events", EVENT)
    (online,) = stage.teams.graph.online.values()
    online.attendees[0]["role"] = "coorganizer"
    path = f"users/{clerk.oid}/onlineMeetings/{online.id}"
    plain = (await _ask(stage, "GET", path))[1]
    whole = (await _ask(stage, "GET", path, Prefer="include-unknown-enum-members"))[1]
    assert plain["participants"]["attendees"][0]["role"] == "unknownFutureValue"
    assert whole["participants"]["attendees"][0]["role"] == "coorganizer"
    assert whole["chatInfo"]["threadId"] == online.chat.id


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"teamsApp": "x"},
        {"teamsApp@odata.bind": 7},
        {"teamsApp@odata.bind": "{app}", "consentedPermissionSet": {"resourceSpecificPermissions": [{"name": "x"}]}},
    ],
)
async def test_an_install_that_graph_does_not_understand(stage: Stage, clerk: Person, body: Json) -> None:
    chat = stage.meeting(clerk)
    assert _code(await _ask(stage, "POST", f"chats/{chat.id}/installedApps", body)) == (400, "RequestBodyRead")
    assert not chat.bot_present


async def test_members_of_one_kind_need_the_index(stage: Stage, clerk: Person) -> None:
    stage.teams.graph.groups["g"] = [clerk]
    path = "groups/g/transitiveMembers/microsoft.graph.user"
    assert _code(await _ask(stage, "GET", path)) == (400, "Request_UnsupportedQuery")
    answer = await _ask(stage, "GET", f"{path}?$count=true", ConsistencyLevel="eventual")
    assert answer == (200, {"value": [{"id": clerk.oid}]})


async def test_it_listens_here_and_writes_down_no_token(stage: Stage, clerk: Person) -> None:
    assert stage.teams.graph_url.startswith("http://127.0.0.1:")
    await _ask(stage, "POST", f"users/{clerk.oid}/events", EVENT)
    log = stage.teams.wire.export().decode()
    assert f"/v1.0/users/{clerk.oid}/events" in log
    assert stage.token not in log
    assert THURSDAY.isoformat() in log
