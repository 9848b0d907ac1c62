"""The Bot Connector's rosters and meetings (msteams-docs, meeting-apps-apis.md)."""

from dataclasses import dataclass

from bot.rehearsal.teams.activities import stamp
from bot.rehearsal.teams.chats import Chat, Meeting
from bot.rehearsal.teams.connector import chat_for_bot
from bot.rehearsal.teams.gate import Asked, Done, TeamsError
from bot.rehearsal.teams.jsons import Json
from bot.rehearsal.teams.roster import listed, member, sender
from bot.rehearsal.teams.world import World

_USUAL_PAGE = 200
_SMALLEST_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The routes that only read. Callers by phone are in no roster: they are in the call, not in the chat."""

    world: World

    def members(self, asked: Asked) -> Done:
        return Done(body=self._roster(asked))

    def paged_members(self, asked: Asked) -> Done:
        """`pageSize` below 50 counts as 50, as Teams has it (teams.py#327)."""
        people = self._roster(asked)
        wanted, start = asked.query.get("pageSize", ""), asked.query.get("continuationToken", "0")
        if not start.isdecimal():
            raise TeamsError(400, "BadArgument", "The continuation token is not one of ours.")
        size = max(int(wanted), _SMALLEST_PAGE) if wanted.isdecimal() else _USUAL_PAGE
        end = int(start) + size
        more = {"continuationToken": str(end)} if end < len(people) else {}
        return Done(body={"members": people[int(start) : end]} | more)

    def one_member(self, asked: Asked) -> Done:
        chat = chat_for_bot(self.world, asked.params["chat"])
        person = self.world.people.find(asked.params["member"])
        if person is None or person not in chat.members:
            raise TeamsError(404, "MemberNotFoundInConversation", "Member not found in conversation.")
        return Done(body=member(self.world, person))

    def meeting(self, asked: Asked) -> Done:
        chat, meeting = self._meeting(asked)
        details = {
            "id": meeting.id,
            "title": meeting.title,
            "type": "Scheduled",
            "joinUrl": meeting.join_url,
            "scheduledStartTime": stamp(meeting.start),
            "scheduledEndTime": stamp(meeting.end),
        }
        organiser = sender(self.world, meeting.organiser) | {"tenantId": meeting.organiser.tenant}
        return Done(body={"details": details, "conversation": _conversation(chat), "organizer": organiser})

    def participant(self, asked: Asked) -> Done:
        """Asked for by object id and tenant, so never an anonymous joiner or a caller."""
        chat, meeting = self._meeting(asked)
        person = self.world.people.find(asked.params["member"])
        if person is None or person not in chat.members or not person.has_account:
            raise TeamsError(404, "NotFound", "The participant is not available.")
        if asked.query.get("tenantId", "") != person.tenant:
            raise TeamsError(400, "BadArgument", "tenantId is missing, or not this participant's.")
        about = {"role": meeting.roles.get(person.id, "Attendee"), "inMeeting": person.id in meeting.in_call}
        return Done(body={"user": member(self.world, person), "meeting": about, "conversation": _conversation(chat)})

    def _roster(self, asked: Asked) -> list[Json]:
        chat = chat_for_bot(self.world, asked.params["chat"])
        return [listed(self.world, person) for person in chat.members]

    def _meeting(self, asked: Asked) -> tuple[Chat, Meeting]:
        wanted = asked.params["meeting"]
        for chat in self.world.chats.values():
            if chat.meeting is not None and chat.meeting.id == wanted:
                return chat_for_bot(self.world, chat.id), chat.meeting
        raise TeamsError(404, "NotFound", "There is no such meeting.")


def _conversation(chat: Chat) -> Json:
    return {"id": chat.id, "conversationType": chat.kind.value, "isGroup": True}
