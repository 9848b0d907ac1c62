"""How a conference's meeting is to be (S-6), and what of that Graph can set, can only show, or never shows.

Source: Microsoft's "Update onlineMeeting", whose table says what may be set; "onlineMeetingBase", which has more to read.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec

from bot.domain.microsoft import Option

_COHOST = "coorganizer"


_Wanted = tuple[tuple[str, ...], object]
"""Where it stands in what Graph answers, and what is to stand there."""

_SETTABLE: Mapping[Option, _Wanted] = MappingProxyType(
    {
        Option.LOBBY: (("lobbyBypassSettings", "scope"), "organizer"),
        Option.DIAL_IN: (("lobbyBypassSettings", "isDialInBypassEnabled"), False),
        Option.ADMITTING: (("allowedLobbyAdmitters",), "organizerAndCoOrganizers"),
        Option.PRESENTERS: (("allowedPresenters",), "roleIsPresenter"),
        Option.CHAT: (("allowMeetingChat",), "enabled"),
        Option.RECORDING: (("allowRecording",), False),
        Option.AUTOMATIC_RECORDING: (("recordAutomatically",), False),
        Option.TRANSCRIPT: (("allowTranscription",), False),
        Option.COPYING: (("allowCopyingAndSharingMeetingContent",), False),
        Option.ANNOUNCING: (("isEntryExitAnnounced",), True),
    }
)
"""The chat stays open before and after: the bot's door is in it."""

_SHOWN_ONLY: Mapping[Option, _Wanted] = MappingProxyType(
    {
        Option.RENAMING: (("allowParticipantsToChangeName",), False),
        Option.EARLIER_CHAT: (("shareMeetingChatHistoryDefault",), "none"),
    }
)
_NEVER_SHOWN = (Option.NOTE_TAKERS,)


class _User(msgspec.Struct, omit_defaults=True):
    id: str | None = None


class _Identity(msgspec.Struct, omit_defaults=True):
    user: _User | None = None


class Participant(msgspec.Struct, omit_defaults=True):
    identity: _Identity | None = None
    upn: str | None = None
    role: str | None = None

    @property
    def oid(self) -> str:
        return (self.identity.user.id or "").lower() if self.identity and self.identity.user else ""


class _Participants(msgspec.Struct):
    attendees: list[Participant] | None = None


class _Meeting(msgspec.Struct):
    participants: _Participants | None = None


def _at(meeting: object, path: Sequence[str]) -> object:
    for name in path:
        meeting = meeting.get(name) if isinstance(meeting, Mapping) else None
    return meeting


def differing(meeting: object) -> tuple[Mapping[str, Any], ...]:
    """A body for each option that can be set and is not as it should be. Graph leaves out what it does not know."""
    return tuple(_body(path, value) for path, value in _SETTABLE.values() if _at(meeting, path) != value)


def together(bodies: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for body in bodies:
        for name, value in body.items():
            whole[name] = {**whole.get(name, {}), **value} if isinstance(value, Mapping) else value
    return whole


def _body(path: Sequence[str], value: object) -> Mapping[str, Any]:
    *outer, last = path
    body: dict[str, Any] = {last: value}
    for name in reversed(outer):
        body = {name: body}
    return body


def unlike(meeting: object) -> frozenset[Option]:
    """What somebody is to look at, the hosts left aside."""
    wanted = {**_SETTABLE, **_SHOWN_ONLY}
    wrong = {option for option, (path, value) in wanted.items() if _at(meeting, path) != value}
    return frozenset({*wrong, *_NEVER_SHOWN})


def attendees(meeting: object) -> list[Participant]:
    """Raises msgspec.ValidationError."""
    found = msgspec.convert(meeting, _Meeting).participants
    return list(found.attendees or ()) if found else []


def hosts_are(meeting: object, hosts: frozenset[str]) -> bool:
    return hosts <= {one.oid for one in attendees(meeting) if one.role == _COHOST}


def with_hosts(meeting: object, hosts: Mapping[str, str]) -> dict[str, Any]:
    """The whole list again, as Graph wants it, with these (object id to sign-in name) as co-organisers and nobody else."""
    kept = [one for one in attendees(meeting) if one.oid not in hosts and (one.oid or one.upn)]
    listed = [*_demoted(kept), *(_host(oid, upn) for oid, upn in hosts.items())]
    return {"allowedPresenters": "roleIsPresenter", "participants": {"attendees": msgspec.to_builtins(listed)}}


def _demoted(people: Sequence[Participant]) -> Iterator[Participant]:
    for one in people:
        yield Participant(identity=one.identity if one.oid else None, upn=one.upn, role="attendee")


def _host(oid: str, upn: str) -> Participant:
    return Participant(identity=_Identity(user=_User(id=oid)), upn=upn or None, role=_COHOST)
