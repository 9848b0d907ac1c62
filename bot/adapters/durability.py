"""What the store is asked to confirm before anybody is told "recorded"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Durability:
    """`fsync`: the server writes to disk before it answers. `aof`: this server's file holds it (WAITAOF). `replicas=n`:
    n other servers hold it (WAIT; not consensus: a replica without it can still be elected).

    `patience_ms`: how long one append waits for that. Less than the client's socket timeout, or the answer is lost.
    """

    kind: str
    replicas: int = 0
    patience_ms: int = 1000

    @classmethod
    def parse(cls, setting: str) -> "Durability":
        """Raises ValueError for anything but `fsync`, `aof` and `replicas=n`."""
        if setting in {"fsync", "aof"}:
            return cls(setting)
        found = re.fullmatch(r"replicas=([1-9]\d?)", setting)
        if not found:
            raise ValueError(f"durability is fsync, aof or replicas=n, not {setting!r}")
        return cls("replicas", int(found[1]))

    @property
    def sure(self) -> bool:
        """Whether all that the server answers is kept, so that nothing need be asked."""
        return self.kind == "fsync"

    @property
    def question(self) -> tuple[Sequence[str | int], ...]:
        """What to send after a write, on the same connection."""
        if self.kind == "aof":
            return (("WAITAOF", 1, 0, self.patience_ms),)
        if self.kind == "replicas":
            return (("WAIT", self.replicas, self.patience_ms),)
        return ()

    def confirmed(self, answers: Sequence[object]) -> bool:
        """Whether the answers to `question` say that it is kept. An error in its place is a no."""
        if self.kind == "fsync":
            return True
        answer = answers[0]
        if isinstance(answer, list):
            return bool(answer) and int(answer[0]) >= 1
        return isinstance(answer, int) and answer >= self.replicas
