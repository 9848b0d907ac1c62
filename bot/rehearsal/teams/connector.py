"""The Bot Connector's conversations: what the bot may post, edit and take away, and what Teams refuses it
(msteams-docs, conversation-messages.md and rate-limit.md).
"""

from dataclasses import dataclass
from http import HTTPStatus

from bot.rehearsal.teams.card_check import card_faults
from bot.rehearsal.teams.chats import BOT, CARD_TYPE, Chat, ChatKind, Message, has_content
from bot.rehearsal.teams.gate import MOST_BYTES, Asked, Done, TeamsError
from bot.rehearsal.teams.jsons import Json, dig, text_at
from bot.rehearsal.teams.persons import Kind, Person
from bot.rehearsal.teams.threads import Threads
from bot.rehearsal.teams.wire import Crossing
from bot.rehearsal.teams.world import World

_NOT_INSTALLED = "The bot is not installed in the personal scope of this person."


def chat_for_bot(world: World, chat_id: str) -> Chat:
    """The chat, if the bot may act in it."""
    chat = world.chats.get(chat_id)
    if chat is None:
        raise TeamsError(404)
    if not world.reaches_bot(chat):
        raise TeamsError(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
    return chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """The routes that write."""

    world: World
    threads: Threads

    def create(self, asked: Asked) -> Done:
        """Open the 1:1 chat with one person. Idempotent: the same person, the same chat."""
        person = self._wanted(asked.body)
        if person.kind is Kind.ANONYMOUS:
            raise TeamsError(400, "BadArgument", "Bot cannot create a conversation with an anonymous user")
        tenant = text_at(asked.body, "channelData", "tenant", "id")
        if not tenant:
            raise TeamsError(400, "BadSyntax", "channelData.tenant.id is missing.")
        if tenant != self.world.tenant or person.kind not in (Kind.TENANT, Kind.GUEST) or not person.installed:
            raise TeamsError(403, "ForbiddenOperationException", _NOT_INSTALLED)
        chat = self.world.personal_chat(person)
        answer = {"id": chat.id, "serviceUrl": self.world.service_url}
        return Done(status=HTTPStatus.CREATED, body=answer)

    def _wanted(self, body: Json) -> Person:
        """Whom the bot asks for, by MRI or object id; Teams takes no address here."""
        members = dig(body, "members")
        if dig(body, "isGroup") or not isinstance(members, list) or len(members) != 1:
            raise TeamsError(400, "BadArgument", "A bot may open a conversation with one person only.")
        person = self.world.people.find(text_at(members[0], "id"))
        if person is None:
            raise TeamsError(400, "BadSyntax", "Invalid user identity in provided tenant")
        return person

    def post(self, asked: Asked) -> Done:
        """Also the form that replies to a message: in a chat without threads it lands like any other."""
        chat = self._open_for_writing(asked)
        if text_at(asked.body, "type") != "message":
            return Done(status=HTTPStatus.CREATED, body={"id": self.world.new_id()})
        _has_content(asked.body)
        message = self.threads.post(chat, BOT, asked.body)
        self._check(asked.body, f"posted as {message.id}")
        body = {"id": message.id}
        return Done(
            status=HTTPStatus.CREATED, body=body, kind=Crossing.POSTED, audience=chat.audience, message=message.id
        )

    def edit(self, asked: Asked) -> Done:
        chat = self._open_for_writing(asked)
        message = self._own_message(chat, asked.params["activity"])
        _has_content(asked.body)
        self.threads.edit(chat, message, asked.body)
        self._check(asked.body, f"edited into {message.id}")
        return Done(body={"id": message.id}, kind=Crossing.EDITED, audience=chat.audience, message=message.id)

    def delete(self, asked: Asked) -> Done:
        chat = self._open_for_writing(asked)
        message = self._own_message(chat, asked.params["activity"])
        self.threads.remove(chat, message)
        return Done(kind=Crossing.DELETED, audience=chat.audience, message=message.id)

    def _open_for_writing(self, asked: Asked) -> Chat:
        if asked.size > MOST_BYTES:
            raise TeamsError(413)
        chat = chat_for_bot(self.world, asked.params["chat"])
        if chat.kind is ChatKind.PERSONAL and chat.members[0].blocked:
            raise TeamsError(403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")
        return chat

    def _own_message(self, chat: Chat, message_id: str) -> Message:
        message = chat.messages.get(message_id)
        if message is None or message.deleted or message.sender != BOT:
            raise TeamsError(404, "ActivityNotFoundInConversation", "The activity is not in this conversation.")
        return message

    def _check(self, activity: Json, place: str) -> None:
        for attachment in activity.get("attachments") or ():
            if text_at(attachment, "contentType") == CARD_TYPE:
                found = card_faults(dig(attachment, "content"))
                self.world.card_faults.extend(f"{place}: {fault}" for fault in found)


def _has_content(activity: Json) -> None:
    if not has_content(activity):
        raise TeamsError(400, "BadSyntax", "Activity must include a text or an attachment.")
