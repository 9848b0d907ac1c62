"""Every deadline of five boroughs for three conferences, worked out by hand in tests/tables from the sources' own words.

Nothing here asks the product: it only reads those files and makes docs/deadlines.md of them (`python -m tests.deadlines`).
tests/unit/domain/test_deadline_tables.py holds the product against them.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "tests" / "tables"
PAGE = ROOT / "docs" / "deadlines.md"
BOROUGHS = ("lewisham", "lbh", "redbridge", "city_of_london", "london")
WHENS = ("monday", "friday", "eve")
PARTS = {
    "held": "When it is held",
    "before": "Before it",
    "reminders": "Invitations and reminders",
    "at": "At it",
    "after": "After it",
}
_NAMES = {
    "lewisham": "Lewisham (S0)",
    "lbh": "LBH (S1)",
    "redbridge": "Redbridge (S2)",
    "city_of_london": "City of London (S3)",
    "london": "The London procedure (S4)",
}
_CONFERENCES = {"initial", "pre_birth", "transfer_in", "review"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One deadline, or one kind of reminder, whose moments are several. `begins` is the date it is counted from, where that
    is not the conference; `says` are the source's words, or for what is ours what we do.
    """

    code: str
    part: str
    kinds: tuple[str, ...]
    what: str
    begins: str
    source: str
    says: str
    whens: dict[str, tuple[str, ...]]


@cache
def conferences() -> dict[str, dict[str, str]]:
    """What is known of each of the three, as written."""
    return _read("conferences")


@cache
def rows(borough: str) -> tuple[Row, ...]:
    """A borough's own, and London's for whatever kinds its guide says nothing of."""
    own = tuple(_rows(borough))
    if borough == "london":
        return own
    taken = {(row.code, kind) for row in own for kind in row.kinds}
    kept = ((row, tuple(kind for kind in row.kinds if (row.code, kind) not in taken)) for row in rows("london"))
    inherited = (replace(row, kinds=kinds) for row, kinds in kept if kinds)
    order = {code: number for number, code in enumerate(dict.fromkeys(row.code for row in rows("london")))}
    both = sorted((*inherited, *own), key=lambda row: order.get(row.code, order["first_core_group"]))
    return tuple(both)


def _rows(borough: str) -> Iterator[Row]:
    for part, found in _read(borough).items():
        for one in found:
            yield Row(
                code=one["code"],
                part=part,
                kinds=tuple(one["kinds"]),
                what=one["what"],
                begins=one.get("from", ""),
                source=one["source"],
                says=one["says"],
                whens={when: _moments(one[when]) for when in WHENS},
            )


def _moments(written: str | list[str]) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((TABLES / f"{name}.toml").read_text("utf-8"))


# ------------------------------------------------------------------------------------------------------------ the page

_HEAD = """# Deadlines, worked out by hand

Every deadline for three conferences in each of the five boroughs whose guides we read ([sources](sources.md)), and when people
are reminded. The dates were worked out by hand from the sources' words, not by the bot; a test holds the bot to them. This page is
made by `python -m tests.deadlines` from `tests/tables/`: change those.

The hour is London's. The day a limit runs from is day 0, one counted in days ends at 17:00, and hours are elapsed time ([why](decisions/0008-days-and-the-end-of-the-meeting.md)).
“So Fri 2 Apr 2027” after a date that is no working day: the last one that keeps the limit. Marks such as [INF] are explained
in [sources](sources.md#marks). Without a kind beside it, a row is for every kind of conference. A reminder is sent only while what it is
about is not done, one a day at most for everything that a person still has to do.
"""


def page() -> str:
    return "\n".join([_HEAD, *_facts(), *(line for borough in BOROUGHS for line in _borough(borough))]).rstrip() + "\n"


def _facts() -> Iterator[str]:
    known = conferences()
    yield "## The three conferences"
    yield ""
    yield from _head("", "")
    for key in known["monday"]:
        if key not in {"title", "why"}:
            yield _line(_plain(key).capitalize(), *(known[when][key] for when in WHENS))
    yield _line("Why this one", *(known[when]["why"] for when in WHENS))
    yield ""


def _borough(borough: str) -> Iterator[str]:
    yield f"## {_NAMES[borough]}"
    yield ""
    for part, title in PARTS.items():
        yield from _head(title, "Source", dated=True)
        for row in rows(borough):
            if row.part == part:
                yield _line(_what(row), *("<br>".join(row.whens[when]) or "none" for when in WHENS), _source(row))
        yield ""


def _head(first: str, last: str, *, dated: bool = False) -> Iterator[str]:
    names = [known["start"] if dated else known["title"] for known in (conferences()[when] for when in WHENS)]
    cells = [first, *names, *([last] if last else [])]
    yield _line(*cells)
    yield "|" + "---|" * len(cells)


def _what(row: Row) -> str:
    kinds = "" if set(row.kinds) >= _CONFERENCES else _plain(", ".join(row.kinds))
    counted = f"from {_plain(row.begins)}" if row.begins else ""
    beside = "; ".join(filter(None, [kinds, counted]))
    return f"{row.what} ({beside})" if beside else row.what


def _plain(code: str) -> str:
    return code.replace("pre_birth", "pre-birth").replace("_", " ")


def _source(row: Row) -> str:
    return f"{row.source}: {row.says}" if row.source.startswith("[") else f"{row.source}: “{row.says}”"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
