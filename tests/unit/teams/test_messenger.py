"""A notice reaches the right chat, and what is posted holds nothing."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.actor import Account
from bot.domain.ids import ConferenceId
from bot.domain.notice import Address, Door, Notice
from bot.teams.messenger import TeamsMessenger
from bot.teams.room import TeamsRoom
from bot.usecases.ports import Posted, SendError
from tests.unit.teams.wire import (
    ADA,
    ADA_MRI,
    HOME,
    MEETING,
    PERSONAL,
    FixedClock,
    Microsoft,
    PlainPresenter,
    Reply,
    microsoft,
    room,
)

ACCOUNT = Account(tenant=HOME, oid=ADA)
TO_ADA = Notice(
    cid=ConferenceId("c1"), to=Address(door=Door.PRIVATE, account=ACCOUNT), person="p1", view="checklist", number=1
)
GONE = Reply(404, {"error": {"code": "ConversationNotFound"}})


@pytest.fixture
async def here() -> AsyncIterator[Microsoft]:
    async with microsoft() as found:
        found.on("POST /v3/conversations", Reply(body={"id": PERSONAL}))
        yield found


@pytest.fixture
async def teams(here: Microsoft) -> AsyncIterator[TeamsRoom]:
    async with room(here, FixedClock()) as found:
        yield found


@pytest.fixture
def messenger(teams: TeamsRoom) -> TeamsMessenger:
    return teams.messenger(PlainPresenter())


def _to(**change: str) -> Notice:
    return replace(TO_ADA, to=replace(TO_ADA.to, **change))  # type: ignore[arg-type]  # only its text fields


async def test_a_chat_is_opened_once_then_remembered(here: Microsoft, messenger: TeamsMessenger) -> None:
    first = await messenger.post_shell(TO_ADA)
    second = await messenger.post_shell(TO_ADA)
    assert (first.conversation, second.conversation) == (PERSONAL, PERSONAL)
    assert first.message != second.message
    assert [asked.path.endswith("/v3/conversations") for asked in here.asked] == [True, False, False]
    assert here.asked[0].body["members"] == [{"id": ADA}]


async def test_what_is_posted_is_a_card_and_a_summary(here: Microsoft, messenger: TeamsMessenger) -> None:
    await messenger.post_shell(TO_ADA)
    (post,) = here.posts()
    assert post.body["summary"] == "Chairside has something for you"
    assert post.body["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert post.body["attachments"][0]["content"]["view"] == "checklist"


async def test_teams_own_id_of_a_person_is_used_when_known(
    here: Microsoft, teams: TeamsRoom, messenger: TeamsMessenger
) -> None:
    teams.chats.learn(ACCOUNT, service_url=here.service_url + "uk/", mri=ADA_MRI)
    await messenger.post_shell(TO_ADA)
    assert here.asked[0].body["members"] == [{"id": ADA_MRI}]
    assert here.asked[0].path.startswith("/teams/uk/")


async def test_a_chat_the_person_wrote_from_needs_no_opening(
    here: Microsoft, teams: TeamsRoom, messenger: TeamsMessenger
) -> None:
    teams.chats.learn(ACCOUNT, service_url=here.service_url + "uk/", mri=ADA_MRI, conversation="a:1other")
    teams.chats.learn(ACCOUNT, service_url=here.service_url, mri=ADA_MRI)  # seen again, in the meeting
    posted = await messenger.post_shell(TO_ADA)
    assert posted.conversation == "a:1other"
    assert here.asked[0].path == "/teams/uk/v3/conversations/a:1other/activities"


async def test_a_chat_that_is_gone_is_opened_anew(here: Microsoft, messenger: TeamsMessenger) -> None:
    here.on("POST /a:1stale/activities", GONE)
    posted = await messenger.post_shell(_to(conversation="a:1stale"))
    assert posted.conversation == PERSONAL


async def test_a_meeting_chat_that_is_gone_stays_gone(here: Microsoft, messenger: TeamsMessenger) -> None:
    here.on(f"POST /{MEETING}/activities", GONE)
    notice = replace(TO_ADA, to=Address(door=Door.MEETING_CHAT, conversation=MEETING))
    with pytest.raises(SendError) as caught:
        await messenger.post_shell(notice)
    assert (caught.value.code, caught.value.final, len(here.asked)) == ("ConversationNotFound", True, 1)


async def test_filling_edits_the_message(here: Microsoft, messenger: TeamsMessenger) -> None:
    await messenger.fill(TO_ADA, Posted(conversation=PERSONAL, message="m-1"))
    (edit,) = here.asked
    assert (edit.method, edit.path) == ("PUT", f"/teams/v3/conversations/{PERSONAL}/activities/m-1")
    assert edit.body["attachments"][0]["content"]["filled"] == "checklist"
    assert "summary" not in edit.body


async def test_there_is_no_private_chat_with_an_anonymous_joiner(here: Microsoft, messenger: TeamsMessenger) -> None:
    with pytest.raises(SendError) as caught:
        await messenger.post_shell(replace(TO_ADA, to=Address(door=Door.PRIVATE, mri="guest-1")))
    assert (caught.value.code, caught.value.final, here.asked) == ("no_private_chat", True, [])


async def test_a_stored_address_elsewhere_is_never_written_to(here: Microsoft, messenger: TeamsMessenger) -> None:
    with pytest.raises(SendError, match="service_url_not_allowed"):
        await messenger.post_shell(_to(service_url="https://evil.example/", conversation="a:1x"))
    assert here.asked == []
