"""The command line: reads arguments, starts a room, and says in one line what is wrong when it cannot."""

import asyncio
import gc
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot import bootstrap, config
from bot.commands import audit, keys, processes, record
from bot.domain.deadlines import facts_of, timetable
from bot.rehearsal import demo as demonstration
from bot.rehearsal.showing import Show
from bot.words import timetable as words
from bot.words.times import at_time

app = typer.Typer(
    help="Chairside: beside the chair of a virtual child protection conference.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(processes.worker)
app.command()(record.backup)
app.command()(record.restore)
app.add_typer(audit.app, name="audit")
app.add_typer(keys.app, name="keys")
FAILED, WRONG = 1, 2

Case = Annotated[Path, typer.Argument(help="A conference file.", show_default=False)]


def _fail(lines: tuple[str, ...]) -> typer.Exit:
    for line in lines:
        typer.echo(line, err=True)
    return typer.Exit(WRONG)


@app.command()
def serve(
    cases: Annotated[list[Path] | None, typer.Argument(help="Conference files to set up first.")] = None,
    *,
    join: processes.Join = False,
) -> None:
    """Run the bot until it is told to stop."""
    try:
        settings = config.load()
        conferences = [bootstrap.read_conference(path) for path in cases or ()]
    except config.SettingsError as error:
        raise _fail(error.faults) from None
    except bootstrap.ConferenceFileError as error:
        raise _fail(tuple(str(error).splitlines())) from None
    bootstrap.log_to_stderr(settings.log_level)
    try:
        asyncio.run(_serve(settings, conferences, join=join))
    except bootstrap.REFUSALS as error:
        raise _fail((str(error),)) from None
    except asyncio.CancelledError:
        raise typer.Exit(FAILED) from None


async def _serve(settings: config.Settings, conferences: list[bootstrap.ReadConference], *, join: bool) -> None:
    with processes.told_to_stop() as stop:
        async with bootstrap.running(settings, join=join) as bot:
            await set_up(bot, conferences)
            gc.collect()
            gc.freeze()  # what start-up left is here to stay: no collection need walk it in the middle of a press
            typer.echo(f"Chairside listens at {bot.address}", err=True)
            await stop.wait()


async def set_up(bot: bootstrap.Running, conferences: list[bootstrap.ReadConference]) -> None:
    """A line for each file that changes nothing: whoever edited it is to know."""
    for one in conferences:
        about = one.particulars
        if bot.set_up.too_late(about) and not await bot.set_up.known(about.reference):
            typer.echo(f"{about.reference} is not set up: it ended on {at_time(about.planned_end)}.", err=True)
            continue
        done = await bot.set_up(one.particulars, one.borough, by="command line")
        if not done.new:
            typer.echo(f"{one.particulars.reference} was set up before: this file is not read again.", err=True)


@app.command()
def settings() -> None:
    """List every setting: name, value, meaning. Secrets are masked."""
    now: config.Settings | None = None
    faults: tuple[str, ...] = ()
    try:
        now = config.load()
    except config.SettingsError as error:
        faults = error.faults
    table = Table("Setting", "Value" if now else "Default", "Meaning")
    for row in config.described(now):
        table.add_row(*row)
    _console().print(table)
    if faults:
        raise _fail(faults)


@app.command()
def deadlines(case: Case, *, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Every date the conference gives rise to, with the paragraph that says so."""
    read = _read(case)
    profile = bootstrap.boroughs().profile(read.borough)
    rows = timetable(facts_of(read.particulars), profile, bootstrap.calendars().england())
    if as_json:
        typer.echo(json.dumps(words.entries(rows), indent=2, ensure_ascii=False))
        return
    called = {child.id: child.called for child in read.particulars.children}
    table = Table("What", "When", "Source", "Note", title=f"{read.particulars.reference}, {profile.name}")
    for line in words.lines(rows, called):
        table.add_row(*line)
    _console().print(table)
    _console().print("What S0 to S4 are, and marks such as [INF]: docs/sources.md", markup=False)


@app.command()
def check(case: Case) -> None:
    """Read a conference file and say everything that is wrong with it, or that nothing is. Nothing is created."""
    read = _read(case)
    typer.echo(f"{read.particulars.reference}: nothing wrong.")


@app.command()
def demo(
    case: Annotated[Path | None, typer.Option(help="A conference file; the first shipped case by default.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="0 plays the file as written; any other varies it.")] = 0,
    seeds: Annotated[int, typer.Option(min=0, help="Play every case with this many seeds, plainly.")] = 0,
    out: Annotated[Path, typer.Option(help="Where the storyboard goes.")] = Path("out"),
) -> None:
    """Hold a fictional conference from beginning to end, and judge it by what crossed the wire."""
    bootstrap.log_to_stderr("ERROR")
    try:
        if seeds:
            paths = [case] if case else bootstrap.shipped_cases()
            well = demonstration.rehearse_seeds(paths, seeds, Show(plain=True))
        else:
            well = demonstration.demonstrate(case, seed, out, Show())
    except bootstrap.ConferenceFileError as error:
        raise _fail(tuple(str(error).splitlines())) from None
    if not well:
        raise typer.Exit(FAILED)


def _read(path: Path) -> bootstrap.ReadConference:
    try:
        return bootstrap.read_conference(path)
    except bootstrap.ConferenceFileError as error:
        raise _fail(tuple(str(error).splitlines())) from None


def _console() -> Console:
    """Wide where there is no terminal to be narrow: a table for a file is not to be cut."""
    return Console() if sys.stdout.isatty() else Console(width=200)


if __name__ == "__main__":
    app(prog_name="python -m bot")
