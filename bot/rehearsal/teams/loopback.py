"""The loopback Teams: Microsoft Teams, the Bot Connector and the identity platform, on this machine alone."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.rehearsal.teams.activities import Activities
from bot.rehearsal.teams.answers import Reply
from bot.rehearsal.teams.authority import Authority
from bot.rehearsal.teams.background import Background
from bot.rehearsal.teams.chats import Chat, Message
from bot.rehearsal.teams.connector import Connector
from bot.rehearsal.teams.delivery import Delivery, Parcel
from bot.rehearsal.teams.graph import BASE, graph_routes
from bot.rehearsal.teams.graph_tenant import Tenant
from bot.rehearsal.teams.jsons import Json
from bot.rehearsal.teams.keys import ISSUER
from bot.rehearsal.teams.listeners import LOOPBACK, Certificates, Listener, plain_routes, token_routes
from bot.rehearsal.teams.meetings import Meetings
from bot.rehearsal.teams.openid import OpenId
from bot.rehearsal.teams.persons import Kind, Person
from bot.rehearsal.teams.presses import Presses
from bot.rehearsal.teams.tampering import Tamper
from bot.rehearsal.teams.threads import Threads
from bot.rehearsal.teams.world import World

BOT_NAME = "Chairside"


class LoopbackTeams:
    """`async with LoopbackTeams(...) as teams`. The addresses are known, and everything works, only inside the `with`.

    `now` gives the rehearsal's time, aware: it stamps activities and bounds the life of signed tokens. `bot_url` may
    be set later. The bot must be told `service_url` (allow-list), `openid_url`, `issuer`, `authority_url`, `ca_path`, and
    `graph_url` where it is to use Graph.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        app_id: str,
        secret: str,
        tenant: str,
        bot_url: str = "",
        issuer: str = ISSUER,
    ) -> None:
        self.world = World(now=now, app_id=app_id, secret=secret, tenant=tenant, bot_name=BOT_NAME)
        self.world.keys.issuer = issuer
        self.background = Background()
        self.activities = Activities(self.world)
        self.delivery = Delivery(self.world, bot_url)
        self.presses = Presses(
            world=self.world, activities=self.activities, delivery=self.delivery, background=self.background
        )
        self.threads = Threads(world=self.world, on_shown=self.presses.shown)
        self.meetings = Meetings(
            world=self.world, activities=self.activities, delivery=self.delivery, threads=self.threads
        )
        self.authority = Authority(world=self.world)
        self.graph = Tenant(
            world=self.world, meetings=self.meetings, authority=self.authority, installed=self._heard_of
        )
        self.people, self.chats, self.screens = self.world.people, self.world.chats, self.world.screens
        self.wire, self.retained, self.fetches = self.world.wire, self.world.retained, self.world.fetches
        self.faults, self.throttle = self.world.faults, self.world.throttle
        self.card_faults, self.bot_faults = self.world.card_faults, self.world.bot_faults
        self.service_url = self.openid_url = self.authority_url = self.graph_url = ""
        self.ca_path = Path()
        self.ca_pem = b""
        self._certificates: Certificates | None = None
        self._listeners: list[Listener] = []

    # Starting and stopping

    async def __aenter__(self) -> Self:
        certificates = self._certificates = Certificates()
        openid = OpenId(keys=self.world.keys)
        connector = Connector(world=self.world, threads=self.threads)
        plain = Listener([*plain_routes(self.world, self.authority, connector, openid), *graph_routes(self.graph)])
        tokens = Listener(token_routes(self.world, self.authority), certificates.server())
        self._listeners = [plain, tokens]
        openid.url = f"http://{LOOPBACK}:{await plain.start()}"
        self.authority.url = f"https://{LOOPBACK}:{await tokens.start()}"
        self.world.service_url = self.world.keys.service_url = self.service_url = f"{openid.url}/teams/"
        self.graph.url = self.graph_url = f"{openid.url}{BASE}"
        self.openid_url = f"{openid.url}/v1/.well-known/openidconfiguration"
        self.authority_url = f"{self.authority.url}/{self.world.tenant}"
        self.ca_path, self.ca_pem = certificates.path, certificates.pem
        await self.delivery.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.background.stop()
        await self.delivery.stop()
        for listener in self._listeners:
            await listener.stop()
        if self._certificates is not None:
            self._certificates.discard()

    @property
    def bot_url(self) -> str:
        return self.delivery.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.delivery.bot_url = url

    @property
    def issuer(self) -> str:
        return self.world.keys.issuer

    def rotate_keys(self, *, keep_old: bool = False) -> str:
        """Sign with a new key from now on; its kid."""
        return self.world.keys.rotate(keep_old=keep_old)

    async def settled(self) -> None:
        """Return when no card is refreshing itself any more."""
        await self.background.settled()

    # People and where the app is installed

    def add_person(self, person: Person) -> Person:
        return self.people.add(person)

    def mri(self, person: Person) -> str:
        return self.people.mri(person)

    async def install(self, person: Person) -> Chat:
        """Install the app for one person, as they or an administrator can; the bot is told. Raises ValueError for
        people for whom nobody can: no account, or another organisation's.
        """
        if person.kind not in (Kind.TENANT, Kind.GUEST):
            raise ValueError(f"the app cannot be installed for {person.id!r}: {person.kind.value}")
        person.installed = True
        chat = self.world.personal_chat(person)
        await self._installed(chat, person, added=True)
        return chat

    async def uninstall(self, person: Person) -> None:
        await self._installed(self.world.personal_chat(person), person, added=False)
        person.installed = False

    async def add_bot(self, chat: Chat, by: Person) -> None:
        """Somebody adds the app to a meeting's chat."""
        chat.bot_present = True
        await self._installed(chat, by, added=True)

    async def remove_bot(self, chat: Chat, by: Person) -> None:
        await self._installed(chat, by, added=False)
        chat.bot_present = False

    def _heard_of(self, chat: Chat, by: Person) -> None:
        """Graph put the app there: the bot hears of it while it may still be waiting for Graph's answer."""
        self.background.start(self._installed(chat, by, added=True))

    async def _installed(self, chat: Chat, by: Person, *, added: bool) -> None:
        installation = self.activities.installation(chat, by, added=added)
        await self.meetings.tell(chat, installation, self.activities.bot_moved(chat, by, added=added))

    # What people type

    async def say(self, person: Person, chat: Chat, text: str, *, mention: bool = False) -> Message:
        """Everybody in the chat reads it. The bot is given it in a 1:1 chat, and in a meeting's chat when mentioned."""
        message = self.threads.post(chat, person.id, {"type": "message", "text": text})
        if self.world.reaches_bot(chat) and (mention or chat.meeting is None):
            activity = self.activities.message(chat, person, text, message.id, mention=mention)
            await self.delivery.send(Parcel(activity=activity, audience=chat.audience, person=person.id))
        return message

    async def deliver(self, activity: Json, tamper: Tamper | None = None) -> Reply:
        """Bring the bot any activity at all, with a token that is sound unless `tamper` says otherwise."""
        return await self.delivery.send(Parcel(activity=activity, tamper=tamper))
