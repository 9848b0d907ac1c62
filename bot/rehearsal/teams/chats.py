"""Chats, and every message in them with every edit."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.rehearsal.teams.jsons import Json, dig, text_at
from bot.rehearsal.teams.persons import Person

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
BOT = "bot"
"""Who sent a message, when it was the bot. No person may have this id."""


class ChatKind(StrEnum):
    PERSONAL = "personal"
    GROUP = "groupChat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a message said from `at` on. `number` counts from 0."""

    number: int
    at: datetime
    activity: Json

    @property
    def card(self) -> Json | None:
        """The message's Adaptive Card; a client shows the first."""
        attachments = self.activity.get("attachments") or []
        contents = (a.get("content") for a in attachments if text_at(a, "contentType") == CARD_TYPE)
        return next((content for content in contents if isinstance(content, dict)), None)

    @property
    def text(self) -> str:
        return text_at(self.activity, "text")

    @property
    def notification(self) -> str:
        """What the banner on the person's screen says: never the card, so never safe for case content."""
        return text_at(self.activity, "summary") or self.text or "Sent a card"


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """One message. `sender` is a person's id, or BOT."""

    id: str
    chat: str
    sender: str
    versions: list[Version]
    deleted: bool = False

    @property
    def latest(self) -> Version:
        return self.versions[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retained:
    """What Teams keeps for the organisation: each version of each message, deleted or not. `what` is posted, edited
    or deleted. An answer to a press is never kept: it lives in one client (msteams-docs, universal actions).
    """

    at: datetime
    what: str
    chat: str
    message: str
    version: int
    sender: str
    activity: Json


@dataclass(slots=True, kw_only=True, eq=False)
class Meeting:
    """The scheduled meeting that a group chat belongs to. `in_call` holds ids of people, phones among them."""

    id: str
    title: str
    join_url: str
    organiser: Person
    start: datetime
    end: datetime
    roles: dict[str, str] = field(default_factory=dict)
    in_call: set[str] = field(default_factory=set)
    started: datetime | None = None
    ended: datetime | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Chat:
    """A chat with its roster. `bot_present`: the app is installed in it, so Teams tells the bot of it."""

    id: str
    kind: ChatKind
    tenant: str
    members: list[Person] = field(default_factory=list)
    bot_present: bool = False
    meeting: Meeting | None = None
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def audience(self) -> frozenset[str]:
        """Ids of the people whose clients show this chat."""
        return frozenset(person.id for person in self.members if person.has_client)


def has_content(activity: Json) -> bool:
    """Teams refuses a message of nothing."""
    return bool(text_at(activity, "text").strip() or dig(activity, "attachments"))
