"""Graph's calendar: events that are online meetings, and the mail that Exchange sends about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.rehearsal.teams import graph_shapes as shapes
from bot.rehearsal.teams.gate import Asked, Done, TeamsError
from bot.rehearsal.teams.graph_online import GraphOnline
from bot.rehearsal.teams.graph_tenant import (
    CALENDARS,
    LITERAL,
    Event,
    Mail,
    Sent,
    Tenant,
    exchange_denies,
    opaque,
    unquoted,
)
from bot.rehearsal.teams.jsons import Json, copy_of, text_at
from bot.rehearsal.teams.meetings import Invitation
from bot.rehearsal.teams.persons import Person

_BY_PROPERTY = rf"singleValueExtendedProperties/Any\(ep: ep/id eq {LITERAL} and ep/value eq {LITERAL}\)"


@dataclass(frozen=True, slots=True)
class GraphEvents:
    tenant: Tenant
    online: GraphOnline

    def look(self, asked: Asked) -> Done:
        """In the whole mailbox, says Microsoft: what was cancelled is among it."""
        organiser = self._calendar(asked)
        name, value = unquoted(_BY_PROPERTY, asked.query.get("$filter", ""))
        mine = (one for one in self.tenant.events.values() if one.organiser is organiser)
        found = [one for one in mine if _has(one, name, value)]
        return Done(body={"value": [self._shown(one, asked.query.get("$select", "")) for one in found]})

    def one(self, asked: Asked) -> Done:
        return Done(body=self._shown(self._event(asked), asked.query.get("$select", "")))

    def hold(self, asked: Asked) -> Done:
        organiser = self._calendar(asked)
        body = shapes.EVENT.check(asked.body)
        _addresses(body)
        if (before := self._same(organiser, asked.body)) is not None:
            return Done(status=201, body=self._shown(before))
        number = len(self.tenant.events)
        event = Event(
            id=opaque("AAMk", "event", organiser.oid, str(number)),
            organiser=organiser,
            asked=copy_of(asked.body),
            body=copy_of(asked.body),
        )
        self.tenant.events[event.id] = event
        if body.get("isOnlineMeeting") and organiser.oid not in self.tenant.no_teams:
            event.online = self.online.make(self._invitation(event), _invited(event.body))
        self._tell(event, Sent.INVITED, _invited(event.body))
        return Done(status=201, body=self._shown(event))

    def change(self, asked: Asked) -> Done:
        event = self._event(asked)
        change = shapes.EVENT_CHANGE.check(asked.body)
        _addresses(change)
        before = _invited(event.body)
        event.body |= copy_of(asked.body)
        self._online_follows(event, change)
        after = _invited(event.body)
        if set(change) == {"attendees"}:
            self._tell(event, Sent.INVITED, [one for one in after if one not in before])
        else:
            self._tell(event, Sent.UPDATED, after)
        self._tell(event, Sent.CANCELLED, [one for one in before if one not in after])
        return Done(body=self._shown(event))

    def cancel(self, asked: Asked) -> Done:
        event = self._event(asked)
        body = shapes.CANCELLATION.check(asked.body)
        if not _invited(event.body):
            raise TeamsError(400, "ErrorInvalidRequest", "Your request can't be completed. The event has no attendees.")
        self._away(event, str(body.get("comment", "")))
        return Done(status=202)

    def remove(self, asked: Asked) -> Done:
        self._away(self._event(asked), "")
        return Done(status=204)

    def _away(self, event: Event, comment: str) -> None:
        event.cancelled = True
        if event.online is not None:
            self.tenant.online.pop(event.online.id, None)
        self._tell(event, Sent.CANCELLED, _invited(event.body), comment)

    def _calendar(self, asked: Asked) -> Person:
        self.tenant.need(asked, CALENDARS, exchange_denies)
        organiser = self.tenant.person(asked.params["member"])
        if organiser is None:
            raise TeamsError(404, "ErrorInvalidUser", "The requested user is invalid.")
        if organiser.oid in self.tenant.no_calendar:
            raise TeamsError(404, "MailboxNotEnabledForRESTAPI", "REST API is not yet supported for this mailbox.")
        return organiser

    def _event(self, asked: Asked) -> Event:
        """A cancelled event is in the deleted items, under another id."""
        organiser = self._calendar(asked)
        found = self.tenant.events.get(asked.params["event"])
        if found is None or found.cancelled or found.organiser is not organiser:
            raise TeamsError(404, "ErrorItemNotFound", "The specified object was not found in the store.")
        return found

    def _same(self, organiser: Person, body: Json) -> Event | None:
        """The event that this very request made before. Raises TeamsError where the number made another one."""
        number = text_at(body, "transactionId")
        if not number or self.tenant.forgets:
            return None
        for one in self.tenant.events.values():
            if one.organiser is organiser and text_at(one.asked, "transactionId") == number:
                if one.cancelled or one.asked != body:
                    said = (
                        "The TransactionId specified in the request has already been used to create a different event."
                    )
                    raise TeamsError(409, "ErrorDuplicateTransactionId", f"Your request can't be completed. {said}")
                return one
        return None

    def _invitation(self, event: Event) -> Invitation:
        found = (self.tenant.addressed(address) for address in _invited(event.body))
        return Invitation(
            title=text_at(event.body, "subject"),
            organiser=event.organiser,
            start=_moment(event.body, "start"),
            end=_moment(event.body, "end"),
            invited=tuple(person for person in found if person is not None),
        )

    def _online_follows(self, event: Event, change: Mapping[str, object]) -> None:
        """A text without the link to join is an event without a meeting."""
        if event.online is None:
            return
        if "body" in change:
            self.tenant.online.pop(event.online.id, None)
            event.online = None
            return
        meeting = event.online.chat.meeting
        if meeting is not None:
            meeting.start, meeting.end = _moment(event.body, "start"), _moment(event.body, "end")
        self.online.invite(event.online, _invited(event.body))

    def _tell(self, event: Event, what: Sent, to: list[str], comment: str = "") -> None:
        subject = text_at(event.body, "subject")
        self.tenant.mail += [Mail(what, address, subject, comment) for address in to]

    def _shown(self, event: Event, select: str = "") -> Json:
        link = event.online.chat.meeting.join_url if event.online and event.online.chat.meeting else None
        hidden = {"singleValueExtendedProperties"}
        whole = {name: value for name, value in event.body.items() if name not in hidden} | {
            "id": event.id,
            **{name: _answered(event.body[name]) for name in ("start", "end")},
            "isCancelled": event.cancelled,
            "isOrganizer": True,
            "isOnlineMeeting": event.online is not None,
            "onlineMeeting": {"joinUrl": link} if link else None,
        }
        wanted = select.split(",") if select else list(whole)
        return {"@odata.etag": 'W/"fictional"'} | {name: whole.get(name) for name in wanted}


def _answered(moment: Json) -> Json:
    """With the seven digits that Exchange has after the second."""
    return moment | {"dateTime": f"{moment['dateTime'][:19]}.0000000"}


def _has(event: Event, name: str, value: str) -> bool:
    kept = event.body.get("singleValueExtendedProperties") or ()
    return any(one["id"] == name and one["value"].casefold() == value.casefold() for one in kept)


def _invited(body: Json) -> list[str]:
    return [text_at(one, "emailAddress", "address") for one in body.get("attendees") or ()]


def _addresses(body: Mapping[str, object]) -> None:
    given = body.get("attendees")
    for one in given if isinstance(given, list) else ():
        if not shapes.mail_address(text_at(one, "emailAddress", "address")):
            raise TeamsError(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.")


def _moment(body: Json, name: str) -> datetime:
    return datetime.fromisoformat(text_at(body, name, "dateTime")[:19]).replace(tzinfo=UTC)
