"""Whatever Graph says or does not say ends in one code of a closed set, and says whether to try again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
import pytest
import structlog
from aiohttp import ClientTimeout, web
from aiohttp.test_utils import TestServer

from bot.adapters.credentials import Credentials
from bot.adapters.graph.client import Graph
from bot.adapters.graph.connected import connected
from bot.adapters.graph.directory import GraphDirectory
from bot.adapters.graph.obstacles import PASSING, Area, refusal
from bot.domain.microsoft import Held, Obstacle
from bot.outgoing.asking import Answered, Asking
from bot.outgoing.session import open_session
from bot.rehearsal.teams import Fault, Route, refused, slow
from bot.usecases.microsoft import Microsoft365
from bot.usecases.ports import SendError
from tests.graph.stage import CHAIR, House, account, house, obstacle, office_of, wish
from tests.rehearsal_teams.stage import THURSDAY
from tests.unit.teams.wire import FixedTokens

GROUP = "33333333-3333-4333-8333-333333333333"
NOT_SO = "Rowan was seen alone"

Errand = Callable[[House, Held], Awaitable[object]]

ERRANDS: dict[str, tuple[Route, Errand]] = {
    "find": (Route.GRAPH_PEOPLE, lambda here, _: here.microsoft.directory.find("ben@council.example")),
    "members": (Route.GRAPH_GROUP, lambda here, _: here.microsoft.directory.members(GROUP)),
    "look": (Route.GRAPH_EVENTS, lambda here, _: here.hold("conference-8")),
    "hold": (Route.GRAPH_HOLD, lambda here, _: here.hold("conference-8")),
    "move": (Route.GRAPH_MOVE, lambda here, held: here.microsoft.meetings.move(held, THURSDAY, THURSDAY)),
    "invite": (Route.GRAPH_MOVE, lambda here, held: here.microsoft.meetings.invite(held, ())),
    "cancel": (Route.GRAPH_CANCEL, lambda here, held: here.microsoft.meetings.cancel(held, "Off.")),
    "settle": (Route.GRAPH_MEETING, lambda here, held: here.microsoft.meetings.settle(held, ())),
    "set": (Route.GRAPH_OPTIONS, lambda here, held: here.microsoft.meetings.settle(held, ())),
    "check": (Route.GRAPH_MEETING, lambda here, held: here.microsoft.meetings.check(held, ())),
    "add to chat": (Route.GRAPH_ADD_TO_CHAT, lambda here, held: here.microsoft.apps.add_to_chat(held.chat)),
    "add for": (Route.GRAPH_ADD_FOR, lambda here, _: here.microsoft.apps.add_for(account(here.chair))),
    "chat with": (Route.GRAPH_APPS, lambda here, _: here.microsoft.apps.chat_with(account(here.chair))),
}
WAITS: list[tuple[Fault, Obstacle, float | None]] = [
    (refused(429, retry_after=7), Obstacle.BUSY, 7),
    (refused(429), Obstacle.BUSY, None),
    (refused(503, retry_after=2), Obstacle.OUT_OF_ORDER, 2),
    (refused(500), Obstacle.OUT_OF_ORDER, None),
    (refused(502), Obstacle.OUT_OF_ORDER, None),
    (refused(504), Obstacle.OUT_OF_ORDER, None),
    (refused(412), Obstacle.OUT_OF_ORDER, None),
    (slow(3), Obstacle.NO_ANSWER, None),
]


@pytest.fixture
async def held(here: House) -> Held:
    here.tenant.groups[GROUP] = [here.chair]
    return await here.hold()


@pytest.mark.parametrize("name", ERRANDS)
async def test_what_passes_is_tried_again_as_told(here: House, held: Held, name: str) -> None:
    route, errand = ERRANDS[name]
    for fault, code, wait in WAITS[:-1]:
        here.teams.faults.next(route, fault)
        async with obstacle(code, final=False, wait=wait):
            await errand(here, held)
    await errand(here, held)


async def test_an_answer_that_is_too_long_in_coming(here: House, held: Held) -> None:
    here.teams.faults.next(Route.GRAPH_ADD_FOR, slow(3))
    async with obstacle(Obstacle.NO_ANSWER, final=False):
        await here.microsoft.apps.add_for(account(here.chair))


async def test_nobody_there(here: House, held: Held) -> None:
    here.teams.faults.outage = True
    for _, errand in ERRANDS.values():
        async with obstacle(Obstacle.NO_ANSWER, final=False):
            await errand(here, held)


@pytest.mark.parametrize("name", ERRANDS)
async def test_a_token_that_is_refused_is_replaced_once(here: House, held: Held, name: str) -> None:
    _, errand = ERRANDS[name]
    here.teams.authority.revoke()
    await errand(here, held)
    assert here.asked(Route.TOKEN) == 2


async def test_a_token_that_stays_refused_can_still_be_mended(here: House, held: Held) -> None:
    here.teams.faults.next(Route.GRAPH_PEOPLE, refused(401), refused(401))
    async with obstacle(Obstacle.SIGN_IN_REFUSED, final=False):
        await here.microsoft.directory.find("ben@council.example")
    assert await here.microsoft.directory.find(CHAIR)


def _with(here: House, credentials: Credentials) -> AbstractAsyncContextManager[Microsoft365]:
    return connected(replace(here.office, credentials=credentials))


async def test_a_token_for_teams_does_not_open_graph(here: House) -> None:
    credentials = replace(here.office.credentials, scope="https://api.botframework.com/.default")
    async with _with(here, credentials) as microsoft, obstacle(Obstacle.SIGN_IN_REFUSED, final=False):
        await microsoft.directory.find(CHAIR)


async def test_a_secret_that_ran_out(here: House) -> None:
    credentials = replace(here.office.credentials, secret="an old one")
    async with _with(here, credentials) as microsoft, obstacle(Obstacle.SIGN_IN_REFUSED, final=False):
        await microsoft.directory.find(CHAIR)
    assert here.asked(Route.GRAPH_PEOPLE) == 0


async def test_one_token_serves_everybody(here: House, held: Held) -> None:
    await asyncio.gather(*(here.microsoft.directory.find(CHAIR) for _ in range(30)))
    assert here.asked(Route.TOKEN) == 1


SAID = [
    (Area.MEETING, 403, "Forbidden", "No application access policy found for this app", Obstacle.POLICY_MISSING),
    (Area.MEETING, 403, "General", "No Application Access Policy found for this app.", Obstacle.POLICY_MISSING),
    (
        Area.MEETING,
        401,
        "Unauthorized",
        "App 1 is not authorized to Create meeting on behalf of user 2",
        Obstacle.POLICY_MISSING,
    ),
    (
        Area.MEETING,
        403,
        "Forbidden",
        "Application is not allowed to perform operations on the user '1', neither is it allowed access through RSC",
        Obstacle.POLICY_MISSING,
    ),
    (Area.MEETING, 403, "Forbidden", "", Obstacle.NOT_CONSENTED),
    (Area.MEETING, 404, "UserNotFound", "", Obstacle.NO_SUCH_ORGANISER),
    (Area.MEETING, 404, "NotFound", "3004: not found", Obstacle.NO_SUCH_MEETING),
    (Area.MEETING, 400, "BadRequest", "Updating meeting type is not supported.", Obstacle.REFUSED),
    (Area.PEOPLE, 403, "Authorization_RequestDenied", "Insufficient privileges", Obstacle.NOT_CONSENTED),
    (Area.PEOPLE, 404, "Request_ResourceNotFound", "", Obstacle.NO_SUCH_PERSON),
    (Area.GROUPS, 404, "Request_ResourceNotFound", "", Obstacle.NO_SUCH_GROUP),
    (Area.CALENDAR, 403, "ErrorAccessDenied", "Access is denied.", Obstacle.CALENDAR_CLOSED),
    (Area.CALENDAR, 404, "MailboxNotEnabledForRESTAPI", "", Obstacle.NO_CALENDAR),
    (Area.CALENDAR, 404, "ErrorNonExistentMailbox", "", Obstacle.NO_CALENDAR),
    (Area.CALENDAR, 404, "ResourceNotFound", "", Obstacle.NO_CALENDAR),
    (Area.CALENDAR, 404, "ErrorInvalidUser", "", Obstacle.NO_SUCH_ORGANISER),
    (Area.CALENDAR, 404, "ErrorItemNotFound", "", Obstacle.NO_SUCH_MEETING),
    (Area.CALENDAR, 400, "ErrorInvalidRecipients", "", Obstacle.BAD_ADDRESS),
    (Area.CALENDAR, 423, "", "", Obstacle.OUT_OF_ORDER),
    (
        Area.APP_IN_CHAT,
        403,
        "Forbidden",
        "Missing role permissions on the request. API requires one of 'TeamsAppInstallation.ReadWriteForChat.All'.",
        Obstacle.NOT_CONSENTED,
    ),
    (Area.APP_IN_CHAT, 403, "Forbidden", "App is blocked by app permission policy.", Obstacle.APP_BLOCKED),
    (Area.APP_FOR_PERSON, 403, "Forbidden", "The app has been disabled by your administrator", Obstacle.APP_BLOCKED),
    (Area.APP_FOR_PERSON, 403, "UnknownError", "", Obstacle.NOT_CONSENTED),
    (Area.APP_IN_CHAT, 400, "BadRequest", "The consented permission set does not match.", Obstacle.APP_CHANGED),
    (Area.APP_IN_CHAT, 404, "NotFound", "App '1' was not found in the tenant app catalog.", Obstacle.NO_SUCH_APP),
    (Area.APP_FOR_PERSON, 404, "NotFound", "Failed to find the app definition", Obstacle.NO_SUCH_APP),
    (Area.APP_IN_CHAT, 404, "NotFound", "thread does not exist", Obstacle.NO_SUCH_CHAT),
    (Area.APP_FOR_PERSON, 404, "NotFound", "User does not exist", Obstacle.NO_SUCH_PERSON),
    (Area.APP_FOR_PERSON, 400, "BadRequest", "Schema validation errors", Obstacle.REFUSED),
    (Area.PEOPLE, 302, "", "", Obstacle.REFUSED),
    (Area.PEOPLE, 413, NOT_SO, NOT_SO, Obstacle.REFUSED),
]


@pytest.mark.parametrize(("area", "status", "code", "message", "expected"), SAID)
def test_each_refusal_is_understood(area: Area, status: int, code: str, message: str, expected: Obstacle) -> None:
    answer = Answered(status, {"error": {"code": code, "message": message}}, None, "token")
    error = refusal(area, answer)
    assert (error.code, error.final) == (expected, expected not in PASSING)
    assert NOT_SO not in f"{error}{error.said}"


@pytest.mark.parametrize(
    "body", [None, [], "x", {}, {"error": None}, {"error": {"code": 1}}, {"error": {"code": None}}]
)
@pytest.mark.parametrize("area", Area)
def test_a_refusal_without_a_word_is_one_all_the_same(area: Area, body: object) -> None:
    for status in (400, 401, 403, 404, 409, 418, 429, 500, 503):
        assert isinstance(refusal(area, Answered(status, body, None, "token")).obstacle, Obstacle)


# Answers that are not what was asked for


@dataclass
class Liar:
    """Answers whatever it was told, to everything."""

    url: str = ""
    answers: list[object] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def say(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        raw = said if isinstance(said, bytes) else orjson.dumps(said)
        return web.Response(body=raw, content_type="application/json")


@asynccontextmanager
async def lying() -> AsyncIterator[tuple[Liar, Microsoft365]]:
    liar = Liar()
    app = web.Application()
    app.router.add_route("*", "/v1.0/{rest:.*}", liar.say)
    async with TestServer(app) as server, house() as here:
        liar.url = str(server.make_url("/v1.0"))
        async with connected(office_of(here.teams, base=liar.url, organiser=here.clerk.oid)) as microsoft:
            yield liar, microsoft


ODD: list[object] = [
    b"",
    b"{",
    b"<html>Bad gateway</html>",
    b"\xff\xfe",
    None,
    [],
    "x",
    {"value": None},
    {"value": [1]},
    {"value": [{}]},
    {"value": [{"id": 7}]},
    {"value": [{"id": "", "mail": CHAIR, "joinWebUrl": "https://x/", "onlineMeeting": {"joinUrl": "x"}}]},
    {"value": [{"id": "../../me", "mail": CHAIR}]},
    b'{"value": [' + b'{"id": "x"},' * 400_000 + b"{}]}",
    b"[" * 100_000,
]


@pytest.mark.parametrize("answer", ODD, ids=range(len(ODD)))
async def test_an_odd_answer_is_no_answer(answer: object) -> None:
    async with lying() as (liar, microsoft):
        liar.answers = [answer]
        for errand in (
            microsoft.directory.find(CHAIR),
            microsoft.directory.members(GROUP),
            microsoft.meetings.check(Held(organiser="x", join_link="https://x/", chat="", meeting="m"), ()),
        ):
            async with obstacle(Obstacle.ODD_ANSWER, final=False):
                await errand


async def test_somebody_else_than_was_asked_for_is_nobody() -> None:
    """A service that does not look at the filter would otherwise choose whom a post-it is sent to."""
    async with lying() as (liar, microsoft):
        liar.answers = [{"value": [{"id": GROUP, "mail": "somebody.else@council.example"}]}]
        assert await microsoft.directory.find(CHAIR) is None


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/groups/x",
        "http://127.0.0.1:9/v1.0/groups/x",
        "{base}x/groups",
        "{base}/../../elsewhere",
        "//evil.example/v1.0/",
        "/v1.0/groups",
        "http://[",
        "file:///etc/passwd",
        "{user}/groups",
        "{base}/%2e%2e/elsewhere",
        "",
    ],
)
async def test_the_next_page_is_graphs_or_none(link: str) -> None:
    async with lying() as (liar, microsoft):
        liar.answers = [
            {"value": [], "@odata.nextLink": link.format(base=liar.url, user=liar.url.replace("//", "//me:pw@"))}
        ]
        with pytest.raises(SendError) as caught:
            await microsoft.directory.members(GROUP)
        assert (caught.value.code, len(liar.asked)) == (Obstacle.ODD_ANSWER, 1)


async def test_pages_that_never_end_end() -> None:
    async with lying() as (liar, microsoft):
        same = {"value": [], "@odata.nextLink": f"{liar.url}/groups/{GROUP}?$skiptoken=1"}
        liar.answers = [same]
        async with obstacle(Obstacle.ODD_ANSWER, final=False):
            await microsoft.directory.members(GROUP)
        assert len(liar.asked) == 2
        pages = ({"value": [], "@odata.nextLink": f"{liar.url}/groups/{GROUP}?$skiptoken={n}"} for n in range(300))
        liar.answers = list[Any](pages)
        async with obstacle(Obstacle.ODD_ANSWER, final=False):
            await microsoft.directory.members(GROUP)
        assert len(liar.asked) < 110


async def test_a_group_too_large_to_be_a_role() -> None:
    async with lying() as (liar, microsoft):
        pages = [
            {
                "value": [{"id": f"{n:08d}-0000-4000-8000-{one:012d}"} for one in range(10_000)],
                "@odata.nextLink": f"{liar.url}/groups/{GROUP}?$skiptoken={n}",
            }
            for n in range(3)
        ]
        liar.answers = list[Any](pages)
        async with obstacle(Obstacle.GROUP_TOO_LARGE, final=True):
            await microsoft.directory.members(GROUP)


@pytest.mark.parametrize("link", ["http://teams.example/join", "javascript:alert(1)", "https:///x", "x" * 3000])
async def test_a_link_to_join_is_https_or_no_link(link: str) -> None:
    """It is put before people as something to press."""
    async with lying() as (liar, microsoft):
        liar.answers = [{"value": [{"id": "e", "isOnlineMeeting": True, "onlineMeeting": {"joinUrl": link}}]}]
        async with obstacle(Obstacle.ODD_ANSWER, final=False):
            await _hold(microsoft)


async def _hold(microsoft: Microsoft365) -> None:
    await microsoft.meetings.hold(wish())


# What is written down


async def test_nothing_of_a_request_or_an_answer_is_written_down(here: House) -> None:
    here.teams.authority.consented.clear()
    with structlog.testing.capture_logs() as lines:
        for attempt in (
            here.microsoft.directory.find("rowan.secret@council.example"),
            here.hold("conference-7", subject=NOT_SO, text=NOT_SO, invited=("rowan.secret@council.example",)),
        ):
            with pytest.raises(SendError) as caught:
                await attempt
            assert "rowan" not in repr(caught.value).lower()
    written = repr(lines).lower()
    assert len(lines) >= 2
    assert all(line["event"] == "graph_refused" for line in lines)
    assert {"area", "status", "code", "said", "reference"} <= set(lines[0])
    assert "rowan" not in written
    assert NOT_SO.lower() not in written
    assert "council.example" not in written


async def test_graph_is_asked_with_its_own_proof_and_in_its_own_pool() -> None:
    """A consent that is refused looks for a fresh token at most once a minute, by durations and not by the clock."""
    tokens, seconds = FixedTokens(), [0.0]

    async def denied(_: web.Request) -> web.Response:
        return web.json_response({"error": {"code": "Authorization_RequestDenied"}}, status=403)

    app = web.Application()
    app.router.add_get("/v1.0/users", denied)
    async with TestServer(app) as server:
        base = str(server.make_url("/v1.0"))
        async with open_session((base,), patience=ClientTimeout(total=2)) as session:
            graph = Graph(Asking(session=session, tokens=tokens), base, seconds=lambda: seconds[0])
            for moment, given in ((0, 2), (1, 3), (59, 4), (60, 6)):
                seconds[0] = moment
                async with obstacle(Obstacle.NOT_CONSENTED, final=True):
                    await GraphDirectory(graph, "home").find(CHAIR)
                assert tokens.given == given
