"""The two addresses at which the bot finds this Teams: plain http for the connector and the signing keys, https for
tokens, because msal accepts nothing else.
"""

import ssl
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme
from aiohttp import web

from bot.rehearsal.teams.authority import Authority, entra_error
from bot.rehearsal.teams.connector import Connector
from bot.rehearsal.teams.directory import Directory
from bot.rehearsal.teams.faults import Route
from bot.rehearsal.teams.gate import Gate
from bot.rehearsal.teams.openid import OpenId
from bot.rehearsal.teams.world import World

LOOPBACK = "127.0.0.1"
_CHATS = "/teams/v3/conversations"
_CHAT = _CHATS + "/{chat}"
_MEETING = "/teams/v1/meetings/{meeting}"
_MOST_BYTES = 4 * 1024 * 1024
"""Above Teams' own limit, so that it is Teams' refusal that the bot meets and not the web server's."""


class Listener:
    """One web server on a free port of the loopback address."""

    def __init__(self, routes: Iterable[web.RouteDef], tls: ssl.SSLContext | None = None) -> None:
        app = web.Application(client_max_size=_MOST_BYTES)
        app.add_routes(routes)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        self._tls = tls

    async def start(self) -> int:
        """The port."""
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, 0, ssl_context=self._tls).start()
        port: int = self._runner.addresses[0][1]
        return port

    async def stop(self) -> None:
        await self._runner.cleanup()


class Certificates:
    """A certificate authority that lives as long as this object does. `path` is its certificate, for the bot to trust."""

    def __init__(self) -> None:
        self._ca = trustme.CA(organization_name="Loopback Teams, for rehearsal only")
        self._folder = TemporaryDirectory(prefix="loopback-teams-")
        self.path = Path(self._folder.name) / "ca.pem"
        self.pem: bytes = self._ca.cert_pem.bytes()
        self.path.write_bytes(self.pem)

    def server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(LOOPBACK, "localhost").configure_cert(context)
        return context

    def discard(self) -> None:
        self._folder.cleanup()


def plain_routes(world: World, authority: Authority, connector: Connector, openid: OpenId) -> list[web.RouteDef]:
    public, bots = Gate(world=world), Gate(world=world, knows=authority.opens_connector)
    directory = Directory(world=world)
    post = bots.door(Route.POST, connector.post)
    return [
        web.get("/v1/.well-known/openidconfiguration", public.door(Route.OPENID, openid.configuration)),
        web.get("/v1/.well-known/keys", public.door(Route.KEYS, openid.jwks)),
        web.post(_CHATS, bots.door(Route.CREATE, connector.create)),
        web.post(_CHAT + "/activities", post),
        web.post(_CHAT + "/activities/{activity}", post),
        web.put(_CHAT + "/activities/{activity}", bots.door(Route.EDIT, connector.edit)),
        web.delete(_CHAT + "/activities/{activity}", bots.door(Route.DELETE, connector.delete)),
        web.get(_CHAT + "/members", bots.door(Route.MEMBERS, directory.members)),
        web.get(_CHAT + "/pagedmembers", bots.door(Route.MEMBERS, directory.paged_members)),
        web.get(_CHAT + "/members/{member}", bots.door(Route.MEMBER, directory.one_member)),
        web.get(_MEETING, bots.door(Route.MEETING, directory.meeting)),
        web.get(_MEETING + "/participants/{member}", bots.door(Route.PARTICIPANT, directory.participant)),
    ]


def token_routes(world: World, authority: Authority) -> list[web.RouteDef]:
    gate = Gate(world=world, error_body=entra_error)
    metadata = gate.door(Route.AUTHORITY, authority.metadata)
    return [
        web.get("/common/discovery/instance", gate.door(Route.AUTHORITY, authority.instances)),
        web.get("/{tenant}/v2.0/.well-known/openid-configuration", metadata),
        web.post("/{tenant}/oauth2/v2.0/token", gate.door(Route.TOKEN, authority.token)),
    ]
