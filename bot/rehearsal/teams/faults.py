"""What goes wrong, when a play asks for it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from bot.rehearsal.teams.jsons import Json


class Route(StrEnum):
    """Every way that something crosses between bot and Teams. DELIVER (anything but a press) and INVOKE (a press or an
    automatic refresh) go to the bot; the rest are what the bot asks.
    """

    CREATE = "create"
    POST = "post"
    EDIT = "edit"
    DELETE = "delete"
    MEMBERS = "members"
    MEMBER = "member"
    MEETING = "meeting"
    PARTICIPANT = "participant"
    TOKEN = "token"  # noqa: S105  a name, not a secret
    OPENID = "openid"
    AUTHORITY = "authority"
    KEYS = "keys"
    DELIVER = "deliver"
    INVOKE = "invoke"
    GRAPH_PEOPLE = "graph_people"
    GRAPH_GROUP = "graph_group"
    GRAPH_EVENTS = "graph_events"
    GRAPH_HOLD = "graph_hold"
    GRAPH_MOVE = "graph_move"
    GRAPH_CANCEL = "graph_cancel"
    GRAPH_REMOVE = "graph_remove"
    GRAPH_MEETING = "graph_meeting"
    GRAPH_ALONE = "graph_alone"
    GRAPH_OPTIONS = "graph_options"
    GRAPH_ADD_TO_CHAT = "graph_add_to_chat"
    GRAPH_ADD_FOR = "graph_add_for"
    GRAPH_APPS = "graph_apps"


class Drop(StrEnum):
    """BEFORE: the connection broke and nothing was done. AFTER: it was done, and the answer was lost."""

    BEFORE = "before"
    AFTER = "after"


class Twice(StrEnum):
    """Teams delivered again, with the activity id of the first time or a new one (botbuilder-dotnet#5005)."""

    SAME_ID = "same_id"
    NEW_ID = "new_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing going wrong. `seconds` passes first, of real time; then `status` is answered without doing anything,
    or the connection is dropped, or (to the bot only) it is delivered `twice`.
    """

    seconds: float = 0
    status: int = 0
    code: str = ""
    retry_after: float | None = None
    drop: Drop | None = None
    twice: Twice | None = None


def refused(status: int, code: str = "", retry_after: float | None = None) -> Fault:
    """Answer this status. Codes are Teams': BotDisabledByAdmin, ActivityNotFoundInConversation, ..."""
    return Fault(status=status, code=code, retry_after=retry_after)


def slow(seconds: float) -> Fault:
    return Fault(seconds=seconds)


def lost_reply() -> Fault:
    """Done, and the bot (or the person) never hears of it."""
    return Fault(drop=Drop.AFTER)


def cut_off() -> Fault:
    """Not done: the connection broke first."""
    return Fault(drop=Drop.BEFORE)


def doubled(twice: Twice = Twice.NEW_ID) -> Fault:
    return Fault(twice=twice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One crossing about to happen, for a rule to look at. `thread` is the chat, `person` whoever pressed or is asked
    for, "" when nobody is.
    """

    route: Route
    thread: str = ""
    person: str = ""
    body: Json = field(default_factory=dict)


def _any_call(_: Call) -> bool:
    return True


@dataclass(slots=True, kw_only=True, eq=False)
class Rule:
    """A fault for every call that fits, `times` at most (None: always), until stopped."""

    route: Route
    fault: Fault
    when: Callable[[Call], bool] = _any_call
    times: int | None = None

    def stop(self) -> None:
        self.times = 0

    def fits(self, call: Call) -> bool:
        return self.times != 0 and self.route is call.route and self.when(call)


@dataclass(slots=True)
class Faults:
    """All that is to go wrong. `outage`: nothing of Teams answers and nothing is delivered."""

    outage: bool = False
    _queues: dict[Route, deque[Fault | None]] = field(default_factory=dict)
    _rules: list[Rule] = field(default_factory=list)

    def next(self, route: Route, *faults: Fault | None) -> None:
        """The next calls on this route go wrong like this, in order; None lets one go well."""
        self._queues.setdefault(route, deque()).extend(faults)

    def rule(self, rule: Rule) -> Rule:
        """A queued fault comes before a rule; the oldest rule that fits comes first."""
        self._rules.append(rule)
        return rule

    def clear(self) -> None:
        self.outage = False
        self._queues.clear()
        self._rules.clear()

    def take(self, call: Call) -> Fault:
        """What happens to this call; a Fault of nothing when all is well."""
        queue = self._queues.get(call.route)
        if queue:
            return queue.popleft() or Fault()
        rule = next((rule for rule in self._rules if rule.fits(call)), None)
        if rule is None:
            return Fault()
        if rule.times is not None:
            rule.times -= 1
        return rule.fault
