"""What a process reaches outside, from the settings: Teams, Microsoft 365 where that is on, and the way for mail.

Names adapters, as bootstrap does; what few deployments have is loaded only where it is wanted.
"""

import ssl
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Protocol

from bot.adapters.clock import SystemClock
from bot.adapters.mail_addresses import MailServer, mailbox, notify_key, place
from bot.adapters.mail_messenger import MailMessenger
from bot.adapters.no_mail import NoMail
from bot.adapters.tokens import Credentials, Tokens
from bot.config import Settings
from bot.outgoing.session import open_session
from bot.teams.rates import Rates
from bot.teams.room import Addresses, TeamsRoom
from bot.usecases.may_begin import MayBegin
from bot.usecases.microsoft import Microsoft365
from bot.usecases.ports import Alarms, Clock, Mail
from bot.usecases.read_view import ReadView

if TYPE_CHECKING:
    from bot.adapters.letter_writer import LetterWriter


class Outside:
    """`stack` closes what was opened. Nothing is asked of anybody yet."""

    def __init__(self, settings: Settings, stack: AsyncExitStack) -> None:
        self._settings = settings
        self._stack = stack
        self._tls = tls_of(settings)

    async def teams(self, clock: Clock, rates: Rates | None) -> TeamsRoom:
        settings = self._settings
        reached = (settings.openid_metadata, *settings.service_urls)
        session = await self._stack.enter_async_context(open_session(reached, self._tls))
        tokens = Tokens(self._credentials(settings.scope))
        self._stack.callback(tokens.close)
        addresses = Addresses(
            app_id=settings.app_id,
            issuer=settings.issuer,
            metadata=settings.openid_metadata,
            service_url=settings.service_url,
            service_urls=settings.service_urls,
            home=settings.tenant,
            tenants=frozenset(settings.tenants),
        )
        return TeamsRoom(addresses, session, tokens, clock, rates or Rates(_plenty(settings)))

    async def microsoft(self) -> Microsoft365 | None:
        """None where Graph is off: then nothing of it is loaded."""
        settings = self._settings
        if settings.graph == "off":
            return None
        from bot.adapters.graph import connected as graph  # noqa: PLC0415 - a start without it need not wait for it

        office = graph.Office(
            base=settings.graph_base,
            credentials=self._credentials(graph.SCOPE),
            home=settings.tenant,
            catalogue_id=settings.app_catalog_id,
            organiser=settings.meeting_organiser,
            alone=settings.meeting_kind == "standalone",
            tls=self._tls,
        )
        return await self._stack.enter_async_context(graph.connected(office))

    def _credentials(self, scope: str) -> Credentials:
        settings = self._settings
        return Credentials(
            app_id=settings.app_id,
            secret=settings.app_secret.get_secret_value(),
            authority=settings.authority,
            tenant=settings.tenant,
            scope=scope,
            ca_file=str(settings.ca_file) if settings.ca_file else None,
        )


def _plenty(settings: Settings) -> float:
    """A rehearsal's people do in a second what takes them two hours."""
    return 1 if settings.rehearsal_port is None else 1000


class ClosableMail(Mail, Protocol):
    async def aclose(self) -> None:
        """To be called once, at the end."""
        ...


def mail_of(settings: Settings, clock: Clock) -> ClosableMail:
    """To be called on the loop."""
    if settings.mail_url:
        return _by_server(settings, clock)
    if settings.notify_key.get_secret_value():
        return _by_notify(settings)
    return NoMail()


def may_begin_of(settings: Settings, microsoft: Microsoft365 | None, clock: Clock) -> MayBegin:
    return MayBegin(
        clock=clock,
        named=frozenset(settings.administrators),
        group=settings.group_administrators,
        directory=microsoft.directory if microsoft else None,
    )


def letters_of(settings: Settings, mail: Mail, read: ReadView, alarms: Alarms) -> MailMessenger:
    """What writes letters loads with the first of them, unless a council has its own: then a start waits, to refuse a faulty
    one. Raises TemplatesError.
    """

    def loaded() -> "LetterWriter":
        from bot.adapters.letter_writer import LetterWriter  # noqa: PLC0415 - a bot without mail has no use for it
        from bot.lettering import codes, stationery  # noqa: PLC0415 - likewise

        boroughs = codes(settings.boroughs_dir) if settings.templates_dir else ()
        return LetterWriter(stationery(settings.templates_dir, boroughs), mail.sender)

    ready = loaded() if settings.templates_dir else None
    return MailMessenger(mail, read, alarms, lambda: ready or loaded())


def tls_of(settings: Settings) -> ssl.SSLContext | None:
    """Trusts the settings' own authorities besides the public ones. None: those alone."""
    if settings.ca_file is None:
        return None
    tls = ssl.create_default_context()  # given a file, it would trust that file alone
    tls.load_verify_locations(settings.ca_file)
    return tls


def _by_server(settings: Settings, clock: Clock) -> ClosableMail:
    from bot.adapters.smtp import SmtpMail  # noqa: PLC0415 - a bot without mail has no use for it

    server = MailServer(
        place=place(settings.mail_url),
        sender=mailbox(settings.mail_from),
        user=settings.mail_user,
        password=settings.mail_password.get_secret_value(),
        ca_file=str(settings.ca_file) if settings.ca_file else None,
    )
    return SmtpMail(server, clock)


def _by_notify(settings: Settings) -> ClosableMail:
    """With a clock that no rehearsal moves: Notify holds it against its own."""
    from bot.adapters.notify import NotifyMail, NotifyService  # noqa: PLC0415 - likewise

    service = NotifyService(
        base=settings.notify_base,
        key=notify_key(settings.notify_key.get_secret_value()),
        template=settings.notify_template,
    )
    return NotifyMail(service, open_session((settings.notify_base,), tls_of(settings)), SystemClock())
