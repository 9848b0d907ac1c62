"""`backup` and `restore`: the whole record into one sealed file, and back into an empty store."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.saying import FAILED, done, reason, refused, settings

if TYPE_CHECKING:
    from bot.keeping import Restored

File = Annotated[Path, typer.Argument(help="The backup's file.", show_default=False)]


def backup(file: File) -> None:
    """Write the whole record to a new file, sealed by the master key. The bot may be running."""
    from bot import keeping

    with_ = settings()
    try:
        with keeping.new_private(file) as out:
            counted = done(lambda: keeping.back_up(with_, out))
    except keeping.REFUSALS as error:
        raise refused(reason(error)) from None
    typer.echo(
        f"{file}: {counted.conferences} conferences, {counted.entries} entries. It opens only with the key file."
    )


def restore(file: File) -> None:
    """Put a backup into an empty store, verify it, and say what was recorded after it was made. The bot is stopped."""
    from bot import keeping

    with_ = settings()
    try:
        with file.open("rb") as opened:
            found = done(lambda: keeping.restore(with_, opened))
    except OSError as error:
        raise refused(str(error)) from None
    made = f"{found.made:%Y-%m-%d %H:%M} UTC"
    typer.echo(
        f"Restored as of {made}: {found.counted.conferences} conferences, {found.counted.entries} entries, "
        f"{found.tallies} tallies counted anew."
    )
    _say_lost(found)
    for one in found.wrong:
        typer.echo(f"conference {one.cid} does not verify: {', '.join(sorted({each.wrong for each in one.findings}))}")
    if found.wrong or found.lost is None:
        raise typer.Exit(FAILED)


def _say_lost(found: "Restored") -> None:
    if found.lost is None:
        typer.echo("What was lost cannot be told: the file of heads is damaged. Keep it, and move it away.")
        return
    for one in found.lost:
        typer.echo(f"lost: conference {one.cid}, entries {one.version + 1} to {one.known} at least")
    if not found.lost:
        typer.echo("Nothing is known to be lost: no head was written down that is not in the backup.")
