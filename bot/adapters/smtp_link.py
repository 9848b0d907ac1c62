"""The connection to a mail server, and all that speaks to aiosmtplib. Loading that blocks: whoever imports this is in a thread."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from bot.adapters.mail_addresses import MailServer, Secured
from bot.usecases.ports import MailFault, SendError

PATIENCE = 10.0
"""Seconds for one letter, connecting included."""

_GOODBYE = 1.0
_REFUSED_FOR_GOOD = range(500, 600)


class SmtpLink:
    """For one caller at a time. It knows the one host of the settings, and follows nobody anywhere else.

    Nothing that the library raises leaves here: its errors quote addresses and what the server said.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._tls = ssl.create_default_context()
        if server.ca_file is not None:
            self._tls.load_verify_locations(server.ca_file)
        self._client: SMTP | None = None

    async def carry(self, to: str, message: bytes) -> None:
        """Raises SendError. After one, the next letter has a connection of its own."""
        well = False
        try:
            with _in_our_words():
                async with asyncio.timeout(PATIENCE):
                    client = await self._connected()
                    await client.sendmail(self._server.sender.address, [to], message)
            well = True
        finally:
            if not well:
                self._drop()

    async def leave(self) -> None:
        """Say goodbye, as a server may expect; the letters have gone, whatever comes of it."""
        try:
            if self._client is not None and self._client.is_connected:
                await self._client.quit(timeout=_GOODBYE)
        except (SMTPException, OSError):
            return
        finally:
            self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    async def _connected(self) -> SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        place = self._server.place
        client = self._client = SMTP(
            hostname=place.host,
            port=place.port,
            local_hostname=self._server.sender.domain,  # the library would ask around for this machine's name
            timeout=PATIENCE,
            use_tls=place.secured is Secured.TLS,
            start_tls=False,
            tls_context=self._tls,
        )
        await client.connect()
        await client.ehlo()
        if place.secured is Secured.STARTTLS:
            await self._close_the_way(client)
        if self._server.user:
            await self._log_in(client)
        return client

    async def _close_the_way(self, client: SMTP) -> None:
        """Whoever sits between might hide that the server can: then nothing more is said."""
        if not client.supports_extension("starttls"):
            raise SendError(MailFault.TLS, final=False)
        await client.starttls()
        await client.ehlo()

    async def _log_in(self, client: SMTP) -> None:
        if not client.supported_auth_methods:
            raise SendError(MailFault.LOGIN, final=False)
        await client.login(self._server.user, self._server.password)


@contextmanager
def _in_our_words() -> Iterator[None]:
    """What the server has against the address or the letter may be final; what it has against us is ours to mend."""
    try:
        yield
    except SMTPRecipientsRefused as error:
        raise _refused(error.recipients[0].code) from None
    except SMTPDataError as error:
        raise _refused(error.code) from None
    except SMTPSenderRefused as error:
        raise _ours(error, MailFault.SENDER) from None
    except SMTPAuthenticationError as error:
        raise _ours(error, MailFault.LOGIN) from None
    except SMTPResponseException as error:
        raise SendError(f"smtp_{error.code}", final=False) from None
    except TimeoutError:
        raise SendError(MailFault.TIMEOUT, final=False) from None
    except (SMTPException, OSError, ValueError) as error:
        tls = isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError)
        raise SendError(MailFault.TLS if tls else MailFault.UNREACHABLE, final=False) from None


def _refused(reply: int) -> SendError:
    return SendError(f"smtp_{reply}", final=reply in _REFUSED_FOR_GOOD)


def _ours(error: SMTPResponseException, fault: MailFault) -> SendError:
    return SendError(fault if error.code in _REFUSED_FOR_GOOD else f"smtp_{error.code}", final=False)
