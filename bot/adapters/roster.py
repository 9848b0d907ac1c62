"""A case system's list of invitees (CSV) into conferences, through a layout: all of them, or every fault in the file."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import groupby, islice
from pathlib import Path as FilePath

from bot.adapters.conference_file import (
    MOST_FAULTS,
    ConferenceFile,
    ConferenceFileError,
    fault_of,
    made_of,
    troubles_of,
)
from bot.adapters.file_faults import FileFault
from bot.adapters.placed_yaml import UnreadableError
from bot.adapters.roster_draft import Draft
from bot.adapters.roster_layout import Columns, Layout
from bot.adapters.roster_sheet import MOST_BYTES, Row, Sheet, read_sheet

__all__ = ["load_roster"]


def load_roster(source: FilePath, layout: Layout, boroughs: Collection[str]) -> tuple[ConferenceFile, ...]:
    """In the order of the file. Raises ConferenceFileError with every fault, and then nothing of the file is used."""
    try:
        with source.open("rb") as file:
            sheet = read_sheet(file.read(MOST_BYTES + 1), layout.separator)
    except UnreadableError as error:
        raise ConferenceFileError(
            (FileFault(error.mark.line, error.mark.column, "", error.says),), source.name
        ) from None
    except OSError as error:
        says = f"the file cannot be opened: {error.strerror}"
        raise ConferenceFileError((FileFault(1, 1, "", says),), source.name) from None
    wrong = [FileFault(1, 1, "", says) for says in _headings(sheet, layout)]
    if wrong:  # without its headings, every line would be wrong in the same way
        raise ConferenceFileError(wrong, source.name)
    drafts = {reference: Draft(layout, rows) for reference, rows in _conferences(sheet, layout) if reference}
    faults = sorted(
        [*_of_sheet(sheet, layout), *islice(_of_drafts(drafts, sheet, boroughs), MOST_FAULTS)],
        key=lambda one: (one.line, one.column),
    )
    if faults:
        raise ConferenceFileError(faults, source.name)
    return tuple(made_of(draft.placed) for draft in drafts.values())


_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


def _headings(sheet: Sheet, layout: Layout) -> list[str]:
    wanted = _wanted(layout)
    if set(wanted) & set(sheet.headings):
        return list(sheet.lacking(wanted))
    by = _SEPARATORS.get(layout.separator, f"“{layout.separator}”")
    return [f"none of the headings is there: are the fields separated by {by}, and is this the layout for this file?"]


def _wanted(layout: Layout) -> list[str]:
    return [heading for what in Columns.model_fields for heading in layout.headings(what)]


def _conferences(sheet: Sheet, layout: Layout) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """The lines of each, wherever in the file they stand; in the order in which the first of them does."""

    def of(row: Row) -> str:
        return row.cell(layout.headings("reference")).text

    first = {reference: number for number, reference in reversed(list(enumerate(map(of, sheet.rows))))}
    ordered = sorted(sheet.rows, key=lambda row: first[of(row)])
    return ((reference, tuple(rows)) for reference, rows in groupby(ordered, key=of))


def _of_sheet(sheet: Sheet, layout: Layout) -> Iterator[FileFault]:
    yield from (FileFault(mark.line, mark.column, "", says) for mark, says in sheet.troubles)
    heading = layout.headings("reference")[0]
    for row in sheet.rows:
        cell = row.cell(layout.headings("reference"))
        if not cell.text:
            yield FileFault(cell.mark.line, cell.mark.column, f"“{heading}”", "which conference is this line of?")
    if not sheet.rows:
        yield FileFault(1, 1, "", "there is no line under the headings")


def _of_drafts(drafts: dict[str, Draft], sheet: Sheet, boroughs: Collection[str]) -> Iterator[FileFault]:
    """A cell is told by its heading; what is not there, by the name that conference files have for it."""
    for reference, draft in drafts.items():
        for one in troubles_of(draft.placed, boroughs, real=True):
            fault = fault_of(one, draft.placed)
            heading = f"“{sheet.headings[one.mark.column - 1]}”"
            where = heading if one.path in draft.cells else fault.path.removeprefix("conference.")
            if nobody := draft.nobody(one.path):
                where, fault = "", replace(fault, says=nobody)
            named = f"{reference}, {where}" if where else reference
            yield replace(fault, path="".join(each for each in named if each.isprintable()))
