"""The names of our keys in the store. A partition's keys share a hash tag, so that one script is the transaction."""

from binascii import crc32
from dataclasses import dataclass

META = "{cpc}:meta"
"""The store's own name, generation, schema and root key."""

EVERYTHING = "{cpc*"
HEADS = "{cpc*}:head:*"
"""Of every partition in one pattern: one for each would scan the store as often."""


@dataclass(frozen=True, slots=True)
class Partition:
    """None of these expires: the record is kept until a conference is purged."""

    tag: str

    def events(self, cid: str) -> str:
        """Stream: one entry an event, its id `<seq>-0`."""
        return f"{self.tag}:ev:{cid}"

    def head(self, cid: str) -> str:
        """Hash: version, mac of the last entry, the wrapped data key, what the conference is found by."""
        return f"{self.tag}:head:{cid}"

    def operations(self, cid: str) -> str:
        """Hash: operation id -> the version it made."""
        return f"{self.tag}:op:{cid}"

    def index(self, name: str) -> str:
        """Set of conferences. `name` is `chat:<hash>`, `person:<hash>` or `week:<hash>`."""
        return f"{self.tag}:{name}"

    def asked(self, name: str) -> str:
        """String: a hash of what a program asked for under a key of its own. Gone after a few days."""
        return f"{self.tag}:asked:{name}"

    @property
    def agenda(self) -> str:
        """Sorted set: conference -> when it is next owed something, in milliseconds of our clock."""
        return f"{self.tag}:agenda"

    @property
    def leases(self) -> str:
        """Hash: conference -> "fence expiry", the expiry in milliseconds of the store's clock."""
        return f"{self.tag}:leases"

    @property
    def fence(self) -> str:
        """Counter: the fence of the last lease given."""
        return f"{self.tag}:fence"

    @property
    def pulse(self) -> str:
        """Counter: how often it was tried whether this partition can be written to."""
        return f"{self.tag}:pulse"


class Keyspace:
    """`count` partitions, fixed when the store is first opened: 1 embedded, 16 on a cluster."""

    def __init__(self, count: int = 1) -> None:
        self.partitions = tuple(Partition(f"{{cpc{number}}}") for number in range(count))

    def of(self, cid: str) -> Partition:
        return self.partitions[crc32(cid.encode()) % len(self.partitions)]
