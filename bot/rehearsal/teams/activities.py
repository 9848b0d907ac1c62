"""What Teams tells the bot: whole activities, shaped as a real Teams shapes them (msteams-docs, meeting-apps-apis.md and universal-action-model.md)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.rehearsal.teams.chats import Chat, ChatKind, Meeting
from bot.rehearsal.teams.jsons import Json
from bot.rehearsal.teams.persons import Person
from bot.rehearsal.teams.roster import member, sender
from bot.rehearsal.teams.world import World

_VENDOR = "application/vnd.microsoft."


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def press_id() -> str:
    """An id for one delivery of a press. A retry may have another, so it proves nothing (botbuilder-dotnet#5005)."""
    return f"f:{uuid.uuid4()}"


@dataclass(frozen=True, slots=True)
class Activities:
    """Builds activities of one Teams. Each method answers one that is ready to be delivered."""

    world: World

    def _base(self, kind: str, chat: Chat, who: Person, activity_id: str) -> Json:
        now = stamp(self.world.now())
        return {
            "type": kind,
            "id": activity_id,
            "timestamp": now,
            "localTimestamp": now.replace("Z", "+00:00"),
            "localTimezone": "Europe/London",
            "locale": "en-GB",
            "channelId": "msteams",
            "serviceUrl": self.world.service_url,
            "from": sender(self.world, who),
            "recipient": self.world.bot_account,
            "conversation": _conversation(chat),
            "channelData": _channel_data(chat),
        }

    def message(self, chat: Chat, who: Person, text: str, activity_id: str, *, mention: bool) -> Json:
        """Typed words. In a group chat the bot is given only those that mention it."""
        at_bot = f"<at>{self.world.bot_name}</at>"
        client = {"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Windows"}
        entities: list[Json] = [client | {"timezone": "Europe/London"}]
        if mention:
            entities.insert(0, {"type": "mention", "text": at_bot, "mentioned": self.world.bot_account})
        words = f"{at_bot} {text}" if mention else text
        return self._base("message", chat, who, activity_id) | {
            "text": words,
            "textFormat": "plain",
            "attachments": [{"contentType": "text/html", "content": f"<p>{words}</p>"}],
            "entities": entities,
        }

    def submit(self, chat: Chat, who: Person, reply_to: str, value: Json) -> Json:
        """Action.Submit, from a client that does not know Action.Execute: a message with a value and no text."""
        base = self._base("message", chat, who, press_id())
        data = base["channelData"] | {"legacy": {"replyToId": reply_to}, "source": {"name": "message"}}
        return base | {"replyToId": reply_to, "value": value, "channelData": data}

    def invoke(self, chat: Chat, who: Person, reply_to: str, action: Json, *, automatic: bool) -> Json:
        """Action.Execute, pressed or refreshing itself. `action` holds type, id, verb and the data with the inputs."""
        value = {"action": action, "trigger": "automatic" if automatic else "manual"}
        base = self._base("invoke", chat, who, press_id())
        return base | {"name": "adaptiveCard/action", "replyToId": reply_to, "value": value}

    def installation(self, chat: Chat, who: Person, *, added: bool) -> Json:
        return self._base("installationUpdate", chat, who, press_id()) | {"action": "add" if added else "remove"}

    def bot_moved(self, chat: Chat, who: Person, *, added: bool) -> Json:
        base = self._base("conversationUpdate", chat, who, press_id())
        return base | {"membersAdded" if added else "membersRemoved": [{"id": self.world.bot_account["id"]}]}

    def members_moved(self, chat: Chat, who: Person, people: Iterable[Person], *, added: bool) -> Json:
        """The roster of the chat changed. Entries hold ids alone."""
        base = self._base("conversationUpdate", chat, who, press_id())
        moved = [_id_only(self.world, person) for person in people]
        return base | {"membersAdded" if added else "membersRemoved": moved}

    def meeting_started(self, chat: Chat, meeting: Meeting, at: datetime) -> Json:
        value = _meeting_value(meeting) | {"StartTime": stamp(at)}
        return self._event("meetingStart", chat, meeting.organiser, value)

    def meeting_ended(self, chat: Chat, meeting: Meeting, at: datetime) -> Json:
        value = _meeting_value(meeting) | {"EndTime": stamp(at)}
        return self._event("meetingEnd", chat, meeting.organiser, value)

    def participant(self, chat: Chat, who: Person, role: str, *, joined: bool) -> Json:
        """Somebody joined or left the call."""
        about = {"user": member(self.world, who), "meeting": {"inMeeting": joined, "role": role}}
        name = "meetingParticipantJoin" if joined else "meetingParticipantLeave"
        return self._event(name, chat, who, {"members": [about]})

    def _event(self, name: str, chat: Chat, who: Person, value: Json) -> Json:
        return self._base("event", chat, who, press_id()) | {"name": _VENDOR + name, "value": value}


def _conversation(chat: Chat) -> Json:
    base: Json = {"id": chat.id, "conversationType": chat.kind.value, "tenantId": chat.tenant}
    return base | ({"isGroup": True} if chat.kind is ChatKind.GROUP else {})


def _channel_data(chat: Chat) -> Json:
    data: Json = {"tenant": {"id": chat.tenant}}
    return data | ({"meeting": {"id": chat.meeting.id}} if chat.meeting else {})


def _id_only(world: World, person: Person) -> Json:
    full = sender(world, person)
    return {name: full[name] for name in ("id", "aadObjectId") if name in full}


def _meeting_value(meeting: Meeting) -> Json:
    return {
        "Id": meeting.id,
        "MeetingType": "Scheduled",
        "JoinUrl": meeting.join_url,
        "Title": meeting.title,
    }
