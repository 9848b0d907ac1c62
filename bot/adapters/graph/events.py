"""A meeting as an event in the organiser's calendar: Microsoft sends the invitations, and everybody finds it in theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from bot.adapters.graph import odata
from bot.adapters.graph.client import Call, Graph, read
from bot.adapters.graph.obstacles import Area, RefusedError, failed
from bot.domain.microsoft import Obstacle
from bot.usecases.microsoft import Wish

KEY = "String {5d0d7a0c-54b7-4b0e-9f0c-1c8b5f7f6a31} Name ChairsideMeeting"
"""Under this name our own key stands in the event, where it can be looked for: `transactionId` cannot, and nobody says
for how long Microsoft remembers one.
"""

_SHOWN = "id,isCancelled,isOnlineMeeting,onlineMeeting"
_TAKEN = "ErrorDuplicateTransactionId"
_GONE = frozenset({"ErrorItemNotFound", "ItemNotFound"})
_CONFLICT = 409
_SECONDS = len("2026-11-19T10:00:00")

_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=512)]
_Link = Annotated[str, msgspec.Meta(max_length=2048, pattern="^https://[^/]")]


class _Online(msgspec.Struct, rename="camel"):
    join_url: _Link | None = None


class Event(msgspec.Struct, rename="camel"):
    id: _Id
    is_cancelled: bool = False
    is_online_meeting: bool = False
    online_meeting: _Online | None = None

    @property
    def join_link(self) -> str:
        """Raises SendError while there is none. Teams makes the meeting after the calendar has made the event."""
        found = self.online_meeting.join_url if self.online_meeting else None
        if found:
            return found
        raise failed(Obstacle.NOT_THERE_YET if self.is_online_meeting else Obstacle.NO_TEAMS)


class _At(msgspec.Struct, rename="camel"):
    date_time: str
    time_zone: str

    @property
    def moment(self) -> dict[str, str]:
        """As we write it: Graph answers with seven digits after the second."""
        return {"dateTime": self.date_time[:_SECONDS], "timeZone": self.time_zone}


class _Mail(msgspec.Struct):
    address: str | None = None


class _Attendee(msgspec.Struct, rename="camel"):
    email_address: _Mail


class _Written(msgspec.Struct):
    start: _At
    end: _At
    attendees: list[_Attendee] = []

    @property
    def invited(self) -> set[str]:
        return {(one.email_address.address or "").casefold() for one in self.attendees}


class _Events(msgspec.Struct):
    value: list[Event]


@dataclass(frozen=True, slots=True)
class Calendar:
    graph: Graph

    async def hold(self, organiser: str, wish: Wish) -> Event:
        """Looks first: the key in the event lasts as long as the event. Between two who look at the same moment
        `transactionId` decides: Microsoft answers the second the same event, or says that it is taken.
        """
        found = await self._find(organiser, wish.key)
        if found is not None:
            return found
        try:
            return await self.graph.read(_call(organiser, "events", method="POST", body=_new(wish)), Event)
        except RefusedError as error:
            if error.said != _TAKEN and error.status != _CONFLICT:
                raise
        found = await self._find(organiser, wish.key)
        if found is None:
            raise failed(Obstacle.NOT_THERE_YET)
        return found

    async def move(self, organiser: str, event: str, start: datetime, end: datetime) -> None:
        """Never the text: the link to join stands in it, and an event without it has no meeting any more.

        Every change is mailed to all who were invited, so one that was made is not made again.
        """
        wanted = _times(start, end)
        found = await self._written(organiser, event)
        if {"start": found.start.moment, "end": found.end.moment} != wanted:
            await self.graph.ask(_call(organiser, "events", event, method="PATCH", body=wanted))

    async def invite(self, organiser: str, event: str, invited: Sequence[str]) -> None:
        wanted = _attendees(invited)
        found = await self._written(organiser, event)
        if found.invited != {one["emailAddress"]["address"].casefold() for one in wanted}:
            body = {"attendees": wanted}
            await self.graph.ask(_call(organiser, "events", event, method="PATCH", body=body))

    async def _written(self, organiser: str, event: str) -> _Written:
        call = _call(organiser, "events", event, query={"$select": "start,end,attendees"})
        return await self.graph.read(call, _Written)

    async def cancel(self, organiser: str, event: str, comment: str) -> None:
        """What cannot be cancelled (an event without attendees, say) can be removed; attendees are told of either."""
        call = _call(organiser, "events", event, "cancel", method="POST", body={"comment": comment})
        try:
            await self.graph.ask(call)
        except RefusedError as error:
            if error.said in _GONE:
                return
            if error.obstacle is not Obstacle.REFUSED:
                raise
            await self._remove(organiser, event)

    async def undo(self, organiser: str, key: str, comment: str) -> None:
        found = await self._find(organiser, key)
        if found is not None:
            await self.cancel(organiser, found.id, comment)

    async def _remove(self, organiser: str, event: str) -> None:
        try:
            await self.graph.ask(_call(organiser, "events", event, method="DELETE"))
        except RefusedError as error:
            if error.said not in _GONE:
                raise

    async def _find(self, organiser: str, key: str) -> Event | None:
        mine = f"ep/id eq {odata.literal(KEY)} and ep/value eq {odata.literal(key)}"
        query = {"$filter": f"singleValueExtendedProperties/Any(ep: {mine})", "$select": _SHOWN, "$top": "10"}
        answer = read(await self.graph.ask(_call(organiser, "events", query=query)), _Events)
        return next((event for event in answer.value if not event.is_cancelled), None)


def _call(
    organiser: str,
    *path: str,
    method: str = "GET",
    query: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
) -> Call:
    return Call(area=Area.CALENDAR, method=method, path=("users", organiser, *path), query=query or {}, body=body)


def _new(wish: Wish) -> dict[str, Any]:
    """Replies go to the bot and not into a mailbox that nobody reads; a new time is for the chair to propose."""
    return {
        "subject": wish.subject,
        "body": {"contentType": "text", "content": wish.text},
        **_times(wish.start, wish.end),
        "attendees": _attendees(wish.invited),
        "hideAttendees": True,
        "responseRequested": False,
        "allowNewTimeProposals": False,
        "sensitivity": "private",
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        "transactionId": wish.key,
        "singleValueExtendedProperties": [{"id": KEY, "value": wish.key}],
    }


def _times(start: datetime, end: datetime) -> dict[str, Any]:
    return {"start": _at(start), "end": _at(end)}


def _at(moment: datetime) -> dict[str, str]:
    return {"dateTime": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def _attendees(invited: Sequence[str]) -> list[dict[str, Any]]:
    """Addresses without names: a name here would be one that somebody typed."""
    wanted = dict.fromkeys(odata.address(one) for one in invited)
    return [{"emailAddress": {"address": one}, "type": "required"} for one in wanted]
