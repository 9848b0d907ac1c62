"""`templates`: the letters and leaflets that a council can word in its own way, proof-read before any goes out."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.saying import FAILED, refused

app = typer.Typer(help="Letters and leaflets in a council's own words: copy, check.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The folder.", show_default=False)]
Boroughs = Annotated[
    Path | None, typer.Option(help="The folder of borough profiles, where CHAIRSIDE_BOROUGHS_DIR names one.")
]


@app.command()
def check(folder: Folder, boroughs: Boroughs = None) -> None:
    """Proof-read a folder of letters: all that is wrong, a line each with file and line, or that nothing is. Each is filled in
    with made-up values. A start refuses what this refuses.
    """
    from bot import lettering

    if not folder.is_dir():
        raise refused(f"{folder}: there is no such folder")
    try:
        lettering.stationery(folder, lettering.codes(boroughs))
    except lettering.TemplatesError as error:
        for fault in error.faults:
            typer.echo(str(fault))
        raise typer.Exit(FAILED) from None
    except (OSError, ValueError) as error:
        raise refused(str(error)) from None
    typer.echo("Nothing is wrong.")


@app.command()
def copy(folder: Folder) -> None:
    """Put the letters that are shipped into an empty folder, to be edited there. Name it as CHAIRSIDE_TEMPLATES_DIR; what is
    left out of it is sent as shipped.
    """
    from bot import lettering

    try:
        names = lettering.copy(folder)
    except OSError as error:
        raise refused(str(error)) from None
    typer.echo(
        f"{len(names)} letters and leaflets are in {folder}. When you have edited them: templates check {folder}"
    )
