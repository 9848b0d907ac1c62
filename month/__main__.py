"""`python -m month`: what `make month` runs. Exit code 1, with each fault in one line, where anybody was told wrongly."""

import asyncio
import sys
from typing import Annotated

import structlog
import typer

from month.controls import CONTROLS, found
from month.figures import table
from month.play import play
from month.whole import FEW, play_whole

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    seed: Annotated[int, typer.Option(min=1, help="Chooses who does what when, and which month.")] = 1,
    seeds: Annotated[int, typer.Option(min=0, help="Play seeds 1 to this many instead.")] = 0,
    conferences: Annotated[int, typer.Option(min=1, help="How many there are in the month.")] = 40,
    *,
    whole: Annotated[
        bool, typer.Option(help="A few conferences instead, on the whole bot, its store, HTTP and mail.")
    ] = False,
    controls: Annotated[bool, typer.Option(help="Also take each rule away once, which must be found.")] = True,
) -> None:
    """A month of conferences on a moved clock: every reminder that was owed, once, on the right working day, and no other."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    wanted = range(1, seeds + 1) if seeds else (seed,)
    months = [
        asyncio.run(play_whole(one, min(conferences, FEW)) if whole else play(one, conferences)) for one in wanted
    ]
    for line in table(months):
        typer.echo(line)
    for one in months if whole else ():
        typer.echo(f"seed {one.seed}, deeds: " + ", ".join(f"{many} {how}" for how, many in sorted(one.done.items())))
    faults = [f"seed {one.seed}: {fault}" for one in months for fault in one.verdict.faults]
    for name in CONTROLS if controls and not whole else ():
        seen = asyncio.run(found(name))
        typer.echo(f"taken away, {name}: {'found' if seen else 'NOT FOUND'}")
        faults += [] if seen else [f"nobody saw that a rule was gone: {name}"]
    for fault in faults:
        typer.echo(fault, err=True)
    sys.exit(1 if faults else 0)


app()
