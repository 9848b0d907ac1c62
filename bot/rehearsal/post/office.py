"""Both doors of the post office, and what came in by them."""

import asyncio
import ssl
from enum import StrEnum
from typing import Self

from aiohttp import web
from aiosmtpd.smtp import SMTP

from bot.rehearsal.post.faults import Faults
from bot.rehearsal.post.notify_door import NotifyDoor
from bot.rehearsal.post.received import Received
from bot.rehearsal.post.smtp_door import SmtpDoor

LOOPBACK = "127.0.0.1"
SERVICE = "5e771ce0-0000-4000-8000-000000000001"
SECRET = "5ec2e700-0000-4000-8000-000000000002"  # noqa: S105 - known to this post office alone
TEMPLATE = "7e3b1a7e-0000-4000-8000-000000000003"


class Shut(StrEnum):
    """When the mail server's connections are closed to others: never, once the sender asks, from the start."""

    NEVER = "never"
    STARTTLS = "starttls"
    TLS = "tls"


class PostOffice:
    """Use it as an async context manager. `letters` is all that was taken, in order.

    `tls` is needed unless `shut` is NEVER. With a `user` nobody else can send.
    """

    notify_key = f"rehearsal-{SERVICE}-{SECRET}"
    notify_template = TEMPLATE

    def __init__(
        self, *, shut: Shut = Shut.NEVER, tls: ssl.SSLContext | None = None, user: str = "", password: str = ""
    ) -> None:
        self.letters: list[Received] = []
        self.faults = Faults()
        self.smtp_url = self.notify_url = ""
        self.connections = 0
        self._shut, self._tls = shut, tls
        self._handler = SmtpDoor(
            faults=self.faults, keep=self.letters.append, user=user, password=password, secured=shut is Shut.TLS
        )
        self._open: list[SMTP] = []
        self._server: asyncio.Server | None = None
        self._runner: web.AppRunner | None = None

    def to(self, address: str) -> list[Received]:
        """What came for one address."""
        return [one for one in self.letters if one.to == (address,)]

    @property
    def connected(self) -> int:
        """To the mail server, now. `connections` are all that there were."""
        return sum(one.transport is not None for one in self._open)

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        from_start = self._tls if self._shut is Shut.TLS else None
        self._server = await loop.create_server(self._connected, LOOPBACK, 0, ssl=from_start)
        scheme = "smtps" if self._shut is Shut.TLS else "smtp"
        self.smtp_url = f"{scheme}://{LOOPBACK}:{self._server.sockets[0].getsockname()[1]}"
        door = NotifyDoor(
            faults=self.faults,
            letters=lambda: tuple(self.letters),
            keep=self.letters.append,
            service=SERVICE,
            secret=SECRET,
            template=TEMPLATE,
        )
        app = web.Application()
        app.add_routes(door.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, 0).start()
        self.notify_url = f"http://{LOOPBACK}:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        if self._server is not None:
            self._server.close()
            for one in self._open:
                if isinstance(one.transport, asyncio.WriteTransport):
                    one.transport.abort()
            await self._server.wait_closed()

    def _connected(self) -> SMTP:
        """One for each connection."""
        self.connections += 1
        by_request = self._tls if self._shut is Shut.STARTTLS else None
        made = SMTP(
            self._handler,
            hostname=LOOPBACK,
            ident="loopback",
            tls_context=by_request,
            require_starttls=by_request is not None,
            authenticator=self._handler.authenticate,
            auth_require_tls=by_request is not None,
            loop=asyncio.get_running_loop(),
        )
        self._open.append(made)
        return made
