"""What the bot may write, and what Teams refuses it."""

from typing import Any

import pytest

from bot.rehearsal.teams import Chat, Kind, Person
from tests.rehearsal_teams.stage import TENANT, Stage, card, message

OURS: dict[str, Any] = {"tenant": {"id": TENANT}}


async def _create(stage: Stage, member_id: str, **more: Any) -> tuple[int, Any]:
    body = {"bot": {"id": "28:x"}, "isGroup": False, "members": [{"id": member_id}], "channelData": OURS}
    return await stage.call("POST", "v3/conversations", body | more)


def _code(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["error"]["code"]


@pytest.fixture
def ada(stage: Stage) -> Person:
    return stage.person("Ada", installed=True, email="ada@council.example")


async def test_a_chat_is_opened_once_and_the_same_for_ever(stage: Stage, ada: Person) -> None:
    first = await _create(stage, stage.teams.mri(ada))
    again = await _create(stage, ada.oid)
    assert first[0] == 201
    assert first[1]["id"].startswith("a:")
    assert again[1]["id"] == first[1]["id"]


async def test_a_guest_can_be_written_to_once_the_app_is_installed(stage: Stage) -> None:
    guest = stage.person("Gil", Kind.GUEST)
    assert _code(await _create(stage, guest.oid)) == (403, "ForbiddenOperationException")
    await stage.teams.install(guest)
    assert (await _create(stage, guest.oid))[0] == 201


async def test_teams_refuses_to_write_to_some_people(stage: Stage, ada: Person) -> None:
    anonymous, other = stage.person("Ann", Kind.ANONYMOUS), stage.person("Oli", Kind.OTHER_TENANT)
    not_installed = stage.person("Ned")
    status, body = await _create(stage, stage.teams.mri(anonymous))
    assert (status, body["error"]["code"]) == (400, "BadArgument")
    assert body["error"]["message"] == "Bot cannot create a conversation with an anonymous user"
    assert _code(await _create(stage, other.oid)) == (403, "ForbiddenOperationException")
    assert _code(await _create(stage, not_installed.oid)) == (403, "ForbiddenOperationException")
    assert _code(await _create(stage, "ada@council.example")) == (400, "BadSyntax")
    assert _code(await _create(stage, ada.oid, channelData={})) == (400, "BadSyntax")
    assert _code(await _create(stage, ada.oid, channelData={"tenant": {"id": other.tenant}}))[0] == 403
    assert _code(await _create(stage, ada.oid, isGroup=True)) == (400, "BadArgument")


@pytest.mark.parametrize("kind", [Kind.OTHER_TENANT, Kind.ANONYMOUS, Kind.PHONE])
async def test_the_app_cannot_be_installed_for_everybody(stage: Stage, kind: Kind) -> None:
    with pytest.raises(ValueError, match="cannot be installed"):
        await stage.teams.install(stage.person("Pip", kind))


def test_an_account_belongs_to_people_who_have_one(stage: Stage, ada: Person) -> None:
    with pytest.raises(ValueError, match="already a person"):
        stage.person("Ada")
    with pytest.raises(ValueError, match="no account"):
        stage.person("Ann", Kind.ANONYMOUS, oid="1")
    assert ada.oid
    assert stage.teams.mri(ada).startswith("29:1")
    assert ada.oid not in stage.teams.mri(ada)


@pytest.fixture
def chat(stage: Stage, ada: Person) -> Chat:
    return stage.teams.world.personal_chat(ada)


async def test_post_reply_edit_and_delete(stage: Stage, chat: Chat) -> None:
    first = await stage.post(chat, card())
    status, body = await stage.call("POST", f"v3/conversations/{chat.id}/activities/{first}", message(text="hello"))
    assert status == 201
    assert int(body["id"]) > int(first)
    await stage.edit(chat, first, card())
    path = f"v3/conversations/{chat.id}/activities/{first}"
    assert (await stage.call("DELETE", path))[0] == 200
    assert _code(await stage.call("PUT", path, message(card()))) == (404, "ActivityNotFoundInConversation")
    assert [(kept.what, kept.version) for kept in stage.teams.retained if kept.message == first] == [
        ("posted", 0),
        ("edited", 1),
        ("deleted", 1),
    ]


async def test_nothing_but_a_message_is_kept(stage: Stage, chat: Chat) -> None:
    assert (await stage.call("POST", f"v3/conversations/{chat.id}/activities", {"type": "typing"}))[0] == 201
    assert not chat.messages


async def test_what_cannot_be_posted(stage: Stage, chat: Chat, ada: Person) -> None:
    path = f"v3/conversations/{chat.id}/activities"
    assert _code(await stage.call("POST", "v3/conversations/a:none/activities", message(text="hello"))) == (
        404,
        "ConversationNotFound",
    )
    assert _code(await stage.call("POST", path, message())) == (400, "BadSyntax")
    assert _code(await stage.call("POST", path, message(text="é" * 51_200))) == (413, "MessageSizeTooBig")
    ada.blocked = True
    assert _code(await stage.call("POST", path, message(text="hello"))) == (403, "ConversationBlockedByUser")
    await stage.teams.uninstall(ada)
    assert _code(await stage.call("POST", path, message(text="hello"))) == (403, "BotNotInConversationRoster")


async def test_a_message_just_under_the_limit_is_taken(stage: Stage, chat: Chat) -> None:
    await stage.post(chat, None, text="é" * 50_000)


async def test_a_body_that_is_no_object_is_refused_in_words(stage: Stage, chat: Chat) -> None:
    url = f"{stage.teams.service_url}v3/conversations/{chat.id}/activities"
    bearer = {"Authorization": f"Bearer {stage.token}", "Content-Type": "application/json"}
    for raw in (b"[]", b"{", b"null"):
        async with stage.http.post(url, data=raw, headers=bearer) as response:
            assert response.status == 400
            assert (await response.json())["error"]["code"] == "BadSyntax"


async def test_the_bot_cannot_edit_what_a_person_wrote(stage: Stage, chat: Chat, ada: Person) -> None:
    said = await stage.teams.say(ada, chat, "help")
    path = f"v3/conversations/{chat.id}/activities/{said.id}"
    assert _code(await stage.call("PUT", path, message(card()))) == (404, "ActivityNotFoundInConversation")


async def test_a_bot_outside_the_meetings_chat_is_refused(stage: Stage, ada: Person) -> None:
    meeting = stage.meeting(ada)
    path = f"v3/conversations/{meeting.id}/activities"
    assert _code(await stage.call("POST", path, message(card()))) == (403, "BotNotInConversationRoster")
    await stage.teams.add_bot(meeting, ada)
    assert (await stage.call("POST", path, message(card())))[0] == 201
    await stage.teams.remove_bot(meeting, ada)
    assert _code(await stage.call("GET", f"v3/conversations/{meeting.id}/members")) == (
        403,
        "BotNotInConversationRoster",
    )
