"""What Teams sends, as far as we read it: Microsoft's Bot Framework activity.

NOTE: these shapes only say what a field must be if it is there. Nothing here is verified; see authenticate.py. Fields we
do not name are dropped on the way in, so nothing unexpected travels further.
"""

from enum import StrEnum
from typing import Annotated, Any

import msgspec
from msgspec import Meta


class Fault(StrEnum):
    """Why a body cannot be read. Shown to the sender: it says nothing but what they sent."""

    NOT_JSON = "not_json"
    SHAPE = "shape"
    NO_SENDER = "no_sender"
    NO_ACTION = "no_action"
    NO_VERB = "no_verb"
    NO_DATA = "no_data"
    UNKNOWN_INVOKE = "unknown_invoke"


class MalformedError(ValueError):
    """The activity is not one Teams would send."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Person(msgspec.Struct, frozen=True, rename="camel"):
    """Anybody in a conversation, the bot too. `id` is the per-bot id ("29:...", "28:<app id>")."""

    id: str
    name: str | None = None
    aad_object_id: str | None = None
    object_id: str | None = None
    tenant_id: str | None = None
    user_role: str | None = None
    email: str | None = None
    user_principal_name: str | None = None

    @property
    def oid(self) -> str:
        """The directory's object id, which an activity calls `aadObjectId` and a roster may call `objectId`; or ""."""
        return (self.aad_object_id or self.object_id or "").lower()


class Conversation(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    conversation_type: str | None = None
    tenant_id: str | None = None


class Tenant(msgspec.Struct, frozen=True):
    id: str | None = None


class ChannelData(msgspec.Struct, frozen=True):
    tenant: Tenant | None = None


class Mention(msgspec.Struct, frozen=True):
    id: str | None = None


class Entity(msgspec.Struct, frozen=True):
    type: str | None = None
    text: str | None = None
    mentioned: Mention | None = None


Words = Annotated[str, Meta(max_length=64_000)]
"""Characters. Twice what Teams takes of a person in one message (about 28 KB), HTML and mentions counted."""

_PEOPLE = 2_000
"""Twice as many as a chat can hold."""

_MARKS = 500
"""Mentions, and whatever else Teams points out in one message; it takes no more than some fifty of a person."""

_NAMES = {"from_": "from", "channel_id": "channelId", "service_url": "serviceUrl", "channel_data": "channelData"}
_NAMES |= {"reply_to_id": "replyToId", "members_added": "membersAdded", "members_removed": "membersRemoved"}


class Activity(msgspec.Struct, frozen=True, rename=_NAMES):
    """One thing that happened in Teams, no longer than Teams makes it. `value` is whatever came with it: each kind is read where it is used."""

    type: str
    channel_id: str
    service_url: str
    recipient: Person
    conversation: Conversation
    from_: Person | None = None
    id: str | None = None
    name: str | None = None
    text: Words | None = None
    value: Any = None
    action: str | None = None
    reply_to_id: str | None = None
    timestamp: str | None = None
    channel_data: ChannelData | None = None
    entities: Annotated[list[Entity], Meta(max_length=_MARKS)] | None = None
    members_added: Annotated[list[Person], Meta(max_length=_PEOPLE)] | None = None
    members_removed: Annotated[list[Person], Meta(max_length=_PEOPLE)] | None = None

    @property
    def tenant(self) -> str:
        """The directory whose Teams holds this conversation, lower case; "" when Teams did not say."""
        said = self.channel_data.tenant.id if self.channel_data and self.channel_data.tenant else None
        return (said or self.conversation.tenant_id or "").lower()

    @property
    def private(self) -> bool:
        return self.conversation.conversation_type == "personal"


_decode = msgspec.json.Decoder(Activity).decode


def read_activity(body: bytes) -> Activity:
    """Raises MalformedError, and nothing else, whatever `body` is."""
    try:
        return _decode(body)
    except (msgspec.ValidationError, RecursionError) as error:
        raise MalformedError(Fault.SHAPE) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedError(Fault.NOT_JSON) from error
