"""Who acts: made from a verified activity, never from what a card says."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Standing(StrEnum):
    """What kind of account Teams says this is."""

    MEMBER = "member"
    GUEST = "guest"
    OTHER_TENANT = "other_tenant"
    ANONYMOUS = "anonymous"
    BOT = "bot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A Teams account: the directory it lives in and its object id there. Both come from Teams, neither is a name."""

    tenant: str
    oid: str


def account_key(account: Account) -> str:
    """The name of an account within one deployment."""
    return f"{account.tenant}:{account.oid}"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody at a door. `shown_name` is what they call themselves: shown to the chair, believed by nobody (trap 28).

    `account` is None for an anonymous joiner. `mri` is Teams' per-bot id ("29:..."), needed to write to them.
    `address` is set only when Teams' own roster, not the person, gave it. `vouched` False: the roster was asked and was
    silent, so the directory is a guess; somebody not on the list may be on it after all.
    """

    standing: Standing
    account: Account | None = None
    mri: str = ""
    shown_name: str = ""
    address: str = ""
    vouched: bool = True

    @cached_property
    def key(self) -> str:
        """A stable name for this actor within one deployment; not a secret, never shown."""
        if self.standing is Standing.BOT:
            return "bot"
        if self.account is None:
            return f"anonymous:{self.mri}"
        return account_key(self.account)


BOT = Actor(standing=Standing.BOT)
