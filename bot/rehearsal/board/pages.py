"""The pages: self-contained, nothing fetched, no script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.rehearsal.board.cells import BY_ITSELF, Cell, Sight
from bot.rehearsal.board.columns import Column
from bot.rehearsal.board.rows import Chapter, Row
from bot.words.times import at_time, clock, on_day


@cache
def _templates() -> Environment:
    """What is missing is an error, and what people typed is text: no template marks anything safe."""
    return Environment(
        loader=PackageLoader("bot.rehearsal"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row as the page has it. `cells` by the key of the column."""

    at: datetime
    clock: str
    day: str
    what: str
    by: Sequence[str]
    notes: Sequence[str]
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class PageChapter:
    title: str
    rows: Sequence[PageRow]


@dataclass(frozen=True, slots=True)
class Dated:
    when: str
    sight: Sight


@dataclass(slots=True)
class Section:
    """One person's or one child's part of a page; `notes` are said first."""

    title: str
    notes: list[str] = field(default_factory=list)
    sights: list[Dated] = field(default_factory=list)


def storyboard_page(
    heading: str,
    about: str,
    chapters: Iterable[Chapter],
    columns: Sequence[Column],
    *,
    troubles: Sequence[str] | None,
    files: Sequence[tuple[str, str]],
) -> str:
    """Columns in which nothing ever stood are named above and left out. `troubles` None: nobody has judged it yet."""
    folds = Folds()
    laid = [PageChapter(one.title, [_row(row, columns, folds) for row in one.rows]) for one in chapters]
    used = {key for chapter in laid for row in chapter.rows for key in row.cells}
    return (
        _templates()
        .get_template("storyboard.html")
        .render(
            heading=heading,
            about=about,
            chapters=laid,
            columns=[one for one in columns if one.key in used],
            unseen=[f"{one.name} ({one.what})" for one in columns if one.key not in used],
            troubles=troubles,
            files=list(files),
        )
    )


def seen_page(heading: str, about: str, sections: Sequence[Section], nothing: str) -> str:
    """Cards one under the other, each whole. `nothing` is said when there are none."""
    template = _templates().get_template("seen.html")
    return template.render(heading=heading, about=about, sections=sections, nothing=nothing)


def dated(at: datetime, sight: Sight) -> Dated:
    return Dated(at_time(at), sight)


class Folds:
    """Which cards a page shows by their head alone: long ones, those that came of themselves, and what the same person
    saw in the same message before or somebody further left sees in the same moment.
    """

    def __init__(self) -> None:
        self._before: dict[tuple[str, str], tuple[object, ...]] = {}

    def row(self, cells: Mapping[str, Cell]) -> None:
        beside: set[tuple[object, ...]] = set()
        for key, cell in cells.items():
            for seen in cell.saw:
                if seen.card is not None:
                    looks = (seen.card.title, seen.card.parts)
                    seen.again = looks in beside or self._before.get((key, seen.message)) == looks
                    seen.folded = seen.again or seen.card.long or seen.how == BY_ITSELF
                    beside.add(looks)
                    self._before[key, seen.message] = looks


def _row(row: Row, columns: Sequence[Column], folds: Folds) -> PageRow:
    """A person who came by two accounts has one column."""
    cells: dict[str, Cell] = {}
    for column in columns:
        mine = [cell for teams_id, cell in row.cells.items() if teams_id in column.teams_ids]
        if mine:
            cells[column.key] = mine[0] if len(mine) == 1 else _together(mine)
    folds.row(cells)
    by = [column.name for column in columns if column.key in cells and cells[column.key].did]
    return PageRow(row.at, clock(row.at), on_day(row.at), row.what, by, row.notes, cells)


def _together(cells: Sequence[Cell]) -> Cell:
    return Cell(
        did=[did for cell in cells for did in cell.did],
        entered=[one for cell in cells for one in cell.entered],
        saw=[seen for cell in cells for seen in cell.saw],
    )
