"""Who can be in a conference on Teams, and what Teams knows of each of them."""

import base64
import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

_NAMES = uuid.UUID("6b0c7a52-5c3b-4f6e-9d5a-0f6f7f3c9a10")


class Kind(StrEnum):
    """What kind of account Teams sees; it decides what Teams refuses them."""

    TENANT = "tenant"
    GUEST = "guest"
    OTHER_TENANT = "other_tenant"
    ANONYMOUS = "anonymous"
    PHONE = "phone"


def guid(*parts: str) -> str:
    """A GUID that is the same every time for the same parts, so that a play can be repeated."""
    return str(uuid.uuid5(_NAMES, "\n".join(parts)))


@dataclass(slots=True, kw_only=True, eq=False)
class Person:
    """One person. `id` is the rehearsal's own name for them and never crosses to the bot.

    `tenant` and `oid` are filled in on joining the loopback Teams when left "". An anonymous joiner and a caller have
    no account: no `oid`, no `email`, and a name that they typed themselves (trap 28). `installed`: the app is
    installed for them personally. `blocked`: they blocked the bot in its 1:1 chat.
    """

    id: str
    name: str
    kind: Kind = Kind.TENANT
    tenant: str = ""
    oid: str = ""
    email: str = ""
    installed: bool = False
    blocked: bool = False

    def __post_init__(self) -> None:
        self.kind = Kind(self.kind)  # a conference file gives its name

    @property
    def has_account(self) -> bool:
        return self.kind not in (Kind.ANONYMOUS, Kind.PHONE)

    @property
    def has_client(self) -> bool:
        """A caller hears the meeting and sees nothing of its chat."""
        return self.kind is not Kind.PHONE

    @property
    def shown_name(self) -> str:
        """Teams marks who was let in without an account (msteams-docs, build-apps-for-anonymous-user)."""
        return f"{self.name} (Guest)" if self.kind is Kind.ANONYMOUS else self.name


@dataclass(slots=True)
class People:
    """Everybody whom this Teams knows."""

    app_id: str
    tenant: str
    _people: dict[str, Person] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people.values())

    def __getitem__(self, person_id: str) -> Person:
        return self._people[person_id]

    def add(self, person: Person) -> Person:
        """Fill in the account. Raises ValueError for an id taken, or an account where there can be none."""
        if person.id in self._people:
            raise ValueError(f"there is already a person {person.id!r}")
        if not person.has_account and (person.oid or person.email or person.installed):
            raise ValueError(f"{person.id!r} has no account, so no object id, no address and no app")
        if person.kind is Kind.OTHER_TENANT:
            person.tenant = person.tenant or guid("tenant", person.id)
        else:
            person.tenant = self.tenant
        if person.has_account:
            person.oid = person.oid or guid("person", person.tenant, person.id)
        self._people[person.id] = person
        return person

    def mri(self, person: Person) -> str:
        """Teams' id of a person for this one bot: opaque, and of no use to another bot."""
        secret = f"{self.app_id}\n{person.tenant}\n{person.oid or person.id}".encode()
        return "29:1" + base64.urlsafe_b64encode(hashlib.sha512(secret).digest()).decode().rstrip("=")

    def find(self, member_id: str) -> Person | None:
        """The person whom Teams knows by this MRI or object id."""
        matches = (p for p in self if member_id == self.mri(p) or (p.oid and p.oid == member_id))
        return next(matches, None)
