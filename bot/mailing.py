"""Chooses the way for mail, as the settings say. What speaks to it is loaded only where there is one."""

import ssl
from typing import Protocol

from bot.adapters.clock import SystemClock
from bot.adapters.mail_addresses import MailServer, mailbox, notify_key, place
from bot.adapters.no_mail import NoMail
from bot.config import Settings
from bot.teams.session import open_session
from bot.usecases.ports import Clock, Mail


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
