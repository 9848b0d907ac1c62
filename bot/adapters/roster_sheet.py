"""A CSV file as rows of cells, each cell knowing its line and column: what every roster is read from."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.adapters.placed_yaml import Mark, UnreadableError

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5_000
_LONGEST_CELL = 4_000


@dataclass(frozen=True, slots=True)
class Cell:
    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` by their headings. Columns are counted in cells, as a spreadsheet does."""

    line: int
    cells: Mapping[str, Cell]

    @property
    def mark(self) -> Mark:
        return Mark(self.line, 1)

    def cell(self, headings: Sequence[str]) -> Cell:
        """Of several put together with a space, standing where the first does; empty where there is none."""
        found = [self.cells[one] for one in headings if one in self.cells]
        mark = found[0].mark if found else self.mark
        return Cell(mark, " ".join(one.text for one in found if one.text))


@dataclass(frozen=True, slots=True)
class Sheet:
    """`troubles` are of the sheet itself: rows with more cells than there are headings."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    troubles: tuple[tuple[Mark, str], ...]

    def lacking(self, wanted: Sequence[str]) -> Iterator[str]:
        """What is wrong with the headings, for these to be found among them."""
        for one in dict.fromkeys(wanted):
            number = self.headings.count(one)
            if not number:
                close = get_close_matches(one, self.headings, n=1)
                yield f"there is no heading “{one}”" + (f": is it “{close[0]}”?" if close else "")
            elif number > 1:
                yield f"the heading “{one}” is there {number} times"


def read_sheet(raw: bytes, separator: str) -> Sheet:
    """Raises UnreadableError where it is no such file, or more of one than anybody needs."""
    if len(raw) > MOST_BYTES:
        raise UnreadableError(1, 1, f"the file is larger than {MOST_BYTES // 1024 // 1024} MB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(1, 1, "this is not text in UTF-8: save it as “CSV UTF-8”") from None
    lines = list(_lines(text, separator))
    if not lines:
        raise UnreadableError(1, 1, "the file is empty")
    (_, first), rest = lines[0], lines[1:]
    headings = tuple(one.strip() for one in first)
    troubles = tuple(
        (Mark(line, len(headings) + 1), f"{len(cells)} cells, and the file has {len(headings)} headings")
        for line, cells in rest
        if len(cells) > len(headings)
    )
    rows = tuple(_row(line, cells, headings) for line, cells in rest if any(one.strip() for one in cells))
    return Sheet(headings, rows, troubles)


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each with the number of the line it begins on: a cell in quotation marks may run over several."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for number, cells in enumerate(reader):
            if number > MOST_ROWS:
                raise UnreadableError(before + 1, 1, f"more than {MOST_ROWS} lines")
            yield before + 1, cells
            before = reader.line_num
    except csv.Error:
        raise UnreadableError(
            before + 1, 1, "quotation marks are opened here and not closed, or stand inside a word"
        ) from None


def _row(line: int, cells: list[str], headings: Sequence[str]) -> Row:
    twice = Counter(headings)
    return Row(
        line,
        {
            heading: Cell(Mark(line, number), text.strip()[:_LONGEST_CELL])
            for number, (heading, text) in enumerate(zip(headings, cells, strict=False), start=1)
            if heading and twice[heading] == 1
        },
    )
