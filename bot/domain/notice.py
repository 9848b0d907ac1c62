"""What the bot has to say to somebody: which view, to whom, through which door. No words and no cards."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.actor import Account
from bot.domain.ids import ConferenceId


class Door(StrEnum):
    """Where a message is put."""

    PRIVATE = "private"
    MEETING_CHAT = "meeting_chat"
    MAIL = "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """How Teams can be asked to write to this person or chat.

    A private address has `account` (and `conversation` once a 1:1 chat is known); a meeting chat has `conversation`
    alone. `service_url` is the connector this conversation is served from, "" when it is not yet known. `mri` is
    Teams' id of the person, "" when not yet seen. A letter has `mail` alone.
    """

    door: Door
    service_url: str = ""
    conversation: str = ""
    account: Account | None = None
    mri: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to show. `view` names the card (a DutyKind), `subject` narrows it (a child, a person), `number` counts
    repeats, `face` is the state the card should show.
    """

    cid: ConferenceId
    to: Address
    person: str
    view: str
    subject: str = ""
    number: int = 0
    face: str = ""
