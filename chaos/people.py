"""People who do not give up: they press until they are told something, as people do whose answer did not come."""

import asyncio
import time
from collections.abc import Awaitable, Mapping
from random import Random

from bot.cards.components import NO_ANSWER
from bot.rehearsal.hands import buttons, fields, press, sees
from bot.rehearsal.judging.furniture import lines, verbs_of
from bot.rehearsal.people import CannotDoThis, Client, Entry
from bot.rehearsal.teams import LoopbackTeams, Seen
from bot.rehearsal.teams.screens import SeenKind
from bot.words.answers import NOT_CONFIRMED, OUT_OF_DATE, RECORDED_TITLE
from bot.words.post_it import RECEIPT_TITLE
from chaos.case import CHILD, Case
from chaos.ledger import Ledger, Pressed, Told
from chaos.processes import ChaosError

PATIENCE = 90.0
"""Seconds of ours that somebody goes on trying for."""

_WAYS: Mapping[str, tuple[str, ...]] = {
    "checklist.acknowledge": ("checklist.show", "next.show"),
    "post_it.hand_in": ("post_it.change", "post_it.show", "next.show"),
}
_CHOICES: tuple[Mapping[str, str], ...] = (
    {"recommendation": "child_protection_plan", "category": "neglect"},
    {"recommendation": "child_in_need_plan", "category": NO_ANSWER},
    {"recommendation": "no_plan", "category": NO_ANSWER},
)


class Hand:
    """One person at their client."""

    def __init__(self, teams: LoopbackTeams, case: Case, who: str, ledger: Ledger, random: Random) -> None:
        self.client = Client(teams, case.people[who])
        self.who = who
        self._case = case
        self._ledger = ledger
        self._random = random

    async def find(self, verb: str, about: str = "", patience: float = PATIENCE) -> bool:
        """Come to a card with this button, by whatever way is offered. False when there is none in time."""
        until = time.monotonic() + patience
        while not sees(self.client, verb, about):
            if time.monotonic() > until:
                return False
            way = next((way for way in _WAYS.get(verb, ()) if sees(self.client, way)), None)
            if way is not None:
                await self._answer(press(self.client, way))
            await asyncio.sleep(0.1)
        return True

    async def insist(self, verb: str, fill: Mapping[str, Entry] | None = None, about: str = "", done: str = "") -> Seen:
        """Press until the answer is a card that no longer asks for it, or says `done`. Raises ChaosError if it never is."""
        until = time.monotonic() + PATIENCE
        seen: Seen | None = None
        while time.monotonic() < until:
            if not await self.find(verb, about, 0.5 if seen is not None else PATIENCE):
                break
            seen = await self.told(press(self.client, verb, fill or {}, about=about))
            if seen.card is not None and _is_done(seen, verb, done):
                return seen
        said = "no such button" if seen is None else seen.text or " / ".join(lines(seen.card))[:200]
        raise ChaosError(f"{self.who} of {self._case.about.reference} cannot do {verb}: {said}")

    async def told(self, pressing: Awaitable[Seen], patience: float = PATIENCE) -> Seen:
        """What they are told in the end: the press is repeated while there is no answer, or none that is a yes or a no."""
        until = time.monotonic() + patience
        seen = await pressing
        while seen.card is None and time.monotonic() < until:
            self._note(seen)
            await asyncio.sleep(self._random.uniform(0.05, 0.3))
            seen = await self.client.press_again()
        return seen

    def _note(self, seen: Seen) -> None:
        if seen.kind is SeenKind.TEXT and seen.text == NOT_CONFIRMED:
            self._ledger.not_confirmed += 1
        else:
            self._ledger.unanswered += 1

    async def _answer(self, pressing: Awaitable[Seen]) -> None:
        """A way that is gone when the hand comes down was no way."""
        try:
            await pressing
        except CannotDoThis:
            return

    # What they do at a conference

    async def promise(self) -> None:
        if not await self.find("checklist.acknowledge"):
            raise ChaosError(f"{self.who} of {self._case.about.reference} was brought no checklist")
        seen = next(buttons(self.client, "checklist.acknowledge"))[0]
        ticks = {name: True for name, node in fields(self.client, seen).items() if node["type"] == "Input.Toggle"}
        await self.insist("checklist.acknowledge", ticks)

    async def hand_in(self, *, twice: bool = False, patience: float = PATIENCE) -> Pressed | None:
        """A new view, each time. None when there is no post-it to be had any more."""
        until = time.monotonic() + patience
        one: Pressed | None = None
        while time.monotonic() < until:
            if not await self.find("post_it.hand_in", patience=min(patience, 30)):
                return one
            one = await self._hand_in_this(twice=twice)
            if one is not None and one.told is not Told.STALE:
                return one
        return one

    async def _hand_in_this(self, *, twice: bool) -> Pressed | None:
        choice = self._random.choice(_CHOICES)
        one = self._ledger.press(self._case.about.reference, self.who, choice["recommendation"])
        fill = {f"{CHILD}.{name}": value for name, value in choice.items()}
        fill |= {f"{CHILD}.scale": str(self._random.randint(0, 10)), f"{CHILD}.reason": f"I see {one.mark} each day."}
        told: list[Seen] = []
        try:
            await asyncio.gather(
                self._told_of(press(self.client, "post_it.hand_in", fill), told), self._again(twice=twice)
            )
        except CannotDoThis:
            return one
        seen = told[0]
        one.told = _told(seen)
        one.at = f"{time.strftime('%H:%M:%S')} ({' / '.join(lines(seen.card))[:120] if seen.card else seen.text})"
        return one

    async def _told_of(self, pressing: Awaitable[Seen], told: list[Seen]) -> None:
        told.append(await self.told(pressing))

    async def _again(self, *, twice: bool) -> None:
        if twice:
            await self.client.press_again()


def _is_done(seen: Seen, verb: str, done: str) -> bool:
    if done:
        return any(line.startswith(done) for line in lines(seen.card))
    return verb not in set(verbs_of(seen.card))


def _told(seen: Seen) -> Told:
    if seen.card is None:
        return Told.DOUBTFUL
    said = set(lines(seen.card))
    if OUT_OF_DATE in said:
        return Told.STALE
    return Told.RECORDED if RECEIPT_TITLE in said or RECORDED_TITLE in said else Told.REFUSED
