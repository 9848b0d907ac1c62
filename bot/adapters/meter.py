"""The figures of one process, kept by prometheus-client in a registry of our own and served by web/metrics.py."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector, disable_created_metrics

from bot.usecases.ports import Count, Level

OTHER = "other"
"""What a code that nobody foresaw is counted as."""

T = TypeVar("T", Counter, Gauge)

Labels = Mapping[str, Iterable[str]]
"""Each label's name and all the codes that it may ever bear, in order."""

_FEW = 64
"""Series made at once, so that a rate can be drawn from nought. Larger families grow as their codes turn up."""


class PrometheusMeter:
    """Meter. `families` gives the labels of each figure that has any; a code outside them is counted as `other`.

    What is counted is looked up ready made, since a press is counted two or three times: prometheus-client's own way to
    a labelled child costs several times as much as the counting.
    """

    def __init__(self, families: Mapping[Count | Level, Labels]) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series beside each, of when it was made: of no use to anybody here
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._families = {
            what: {name: frozenset((*codes, OTHER)) for name, codes in labels.items()}
            for what, labels in families.items()
        }
        self._counters = {what: Counter(*self._said(what), registry=self.registry) for what in Count}
        self._gauges = {what: Gauge(*self._said(what), registry=self.registry) for what in Level}
        self._counted: dict[tuple[str, ...], Counter] = {}
        self._levelled: dict[tuple[str, ...], Gauge] = {}
        for what in Count:
            every = list(product(*self._labels(what).values()))
            for codes in every if len(every) <= _FEW else ():
                self._counter(what, codes)

    def count(self, what: Count, *codes: str) -> None:
        child = self._counted.get((what, *codes))
        if child is None:
            child = self._counter(what, self._allowed(what, codes))
        child.inc()

    def level(self, what: Level, value: float, *codes: str) -> None:
        child = self._levelled.get((what, *codes))
        if child is None:
            codes = self._allowed(what, codes)
            child = self._levelled[what, *codes] = _child(self._gauges[what], codes)
        child.set(value)

    def _counter(self, what: Count, codes: tuple[str, ...]) -> Counter:
        """Only allowed codes are remembered: whatever else is asked for cannot fill the memory."""
        found = self._counted.get((what, *codes))
        if found is None:
            found = self._counted[what, *codes] = _child(self._counters[what], codes)
        return found

    def _allowed(self, what: Count | Level, codes: tuple[str, ...]) -> tuple[str, ...]:
        """As many as there are labels; never raises, since a figure is not worth a press."""
        given = (*codes, *(OTHER for _ in self._labels(what)))
        return tuple(
            code if code in known else OTHER for code, known in zip(given, self._labels(what).values(), strict=False)
        )

    def _labels(self, what: Count | Level) -> Mapping[str, frozenset[str]]:
        return self._families.get(what, {})

    def _said(self, what: Count | Level) -> tuple[str, str, tuple[str, ...]]:
        return f"chairside_{what}", what.name.lower(), tuple(self._labels(what))


def _child(family: T, codes: tuple[str, ...]) -> T:
    return family.labels(*map(str, codes)) if codes else family
