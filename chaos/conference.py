"""One conference, held by people who press until they are answered, whatever dies meanwhile."""

import asyncio
import re
import time
from collections.abc import Iterator
from random import Random

from bot.domain.post_it import Recommendation
from bot.rehearsal.hands import fields, press, sees
from bot.rehearsal.judging.furniture import lines
from bot.rehearsal.teams import BOT, LoopbackTeams, Message, Seen
from bot.words.labels import label
from chaos.case import CHILD, Case
from chaos.ledger import MARK, Ledger
from chaos.people import PATIENCE, Hand
from chaos.processes import ChaosError

_FIGURES = re.compile("|".join(rf"{re.escape(label(code))} (\d+)" for code in Recommendation))
_MOST_PAGES = 30
CLOSES = 3
TWICE, THINKS_AGAIN, LATE = 1 / 3, 0.2, 0.4
"""Of those with a seat: who presses twice, who changes their view, who is still pressing when the chair closes."""


class Conference:
    def __init__(self, teams: LoopbackTeams, case: Case, ledger: Ledger, random: Random) -> None:
        self.teams = teams
        self.case = case
        self.ledger = ledger
        self.name = case.about.reference
        self.alarmed = False
        self._random = random
        self.hands = {who: Hand(teams, case, who, ledger, random) for who in case.people}

    @property
    def chair(self) -> Hand:
        return self.hands["chair"]

    async def hold(self) -> None:
        """From the bot's arrival to the last decision."""
        await self.gather()
        await self.open_round()
        await self.answer()
        await self.read_tally()
        await self.decide()

    async def gather(self) -> None:
        await self.teams.add_bot(self.case.chat, self.case.people["chair"])
        await self.teams.meetings.start(self.case.chat)
        await asyncio.gather(*(self._arrive(who) for who in ("chair", *self.case.seated)))

    async def _arrive(self, who: str) -> None:
        await self.teams.meetings.join(self.case.chat, self.case.people[who])
        await self.hands[who].promise()

    async def open_round(self) -> None:
        await self.console("console.anchors", "anchors.set", {"zero": "Worst.", "ten": "Best."})
        await self.console("console.threshold", "threshold.show")
        await self.console("console.open_round", "round.open")

    async def console(
        self, form: str, verb: str, fill: dict[str, str] | None = None, about: str = "", done: str = ""
    ) -> Seen:
        """By the console's form to the deed. A form that is refused or grew old is opened again."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            await self.to(form, about)
            if sees(self.chair.client, verb, about):
                return await self.chair.insist(verb, fill or {}, about, done)
        raise ChaosError(f"the chair of {self.name} never came to {verb}")

    async def to(self, verb: str, about: str = "") -> Seen:
        """The card behind this button of the console."""
        client, until = self.chair.client, time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if sees(client, verb, about):
                seen = await self.chair.told(press(client, verb, about=about))
                if seen.card is not None:
                    return seen
            elif sees(client, "console.show"):
                await self.chair.told(press(client, "console.show"))
            else:
                await client.type("console")
                await asyncio.sleep(0.5)
        raise ChaosError(f"the chair of {self.name} is offered no {verb}")

    # The round: everybody at once, and three closes into the last of them

    async def answer(self) -> None:
        seated = list(self.case.seated)
        self._random.shuffle(seated)
        late = seated[: int(len(seated) * LATE)]
        await asyncio.gather(*(self._answer(who) for who in seated if who not in late))
        async with asyncio.TaskGroup() as group:
            for who in late:
                group.create_task(self.hands[who].hand_in(twice=self._random.random() < TWICE, patience=15))
            await asyncio.sleep(self._random.uniform(0.05, 0.6))
            group.create_task(self.close())

    async def _answer(self, who: str) -> None:
        hand = self.hands[who]
        await hand.hand_in(twice=self._random.random() < TWICE)
        if self._random.random() < THINKS_AGAIN:
            await asyncio.sleep(self._random.uniform(0, 0.5))
            await hand.hand_in()

    async def close(self) -> None:
        """From three machines at once, each with a card of its own; and again, until it is closed."""
        forms = []
        for _ in range(CLOSES):
            await self.to("console.show")
            forms.append(await self.to("console.close_round"))
        await asyncio.gather(*(self._press_close(form) for form in forms))
        until = time.monotonic() + PATIENCE
        while not await self._is_closed():
            if time.monotonic() > until:
                raise ChaosError(f"the round of {self.name} cannot be closed")
            await self._press_close(await self.to("console.close_round"))

    async def _press_close(self, form: Seen) -> None:
        client = self.chair.client
        missing = {name: "technical" for name in fields(client, form) if name in self.case.seated}
        title = next((one.title for one in client.drawn(form).buttons if one.action.get("verb") == "round.close"), None)
        if title is not None:
            await client.press(title, missing, on=form)

    async def _is_closed(self) -> bool:
        await self.to("console.show")
        return not sees(self.chair.client, "console.close_round")

    # What the chair reads and does afterwards

    async def read_tally(self) -> None:
        """Page by page; into the ledger goes what stands there."""
        numbers: list[int] = []
        seen = await self.to("tally.show", CHILD)
        self.ledger.counted[self.name] = _figures(seen)
        for page in range(2, _MOST_PAGES):
            numbers += (int(found) for found in MARK.findall(" ".join(lines(seen.card))))
            if not sees(self.chair.client, "tally.show", f"{CHILD}#{page}"):
                break
            seen = await self.chair.told(press(self.chair.client, "tally.show", about=f"{CHILD}#{page}"))
        self.ledger.tallied[self.name] = numbers

    async def decide(self) -> None:
        fill = {"status": "no_plan", "reasons": "The plan is not needed."}
        await self.console("decision.show", "child.decide", fill, CHILD, done="Recorded:")

    async def end(self) -> None:
        await self.teams.meetings.end(self.case.chat)

    async def approve(self) -> None:
        until = time.monotonic() + PATIENCE
        while not sees(self.chair.client, "summary.draft"):
            if time.monotonic() > until:
                raise ChaosError(f"the chair of {self.name} was brought no draft")
            await asyncio.sleep(0.1)
        await self.chair.told(press(self.chair.client, "summary.draft"))
        await self.chair.insist("summary.approve", {"in_meeting_chat": False})

    # What Teams shows

    def privately(self, who: str) -> Iterator[Message]:
        """What stands in somebody's chat with the bot, oldest first."""
        chat = self.teams.world.personal_chat(self.case.people[who])
        return (one for one in chat.messages.values() if one.sender == BOT and not one.deleted)


def _figures(seen: Seen) -> int:
    said = " ".join(lines(seen.card))
    return sum(int(number) for found in _FIGURES.findall(said) for number in found if number)
