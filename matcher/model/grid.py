"""Places on the national grid as arrays, and the metres between them in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.domain.place import ExclusionZone, Place

Ints = NDArray[np.int64]
NO_LIMIT = np.int64(2**62)


def points(places: Sequence[Place | ExclusionZone]) -> Ints:
    """(easting, northing) of each place, shape (places, 2)."""
    at = [(place.easting, place.northing) for place in places]
    return np.array(at, dtype=np.int64).reshape(-1, 2)


def squared_m(a: Ints, b: Ints) -> Ints:
    """Squared distances in metres, shape (len(a), len(b))."""
    squared = (a[:, None, 0] - b[None, :, 0]) ** 2
    squared += (a[:, None, 1] - b[None, :, 1]) ** 2
    return squared


def metres(squared: Ints) -> Ints:
    """The roots of squared distances, rounded half up.

    4·d² stays below 2^46, where the floor of a correctly rounded square root is exact.
    """
    root: Ints = np.sqrt((4 * squared).astype(np.float64)).astype(np.int64)
    return (root + 1) // 2


def squared_within(metres: Ints) -> Ints:
    """The most that a squared distance can be while its root, rounded half up, is at most `metres`.

    (m + 1/2)² = m² + m + 1/4. Nothing is within less than no metres; no limit stays none.
    """
    within = np.where(metres < 0, -1, metres * (metres + 1))
    return np.where(metres >= NO_LIMIT, NO_LIMIT, within)
