"""The SDK's turn pipeline over our own connector.

Everything but a press on a card passes here: the SDK decides which method of the handler an activity belongs to, and
middleware can be added where it expects it. Its own CloudAdapter builds two clients and an identity application every
turn (11 ms, on the event loop); this one builds nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import Activity as SdkActivity
from botbuilder.schema import Attachment, ChannelAccount, ConversationAccount, ConversationReference, ResourceResponse

from bot.teams.activity import Activity, Person
from bot.teams.connector import Connector

_ACTIVITY = "chairside.activity"

Turn = Callable[[TurnContext], Awaitable[None]]


class ConnectorAdapter(BotAdapter):  # type: ignore[misc]  # the SDK publishes no types
    """Runs turns, and carries what a turn sends. Sending raises SendError."""

    def __init__(self, connector: Connector) -> None:
        super().__init__()
        self._connector = connector

    async def run(self, activity: Activity, turn: Turn) -> None:
        """One turn for a verified activity. Whatever the turn raises comes out of here."""
        context = TurnContext(self, _to_sdk(activity))
        context.turn_state[_ACTIVITY] = activity
        await self.run_pipeline(context, turn)

    async def send_activities(self, context: TurnContext, activities: list[SdkActivity]) -> list[ResourceResponse]:
        return [await self._post(activity) for activity in activities]

    async def _post(self, activity: SdkActivity) -> ResourceResponse:
        where = (activity.service_url, activity.conversation.id)
        return ResourceResponse(id=await self._connector.post(*where, _to_wire(activity)))

    async def update_activity(self, context: TurnContext, activity: SdkActivity) -> ResourceResponse:
        where = (activity.service_url, activity.conversation.id)
        await self._connector.put(*where, activity.id, _to_wire(activity))
        return ResourceResponse(id=activity.id)

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        await self._connector.delete(reference.service_url, reference.conversation.id, reference.activity_id)


def activity_of(context: TurnContext) -> Activity:
    """The activity as it came. The SDK's own copy of it is only an envelope: its models lose half of what Teams says."""
    activity: Activity = context.turn_state[_ACTIVITY]
    return activity


def sdk_message(message: Mapping[str, Any]) -> SdkActivity:
    """One of our outgoing messages (outbound.py), for `TurnContext.send_activity`."""
    attachments = [
        Attachment(content_type=item["contentType"], content=item["content"]) for item in message.get("attachments", ())
    ]
    return SdkActivity(
        type=message["type"],
        text=message.get("text"),
        text_format=message.get("textFormat"),
        summary=message.get("summary"),
        attachments=attachments or None,
    )


def _to_wire(activity: SdkActivity) -> dict[str, Any]:
    """By hand: the SDK's serialiser takes 87 times as long over a card."""
    fields = {
        "type": activity.type,
        "id": activity.id,
        "text": activity.text,
        "textFormat": activity.text_format,
        "summary": activity.summary,
        "replyToId": activity.reply_to_id,
        "attachments": [
            {"contentType": item.content_type, "content": item.content} for item in activity.attachments or ()
        ],
    }
    return {name: value for name, value in fields.items() if value}


def _to_sdk(activity: Activity) -> SdkActivity:
    return SdkActivity(
        type=activity.type,
        id=activity.id,
        name=activity.name,
        text=activity.text,
        value=activity.value,
        action=activity.action,
        channel_id=activity.channel_id,
        service_url=activity.service_url,
        reply_to_id=activity.reply_to_id,
        conversation=ConversationAccount(
            id=activity.conversation.id, conversation_type=activity.conversation.conversation_type
        ),
        recipient=_account(activity.recipient),
        from_property=_account(activity.from_) if activity.from_ else None,
    )


def _account(person: Person) -> ChannelAccount:
    return ChannelAccount(id=person.id, name=person.name, aad_object_id=person.aad_object_id)
