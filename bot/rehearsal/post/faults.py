"""What goes wrong at the post office, when a play asks for it."""

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum


class Step(StrEnum):
    """Where. The first four are the mail server's, the last two Notify's."""

    HELLO = "hello"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"
    LOOK = "look"
    SEND = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`seconds` pass first, of real time. Then `reply` is given and nothing done: `550 5.1.1 Nobody of that name` by the mail
    server, `429 RateLimitError` by Notify. `cut`: the connection breaks instead, with the letter taken if it was `taken`.
    """

    reply: str = ""
    seconds: float = 0
    retry_after: str = ""
    cut: bool = False
    taken: bool = False

    @property
    def status(self) -> int:
        return int(self.reply.split()[0])


def refused(reply: str, retry_after: str = "") -> Fault:
    return Fault(reply=reply, retry_after=retry_after)


def slow(seconds: float) -> Fault:
    return Fault(seconds=seconds)


def cut_off() -> Fault:
    """Not taken: the connection broke first."""
    return Fault(cut=True)


def lost_reply() -> Fault:
    """Taken, and the sender never hears of it."""
    return Fault(cut=True, taken=True)


@dataclass(slots=True)
class Faults:
    """`outage`: whoever comes is cut off."""

    outage: bool = False
    _queues: dict[Step, deque[Fault | None]] = field(default_factory=dict)

    def next(self, step: Step, *faults: Fault | None) -> None:
        """The next times at this step go wrong like this, in order; None lets one go well."""
        self._queues.setdefault(step, deque()).extend(faults)

    def clear(self) -> None:
        self.outage = False
        self._queues.clear()

    def take(self, step: Step) -> Fault:
        """What happens this time; a Fault of nothing when all is well."""
        if self.outage:
            return cut_off()
        queue = self._queues.get(step)
        return (queue.popleft() if queue else None) or Fault()
