"""The mail server's side: a real one (aiosmtpd), whose every step can be made to go wrong."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.rehearsal.post.faults import Faults, Step
from bot.rehearsal.post.received import Received, by_mail


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpDoor:
    """aiosmtpd calls a method for each command, by its name, and says what it returns. `secured`: TLS from the start."""

    faults: Faults
    keep: Callable[[Received], None]
    user: str
    password: str
    secured: bool

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: object
    ) -> AuthResult:
        known = LoginPassword(self.user.encode(), self.password.encode())
        return AuthResult(success=bool(self.user) and given == known, handled=False, auth_data=self.user)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's own shape, here and below
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        reply = await self._reply(server, Step.HELLO)
        session.host_name = hostname
        return [reply] if reply else responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.user and not session.authenticated:
            return "530 5.7.0 Authentication required"
        reply = await self._reply(server, Step.SENDER)
        if not reply:
            envelope.mail_from = address
        return reply or "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = await self._reply(server, Step.RECIPIENT)
        if not reply:
            envelope.rcpt_tos.append(address)
        return reply or "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        fault = self.faults.take(Step.CONTENT)
        await asyncio.sleep(fault.seconds)
        if fault.taken or not (fault.reply or fault.cut):
            self.keep(self._letter(session, envelope))
        if fault.cut:
            _cut(server)
        return fault.reply or "250 2.0.0 OK"

    async def _reply(self, server: SMTP, step: Step) -> str:
        """What to say in place of yes; "" for yes."""
        fault = self.faults.take(step)
        await asyncio.sleep(fault.seconds)
        if fault.cut:
            _cut(server)
        return fault.reply

    def _letter(self, session: Session, envelope: Envelope) -> Received:
        return by_mail(
            envelope.original_content or b"",
            to=tuple(envelope.rcpt_tos),
            sender=envelope.mail_from or "",
            user=self.user if session.authenticated else "",
            secured=self.secured or bool(session.ssl),
        )


def _cut(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()
