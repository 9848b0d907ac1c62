"""The 1:1 chats we know of, how to open one, and how to write to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.actor import Account
from bot.domain.notice import Address
from bot.teams.cache import Cache
from bot.teams.connector import Connector
from bot.teams.failures import CONVERSATION_GONE, NO_PRIVATE_CHAT
from bot.usecases.ports import Posted, SendError

_MOST = 20_000


@dataclass(frozen=True, slots=True)
class _Chat:
    service_url: str
    conversation: str


@dataclass(frozen=True, slots=True)
class _Known:
    service_url: str = ""
    mri: str = ""
    conversation: str = ""


class PrivateChats:
    """In memory only: Teams answers the same chat when asked again, so nothing is lost with the process.

    What a person's own chat has told us beats the address we start from (`default_service_url`): Teams may serve
    people of one council from different places.
    """

    def __init__(self, connector: Connector, default_service_url: str) -> None:
        self._connector = connector
        self._default = default_service_url
        self._known: Cache[Account, _Known] = Cache(_MOST)

    def learn(self, account: Account, *, service_url: str, mri: str = "", conversation: str = "") -> None:
        known = self._known.get(account) or _Known()
        if known.service_url == service_url and known.mri == mri and known.conversation == conversation:
            return
        heard = {"service_url": service_url, "mri": mri, "conversation": conversation}
        if known.conversation and not conversation:
            del heard["service_url"]  # the chat we know stays where it is, wherever the meeting is served from
        self._known.put(account, replace(known, **{name: value for name, value in heard.items() if value}))

    def forget(self, account: Account) -> None:
        self._known.drop(account)

    def service_url(self, account: Account | None, given: str = "") -> str:
        known = self._known.get(account) if account else None
        return (known.service_url if known else "") or given or self._default

    async def send(self, to: Address, message: Mapping[str, Any]) -> Posted:
        """Post to a person's chat, opened if need be. Raises SendError; final for an anonymous joiner, who has none.

        A chat that is gone, as after the app was removed and added again, is asked for anew once.
        """
        if to.account is None:
            raise SendError(NO_PRIVATE_CHAT, final=True)
        try:
            return await self._post(await self._find(to, to.account), message)
        except SendError as error:
            if error.code != CONVERSATION_GONE:
                raise
        self.forget(to.account)
        return await self._post(await self._find(replace(to, conversation=""), to.account), message)

    async def _post(self, chat: "_Chat", message: Mapping[str, Any]) -> Posted:
        posted = await self._connector.post(chat.service_url, chat.conversation, message)
        return Posted(conversation=chat.conversation, message=posted)

    async def _find(self, to: Address, account: Account) -> "_Chat":
        known = self._known.get(account) or _Known()
        served = known.service_url or to.service_url or self._default
        conversation = to.conversation or known.conversation
        if not conversation:
            member = to.mri or known.mri or account.oid
            conversation = await self._connector.create_chat(served, member, account.tenant)
            self.learn(account, service_url=served, mri=to.mri, conversation=conversation)
        return _Chat(served, conversation)
