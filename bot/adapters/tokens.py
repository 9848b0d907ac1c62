"""Our own proof towards Teams and Graph, from Microsoft's identity platform.

msal is blocking, and the SDK makes a new application and a new request on the event loop for every turn that sends. Here
one application lives as long as the process, in a thread, and is asked once an hour.
"""

import asyncio
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import msal
import requests
from requests.adapters import HTTPAdapter

from bot.usecases.ports import SendError

_PATIENCE = (5.0, 10.0)
_REFRESH_BEFORE = 300.0
_FAILURE_KEPT = 5.0
_MICROSOFTS_LIST = "https://login.microsoftonline.com/"
"""Where msal looks up which authorities are Microsoft's (and finds that a government cloud's is)."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Credentials:
    """`authority` is like https://login.microsoftonline.com, without the tenant (https only: msal insists); `secret` is a
    client secret, or msal's mapping for a certificate; `ca_file` is a PEM of authorities to trust besides the public ones.
    """

    app_id: str
    secret: str | Mapping[str, Any]
    authority: str
    tenant: str
    scope: str
    ca_file: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class _Held:
    token: str
    ends: float


class Tokens:
    """Call it for a bearer token good for at least a moment. Raises SendError, never final: credentials get mended.

    Lifetimes are counted as durations, as msal counts them, so a clock that the rehearsal moves costs no tokens.
    Many callers make one request. Under five minutes before the end one caller fetches anew while the others go on with
    the old one, and so does everybody while Microsoft cannot be reached.
    """

    def __init__(self, credentials: Credentials, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._credentials = credentials
        self._monotonic = monotonic
        self._asking = asyncio.Lock()
        self._held: _Held | None = None
        self._failed: tuple[str, float] = ("", float("-inf"))
        self._msal = _Msal(credentials)

    async def __call__(self) -> str:
        held = self._held
        if held is not None and (
            self._left(held) > _REFRESH_BEFORE or (self._asking.locked() and self._left(held) > 0)
        ):
            return held.token
        async with self._asking:
            return await self._fresh()

    def forget(self, token: str) -> None:
        """Do not give this one out again: Teams refused it."""
        if self._held is not None and self._held.token == token:
            self._held = None
            self._msal.forget()

    def close(self) -> None:
        """Let the connections go; to be called once, at the end."""
        self._msal.close()

    async def _fresh(self) -> str:
        held = self._held
        if held is not None and self._left(held) > _REFRESH_BEFORE:
            return held.token
        try:
            self._held = held = await self._ask()
        except SendError:
            if held is None or self._left(held) <= 0:
                raise
        return held.token

    async def _ask(self) -> _Held:
        """Those who waited for a request that failed share its failure, or fifty of them would ask one after another."""
        code, until = self._failed
        if self._monotonic() < until:
            raise SendError(code, final=False)
        asked = self._monotonic()
        try:
            token, seconds = await asyncio.to_thread(self._msal.acquire)
        except _NoTokenError as error:
            self._failed = (error.code, self._monotonic() + _FAILURE_KEPT)
            raise SendError(error.code, final=False) from None
        return _Held(token, asked + seconds)

    def _left(self, held: _Held) -> float:
        return held.ends - self._monotonic()


class _NoTokenError(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Msal:
    """The blocking half: only ever run in a thread, one at a time."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._session = _Session(_authorities(credentials), credentials.ca_file)
        self._one = threading.Lock()
        self._stale = False
        self._application: Any = None

    def forget(self) -> None:
        self._stale = True

    def close(self) -> None:
        self._session.close()

    def acquire(self) -> tuple[str, float]:
        """A token and how many seconds it has. Raises _NoTokenError with a code that holds no secret."""
        try:
            with self._one:
                answer = self._answer()
        except (msal.exceptions.MsalError, requests.RequestException, ValueError, KeyError, OSError) as error:
            raise _NoTokenError("token_unreachable") from error
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise _NoTokenError(f"token_{answer.get('error', 'refused')}")
        return token, float(seconds)

    def _answer(self) -> Mapping[str, Any]:
        if self._application is None:
            self._application = _application(self._credentials, self._session)
        if self._stale:
            self._application.remove_tokens_for_client()
            self._stale = False
        answer: Mapping[str, Any] = self._application.acquire_token_for_client([self._credentials.scope])
        return answer


def _application(credentials: Credentials, session: requests.Session) -> Any:  # noqa: ANN401 - msal publishes no types
    secret = credentials.secret
    return msal.ConfidentialClientApplication(
        credentials.app_id,
        client_credential=secret if isinstance(secret, str) else dict(secret),
        authority=f"{credentials.authority.rstrip('/')}/{credentials.tenant}",
        http_client=session,
        instance_discovery=False if _is_loopback(credentials.authority) else None,
    )


def _is_loopback(address: str) -> bool:
    """Microsoft's list of its own authorities is not asked about one on this machine: it could only say no."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _authorities(credentials: Credentials) -> tuple[str, ...]:
    """Whom msal may ask: our authority, and Microsoft's own whether that is one of theirs."""
    ours = urlsplit(credentials.authority)
    return (f"{ours.scheme}://{ours.netloc}/", *(() if _is_loopback(credentials.authority) else (_MICROSOFTS_LIST,)))


class _Session(requests.Session):
    """msal's way out: to these addresses alone, wherever it is redirected; no proxies or certificates from the
    environment, no waiting without end.
    """

    def __init__(self, allowed: tuple[str, ...], ca_file: str | None) -> None:
        super().__init__()
        self.trust_env = False
        self.adapters.clear()  # requests' own lead anywhere; without one it raises InvalidSchema, and sends nothing
        for address in allowed:
            self.mount(address, HTTPAdapter() if ca_file is None else _TrustingAdapter(ca_file))

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", _PATIENCE)
        return super().request(*args, **kwargs)


class _TrustingAdapter(HTTPAdapter):
    """Trusts further authorities besides the public ones, where requests' own `verify` would trust them alone."""

    def __init__(self, ca_file: str) -> None:
        self._tls = ssl.create_default_context()
        self._tls.load_verify_locations(ca_file)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=self._tls)
