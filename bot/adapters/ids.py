"""Names for new things: long enough that nobody guesses one, and saying nothing of what they name."""

import secrets

from bot.domain.ids import ConferenceId, OpId


class RandomIds:
    def conference(self) -> ConferenceId:
        return ConferenceId(secrets.token_hex(8))

    def op(self) -> OpId:
        return OpId(secrets.token_hex(12))
