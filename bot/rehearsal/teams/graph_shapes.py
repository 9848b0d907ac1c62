"""Bodies as Graph takes them: a field that it does not know is refused, and so is one that is missing or of the wrong kind."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.rehearsal.teams.gate import TeamsError

Check = Callable[[object], bool]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?")
_INSTANT = re.compile(_MOMENT.pattern + r"(?:Z|[+-]\d\d:\d\d)")
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """`kind` is Graph's name of it; `needed` must be there, `fields` may."""

    kind: str
    fields: Mapping[str, "Check | Shape"]
    needed: frozenset[str] = frozenset()

    def check(self, node: object) -> Mapping[str, object]:
        """The object itself. Raises TeamsError."""
        if not isinstance(node, dict):
            raise _bad(f"A value of type '{self.kind}' was expected.")
        for name, value in node.items():
            self._field(name, value)
        if missing := sorted(self.needed - set(node)):
            raise _bad(f"Required property '{missing[0]}' is missing on type '{self.kind}'.")
        return node

    def _field(self, name: str, value: object) -> None:
        known = self.fields.get(name)
        if known is None:
            raise _bad(f"The property '{name}' does not exist on type '{self.kind}'.")
        if isinstance(known, Shape):
            known.check(value)
        elif not known(value):
            raise _bad(f"Cannot convert the value of property '{name}' on type '{self.kind}'.")


def _bad(said: str) -> TeamsError:
    return TeamsError(400, "RequestBodyRead", said)


def text(value: object) -> bool:
    return isinstance(value, str)


def some_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 255  # noqa: PLR2004 - Exchange's own limit of a subject


def yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


def one_of(*values: str) -> Check:
    return lambda value: value in values


def moment(value: object) -> bool:
    return isinstance(value, str) and _MOMENT.fullmatch(value) is not None


def instant(value: object) -> bool:
    return isinstance(value, str) and _INSTANT.fullmatch(value) is not None


def guid(value: object) -> bool:
    return isinstance(value, str) and _GUID.fullmatch(value) is not None


def mail_address(value: object) -> bool:
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def each(shape: Shape) -> Check:
    """A list of these. Raises TeamsError for one that is not."""

    def check(value: object) -> bool:
        return isinstance(value, list) and all(shape.check(one) is not None for one in value)

    return check


_TIME = Shape("dateTimeTimeZone", {"dateTime": moment, "timeZone": one_of("UTC")}, frozenset({"dateTime", "timeZone"}))
_MAIL = Shape("emailAddress", {"address": text, "name": text}, frozenset({"address"}))
_ATTENDEE = Shape(
    "attendee", {"emailAddress": _MAIL, "type": one_of("required", "optional")}, frozenset({"emailAddress"})
)
_PROPERTY = Shape("singleValueLegacyExtendedProperty", {"id": text, "value": text}, frozenset({"id", "value"}))
_CHANGEABLE: Mapping[str, Check | Shape] = {
    "subject": some_text,
    "body": Shape("itemBody", {"contentType": one_of("text", "html"), "content": text}, frozenset({"content"})),
    "start": _TIME,
    "end": _TIME,
    "attendees": each(_ATTENDEE),
    "hideAttendees": yes_or_no,
    "responseRequested": yes_or_no,
    "sensitivity": one_of("normal", "personal", "private", "confidential"),
    "isOnlineMeeting": yes_or_no,
    "onlineMeetingProvider": one_of("teamsForBusiness"),
}
EVENT = Shape(
    "microsoft.graph.event",
    {
        **_CHANGEABLE,
        "allowNewTimeProposals": yes_or_no,
        "transactionId": some_text,
        "singleValueExtendedProperties": each(_PROPERTY),
    },
    frozenset({"start", "end"}),
)
EVENT_CHANGE = Shape("microsoft.graph.event", _CHANGEABLE)
CANCELLATION = Shape("cancel", {"comment": text})

_USER = Shape("identity", {"id": guid})
_PARTICIPANT = Shape(
    "meetingParticipantInfo",
    {
        "identity": Shape("identitySet", {"user": _USER}),
        "upn": text,
        "role": one_of("attendee", "presenter", "coorganizer"),
    },
)
PARTICIPANTS = Shape("meetingParticipants", {"attendees": each(_PARTICIPANT)})
ALONE = Shape(
    "onlineMeeting",
    {
        "externalId": some_text,
        "subject": some_text,
        "startDateTime": instant,
        "endDateTime": instant,
        "participants": PARTICIPANTS,
    },
    frozenset({"externalId"}),
)
OPTIONS = Shape(
    "microsoft.graph.onlineMeeting",
    {
        "startDateTime": instant,
        "endDateTime": instant,
        "subject": some_text,
        "participants": PARTICIPANTS,
        "lobbyBypassSettings": Shape(
            "lobbyBypassSettings",
            {
                "scope": one_of("organizer", "organization", "organizationAndFederated", "everyone", "invited"),
                "isDialInBypassEnabled": yes_or_no,
            },
        ),
        "allowedLobbyAdmitters": one_of("organizerAndCoOrganizersAndPresenters", "organizerAndCoOrganizers"),
        "allowedPresenters": one_of("everyone", "organization", "roleIsPresenter", "organizer"),
        "allowMeetingChat": one_of("enabled", "disabled", "limited"),
        "allowRecording": yes_or_no,
        "allowTranscription": yes_or_no,
        "recordAutomatically": yes_or_no,
        "allowCopyingAndSharingMeetingContent": yes_or_no,
        "isEntryExitAnnounced": yes_or_no,
    },
)
"""What Microsoft's table of "Update onlineMeeting" has, as far as a bot of this kind could want it."""

_CONSENT = Shape(
    "teamsAppResourceSpecificPermission",
    {"permissionValue": text, "permissionType": one_of("Application", "Delegated")},
    frozenset({"permissionValue", "permissionType"}),
)
_BIND = "teamsApp@odata.bind"
APP_FOR_PERSON = Shape("userScopeTeamsAppInstallation", {_BIND: text}, frozenset({_BIND}))
APP_IN_CHAT = Shape(
    "teamsAppInstallation",
    {
        _BIND: text,
        "consentedPermissionSet": Shape("teamsAppPermissionSet", {"resourceSpecificPermissions": each(_CONSENT)}),
    },
    frozenset({_BIND}),
)
