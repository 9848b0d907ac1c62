"""Where the bot gets its tokens: enough of Microsoft's identity platform for msal to be used unchanged."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import NamedTuple

from bot.rehearsal.teams.gate import Asked, Done, TeamsError
from bot.rehearsal.teams.world import World

CONNECTOR_SCOPE = "https://api.botframework.com/.default"
GRAPH_SCOPE = "https://graph.microsoft.com/.default"
_GRANT = "client_credentials"


def entra_error(error: TeamsError) -> object:
    """A refusal as the identity platform words it."""
    return _entra(error.code, error.message)


def _entra(error: str, description: str) -> dict[str, object]:
    return {"error": error, "error_description": description}


class _Token(NamedTuple):
    scope: str
    end: float
    roles: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Authority:
    """Client credentials for one app in one tenant. Tokens are opaque, each good for the scope it was asked for.

    A token's life is measured on the machine's clock, not the rehearsal's, because msal measures it there.
    `consented` is what the council's tenant administrator has let the app do in Graph. It stands in each token from the
    moment it is issued: whatever changes is seen with the next token.
    """

    world: World
    url: str = ""
    lifetime: int = 3599
    clock: Callable[[], float] = time.monotonic
    consented: set[str] = field(default_factory=set)
    _tokens: dict[str, _Token] = field(default_factory=dict)

    def opens_connector(self, token: str) -> bool:
        return self._opens(token, CONNECTOR_SCOPE)

    def opens_graph(self, token: str) -> bool:
        return self._opens(token, GRAPH_SCOPE)

    def roles(self, token: str) -> frozenset[str]:
        """What had been consented to when this token was issued."""
        return self._tokens[token].roles if token in self._tokens else frozenset()

    def _opens(self, token: str, scope: str) -> bool:
        found = self._tokens.get(token)
        return found is not None and found.scope == scope and self.clock() < found.end

    def issue(self, scope: str) -> str:
        """A new token, good for this scope alone."""
        token = secrets.token_urlsafe(64)
        self._tokens[token] = _Token(scope, self.clock() + self.lifetime, frozenset(self.consented))
        return token

    def revoke(self) -> None:
        """No token issued so far is good any more."""
        self._tokens.clear()

    def metadata(self, asked: Asked) -> Done:
        base = f"{self.url}/{self._tenant(asked)}"
        return Done(
            body={
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
                "response_types_supported": ["code", "id_token", "token"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "tenant_region_scope": "EU",
            }
        )

    def instances(self, asked: Asked) -> Done:
        """Here msal asks whether it may trust a host it has not heard of, unless it is told not to ask."""
        where = f"{self.url}/{self.world.tenant}/v2.0/.well-known/openid-configuration"
        return Done(body={"tenant_discovery_endpoint": where, "api-version": "1.1", "metadata": []})

    def token(self, asked: Asked) -> Done:
        self._tenant(asked)
        form = asked.form
        if form.get("grant_type") != _GRANT:
            return _no(400, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.")
        if form.get("client_id") != self.world.app_id:
            return _no(400, "unauthorized_client", "AADSTS700016: The application was not found in the directory.")
        if not secrets.compare_digest(form.get("client_secret", "").encode(), self.world.secret.encode()):
            return _no(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
        scopes = form.get("scope", "").split()
        if len(scopes) != 1 or not scopes[0].endswith("/.default"):
            return _no(400, "invalid_scope", "AADSTS70011: The provided value for the input parameter is not valid.")
        answer = {"token_type": "Bearer", "expires_in": self.lifetime, "ext_expires_in": self.lifetime}
        return Done(body=answer | {"access_token": self.issue(scopes[0])}, headers={"Cache-Control": "no-store"})

    def _tenant(self, asked: Asked) -> str:
        """A tenant that this authority serves: ours, or Microsoft's own for bots of the multi-tenant kind."""
        tenant = asked.params.get("tenant", "")
        if tenant not in (self.world.tenant, "botframework.com"):
            raise TeamsError(HTTPStatus.BAD_REQUEST, "invalid_request", "AADSTS90002: Tenant not found.")
        return tenant


def _no(status: int, error: str, description: str) -> Done:
    return Done(status=status, body=_entra(error, description))
