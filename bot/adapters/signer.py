"""Signs what goes onto cards. The key comes from the store's root key, so every process of a deployment has the same."""

from base64 import urlsafe_b64encode

from bot.adapters.cipher import Keyed


class KeyedSigner:
    def __init__(self, key: bytes) -> None:
        self._hash = Keyed(key, 24)

    def sign(self, text: str) -> str:
        """192 bits of a keyed hash, in letters that any card can carry."""
        return urlsafe_b64encode(self._hash(text)).decode()
