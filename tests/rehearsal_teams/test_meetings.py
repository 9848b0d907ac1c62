"""What the bot is told of people and meetings, and what it can look up."""

import base64
from urllib.parse import unquote

import pytest

from bot.rehearsal.teams import Chat, Kind, Person
from tests.rehearsal_teams.stage import APP, TENANT, Stage

TOLD = "application/vnd.microsoft."


@pytest.fixture
def ada(stage: Stage) -> Person:
    return stage.person("Ada", email="ada@council.example")


@pytest.fixture
async def meeting(stage: Stage, ada: Person) -> Chat:
    chat = stage.meeting(ada, stage.person("Bea"))
    await stage.teams.add_bot(chat, ada)
    return chat


def test_a_meeting_has_a_thread_and_a_link_that_holds_it(stage: Stage, ada: Person) -> None:
    one, other = stage.meeting(ada), stage.meeting(ada)
    assert one.id != other.id
    assert one.id.startswith("19:meeting_")
    assert one.id.endswith("@thread.v2")
    assert one.meeting is not None
    assert base64.b64decode(one.meeting.id).decode() == f"0#{one.id}#0"
    link = one.meeting.join_url
    assert link.startswith("https://teams.microsoft.com/l/meetup-join/19%3ameeting_")
    assert unquote(link.split("/")[5]) == one.id
    assert unquote(link.split("context=")[1]) == f'{{"Tid":"{TENANT}","Oid":"{ada.oid}"}}'


def test_only_people_with_an_account_are_invited(stage: Stage, ada: Person) -> None:
    with pytest.raises(ValueError, match="no account to be invited by"):
        stage.meeting(ada, stage.person("Ann", Kind.ANONYMOUS))


async def test_the_bot_hears_that_it_was_added_and_removed(stage: Stage, ada: Person, meeting: Chat) -> None:
    await stage.teams.remove_bot(meeting, ada)
    installed, added, uninstalled, removed = stage.bot.got
    assert (installed["type"], installed["action"]) == ("installationUpdate", "add")
    assert added["membersAdded"] == removed["membersRemoved"] == [{"id": f"28:{APP}"}]
    assert uninstalled["action"] == "remove"
    assert added["conversation"] == {
        "id": meeting.id,
        "conversationType": "groupChat",
        "tenantId": TENANT,
        "isGroup": True,
    }
    assert meeting.meeting is not None
    assert added["channelData"] == {"tenant": {"id": TENANT}, "meeting": {"id": meeting.meeting.id}}
    assert added["from"] == {"id": stage.teams.mri(ada), "name": "Ada Fiction", "aadObjectId": ada.oid}
    assert added["recipient"] == {"id": f"28:{APP}", "name": "Chairside"}
    assert added["serviceUrl"] == stage.teams.service_url
    assert added["timestamp"] == "2026-11-19T10:00:00.000Z"
    await stage.teams.meetings.start(meeting)
    assert len(stage.bot.got) == 4


async def test_the_bot_hears_that_it_was_installed_for_one_person(stage: Stage, ada: Person) -> None:
    chat = await stage.teams.install(ada)
    installed, added = stage.bot.got
    assert (
        installed["conversation"]
        == added["conversation"]
        == {
            "id": chat.id,
            "conversationType": "personal",
            "tenantId": TENANT,
        }
    )
    assert installed["channelData"] == {"tenant": {"id": TENANT}}
    await stage.teams.uninstall(ada)
    assert stage.bot.of("installationUpdate")[-1]["action"] == "remove"
    assert not ada.installed


async def test_a_typed_message_looks_as_teams_sends_it(stage: Stage, ada: Person, meeting: Chat) -> None:
    said = await stage.teams.say(ada, meeting, "status", mention=True)
    (got,) = stage.bot.of("message")
    assert got["id"] == said.id
    assert got["channelId"] == "msteams"
    mention, client = got["entities"]
    assert mention == {
        "type": "mention",
        "text": "<at>Chairside</at>",
        "mentioned": {"id": f"28:{APP}", "name": "Chairside"},
    }
    assert (client["type"], client["timezone"]) == ("clientInfo", "Europe/London")
    assert got["attachments"][0]["contentType"] == "text/html"


async def test_start_end_join_and_leave(stage: Stage, ada: Person, meeting: Chat) -> None:
    events = stage.teams.meetings
    await events.start(meeting)
    await events.join(meeting, ada)
    await events.leave(meeting, ada)
    await events.end(meeting)
    start, joined, left, end = stage.bot.of("event")
    assert meeting.meeting is not None
    assert start["name"] == TOLD + "meetingStart"
    assert start["value"] == {
        "Id": meeting.meeting.id,
        "MeetingType": "Scheduled",
        "JoinUrl": meeting.meeting.join_url,
        "Title": "A conference",
        "StartTime": "2026-11-19T10:00:00.000Z",
    }
    assert (end["name"], end["value"]["EndTime"]) == (TOLD + "meetingEnd", "2026-11-19T10:00:00.000Z")
    assert joined["name"] == TOLD + "meetingParticipantJoin"
    (about,) = joined["value"]["members"]
    assert about["meeting"] == {"inMeeting": True, "role": "Organizer"}
    assert (about["user"]["aadObjectId"], about["user"]["tenantId"]) == (ada.oid, TENANT)
    assert left["value"]["members"][0]["meeting"]["inMeeting"] is False


async def test_at_three_in_the_morning_teams_says_nothing(stage: Stage, meeting: Chat) -> None:
    events = stage.teams.meetings
    events.start_and_end_events = events.join_events = events.roster_events = False
    bea, gil = stage.teams.people["bea"], stage.person("Gil", Kind.GUEST)
    await events.start(meeting)
    await events.join(meeting, bea)
    await events.join(meeting, gil)
    await events.leave(meeting, bea)
    await events.end(meeting)
    assert stage.bot.of("event") == []
    assert len(stage.bot.of("conversationUpdate")) == 1
    assert gil in meeting.members


