"""The command line: reads arguments, starts a room, and says in one line what is wrong when it cannot."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import audit, conferences, keys, processes, record, templates
from bot.commands.saying import FAILED, console, refused

if TYPE_CHECKING:
    from bot.bootstrap import ReadConference

app = typer.Typer(
    help="Chairside: beside the chair of a virtual child protection conference.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(processes.serve)
app.command()(processes.worker)
app.command()(record.backup)
app.command()(record.restore)
app.command()(conferences.board)
app.add_typer(audit.app, name="audit")
app.add_typer(conferences.app, name="conferences")
app.add_typer(keys.app, name="keys")
app.add_typer(templates.app, name="templates")

Case = Annotated[Path, typer.Argument(help="A conference file.", show_default=False)]


@app.command()
def settings() -> None:
    """List every setting: name, value, meaning. Secrets are masked."""
    from rich.table import Table

    from bot import config

    now: config.Settings | None = None
    faults: tuple[str, ...] = ()
    try:
        now = config.load()
    except config.SettingsError as error:
        faults = error.faults
    table = Table("Setting", "Value" if now else "Default", "Meaning")
    for row in config.described(now):
        table.add_row(*row)
    console().print(table)
    if faults:
        raise refused(*faults)


@app.command()
def deadlines(case: Case, *, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Every date the conference gives rise to, with the paragraph that says so."""
    from rich.table import Table

    from bot import bootstrap
    from bot.domain.deadlines import facts_of, timetable
    from bot.words import timetable as words

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
    console().print(table)
    console().print("What S0 to S4 are, and marks such as [INF]: docs/sources.md", markup=False)


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
    from bot import bootstrap
    from bot.rehearsal import demo as demonstration
    from bot.rehearsal.showing import Show

    bootstrap.log_to_stderr("ERROR")
    try:
        if seeds:
            paths = [case] if case else bootstrap.shipped_cases()
            well = demonstration.rehearse_seeds(paths, seeds, Show(plain=True))
        else:
            well = demonstration.demonstrate(case, seed, out, Show())
    except bootstrap.ConferenceFileError as error:
        raise refused(*str(error).splitlines()) from None
    if not well:
        raise typer.Exit(FAILED)


def _read(path: Path) -> "ReadConference":
    from bot import bootstrap

    try:
        return bootstrap.read_conference(path)
    except bootstrap.ConferenceFileError as error:
        raise refused(*str(error).splitlines()) from None


if __name__ == "__main__":
    app(prog_name="python -m bot")
