"""Every shipped case, held to its end over HTTP, and the ways to spoil one that the judges must notice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from msgspec import structs

from bot.bootstrap import Overrides, shipped_cases
from bot.dialogs.desk import Desk, Presenter, Shell
from bot.dialogs.press import Answer, Press, Said, Seen
from bot.domain.actor import Actor, Standing
from bot.domain.notice import Notice
from bot.domain.particulars import LAY
from bot.rehearsal.demo import case, judge
from bot.rehearsal.play import Nobody, Played, play
from bot.usecases.ports import Messenger, Posted

CASES = {path.stem: path for path in shipped_cases()}


async def held(name: str, seed: int = 0, overrides: Overrides | None = None) -> Played:
    return await play(case(CASES[name]), seed, Nobody(), overrides)


def troubles(played: Played) -> tuple[str, ...]:
    return judge(played).troubles


@pytest.mark.feature("M7", "A1", "A3", "V14", "J2", "J9", "S-1", "S-3", "S-5")
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", [0, 1])
async def test_a_case_is_held_to_its_end(name: str, seed: int) -> None:
    """Nothing leaked, nothing late, every card one that Teams takes, the record whole."""
    assert troubles(await held(name, seed)) == ()


class _Programme:
    """An audience that writes down what it is told."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def tell(self, _at: datetime, who: str, what: str) -> None:
        self.lines.append((who, what))

    def progress(self, done: int, of: int) -> None:
        """It does not look at its watch."""


async def test_everybody_whom_no_message_reaches_is_told_of_it() -> None:
    programme, played_case = _Programme(), case(CASES["initial"])
    await play(played_case, 0, programme)
    told = sum("whom no message reaches" in what for _, what in programme.lines)
    assert told == len(played_case.particulars.with_role(*LAY)) > 1


async def test_the_same_seed_gives_the_same_play_and_another_seed_another() -> None:
    programmes = []
    for seed in (3, 3, 4):
        programmes.append(_Programme())
        await play(case(CASES["core_group"]), seed, programmes[-1])
    first, again, other = (one.lines for one in programmes)
    assert first == again != other


@dataclass(frozen=True)
class _Around:
    """A presenter that is the real one until it is told to be worse."""

    real: Presenter
    shell: Callable[[Notice, Shell], Shell] = lambda _, shell: shell
    filled: Callable[[Notice, Mapping[str, Any]], Mapping[str, Any]] = lambda _, card: card

    async def present(self, notice: Notice) -> Shell:
        return self.shell(notice, await self.real.present(notice))

    async def present_fill(self, notice: Notice) -> Mapping[str, Any]:
        return self.filled(notice, await self.real.present_fill(notice))


def _names_a_child(_: Notice, shell: Shell) -> Shell:
    return replace(shell, summary=f"{shell.summary} (about Robin)")


async def test_a_child_named_in_a_notification_is_noticed() -> None:
    spoiled = Overrides(presenter=lambda real: _Around(real, shell=_names_a_child))
    assert any("leak" in one for one in troubles(await held("initial", overrides=spoiled)))


@dataclass(frozen=True)
class _EverybodyChairs:
    """A desk that answers a card refreshing itself as if the chair had pressed for the tally."""

    real: Desk
    chair: Actor
    child: str

    async def press(self, press: Press) -> Answer:
        if not (press.automatic and press.verb == "post_it.show"):
            return await self.real.press(press)
        asked = {**press.data, "of": self.child}
        return await self.real.press(structs.replace(press, actor=self.chair, verb="tally.show", data=asked))

    async def said(self, said: Said) -> Answer | None:
        return await self.real.said(said)

    async def seen(self, seen: Seen) -> None:
        await self.real.seen(seen)


async def test_a_tally_shown_to_a_professional_is_noticed() -> None:
    about = case(CASES["review"]).particulars
    chair = Actor(standing=Standing.MEMBER, account=about.person(about.chair).account)
    spoiled = Overrides(desk=lambda real: _EverybodyChairs(real, chair, about.children[0].id))
    assert any("leak" in one for one in troubles(await held("review", overrides=spoiled)))


@dataclass(frozen=True)
class _Forgetful:
    """A messenger that loses every message of one kind and says that it went."""

    real: Messenger
    view: str

    async def post_shell(self, notice: Notice) -> Posted:
        if notice.view != self.view:
            return await self.real.post_shell(notice)
        return Posted(conversation="a:nowhere", message="1")

    async def fill(self, notice: Notice, posted: Posted) -> None:
        if notice.view != self.view:
            await self.real.fill(notice, posted)


@pytest.mark.parametrize("view", ["summary", "chase"])
async def test_a_message_owed_and_never_sent_is_noticed(view: str) -> None:
    name = "initial" if view == "summary" else "quiet_teams"
    spoiled = Overrides(messenger=lambda real: _Forgetful(real, view))
    assert any("late" in one for one in troubles(await held(name, overrides=spoiled)))
