"""One conference out of the lines of a roster: put together as a conference file would say it, each value with its cell."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.adapters.conference_shape import nearest, shown, unknown
from bot.adapters.placed_yaml import Mark, Path, Placed, Trouble
from bot.adapters.roster_layout import Layout
from bot.adapters.roster_sheet import Cell, Row
from bot.domain.particulars import SOCIAL_CARE

_TOP: Path = ("conference",)
_ALONE = frozenset({"chair", "manager", "administrator", "observer", "minute_taker"})
_LISTS = {"stand_in": "stand_ins", "family": "family", "supporter": "supporters", "interpreter": "interpreters"}
_DATES = ("strategy_discussion", "initial_conference", "previous_review")
_SAME = ("type", "mode", "start", "end", "minutes", "join_link", "follows", *_DATES)
"""What every line of one conference says alike."""
_MOST_MINUTES = 720


class Draft:
    """`cells` are the places that a cell of the file stands behind; of any other it is told by its own name."""

    def __init__(self, layout: Layout, rows: tuple[Row, ...]) -> None:
        self.placed = Placed()
        self.cells: set[Path] = set()
        self._layout = layout
        self._rows = rows
        self._contacts: list[tuple[Path, Cell]] = []
        self._leads: list[str] = []
        self._workers: dict[str, str] = {}
        self._named: dict[Path, Cell] = {}
        self._people = 0
        self.placed.value = {}
        self.placed.values[()] = rows[0].mark
        self._block(_TOP, rows[0].mark)
        self._shared()
        for row in rows:
            self._somebody(row)
        self._always()
        self._known()

    def nobody(self, path: Path) -> str:
        """What is wrong where somebody is wanted whom no line of the file gives; "" for any other place."""
        if path[-1:] == ("lead",) and path not in self.cells:
            word = self._word("lead")
            return f"{'more than one has' if self._leads else 'nobody has'} the role {word} for this child"
        wanted = len(path) == len(_TOP) + 1 and path[-1] in _ALONE and path not in self.placed.values
        return f"nobody has the role {self._word(str(path[-1]))}" if wanted else ""

    def _word(self, role: str) -> str:
        """What the file calls it."""
        return next((f"“{word}”" for word, one in self._layout.roles.items() if one == role), role)

    # ------------------------------------------------------------------------------------------------------- what all share

    def _shared(self) -> None:
        first = self._rows[0]
        for what in _SAME:
            self._alike(what)
        reference, kind = self._cell(first, "reference"), self._cell(first, "type")
        self._put((*_TOP, "reference"), reference.text, reference)
        if kind.text in self._layout.types:
            self._put((*_TOP, "type"), str(self._layout.types[kind.text]), kind)
        else:
            self._spoil((*_TOP, "type"), kind, _unknown("no type here is called", kind.text, self._layout.types))
        for what in ("mode", "join_link", "follows"):
            self._maybe((*_TOP, what), self._cell(first, what))
        self._times(first)
        days = [(what, cell) for what in _DATES if (cell := self._cell(first, what)).text]
        if days:
            self._block((*_TOP, "dates"), days[0][1].mark)
        for what, cell in days:
            self._day((*_TOP, "dates", what), cell)

    def _alike(self, what: str) -> None:
        said = self._cell(self._rows[0], what)
        for row in self._rows[1:]:
            cell = self._cell(row, what)
            if cell.text != said.text:
                path = (*_TOP, {"end": "planned_end", "minutes": "planned_end"}.get(what, what))
                self._trouble(path, cell, f"{shown(cell.text)} here, and {shown(said.text)} on line {said.mark.line}")
                return

    def _times(self, row: Row) -> None:
        start = self._moment((*_TOP, "start"), self._cell(row, "start"))
        if self._layout.headings("end"):
            self._moment((*_TOP, "planned_end"), self._cell(row, "end"))
            return
        minutes = self._cell(row, "minutes")
        if not (minutes.text.isascii() and minutes.text.isdigit() and 0 < int(minutes.text[:4]) <= _MOST_MINUTES):
            says = f"expected a number of minutes, up to {_MOST_MINUTES}, found {shown(minutes.text)}"
            self._spoil((*_TOP, "planned_end"), minutes, says)
        elif start:
            end = start + timedelta(minutes=int(minutes.text))
            self._put((*_TOP, "planned_end"), end.isoformat(timespec="minutes"), minutes)
        else:
            self.placed.spoilt.add((*_TOP, "planned_end"))

    def _always(self) -> None:
        always, mark = self._layout.always, self._rows[0].mark
        self._set((*_TOP, "profile"), always.profile, mark)
        if always.tenant:
            self._set((*_TOP, "tenant"), always.tenant, mark)
        for what, given in (("manager", always.manager), ("administrator", always.administrator)):
            if given and what not in self.placed.value["conference"]:
                self._set((*_TOP, what), {"id": what, **given}, mark)

    # ---------------------------------------------------------------------------------------------------------- each person

    def _somebody(self, row: Row) -> None:
        word = self._cell(row, "role")
        role = self._layout.roles.get(word.text)
        if role is None:
            path = (*_TOP, "role")
            self._trouble(path, word, _unknown("no role here is called", word.text, self._layout.roles))
        elif role in {"child", "unborn"}:
            self._child(row, "expected" if role == "unborn" else "born")
        elif role in _ALONE:
            self._alone(role, row, word)
        elif role in _LISTS:
            path = self._next(_LISTS[role], row)
            self._person(path, row)
            if role in {"family", "supporter"}:
                relation = self._cell(row, "relation")
                self._put((*path, "relation"), relation.text or word.text, relation if relation.text else word)
        else:
            self._seat(row, word, role)

    def _alone(self, role: str, row: Row, word: Cell) -> None:
        path = (*_TOP, role)
        if path in self.placed.values:
            self._trouble(path, word, f"there is one already, on line {self.placed.values[path].line}")
            return
        self._block(path, row.mark)
        self._person(path, row)

    def _child(self, row: Row, dated: str) -> None:
        path = self._next("children", row)
        name, born = self._cell(row, "name"), self._cell(row, "born")
        self._set((*path, "id"), f"child_{path[-1] + 1}", row.mark)  # type: ignore[operator]  # a place in a list
        self._put((*path, "called"), name.text, name)
        if born.text:
            self._day((*path, dated), born)
        self._named[path] = self._cell(row, "lead")

    def _seat(self, row: Row, word: Cell, role: str) -> None:
        path = self._next("seats", row)
        agency = SOCIAL_CARE if role == "lead" else role[1:]
        title, contact = self._cell(row, "title"), self._cell(row, "contact")
        self._set((*path, "id"), f"seat_{path[-1] + 1}", row.mark)  # type: ignore[operator]
        self._put((*path, "agency"), agency, word)
        self._put((*path, "title"), title.text or word.text, title if title.text else word)
        self._block((*path, "held_by"), row.mark)
        who = self._person((*path, "held_by"), row)
        self._contacts.append(((*path, "contact"), contact))
        if agency == SOCIAL_CARE:
            self._workers[self._cell(row, "name").text.casefold()] = who
        if role == "lead":
            self._leads.append(who)

    def _person(self, path: Path, row: Row) -> str:
        """Ids say nothing of a name: they go where names may not."""
        self._people += 1
        who, name = f"person_{self._people}", self._cell(row, "name")
        self._set((*path, "id"), who, row.mark)
        self._put((*path, "name"), name.text, name)
        for what in ("address", "oid"):
            self._maybe((*path, what), self._cell(row, what))
        return who

    # ------------------------------------------------------------------------------------------- when everybody is there

    def _known(self) -> None:
        children: list[dict[str, Any]] = self.placed.value["conference"].get("children", [])
        ids = {str(child.get("called", "")).casefold(): str(child["id"]) for child in children}
        for path, cell in self._contacts:
            self._contact(path, cell, ids)
        for path, cell in self._named.items():
            self._lead((*path, "lead"), cell)

    def _lead(self, path: Path, cell: Cell) -> None:
        """Whom the child's own line names; without a name, the one who is there as that."""
        who = self._workers.get(cell.text.casefold())
        if cell.text and who:
            self._put(path, who, cell)
        elif cell.text:
            self._spoil(path, cell, f"no social worker {shown(cell.text)} is on the list")
        elif len(self._leads) == 1:
            self._set(path, self._leads[0], self.placed.values[path[:-1]])
        else:
            says = "more than one is lead social worker" if self._leads else "nobody is lead social worker"
            self.placed.troubles.append(Trouble(self.placed.values[path[:-1]], path, says))
            self.placed.spoilt.add(path)

    def _contact(self, path: Path, cell: Cell, ids: Mapping[str, str]) -> None:
        words = self._layout.words
        if cell.text in words.all:
            self._put(path, "all", cell)
            return
        named = [one.strip() for one in cell.text.split(words.between) if one.strip()]
        strange = [one for one in named if one.casefold() not in ids]
        if strange:
            self._spoil(path, cell, unknown("there is no child", strange[0], [one.title() for one in ids]))
            return
        self._put(path, list(dict.fromkeys(ids[one.casefold()] for one in named)), cell)

    # ------------------------------------------------------------------------------------------------------ one value

    def _cell(self, row: Row, what: str) -> Cell:
        return row.cell(self._layout.headings(what))

    def _moment(self, path: Path, cell: Cell) -> datetime | None:
        """On London's clock, as the file means it: what reads it next sees to that."""
        try:
            found = datetime.strptime(cell.text, self._layout.formats.moment)  # noqa: DTZ007
        except ValueError as error:
            self._spoil(path, cell, _no_day(error, cell, "a day and hour", self._layout.formats.moment))
            return None
        self._put(path, found.isoformat(timespec="minutes"), cell)
        return found

    def _day(self, path: Path, cell: Cell) -> None:
        try:
            found = datetime.strptime(cell.text, self._layout.formats.day).date()  # noqa: DTZ007 - a day has no zone
        except ValueError as error:
            self._spoil(path, cell, _no_day(error, cell, "a day", self._layout.formats.day))
            return
        self._put(path, found.isoformat(), cell)

    def _maybe(self, path: Path, cell: Cell) -> None:
        if cell.text:
            self._put(path, cell.text, cell)

    def _put(self, path: Path, value: object, cell: Cell) -> None:
        self.cells.add(path)
        self._set(path, value, cell.mark)

    def _set(self, path: Path, value: object, mark: Mark) -> None:
        inside: Any = self.placed.value
        for step in path[:-1]:
            inside = inside[step]
        if isinstance(inside, list):
            inside.append(value)
        else:
            inside[path[-1]] = value
        self.placed.values[path] = self.placed.names[path] = mark

    def _block(self, path: Path, mark: Mark) -> None:
        self._set(path, {}, mark)

    def _next(self, name: str, row: Row) -> Path:
        """A new block at the end of one of the conference's lists."""
        if (*_TOP, name) not in self.placed.values:
            self._set((*_TOP, name), [], row.mark)
        path = (*_TOP, name, len(self.placed.value["conference"][name]))
        self._block(path, row.mark)
        return path

    def _trouble(self, path: Path, cell: Cell, says: str) -> None:
        self.cells.add(path)
        self.placed.troubles.append(Trouble(cell.mark, path, says))

    def _spoil(self, path: Path, cell: Cell, says: str) -> None:
        """What stands there cannot be read: nothing more is said of it, nor that it is missing."""
        self._trouble(path, cell, says)
        self.placed.spoilt.add(path)
        self._set(path, cell.text, cell.mark)


def _example(written: str) -> str:
    return datetime(2027, 3, 9, 10, 30).strftime(written)  # noqa: DTZ001 - to be read by a person


def _no_day(error: ValueError, cell: Cell, what: str, written: str) -> str:
    """Well written, there may still be no such day."""
    if "does not match" in str(error) or "unconverted" in str(error):
        return f"expected {what} as {_example(written)}, found {shown(cell.text)}"
    return f"{shown(cell.text)} is no day: the month is not that long"


def _unknown(what: str, name: str, known: Collection[str]) -> str:
    """With the nearest of those known, or all of them."""
    said = unknown(what, name, known)
    return said if nearest(name, known) else f"{said}: there are {', '.join(known)}"
