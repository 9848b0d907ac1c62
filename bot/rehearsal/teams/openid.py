"""Where the bot learns whose signature to believe."""

from dataclasses import dataclass

from bot.rehearsal.teams.gate import Asked, Done
from bot.rehearsal.teams.keys import Keys


@dataclass(slots=True, kw_only=True)
class OpenId:
    keys: Keys
    url: str = ""

    def configuration(self, asked: Asked) -> Done:
        return Done(
            body={
                "issuer": self.keys.issuer,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": f"{self.url}/v1/.well-known/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    def jwks(self, asked: Asked) -> Done:
        return Done(body=self.keys.jwks())
