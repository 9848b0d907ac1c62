"""Names for new things: long enough that nobody guesses one, and saying nothing of what they name."""

import secrets

from bot.adapters.cipher import keyed
from bot.domain.ids import ConferenceId, OpId


class RandomIds:
    def op(self) -> OpId:
        return OpId(secrets.token_hex(12))


class KeyedIds:
    """ReferenceIds. The key comes from the store's root key, as that of cards does."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of_reference(self, reference: str) -> ConferenceId:
        return ConferenceId(keyed(self._key, f"conference {reference}", 8).hex())
