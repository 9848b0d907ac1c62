"""What is wrong with the letters that a borough wrote: all of it, each with its file and line, before any of them goes out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from jinja2 import TemplateError, TemplateSyntaxError, nodes

from bot.letters.stationery import LEAFLETS, NAMES, Sheet, environment, sheet_of, tidy
from bot.words.typed import clean

LONGEST = 20_000
"""Characters. A letter of ten pages is a mistake, or somebody else's file."""

_WORDS = (
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Include,
    nodes.Const,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
"""What a letter is made of: words, values, and whether one is there. Anything else could do what nobody proof-reads."""

_SOMETIMES = ("link", "place", "report_due")
_FICTION: Mapping[str, str] = {
    "council": "Sampleton",
    "reference": "FICT-2026-001",
    "day": "Thu 3 Dec 2026",
    "start": "10:00",
    "end": "12:00",
    "link": "https://teams.example/l/meetup-join/fictional",
    "place": "Room 2, Sampleton House",
    "report_due": "Fri 27 Nov 2026, 17:00",
    "waiting": "Conference FICT-2026-001, Thu 3 Dec 2026, 10:00\nPlease say whether you can come.",
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


def faults(own: Mapping[str, str], shipped: Mapping[str, str], boroughs: Iterable[str]) -> tuple[Fault, ...]:
    """`own` by the path of each file in the folder, with /. In order of file and line."""
    known = frozenset(boroughs)
    found: set[Fault] = set()
    for path, text in own.items():
        folder, _, name = path.partition("/")
        theirs = path if path in NAMES else name if folder in known else ""
        sheet = sheet_of(theirs)
        if sheet is None:
            found.add(Fault(path, 1, f"there is no such letter; there are: {', '.join(NAMES)}"))
            continue
        found.update(Fault(path, line, what) for line, what in _faults(theirs, text, sheet))
        if not any(one.file == path for one in found):
            within = {key.removeprefix(f"{folder}/"): each for key, each in own.items() if key.startswith(f"{folder}/")}
            found.update(Fault(path, 1, what) for what in _unfilled(theirs, sheet, within, own, shipped))
    return tuple(sorted(found))


def _faults(name: str, text: str, sheet: Sheet) -> Iterator[tuple[int, str]]:
    yield from _on_the_page(text)
    try:
        tree = environment().parse(text)
    except TemplateSyntaxError as error:
        yield error.lineno, f"cannot be read: {error.message}"
        return
    said: set[str] = set()
    for node in tree.find_all(nodes.Node):
        yield from _in(node, sheet, leaflet=name.startswith(LEAFLETS))
    for output in tree.find_all(nodes.Output):
        said |= {one.name for one in output.nodes if isinstance(one, nodes.Name)}
    for missing in sorted(sheet.must - said):
        yield 1, f"never says {{{{ {missing} }}}}, which it must"


def _on_the_page(text: str) -> Iterator[tuple[int, str]]:
    if len(text) > LONGEST:
        yield 1, f"is longer than {LONGEST} characters"
    if not text.strip():
        yield 1, "is empty"
    for number, line in enumerate(text.split("\n"), 1):
        if clean(line.rstrip("\r")) != line.rstrip("\r"):
            yield number, "holds something that cannot be seen"


def _in(node: nodes.Node, sheet: Sheet, *, leaflet: bool) -> Iterator[tuple[int, str]]:
    if not isinstance(node, _WORDS):
        yield (
            node.lineno,
            f"a letter may not do this ({type(node).__name__.lower()}): only words, {{{{ values }}}} and if",
        )
    elif isinstance(node, nodes.Name) and node.name not in sheet.may:
        yield node.lineno, f"there is no value {node.name} here; there are: {', '.join(sorted(sheet.may))}"
    elif isinstance(node, nodes.Include):
        yield from _include(node, leaflet=leaflet)
    elif isinstance(node, nodes.TemplateData):
        for number, line in enumerate(node.data.split("\n")):
            if "{" in line or "}" in line:
                yield node.lineno + number, "a brace that belongs to no value: they are written {{ day }}"


def _include(node: nodes.Include, *, leaflet: bool) -> Iterator[tuple[int, str]]:
    name = node.template.value if isinstance(node.template, nodes.Const) else ""
    if leaflet:
        yield node.lineno, "a leaflet holds no other"
    elif not str(name).startswith(LEAFLETS) or name not in NAMES:
        yield node.lineno, f"only leaflets may be put in: {', '.join(one for one in NAMES if one.startswith(LEAFLETS))}"


def _unfilled(name: str, sheet: Sheet, *texts: Mapping[str, str]) -> Iterator[str]:
    """Filled in with made-up values, with and without what is not always there."""
    some = [one for one in _SOMETIMES if one in sheet.may]
    for there in product((True, False), repeat=len(some)):
        left_out = {one for one, is_there in zip(some, there, strict=True) if not is_there}
        values = {one: "" if one in left_out else _FICTION[one] for one in sheet.may}
        try:
            said = tidy(environment(*texts).get_template(name).render(values))
        except TemplateError as error:
            yield f"cannot be filled in: {error.message}"
            return
        for one in sorted(sheet.must - left_out):
            if values[one] not in said:
                yield f"does not always say {{{{ {one} }}}}, which it must"
