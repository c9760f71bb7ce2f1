"""A decision binds to everything that was shown, and to what it came from: flip any of it (T09)."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.service import results
from matcher.service.binding import bound_hash
from matcher.store import runs as kept
from matcher.store.work import Store
from tests.service.runs.asked import asked, seen, shown
from tests.service.seeded import Seeded, small


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


BINDS = {
    "snapshot_hash": "0" * 64,
    "engine_version": "0.0.9",
    "question": "options",
    "parameters": {"limit_s": 21.0, "first": 5},
}


@pytest.mark.parametrize("field", BINDS)
def test_a_proposal_is_bound_to_its_run(store: Store, council: Seeded, field: str) -> None:
    run_id = asked(store, council)
    run = seen(store, council.officer, results.run, run_id)
    one = shown(store, council, run_id)[0]
    assert bound_hash(run, one) == one.hash
    other = kept.StoredRun(**{**vars(run), field: BINDS[field]})
    assert bound_hash(other, one) != one.hash


def test_each_proposal_of_each_run_has_a_salt_of_its_own(store: Store, council: Seeded) -> None:
    proposals = [one for _ in range(2) for one in shown(store, council, asked(store, council))]
    salts = {one.salt for one in proposals}
    assert len(proposals) == len(salts) == 8
    assert all(len(bytes.fromhex(salt)) == 32 for salt in salts)
    assert not any(salt in repr(proposals) for salt in salts)


def leaves(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The place of every value that a document holds, empty lists among them."""
    if isinstance(document, dict) and document:
        return [leaf for name, value in document.items() for leaf in leaves(value, (*path, name))]
    if isinstance(document, list) and document:
        return [leaf for at, value in enumerate(document) for leaf in leaves(value, (*path, at))]
    return [path]


def flipped(document: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return 1 if document != 1 else 2
    copy = dict(document) if isinstance(document, dict) else list(document)
    copy[path[0]] = flipped(copy[path[0]], path[1:])
    return copy


def test_whatever_of_a_proposal_is_otherwise_it_has_another_hash(store: Store, council: Seeded) -> None:
    run_id = asked(store, council)
    run = seen(store, council.officer, results.run, run_id)
    one = shown(store, council, run_id)[0]
    hashes = {one.hash}
    changes: list[dict[str, Any]] = [
        {"referral_id": 1},
        {"home_id": None},
        {"rank": one.rank + 1},
        {"proposed": not one.proposed},
        {"salt": "0" * 64},
    ]
    places = leaves(one.document)
    changes += [{"document": flipped(one.document, place)} for place in places]
    for change in changes:
        hashes.add(bound_hash(run, type(one)(**{**vars(one), **change})))
    assert len(places) > 40
    assert len(hashes) == 1 + len(changes)
