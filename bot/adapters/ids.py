"""Names for new things: long enough that nobody guesses one, and saying nothing of what they name."""

import secrets

from bot.adapters.cipher import Keyed
from bot.domain.ids import ConferenceId, OpId


class RandomIds:
    def op(self) -> OpId:
        return OpId(secrets.token_hex(12))


class KeyedIds:
    """ReferenceIds. The key comes from the store's root key, as that of cards does."""

    def __init__(self, key: bytes) -> None:
        self._hash = Keyed(key, 8)

    def of_reference(self, reference: str) -> ConferenceId:
        return ConferenceId(self._hash(f"conference {reference}").hex())
