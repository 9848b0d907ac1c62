"""What the product's own reader finds in the log at the end, and what anybody finds who greps the files."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from bot.bootstrap import Store, verify
from bot.domain.events import PostItHandedIn, RoundClosed
from bot.domain.ids import ConferenceId
from bot.rehearsal.judging.furniture import is_summary
from bot.rehearsal.teams import LoopbackTeams
from bot.rehearsal.teams.jsons import Json
from chaos.case import CALLED, CANARY, CHILD
from chaos.conference import Conference
from chaos.ledger import MARK, Ledger, Told


@dataclass(slots=True)
class Recorded:
    """Of one conference. `times`: how often each number was recorded; `standing`: seat -> its last number at the close."""

    times: Counter[int] = field(default_factory=Counter)
    standing: dict[str, int] = field(default_factory=dict)
    closes: int = 0
    whole: bool = True


async def recorded(store: Store, cid: ConferenceId) -> Recorded:
    found = Recorded()
    for one in await store.log.read(cid):
        if isinstance(one.event, PostItHandedIn):
            number = int(MARK.findall(one.event.views[CHILD].reason)[0])
            found.times[number] += 1
            if not found.closes:
                found.standing[one.event.seat] = number
        elif isinstance(one.event, RoundClosed):
            found.closes += 1
    found.whole = (await verify(store.log, cid)).whole
    return found


@dataclass(slots=True)
class Faults:
    """A line each. `misled`: told no, or that the card was too old, and recorded all the same."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    misled: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.misled]


def faults(ledger: Ledger, name: str, found: Recorded) -> Faults:
    misled = []
    lost = [
        f"{one.seat} was told that {one.mark} is recorded, and it does not stand, at {one.at}"
        for one in ledger.lost(name)
    ]
    doubled = [f"{number} is in the log {times} times" for number, times in found.times.items() if times > 1]
    for one in ledger.by(name):
        known = one.number in found.times
        if one.told is Told.RECORDED and not known:
            lost.append(f"{one.seat} was told that {one.mark} is recorded, and the log does not have it, at {one.at}")
        if one.told in (Told.REFUSED, Told.STALE) and known:
            misled.append(f"{one.seat} was told that {one.mark} was {one.told}, and it is in the log, at {one.at}")
    tallied = {ledger.pressed[number - 1].seat: number for number in ledger.tallied.get(name, ())}
    if tallied != found.standing:
        lost.append(f"{name}: the chair's tally is not what the log has at the close")
    doubled += [f"{name}: a seat stands twice on the tally, or its figures do not add up"] * bool(ledger.doubled(name))
    doubled += [f"{name}: closed {found.closes} times"] * (found.closes > 1)
    lost += [f"{name}: the chain is broken"] * (not found.whole)
    return Faults(lost, doubled, misled)


def shown_to_others(conference: Conference) -> list[str]:
    """Marks on the screens of whoever is neither the author nor the chair."""
    out = []
    for who, person in conference.case.people.items():
        if who == "chair":
            continue
        own = {one.mark for one in conference.ledger.by(conference.name) if one.seat == who}
        for seen in conference.teams.screens.of(person):
            said = orjson.dumps([seen.card, seen.text, seen.notification]).decode()
            if strange := {mark[0] for mark in MARK.finditer(said)} - own:
                out.append(f"{who} was shown {min(strange)}")
    return out


def kept_by_teams(teams: LoopbackTeams) -> list[str]:
    """Words of the case in what was posted, but for summaries."""
    out = []
    for one in teams.retained:
        raw = orjson.dumps(one.activity).decode()
        if one.sender == "bot" and (MARK.search(raw) or (CALLED in raw and not _holds_summary(one.activity))):
            out.append(f"message {one.message} holds a word of the case")
    return out


def _holds_summary(activity: Json) -> bool:
    return any(is_summary(one.get("content")) for one in activity.get("attachments") or ())


def in_files(folder: Path, words: Sequence[str] = (CALLED, "Fictional")) -> list[str]:
    """Words of the case in any file that the run left: logs, stores, sidecars."""
    wanted = [word.encode() for word in words]
    out = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_socket():
            continue
        raw = path.read_bytes()
        out += [f"{path.name} holds {word.decode()}" for word in wanted if word in raw]
        out += [f"{path.name} holds a mark"] * bool(MARK.search(raw.decode(errors="replace")))
    return out


__all__ = ["CANARY", "Mapping", "Recorded", "faults", "in_files", "kept_by_teams", "recorded", "shown_to_others"]
