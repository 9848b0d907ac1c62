"""The figures of one process, counted here and shown by prometheus-client, from a registry of our own (web/metrics.py)."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric

from bot.usecases.ports import Count, Level

OTHER = "other"
"""What a code that nobody foresaw is counted as."""

Labels = Mapping[str, Iterable[str]]
"""Each label's name and all the codes that it may ever bear, in order."""

_FEW = 64
"""Series there from the start, so that a rate can be drawn from nought. Larger families grow as their codes turn up."""

Series = dict[tuple[str, ...], float]


class PrometheusMeter:
    """Meter. `families` gives the labels of each figure that has any; a code outside them is counted as `other`.

    A press is counted two or three times, so counting is adding one in a dict: prometheus-client's own counters take a lock
    and four calls for it. They are told when they are asked (`collect`).
    """

    def __init__(self, families: Mapping[Count | Level, Labels]) -> None:
        self._families = {
            what: {name: frozenset((*codes, OTHER)) for name, codes in labels.items()}
            for what, labels in families.items()
        }
        self._series: Series = {}
        for what in (*Count, *Level):
            every = list(product(*self._labels(what).values()))
            few = every if len(every) <= _FEW and isinstance(what, Count) else [()] if not self._labels(what) else []
            self._series |= {(what, *codes): 0.0 for codes in few}
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.registry.register(self)

    def count(self, what: Count, *codes: str) -> None:
        try:
            self._series[what, *codes] += 1
        except KeyError:
            allowed = self._allowed(what, codes)
            self._series[allowed] = self._series.get(allowed, 0.0) + 1

    def level(self, what: Level, value: float, *codes: str) -> None:
        self._series[self._allowed(what, codes)] = value

    def collect(self) -> Iterator[Metric]:
        """Every figure as it stands: what prometheus-client asks of a collector."""
        series = dict(self._series)
        for what in (*Count, *Level):
            kind = CounterMetricFamily if isinstance(what, Count) else GaugeMetricFamily
            family = kind(f"chairside_{what}", what.name.lower(), labels=tuple(self._labels(what)))
            for (name, *codes), value in series.items():
                if name == what:
                    family.add_metric(codes, value)
            yield family

    def _allowed(self, what: Count | Level, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The name of a series: as many codes as there are labels; never raises, since a figure is not worth a press.

        Only allowed codes are remembered: whatever else is asked for cannot fill the memory.
        """
        given = (*codes, *(OTHER for _ in self._labels(what)))
        known = zip(given, self._labels(what).values(), strict=False)
        return (what, *(str(code) if code in allowed else OTHER for code, allowed in known))

    def _labels(self, what: Count | Level) -> Mapping[str, frozenset[str]]:
        return self._families.get(what, {})
