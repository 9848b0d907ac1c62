"""`keys`: change the master key while the bot runs."""

from typing import Annotated

import typer

from bot.commands.saying import FAILED, done, reason, refused, settings

app = typer.Typer(help="Change the master key while the bot runs: rotate, rewrap, retire.", no_args_is_help=True)


@app.command()
def rotate() -> None:
    """Put a fresh master key first in the key file. A running bot wraps new keys with it from now on."""
    from bot import keeping

    with_ = settings()
    try:
        fresh = keeping.rotate(with_)
    except keeping.REFUSALS as error:
        raise refused(reason(error)) from None
    typer.echo(
        f"Master key {fresh} is in use. Copy the key file to where its copy is kept, and wherever else a bot runs on"
    )
    typer.echo("this store; then: keys rewrap")


@app.command()
def rewrap() -> None:
    """Have the first master key wrap every key in the store. The record itself is not touched."""
    from bot import keeping

    with_ = settings()
    found = done(lambda: keeping.rewrap_all(with_))
    typer.echo(f"{found.done} keys wrapped anew.")
    if found.unsettled:
        typer.echo(f"{found.unsettled} could not be settled: do it again.", err=True)
        raise typer.Exit(FAILED)


@app.command()
def retire(master: Annotated[str, typer.Argument(help="The old master key's id.")]) -> None:
    """Take an old master key out of the key file, once nothing in the store needs it."""
    from bot import keeping

    with_ = settings()
    done(lambda: keeping.retire(with_, master))
    typer.echo(
        f"Master key {master} is out of the key file. Backups made before it was replaced still need it: keep a copy"
    )
    typer.echo("of the older key file as long as the oldest of them.")
