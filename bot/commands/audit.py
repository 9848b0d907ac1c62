"""`audit verify`: is the record what was recorded, and every tally the count of its post-its? Ids and codes, no content."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.saying import FAILED, console, done, settings

if TYPE_CHECKING:
    from bot.keeping import Audited, Checked

app = typer.Typer(help="Look into the record.", no_args_is_help=True)

MEANINGS = {
    "altered": "edited, exchanged with another, or brought from elsewhere",
    "missing": "taken out, or cut off",
    "unrecorded": "there, and unknown to its head",
    "head": "the head is not that of the last entry",
    "cut": "it was written down that the record was longer",
    "rewritten": "it was written down that this entry was another one",
    "remains": "only scraps of the conference are left",
    "moved": "a field does not open in its place",
    "key": "its key cannot be opened",
    "unreadable": "an event that this Chairside does not know",
    "impossible": "events in an order that cannot be",
    "repeated": "one operation recorded twice",
    "operation": "the operations kept do not agree with the log",
    "not_set_up": "set up twice, or not at its beginning",
    "round": "a round out of turn",
    "not_open": "a post-it while its round was not open",
    "no_seat": "a post-it of no seat or child of this conference",
    "two_answers": "more than one answer of a seat would stand",
    "tally": "the tally is not the count of the post-its",
}


@app.callback()
def _audit() -> None:
    """A group, so that `verify` has a name of its own."""


@app.command()
def verify(
    cid: Annotated[str, typer.Argument(help="One conference's id; all of them by default.")] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Verify every chain and count every tally anew, against the heads written down. The bot may be running."""
    from bot import keeping

    with_ = settings()
    found = done(lambda: keeping.audit(with_, cid))
    if as_json:
        typer.echo(json.dumps(_told(found), indent=2))
    else:
        _show(found)
    if not found.whole:
        raise typer.Exit(FAILED)


def _told(found: "Audited") -> dict[str, object]:
    return {
        "whole": found.whole,
        "heads": found.about,
        "torn": list(found.torn),
        "conferences": [
            {
                "conference": one.cid,
                "entries": one.entries,
                "tallies": one.tallies,
                "heads": one.anchors,
                "lost": [{"after": each.version, "known": each.known, "at": each.at.isoformat()} for each in one.lost],
                "findings": [{"entry": each.seq, "code": each.wrong} for each in one.findings],
            }
            for one in found.conferences
        ],
    }


def _show(found: "Audited") -> None:
    from rich.table import Table

    table = Table("Conference", "Entries", "Tallies", "Heads", "Found")
    for one in found.conferences:
        tallies = "not counted" if one.tallies is None else str(one.tallies)
        table.add_row(one.cid, str(one.entries), tallies, str(one.anchors), "\n".join(_lines(one)) or "whole")
    console().print(table)
    if found.about:
        typer.echo(found.about)
    for line in found.torn:
        typer.echo(f"The store dropped a last, unfinished write when it started (time, length of file): {line}")
    typer.echo("Nothing is wrong." if found.whole else "Something is wrong. Touch nothing; make a copy of everything.")


def _lines(one: "Checked") -> Iterator[str]:
    for each in one.findings[:_MOST]:
        where = f"entry {each.seq}: " if each.seq else ""
        yield f"{where}{each.wrong}: {MEANINGS[each.wrong]}"
    if len(one.findings) > _MOST:
        yield f"and {len(one.findings) - _MOST} more"
    for lost in one.lost:
        yield f"restored {lost.at:%Y-%m-%d %H:%M}: entries {lost.version + 1} to {lost.known} were lost"


_MOST = 10
"""Findings shown of one conference. `--json` has them all."""
