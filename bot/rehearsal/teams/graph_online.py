"""Graph's online meetings: found by their link, made to stand alone, and their options."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.rehearsal.teams import graph_shapes as shapes
from bot.rehearsal.teams.activities import stamp
from bot.rehearsal.teams.gate import Asked, Done, TeamsError
from bot.rehearsal.teams.graph_tenant import LITERAL, MEETINGS, Online, Tenant, teams_denies, unquoted
from bot.rehearsal.teams.jsons import Json, copy_of, text_at
from bot.rehearsal.teams.meetings import Invitation
from bot.rehearsal.teams.persons import Person, guid
from bot.rehearsal.teams.roster import sign_in_name

_AS_MADE: Json = {
    "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": False},
    "allowedLobbyAdmitters": "organizerAndCoOrganizersAndPresenters",
    "allowedPresenters": "everyone",
    "allowMeetingChat": "enabled",
    "allowRecording": True,
    "allowTranscription": True,
    "recordAutomatically": False,
    "allowCopyingAndSharingMeetingContent": True,
    "isEntryExitAnnounced": True,
    "allowParticipantsToChangeName": False,
    "shareMeetingChatHistoryDefault": "none",
}
_OF_PREMIUM = frozenset({"allowCopyingAndSharingMeetingContent"})
_NOT_PLAIN = frozenset({"participants", "startDateTime", "endDateTime", "subject"})
_WHOLE = "include-unknown-enum-members"


@dataclass(frozen=True, slots=True)
class GraphOnline:
    tenant: Tenant

    def make(self, invitation: Invitation, invited: list[str], external_id: str = "") -> Online:
        chat = self.tenant.meetings.create(invitation)
        organiser = invitation.organiser
        if self.tenant.short_links and chat.meeting is not None:
            chat.meeting.join_url = f"https://teams.microsoft.com/meet/{len(self.tenant.online)}?p={guid(chat.id)[:8]}"
        known = f"1*{organiser.oid}*0**{chat.id}"
        online = Online(
            id=base64.b64encode(known.encode()).decode(),
            organiser=organiser,
            chat=chat,
            options=copy_of(_AS_MADE),
            external_id=external_id,
            unseen=self.tenant.slow_meetings,
        )
        self.invite(online, invited)
        self.tenant.online[online.id] = online
        return online

    def invite(self, online: Online, invited: list[str]) -> None:
        """Whoever is in it stays as they are; somebody new is an attendee. Without an account only the address is known."""
        roles = {text_at(one, "upn"): one.get("role") for one in online.attendees}
        online.attendees = [self._attendee(address, roles) for address in invited]

    def look(self, asked: Asked) -> Done:
        organiser = self._organiser(asked)
        (link,) = unquoted(rf"JoinWebUrl eq {LITERAL}", asked.query.get("$filter", ""))
        mine = (one for one in self.tenant.online.values() if one.organiser is organiser)
        found = [one for one in mine if one.chat.meeting is not None and one.chat.meeting.join_url == link]
        if found and found[0].unseen:
            found[0].unseen -= 1
            found = []
        return Done(body={"value": [_shown(one, asked) for one in found]})

    def one(self, asked: Asked) -> Done:
        return Done(body=_shown(self._online(asked), asked))

    def alone(self, asked: Asked) -> Done:
        organiser = self._organiser(asked)
        body = shapes.ALONE.check(asked.body)
        external = str(body["externalId"])
        for one in self.tenant.online.values():
            if one.organiser is organiser and one.external_id == external:
                return Done(body=_shown(one, asked))
        start, end = _span(body)
        made = self.make(
            Invitation(title=str(body.get("subject", "")), organiser=organiser, start=start, end=end), [], external
        )
        return Done(status=201, body=_shown(made, asked))

    def change(self, asked: Asked) -> Done:
        """All of it or nothing."""
        online = self._online(asked)
        body = shapes.OPTIONS.check(asked.body)
        if _OF_PREMIUM & set(body) and not self.tenant.premium:
            raise TeamsError(403, "Forbidden", "The organizer has no licence for this option.")
        self._roles(body)
        if {"startDateTime", "endDateTime"} & set(body) and online.chat.meeting is not None:
            online.chat.meeting.start, online.chat.meeting.end = _span(body)
        for name, value in body.items():
            if isinstance(value, dict) and name not in _NOT_PLAIN:
                online.options[name] |= value
            elif name not in _NOT_PLAIN:
                online.options[name] = value
        if "participants" in body:
            online.attendees = copy_of(asked.body)["participants"].get("attendees", [])
        return Done(body=_shown(online, asked))

    def remove(self, asked: Asked) -> Done:
        self.tenant.online.pop(self._online(asked).id)
        return Done(status=204)

    def _organiser(self, asked: Asked) -> Person:
        """By object id alone; and only whose meetings the council's policy opens to this app."""
        self.tenant.need(asked, MEETINGS, teams_denies)
        named = asked.params["member"]
        organiser = self.tenant.person(named) if shapes.guid(named) else None
        if organiser is None:
            raise TeamsError(404, "UserNotFound", "User does not exist.")
        if self.tenant.policy is not None and organiser.oid not in self.tenant.policy:
            raise TeamsError(403, "Forbidden", "No application access policy found for this app")
        return organiser

    def _online(self, asked: Asked) -> Online:
        organiser = self._organiser(asked)
        found = self.tenant.online.get(asked.params["meeting"])
        if found is None or found.organiser is not organiser:
            raise TeamsError(404, "NotFound", "3004: Meeting not found.")
        return found

    def _roles(self, body: Mapping[str, object]) -> None:
        given = body.get("participants")
        for one in given.get("attendees", ()) if isinstance(given, dict) else ():
            oid = text_at(one, "identity", "user", "id")
            if one.get("role") == "coorganizer" and self.tenant.person(oid) is None:
                raise TeamsError(400, "BadRequest", "The role can only be given to somebody of the directory.")

    def _attendee(self, address: str, roles: Mapping[str, object]) -> Json:
        person = self.tenant.addressed(address)
        user = {"user": {"id": person.oid}} if person is not None else {}
        name = sign_in_name(person) if person is not None else address
        return {"identity": user, "upn": name, "role": roles.get(name) or "attendee"}


def _span(body: Mapping[str, object]) -> tuple[datetime, datetime]:
    start, end = body.get("startDateTime"), body.get("endDateTime")
    if not isinstance(start, str) or not isinstance(end, str) or end <= start:
        raise TeamsError(400, "BadRequest", "startDateTime and endDateTime belong together, in this order.")
    return datetime.fromisoformat(start), datetime.fromisoformat(end)


def _shown(online: Online, asked: Asked) -> Json:
    """Roles that came late to the list are hidden from whoever does not ask for them."""
    meeting = online.chat.meeting
    whole = _WHOLE in asked.headers.get("Prefer", "")
    late = [
        one if whole or one.get("role") != "coorganizer" else one | {"role": "unknownFutureValue"}
        for one in online.attendees
    ]
    times = {"startDateTime": stamp(meeting.start), "endDateTime": stamp(meeting.end)} if meeting else {}
    organiser = {"identity": {"user": {"id": online.organiser.oid}}, "role": "presenter"}
    return {
        "id": online.id,
        "joinWebUrl": meeting.join_url if meeting else "",
        "subject": meeting.title if meeting else "",
        "externalId": online.external_id or None,
        "chatInfo": {"threadId": online.chat.id, "messageId": "0", "replyChainMessageId": None},
        "participants": {"organizer": organiser, "attendees": late},
        **times,
        **online.options,
    }
