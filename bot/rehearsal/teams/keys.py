"""The keys with which Teams signs what it sends to the bot, and the tokens so signed."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import count

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from bot.rehearsal.teams.jsons import Json

ISSUER = "https://api.botframework.com"
LIFETIME = timedelta(hours=1)
CHANNEL = "msteams"


@lru_cache(maxsize=16)
def rsa_key(_: int) -> RSAPrivateKey:
    """Made once a process: a key takes a tenth of a second, and what it signs here protects nothing."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A key as Teams publishes it. A key without the channel in `endorsements` may not sign for that channel."""

    kid: str
    private: RSAPrivateKey
    use: str = "sig"
    endorsements: tuple[str, ...] = (CHANNEL,)

    def jwk(self) -> Json:
        public = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        named = {"kty": "RSA", "use": self.use, "kid": self.kid, "x5t": self.kid, "n": public["n"], "e": public["e"]}
        return named | {"endorsements": list(self.endorsements)}


@dataclass(slots=True)
class Keys:
    """The published keys and the one in use. `aud` of a token is the bot's app id, `serviceurl` the connector's address
    exactly as activities give it (learn.microsoft.com, bot-framework-rest-connector-authentication).
    """

    now: Callable[[], datetime]
    app_id: str
    service_url: str = ""
    issuer: str = ISSUER
    _numbers: Iterator[int] = field(default_factory=count)
    published: list[SigningKey] = field(default_factory=list)
    current: SigningKey = field(init=False)
    unendorsed: SigningKey = field(init=False)
    for_encryption: SigningKey = field(init=False)

    def __post_init__(self) -> None:
        self.current = self.new()
        self.unendorsed = self.new(endorsements=("webchat",))
        self.for_encryption = self.new(use="enc")
        self.published = [self.current, self.unendorsed, self.for_encryption]

    def new(self, *, use: str = "sig", endorsements: tuple[str, ...] = (CHANNEL,)) -> SigningKey:
        """A key that nobody has published yet."""
        private = rsa_key(next(self._numbers))
        digest = hashlib.sha256(str(private.public_key().public_numbers().n).encode()).digest()
        kid = base64.urlsafe_b64encode(digest[:20]).decode().rstrip("=")
        return SigningKey(kid=kid, private=private, use=use, endorsements=endorsements)

    def rotate(self, *, keep_old: bool) -> str:
        """Sign with a new key from now on; its kid. Microsoft keeps the old one published for a while."""
        if not keep_old:
            self.published.remove(self.current)
        self.current = self.new()
        self.published.insert(0, self.current)
        return self.current.kid

    def jwks(self) -> Json:
        return {"keys": [key.jwk() for key in self.published]}

    def claims(self) -> Json:
        now = int(self.now().timestamp())
        return {
            "serviceurl": self.service_url,
            "nbf": now,
            "exp": now + int(LIFETIME.total_seconds()),
            "iss": self.issuer,
            "aud": self.app_id,
        }

    def token(self) -> str:
        return self.sign(self.claims(), self.current)

    def sign(self, claims: Json, key: SigningKey, kid: str = "") -> str:
        return jwt.encode(
            claims, key.private, algorithm="RS256", headers={"kid": kid or key.kid, "x5t": kid or key.kid}
        )
