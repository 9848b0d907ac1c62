"""What a council's tenant has for Graph to work with, and what can be taken away from it."""

import base64
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from bot.rehearsal.teams.authority import Authority
from bot.rehearsal.teams.chats import Chat
from bot.rehearsal.teams.gate import Asked, TeamsError
from bot.rehearsal.teams.jsons import Json
from bot.rehearsal.teams.meetings import Meetings
from bot.rehearsal.teams.persons import Kind, Person, guid
from bot.rehearsal.teams.roster import sign_in_name
from bot.rehearsal.teams.world import World

PEOPLE = "User.ReadBasic.All"
GROUPS = "GroupMember.Read.All"
CALENDARS = "Calendars.ReadWrite"
MEETINGS = "OnlineMeetings.ReadWrite.All"
APPS_IN_CHATS = "TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All"
APPS_FOR_PEOPLE = "TeamsAppInstallation.ReadWriteSelfForUser.All"
CONSENTED = frozenset({PEOPLE, GROUPS, CALENDARS, MEETINGS, APPS_IN_CHATS, APPS_FOR_PEOPLE})
"""All that a bot of this kind may need, and the least that does it."""

LITERAL = r"'((?:[^']|'')*)'"
"""A text within a filter, and how OData has a quotation mark in it."""


class Sent(StrEnum):
    INVITED = "invited"
    UPDATED = "updated"
    CANCELLED = "cancelled"


class Mail(NamedTuple):
    """What Exchange sent somebody about a meeting."""

    what: Sent
    to: str
    subject: str
    comment: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Event:
    """`asked` is the body that made it, `body` what it is by now."""

    id: str
    organiser: Person
    asked: Json
    body: Json
    online: "Online | None" = None
    cancelled: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Online:
    """An online meeting and its chat. `unseen`: for so many looks more Graph does not know it."""

    id: str
    organiser: Person
    chat: Chat
    options: Json
    attendees: list[Json] = field(default_factory=list)
    external_id: str = ""
    unseen: int = 0


_RESOURCE_SPECIFIC = frozenset({"OnlineMeeting.ReadBasic.Chat", "OnlineMeetingParticipant.Read.Chat"})


@dataclass(slots=True, kw_only=True)
class Tenant:
    """All is well at first. Consents are the authority's (`Authority.consented`).

    `catalogue`: apps by the id that the catalogue gave them, with their resource-specific permissions. `policy`: object
    ids whose meetings the app may touch; None: everybody's. `blocked`: an administrator does not let the app be
    installed. `no_calendar`, `no_teams`: object ids without a mailbox, without Teams. `premium`: the licence that some
    options need. `short_links`: links to join that do not say which chat it is. `slow_meetings`: so many looks a new
    meeting stays unknown. `forgets`: Exchange has forgotten every `transactionId`.
    """

    world: World
    meetings: Meetings
    authority: Authority
    installed: Callable[[Chat, Person], None]
    url: str = ""
    catalogue: dict[str, frozenset[str]] = field(default_factory=dict)
    policy: set[str] | None = None
    blocked: bool = False
    no_calendar: set[str] = field(default_factory=set)
    no_teams: set[str] = field(default_factory=set)
    premium: bool = True
    short_links: bool = False
    slow_meetings: int = 0
    forgets: bool = False
    page: int = 100
    groups: dict[str, list["Person | str"]] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    online: dict[str, Online] = field(default_factory=dict)
    mail: list[Mail] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.catalogue.setdefault(self.catalogue_id, _RESOURCE_SPECIFIC)
        self.authority.consented |= CONSENTED

    @property
    def catalogue_id(self) -> str:
        return guid("catalogue", self.world.app_id)

    def need(self, asked: Asked, permission: str, refused: Callable[[str, frozenset[str]], TeamsError]) -> None:
        roles = self.authority.roles(asked.bearer)
        if permission not in roles:
            raise refused(permission, roles)

    def person(self, named: str) -> Person | None:
        """By object id or sign-in name, of those who are in the directory."""
        wanted = named.casefold()
        return next((one for one in self.listed() if wanted in (one.oid, sign_in_name(one).casefold())), None)

    def listed(self) -> list[Person]:
        return [one for one in self.world.people if one.kind in (Kind.TENANT, Kind.GUEST)]

    def addressed(self, address: str) -> Person | None:
        """Whom Teams knows by this mail address, of whatever directory."""
        wanted = address.casefold()
        return next((one for one in self.world.people if one.email.casefold() == wanted and one.has_account), None)


def opaque(prefix: str, *parts: str) -> str:
    """An id as Exchange and Teams have them: long, with an equals sign at its end."""
    return prefix + base64.urlsafe_b64encode(guid(*parts).encode()).decode().rstrip("=") + "="


def unquoted(pattern: str, given: str) -> tuple[str, ...]:
    """The texts of a filter of this form. Raises TeamsError for any other filter."""
    found = re.fullmatch(pattern, given)
    if found is None:
        raise TeamsError(400, "BadRequest", "Invalid filter clause.")
    return tuple(group.replace("''", "'") for group in found.groups())


_WORDS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        401: ("InvalidAuthenticationToken", "Access token is empty or has expired."),
        403: ("Forbidden", "Forbidden"),
        404: ("NotFound", "The requested resource does not exist."),
        429: ("TooManyRequests", "Too many requests."),
        503: ("ServiceUnavailable", "The service is temporarily unavailable."),
    }
)
_TEAMS_OWN = {"Unauthorized", "NotEnoughPermissions", "ConversationNotFound", "Throttled", "BadSyntax"}


def graph_error(error: TeamsError) -> object:
    """A refusal as Graph words it."""
    code, message = (error.code, error.message)
    if code in _TEAMS_OWN:
        code, message = _WORDS.get(error.status, ("BadRequest", message))
    inner = {"date": "2026-11-19T10:00:00", "request-id": str(uuid.uuid4()), "client-request-id": str(uuid.uuid4())}
    return {"error": {"code": code, "message": message, "innerError": inner}}


def stamp() -> Mapping[str, str]:
    return {"request-id": str(uuid.uuid4())}


def directory_denies(_: str, __: frozenset[str]) -> TeamsError:
    return TeamsError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")


def exchange_denies(_: str, __: frozenset[str]) -> TeamsError:
    return TeamsError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")


def teams_denies(permission: str, roles: frozenset[str]) -> TeamsError:
    said = f"API requires one of '{permission}'. Roles on the request '{', '.join(sorted(roles))}'."
    return TeamsError(403, "Forbidden", f"Missing role permissions on the request. {said}")
