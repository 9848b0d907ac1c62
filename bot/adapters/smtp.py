"""Letters by a mail server of the council's own. What speaks to it loads with the first letter (smtp_link.py)."""

import asyncio
import threading
from typing import TYPE_CHECKING

from bot.adapters.mail_addresses import MailServer
from bot.adapters.mail_message import recipient, written
from bot.usecases.ports import Clock, Letter, MailFault, SendError

if TYPE_CHECKING:
    from bot.adapters.smtp_link import SmtpLink


class SmtpMail:
    """Mail. One letter at a time, over one connection that stays open for as long as letters wait for it: mail servers count
    both. Each letter is a transaction of its own with one recipient.
    """

    available = True

    def __init__(self, server: MailServer, clock: Clock) -> None:
        self._server = server
        self.sender = server.sender.address
        self._clock = clock
        self._link: SmtpLink | None = None
        self._one = asyncio.Lock()
        self._waiting = 0
        self._loading = threading.Lock()

    async def send(self, letter: Letter) -> None:
        to = recipient(letter)
        message = written(letter, self._server.sender, self._clock.now())
        link = self._link
        if link is None:
            link = await asyncio.to_thread(self._load)
        self._waiting += 1
        try:
            async with self._one:
                await link.carry(to, message)
                if self._waiting == 1:
                    await link.leave()
        finally:
            self._waiting -= 1

    async def aclose(self) -> None:
        """A letter under way is finished first."""
        async with self._one:
            if self._link is not None:
                await self._link.leave()

    def _load(self) -> "SmtpLink":
        """Takes a while: for a thread. Raises SendError when the file of authorities cannot be read."""
        from bot.adapters.smtp_link import SmtpLink  # noqa: PLC0415 - no start waits for it, nor a bot without mail

        with self._loading:
            try:
                link = self._link = self._link or SmtpLink(self._server)
            except OSError:
                raise SendError(MailFault.TLS, final=False) from None
        return link
