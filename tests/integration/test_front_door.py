"""From a POST as Teams makes it to what the dialogs are told and what goes back: the whole seam, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.dialogs.press import CardAnswer, TextAnswer
from bot.domain.actor import Standing
from bot.words.front_door import ANSWER_NOT_SHOWN, PRIVATE_CHAT_FAILED, PRIVATE_CHAT_REFUSED
from tests.integration.door import EVENT, SECRET, Bot, running
from tests.unit.teams.wire import (
    ADA,
    ADA_LISTED,
    ADA_MRI,
    APP,
    BEN,
    ELSEWHERE,
    HOME,
    MEETING,
    PERSONAL,
    Json,
    Reply,
    body,
    invoke,
    personal,
)


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with running() as found:
        yield found


# ------------------------------------------------------------------------------------------------------------- presses


async def test_a_press_is_answered_with_the_card_that_takes_its_place(bot: Bot) -> None:
    bot.desk.answer = CardAnswer({"type": "AdaptiveCard", "version": "1.5"})
    response = await bot.post(invoke(bot.here))
    assert (response.status, response.content_type) == (200, "application/json")
    assert await response.json() == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.card.adaptive",
        "value": {"type": "AdaptiveCard", "version": "1.5"},
    }
    (press,) = bot.desk.pressed
    assert (press.verb, press.conversation, press.message) == ("checklist.acknowledge", MEETING, "m-1")
    assert press.actor.account
    assert (press.actor.account.tenant, press.actor.account.oid) == (HOME, ADA)
    assert (press.actor.standing, press.actor.address) == (Standing.MEMBER, "ada@council.example")


async def test_a_press_is_answered_with_a_line_of_words(bot: Bot) -> None:
    response = await bot.post(invoke(bot.here))
    assert await response.json() == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Recorded.",
    }


async def test_the_roster_is_asked_once_a_person_and_not_at_all_for_an_anonymous_joiner(bot: Bot) -> None:
    await asyncio.gather(*(bot.post(invoke(bot.here)) for _ in range(2)))
    await bot.post(invoke(bot.here))
    await bot.post(invoke(bot.here, **{"from": {"id": "f0e1", "name": "Zoe (Guest)"}}))
    assert [asked.path for asked in bot.here.asked].count(f"/teams/v3/conversations/{MEETING}/members/{ADA_MRI}") <= 2
    assert bot.desk.pressed[-1].actor.standing is Standing.ANONYMOUS
    assert len(bot.here.asked) <= 2


async def test_somebody_from_elsewhere_is_not_taken_for_one_of_ours(bot: Bot) -> None:
    bot.here.roster(ADA_LISTED | {"tenantId": ELSEWHERE})
    await bot.post(invoke(bot.here))
    actor = bot.desk.pressed[0].actor
    assert actor.account
    assert (actor.standing, actor.account.tenant) == (Standing.OTHER_TENANT, ELSEWHERE)


async def test_a_silent_roster_does_not_stop_a_press(bot: Bot) -> None:
    bot.here.on(f"GET /members/{ADA_MRI}", Reply(503))
    for _ in range(3):
        assert (await bot.post(invoke(bot.here))).status == 200
    assert len(bot.here.asked) == 1
    assert bot.desk.pressed[0].actor.account


async def test_a_bug_is_told_as_a_reference_and_nothing_else(bot: Bot) -> None:
    bot.desk.bug = RuntimeError(SECRET)
    with capture_logs() as logs:
        response = await bot.post(invoke(bot.here))
    answer = await response.json()
    assert (response.status, answer["statusCode"], answer["type"]) == (200, 500, "application/vnd.microsoft.error")
    (logged,) = [line for line in logs if line["event"] == "bug"]
    assert logged["reference"] in answer["value"]["message"]
    assert "front_door.py" in logged["path"]
    assert SECRET not in str(logs) + str(answer)


async def test_a_card_that_is_no_json_is_a_bug_like_any_other(bot: Bot) -> None:
    bot.desk.answer = CardAnswer({"type": object()})
    answer = await (await bot.post(invoke(bot.here))).json()
    assert answer["statusCode"] == 500


# ------------------------------------------------------------------------------------------------------- what was typed


async def test_a_command_in_the_persons_own_chat_is_answered_there(bot: Bot) -> None:
    bot.desk.answer = CardAnswer({"type": "AdaptiveCard"})
    response = await bot.post(personal(bot.here, text="status"))
    assert response.status == 202
    assert (bot.desk.heard[0].text, bot.desk.heard[0].private) == ("status", True)
    (post,) = bot.here.posts()
    assert post.path == f"/teams/v3/conversations/{PERSONAL}/activities"
    assert post.body["attachments"][0]["content"] == {"type": "AdaptiveCard"}


async def test_a_command_in_the_meeting_chat_is_answered_privately(bot: Bot) -> None:
    await bot.post(body(bot.here, text="status"))
    (post,) = bot.here.posts()
    assert post.path == f"/teams/v3/conversations/{PERSONAL}/activities"
    assert post.body["text"] == "Recorded."


async def test_if_teams_refuses_the_private_chat_the_meeting_chat_gets_a_line_without_content(bot: Bot) -> None:
    bot.desk.answer = TextAnswer(SECRET)
    bot.here.on("POST /v3/conversations", Reply(403, {"error": {"code": "ForbiddenOperationException"}}))
    assert (await bot.post(body(bot.here, text="status"))).status == 202
    (post,) = bot.here.posts()
    assert (post.path, post.body["text"]) == (f"/teams/v3/conversations/{MEETING}/activities", PRIVATE_CHAT_REFUSED)
    assert SECRET not in str(bot.here.asked)


async def test_if_teams_is_only_busy_the_line_says_to_try_again(bot: Bot) -> None:
    bot.here.on("POST /v3/conversations", Reply(429))
    await bot.post(body(bot.here, text="status"))
    (post,) = bot.here.posts()
    assert post.body["text"] == PRIVATE_CHAT_FAILED


async def test_an_anonymous_joiner_is_told_so_where_they_typed(bot: Bot) -> None:
    await bot.post(body(bot.here, **{"from": {"id": "f0e1", "name": "Zoe (Guest)"}}))
    (post,) = bot.here.posts()
    assert post.body["text"] == PRIVATE_CHAT_REFUSED


async def test_a_reply_that_cannot_be_sent_is_not_our_senders_fault(bot: Bot) -> None:
    bot.here.on("POST /activities", Reply(403))
    assert (await bot.post(personal(bot.here))).status == 202


async def test_silence_is_an_answer_and_no_words_are_no_command(bot: Bot) -> None:
    bot.desk.answer = None
    await bot.post(personal(bot.here))
    await bot.post(personal(bot.here, text=" "))
    assert len(bot.desk.heard) == 1
    assert bot.here.posts() == []


async def test_an_edited_message_is_no_new_command(bot: Bot) -> None:
    for kind in ("messageUpdate", "messageDelete", "messageReaction", "typing", "somethingNew"):
        assert (await bot.post(personal(bot.here, type=kind))).status == 202
    assert bot.desk.heard == []


async def test_an_old_clients_press_is_heard_and_its_card_is_never_posted(bot: Bot) -> None:
    bot.desk.answer = CardAnswer({"type": "AdaptiveCard", "text": SECRET})
    value = {"verb": "post_it.hand_in", "n": "abc"}
    assert (await bot.post(body(bot.here, text=None, value=value))).status == 202
    assert (bot.desk.pressed[0].verb, bot.desk.pressed[0].in_place) == ("post_it.hand_in", False)
    (post,) = bot.here.posts()
    assert (post.path.split("/")[4], post.body["text"]) == (PERSONAL, ANSWER_NOT_SHOWN)
    assert SECRET not in str(bot.here.asked)


# ------------------------------------------------------------------------------------------------ what Teams tells of itself

_BEN_LISTED = {"id": "29:1ben", "aadObjectId": BEN, "tenantId": ELSEWHERE, "userRole": "user", "name": "Ben Example"}


@pytest.mark.parametrize(
    ("change", "what", "people"),
    [
        ({"type": "conversationUpdate", "membersAdded": [{"id": f"28:{APP}"}]}, "bot_added", [ADA]),
        ({"type": "conversationUpdate", "membersRemoved": [{"id": f"28:{APP}"}]}, "bot_removed", [ADA]),
        ({"type": "conversationUpdate", "membersAdded": [{"id": ADA_MRI, "aadObjectId": ADA}]}, "added", [ADA]),
        ({"type": "conversationUpdate", "membersRemoved": [{"id": "f0e1"}]}, "removed", [None]),
        ({"type": "installationUpdate", "action": "add"}, "installed", [ADA]),
        ({"type": "installationUpdate", "action": "remove"}, "uninstalled", [ADA]),
        (
            {
                "type": "event",
                "name": EVENT + "meetingStart",
                "value": {"JoinUrl": "https://t.example/j", "StartTime": "s"},
            },
            "meeting_started",
            [],
        ),
        (
            {
                "type": "event",
                "name": EVENT + "meetingEnd",
                "value": {"joinUrl": "https://t.example/j", "endTime": "s"},
            },
            "meeting_ended",
            [],
        ),
        (
            {"type": "event", "name": EVENT + "meetingParticipantJoin", "value": {"members": [{"user": _BEN_LISTED}]}},
            "joined",
            [BEN],
        ),
        (
            {
                "type": "event",
                "name": EVENT + "meetingParticipantLeave",
                "value": {"members": [{"user": _BEN_LISTED}]},
            },
            "left",
            [BEN],
        ),
    ],
)
async def test_what_teams_tells_reaches_the_dialogs(
    bot: Bot, change: Json, what: str, people: list[str | None]
) -> None:
    assert (await bot.post(body(bot.here, text=None, **change))).status == 202
    (seen,) = bot.desk.witnessed
    assert (seen.what, seen.conversation, seen.service_url) == (what, MEETING, bot.here.service_url)
    assert [actor.account and actor.account.oid for actor in seen.people] == people
    if what.startswith("meeting"):
        assert (seen.at, seen.join_url) == ("s", "https://t.example/j")


async def test_many_arrivals_cost_one_request(bot: Bot) -> None:
    people = [{"id": f"29:1p{number}", "aadObjectId": f"{ADA[:-2]}{number:02}"} for number in range(20)]
    listed = [{"id": p["id"], "objectId": p["aadObjectId"], "tenantId": ELSEWHERE, "userRole": "user"} for p in people]
    bot.here.on("GET /pagedmembers", Reply(body={"members": listed}))
    await bot.post(body(bot.here, type="conversationUpdate", text=None, membersAdded=people))
    assert len(bot.here.asked) == 1
    (seen,) = bot.desk.witnessed
    assert {actor.standing for actor in seen.people} == {Standing.OTHER_TENANT}


async def test_events_of_other_kinds_are_taken_and_left(bot: Bot) -> None:
    for change in ({"type": "event", "name": EVENT + "readReceipt", "value": {}}, {"type": "event", "name": None}):
        assert (await bot.post(body(bot.here, **change))).status == 202
    assert bot.desk.witnessed == []


async def test_the_sdk_builds_no_client_of_its_own(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its clients cost 11 ms each, on the loop (performance.md 2): nothing of ours may make one."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a client of the SDK was made")

    monkeypatch.setattr("msrest.Configuration.__init__", refuse)
    assert (await bot.post(invoke(bot.here))).status == 200
    assert (await bot.post(body(bot.here))).status == 202
    assert (await bot.post(body(bot.here, type="installationUpdate", action="add"))).status == 202
    assert len(bot.here.posts()) == 1
