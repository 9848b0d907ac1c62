"""Who the bot is to Microsoft's identity platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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


class NoTokenError(Exception):
    """`code` holds no secret."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
