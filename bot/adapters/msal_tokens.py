"""The blocking half of tokens.py, and all that speaks to msal. Loading msal blocks too: whoever imports this is in a thread."""

import ssl
import threading
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import msal
import requests
from requests.adapters import HTTPAdapter

from bot.adapters.credentials import Credentials, NoTokenError

_PATIENCE = (5.0, 10.0)
_MICROSOFTS_LIST = "https://login.microsoftonline.com/"
"""Where msal looks up which authorities are Microsoft's (and finds that a government cloud's is)."""


class Msal:
    """Only ever run in a thread, one at a time."""

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
        """A token and how many seconds it has. Raises NoTokenError with a code that holds no secret."""
        try:
            with self._one:
                answer = self._answer()
        except (msal.exceptions.MsalError, requests.RequestException, ValueError, KeyError, OSError) as error:
            raise NoTokenError("token_unreachable") from error
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise NoTokenError(f"token_{answer.get('error', 'refused')}")
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
