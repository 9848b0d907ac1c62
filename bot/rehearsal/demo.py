"""The demo: plays cases, judges each by the wire alone, and leaves the storyboard behind."""

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap import boroughs, read_conference, shipped_cases
from bot.rehearsal import lateness, leaks, storyboard
from bot.rehearsal.people import CannotDoThis
from bot.rehearsal.play import AS_WRITTEN, Case, Nobody, Played, play
from bot.rehearsal.showing import Judged, Show


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with a play; nothing, when all is well."""

    troubles: tuple[str, ...]


def judge(played: Played) -> Judgement:
    """Leaks and lateness from the wire; the log's own verification; cards that Teams would not take."""
    about, profile = played.case.particulars, played.case.profile
    found = [f"leak: {leak}" for leak in leaks.check(played.wire, about, profile, played.accounts)]
    slow = lateness.check(played.wire, about, profile, played.accounts, until=played.ended)
    found += [f"late: {late}" for late in slow]
    found += [f"card: {fault}" for fault in played.faults]
    found += [f"record: entry {fault.seq}: {fault.wrong}" for fault in played.verified.faults]
    return Judgement(tuple(found))


def case(path: Path) -> Case:
    """Raises ConferenceFileError with every fault of the file."""
    read = read_conference(path)
    profile = boroughs().profile(read.borough)
    return Case(name=read.name, particulars=read.particulars, profile=profile, rehearsal=read.rehearsal)


def demonstrate(path: Path | None, seed: int, out: Path, show: Show) -> bool:
    """One play, told as it happens, with its storyboard written to `out`. Whether all is well."""
    chosen = case(path or shipped_cases()[0])
    show.begins(chosen, seed)
    try:
        played = asyncio.run(play(chosen, seed, show))
    except CannotDoThis as error:
        show.ends((f"stuck: {error}",), None)
        return False
    judgement = judge(played)
    folder = out / f"{chosen.name}-{seed}"
    letters = {f"{who}.html": letter for who, letter in played.letters.items()}
    storyboard.write(folder, played, troubles=judgement.troubles, letters=letters)
    show.ends(judgement.troubles, folder)
    return not judgement.troubles


def rehearse_seeds(paths: Sequence[Path], seeds: int, show: Show) -> bool:
    """Every case with every seed, one line each, as many at once as the machine has processors. Whether all is well."""
    wanted = [(path, seed) for path in paths for seed in range(AS_WRITTEN, seeds)]
    well = True
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        for one in pool.map(_one, *zip(*wanted, strict=True)):
            show.played(one)
            well &= not one.troubles
    return well


def _one(path: Path, seed: int) -> Judged:
    """One play in a process of its own. Raises ConferenceFileError."""
    chosen, begun = case(path), time.monotonic()
    try:
        troubles = judge(asyncio.run(play(chosen, seed, Nobody()))).troubles
    except CannotDoThis as error:
        troubles = (f"stuck: {error}",)
    return Judged(case=chosen.name, seed=seed, seconds=time.monotonic() - begun, troubles=troubles)
