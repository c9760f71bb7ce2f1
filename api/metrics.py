"""What is counted of one application, in a registry of its own: numbers by route and status, of nobody."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric

from matcher.errors import StoreFailed
from matcher.store import fitness
from matcher.store.watched import heads, in_use
from matcher.store.work import Store

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS_S = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
NO_ROUTE = "(none)"
"""A request that met no route: its address is the caller's own text, and no label."""
# Otherwise each counter is written twice, the second time with the moment it was made.
disable_created_metrics()  # type: ignore[no-untyped-call]
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """Counters of one application; every label is a route template, a status, or a code of ours."""

    def __init__(self, store: Store) -> None:
        self.registry = CollectorRegistry()
        of_a_request = ("method", "route", "status")
        self._requests = Counter(
            "placements_requests", "Requests answered.", of_a_request, registry=self.registry
        )
        self._seconds = Histogram(
            "placements_request_seconds",
            "Seconds until the last byte of the answer.",
            ("method", "route"),
            buckets=BUCKETS_S,
            registry=self.registry,
        )
        self._problems = Counter(
            "placements_problems", "Answers that were problems, by code.", ("code",), registry=self.registry
        )
        self._conflicts = Counter(
            "placements_conflicts", "Acts refused with 409, by code.", ("code",), registry=self.registry
        )
        self._solves = Counter(
            "placements_solves",
            "Questions to the engine, by how they ended.",
            ("status",),
            registry=self.registry,
        )
        self.registry.register(_OfTheStore(store))

    def answered(self, method: str, route: str | None, status: int, seconds: float, code: str | None) -> None:
        """One request is over. `code`: of the problem it was answered with, if it was."""
        method = method if method in _METHODS else "OTHER"
        self._requests.labels(method, route or NO_ROUTE, str(status)).inc()
        self._seconds.labels(method, route or NO_ROUTE).observe(seconds)
        if code is not None:
            self._problems.labels(code).inc()
            if status == 409:
                self._conflicts.labels(code).inc()

    def solved(self, status: str) -> None:
        """One question to the engine is over: answered, or the code of what went wrong."""
        self._solves.labels(status).inc()

    def page(self) -> bytes:
        """All of it, as Prometheus reads it; the store is asked now."""
        return generate_latest(self.registry)


class _OfTheStore:
    """What only the database knows, asked when somebody looks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def describe(self) -> Iterable[Metric]:
        """Registering asks nothing of a database that may not be there yet."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Whether the database answers, its pool, and how old each council's record is."""
        up = GaugeMetricFamily("placements_store_up", "1: the database answers and is of this version.")
        age = GaugeMetricFamily(
            "placements_record_age_seconds", "Seconds since the last row of the record.", labels=["council"]
        )
        rows = GaugeMetricFamily("placements_record_rows", "Rows of the record.", labels=["council"])
        try:
            fits = fitness.unfit(self._store.engine) is None
            for head in heads(self._store) if fits else ():
                rows.add_metric([head.council], head.rows)
                if head.age_s is not None:
                    age.add_metric([head.council], head.age_s)
            up.add_metric([], int(fits))
        except StoreFailed:
            up.add_metric([], 0)
        pool = GaugeMetricFamily("placements_pool_in_use", "Connections to the database in use.")
        pool.add_metric([], in_use(self._store))
        return (up, pool, rows, age)