async def test_who_was_not_invited_is_let_into_the_chat(stage: Stage, ada: Person, meeting: Chat) -> None:
    ann, oli = stage.person("Ann", Kind.ANONYMOUS), stage.person("Oli", Kind.OTHER_TENANT)
    await stage.teams.meetings.join(meeting, ann)
    await stage.teams.meetings.join(meeting, oli)
    of_ann, of_oli = stage.bot.of("conversationUpdate")[1:]
    assert of_ann["membersAdded"] == [{"id": stage.teams.mri(ann)}]
    assert of_ann["from"]["aadObjectId"] == ada.oid
    assert of_oli["membersAdded"] == [{"id": stage.teams.mri(oli), "aadObjectId": oli.oid}]
    assert of_oli["from"]["aadObjectId"] == oli.oid
    joined = stage.bot.of("event")[0]["value"]["members"][0]["user"]
    assert (joined["name"], joined["userRole"], joined["tenantId"]) == ("Ann Fiction (Guest)", "anonymous", TENANT)
    await stage.teams.meetings.leave(meeting, ann)
    assert stage.bot.of("conversationUpdate")[-1]["membersRemoved"] == [{"id": stage.teams.mri(ann)}]
    assert ann not in meeting.members


async def test_a_roster_tells_people_apart(stage: Stage, meeting: Chat) -> None:
    gil = stage.person("Gil", Kind.GUEST, email="gil@school.example")
    oli, ann = stage.person("Oli", Kind.OTHER_TENANT), stage.person("Ann", Kind.ANONYMOUS)
    for person in (gil, oli, ann, stage.person("Pat", Kind.PHONE)):
        await stage.teams.meetings.join(meeting, person)
    _, members = await stage.call("GET", f"v3/conversations/{meeting.id}/members")
    ada, _, guest, other, anonymous = members
    assert ada == {
        "id": stage.teams.mri(stage.teams.people["ada"]),
        "objectId": stage.teams.people["ada"].oid,
        "name": "Ada Fiction",
        "givenName": "Ada",
        "surname": "Fiction",
        "email": "ada@council.example",
        "userPrincipalName": "ada@council.example",
        "tenantId": TENANT,
        "userRole": "user",
    }
    assert (guest["userRole"], guest["tenantId"]) == ("guest", TENANT)
    assert guest["userPrincipalName"] == "gil_school.example#EXT#@council.example"
    assert (other["tenantId"], other["userRole"]) == (oli.tenant, "user")
    assert oli.tenant != TENANT
    assert "email" not in other
    assert anonymous == {
        "id": stage.teams.mri(ann),
        "name": "Ann Fiction (Guest)",
        "tenantId": TENANT,
        "userRole": "anonymous",
    }


async def test_one_member_by_either_id(stage: Stage, ada: Person, meeting: Chat) -> None:
    path = f"v3/conversations/{meeting.id}/members/"
    status, one = await stage.call("GET", path + ada.oid)
    assert (status, one["aadObjectId"]) == (200, ada.oid)
    assert (await stage.call("GET", path + stage.teams.mri(ada)))[1] == one
    ned = stage.person("Ned")
    status, body = await stage.call("GET", path + ned.oid)
    assert (status, body["error"]["code"]) == (404, "MemberNotFoundInConversation")


async def test_a_long_roster_comes_in_pages(stage: Stage, meeting: Chat) -> None:
    stage.teams.meetings.roster_events = stage.teams.meetings.join_events = False
    for number in range(60):
        await stage.teams.meetings.join(meeting, stage.person(f"P{number}"))
    path = f"v3/conversations/{meeting.id}/pagedmembers"
    _, first = await stage.call("GET", path + "?pageSize=10")
    assert len(first["members"]) == 50
    _, second = await stage.call("GET", f"{path}?pageSize=10&continuationToken={first['continuationToken']}")
    assert len(second["members"]) == 12
    assert "continuationToken" not in second
    assert (await stage.call("GET", path + "?continuationToken=x"))[0] == 400


async def test_the_meeting_and_a_participant_can_be_looked_up(stage: Stage, ada: Person, meeting: Chat) -> None:
    assert meeting.meeting is not None
    path = f"v1/meetings/{meeting.meeting.id}"
    _, found = await stage.call("GET", path)
    assert found["details"]["scheduledStartTime"] == "2026-11-19T10:00:00.000Z"
    assert found["details"]["joinUrl"] == meeting.meeting.join_url
    assert found["conversation"]["id"] == meeting.id
    assert found["organizer"]["aadObjectId"] == ada.oid
    await stage.teams.meetings.join(meeting, ada)
    _, who = await stage.call("GET", f"{path}/participants/{ada.oid}?tenantId={TENANT}")
    assert who["meeting"] == {"role": "Organizer", "inMeeting": True}
    assert who["user"]["email"] == "ada@council.example"
    ann = stage.person("Ann", Kind.ANONYMOUS)
    await stage.teams.meetings.join(meeting, ann)
    assert (await stage.call("GET", f"{path}/participants/{stage.teams.mri(ann)}?tenantId={TENANT}"))[0] == 404
    assert (await stage.call("GET", f"{path}/participants/{ada.oid}"))[0] == 400
    assert (await stage.call("GET", "v1/meetings/unknown"))[0] == 404
    await stage.teams.remove_bot(meeting, ada)
    assert (await stage.call("GET", path))[0] == 403
