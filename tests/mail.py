"""Letters for tests, and both ways to send them as the product wires them. All people and councils are made up."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trustme

from bot.adapters.clock import MovableClock, SystemClock
from bot.adapters.mail_addresses import MailServer, Place, Secured, mailbox, notify_key, place
from bot.adapters.notify import NotifyMail, NotifyService
from bot.adapters.smtp import SmtpMail
from bot.outgoing.session import open_session
from bot.rehearsal.post import PostOffice, Shut
from bot.usecases.ports import Letter

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
TO = "cora.sampleton@home.example"
SENDER = "Sampleton Council <conferences@sampleton.example>"


def letter(**change: Any) -> Letter:
    """Nothing in it says anything about a child."""
    plain = {"id": "invite:1", "to": TO, "subject": "Conference CP-1", "text": "Please come.\nIt is on Thursday.\n"}
    return Letter(**(plain | change))


class Authority:
    """A certificate authority, for a server on this machine. `path` is its certificate."""

    def __init__(self, folder: Path) -> None:
        self._ca = trustme.CA()
        self.path = folder / "authority.pem"
        self._ca.cert_pem.write_to_path(self.path)

    def server(self, name: str = "127.0.0.1") -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(name).configure_cert(context)
        return context


def server_of(
    url: str, secured: Secured | None = None, *, user: str = "", password: str = "", ca: Path | None = None
) -> MailServer:
    """`secured`: as on a network, where loopback would ask for less."""
    found = place(url)
    return MailServer(
        place=Place(found.host, found.port, secured or found.secured),
        sender=mailbox(SENDER),
        user=user,
        password=password,
        ca_file=str(ca) if ca else None,
    )


def smtp_to(post: PostOffice, shut: Shut = Shut.NEVER, **more: Any) -> SmtpMail:
    secured = {Shut.STARTTLS: Secured.STARTTLS, Shut.TLS: Secured.TLS, Shut.NEVER: Secured.OPEN}[shut]
    return SmtpMail(server_of(post.smtp_url, secured, **more), MovableClock(AT))


def notify_to(post: PostOffice, **change: Any) -> NotifyMail:
    plain: dict[str, Any] = {
        "base": post.notify_url,
        "key": notify_key(post.notify_key),
        "template": post.notify_template,
    }
    service = NotifyService(**(plain | change))
    return NotifyMail(service, open_session((service.base,)), SystemClock())


@asynccontextmanager
async def way(name: str, post: PostOffice) -> AsyncIterator[SmtpMail | NotifyMail]:
    mail = smtp_to(post) if name == "smtp" else notify_to(post)
    try:
        yield mail
    finally:
        await mail.aclose()
