"""The table: a figure a row, each the median of interleaved rounds with its spread, held against its bar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`values` are one a round. `most` tells the bar's side: what must not be exceeded, else what must be reached.

    `bar` None: nothing is asked of it. `note` says what the reader must know to believe it.
    """

    name: str
    values: Sequence[float]
    bar: float | None
    most: bool = False
    unit: str = ""
    note: str = ""
    missing: str = ""
    """Why it could not be measured here; such a row fails nothing."""
    judged: Callable[[Sequence[float]], float] = median

    @property
    def value(self) -> float:
        return self.judged(self.values)

    @property
    def met(self) -> bool:
        if self.missing or self.bar is None:
            return True
        return self.value <= self.bar if self.most else self.value >= self.bar

    @property
    def said(self) -> str:
        if self.missing:
            return self.missing
        spread = f" ({_short(min(self.values))}..{_short(max(self.values))})" if len(self.values) > 1 else ""
        return f"{_short(self.value)}{self.unit}{spread}"

    @property
    def asked(self) -> str:
        if self.bar is None:
            return ""
        return f"{'<=' if self.most else '>='} {_short(self.bar)}{self.unit}"


def _short(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def markdown(rows: Sequence[Row]) -> str:
    lines = ["| Figure | Measured | Bar | |", "|---|---|---|---|"]
    lines += [
        f"| {one.name}{f'. {one.note}' if one.note else ''} | {one.said} | {one.asked} | {_mark(one)} |" for one in rows
    ]
    return "\n".join(lines)


def _mark(row: Row) -> str:
    if row.missing or row.bar is None:
        return ""
    return "met" if row.met else "**not met**"


def plain(rows: Sequence[Row]) -> str:
    """For a terminal."""
    return "\n".join(
        f"{_mark(one).strip('*') or '-':8} {one.name:58} {one.said:28} {one.asked:14} {one.note}" for one in rows
    )
