"""`conferences`: set them up from files, let programs do so; and `board`: how they stand."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.saying import FAILED, console, done, refused, settings

if TYPE_CHECKING:
    from bot.usecases.bring import Brought

app = typer.Typer(help="Set conferences up: from files, and by the council's own programs.", no_args_is_help=True)

MOST_WEEKS = 53

File = Annotated[Path, typer.Argument(help="A conference file, or a roster (CSV).", show_default=False)]


@app.command()
def add(
    file: File,
    *,
    layout: Annotated[str, typer.Option(help="Of a roster: the name of a layout that is shipped, or its file.")] = "",
    convene: Annotated[bool, typer.Option("--convene", help="Invite everybody as well.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
) -> None:
    """Set up every conference in a file, or none: with a fault anywhere nothing is done, and every fault is told."""
    from bot import arranging
    from bot.words import bringing as words

    brought = _read(file, layout, convene=convene)
    with_ = settings(teams=not dry_run)
    outcomes = done(lambda: arranging.bring(with_, brought, only_look=dry_run))
    for one, (outcome, found) in zip(brought, outcomes, strict=True):
        typer.echo(words.line(one.particulars, outcome, done=not dry_run, convened=convene))
        if outcome in words.NEW:
            typer.echo("\n".join(words.about(one.particulars, found)))
    if any(outcome in words.NOT_DONE for outcome, _ in outcomes):
        raise typer.Exit(FAILED)


@app.command()
def key(name: Annotated[str, typer.Argument(help="Whose it is, such as case-system.", show_default=False)]) -> None:
    """Make a key for a program of the council's. It is shown once: the settings hold its hash alone."""
    from bot.usecases.program_keys import checked, hash_of, new_key

    made = new_key()
    entry = f"{name}:{hash_of(made)}"
    try:
        checked([entry])
    except ValueError:
        raise refused("a name has small letters, digits and hyphens, up to 40, and begins with a letter") from None
    typer.echo(f"The key, for the program: {made}")
    typer.echo(f"For CHAIRSIDE_API_KEYS:   {entry}")


def _read(file: Path, layout: str, *, convene: bool) -> tuple["Brought", ...]:
    from bot import arranging, bootstrap

    if arranging.is_roster(file) and not layout:
        raise refused(f"a roster needs --layout: {', '.join(arranging.layouts())}, or a file of your own")
    try:
        return arranging.read_files(file, layout, convene=convene)
    except bootstrap.ConferenceFileError as error:
        raise refused(*str(error).splitlines()) from None


def board(
    *,
    weeks: Annotated[int, typer.Option(min=1, max=MOST_WEEKS, help="So many, from this one on.")] = 1,
    as_csv: Annotated[bool, typer.Option("--csv", help="For a spreadsheet.")] = False,
) -> None:
    """Every conference of the week: replies, reports, quorum, needs, and what is late, the worst first."""
    from bot import arranging
    from bot.domain.board import worst_first
    from bot.letters.board_csv import board_csv
    from bot.words import board as words

    with_ = settings(teams=False)
    lines, unreadable = done(lambda: arranging.board(with_, weeks))
    if as_csv:
        typer.echo(board_csv(lines), nl=False)
    elif not lines:
        typer.echo(words.nobody_meets(*arranging.board_days(weeks), weeks, MOST_WEEKS))
    else:
        from rich.table import Table

        table = Table("When", "Conference", "How it stands", "Late or in danger")
        for line in worst_first(lines):
            about = f"{words.about(line)} {words.counts(line)}"
            table.add_row(*words.head(line).split(": ", 1), about, words.troubles(line))
        console().print(table)
    if unreadable:
        typer.echo(words.unreadable(unreadable), err=True)
        raise typer.Exit(FAILED)
