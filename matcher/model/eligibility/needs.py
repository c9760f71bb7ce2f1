"""What the child needs and what the home is: registration, needs, age, gender, access, judgement, beds."""

from __future__ import annotations

import numpy as np

from matcher.domain.types import PlacementType
from matcher.model.columns import Bools, holds
from matcher.model.eligibility.block import Block
from matcher.model.eligibility.masks import encodes

TYPES: tuple[PlacementType, ...] = (
    "childrens_home",
    "secure_home",
    "foster",
    "supported_accommodation",
    "short_break",
)


@encodes("registration")
def _registration(block: Block) -> Bools:
    homes, children = block.columns.homes, block.children
    accepted = holds([child.placement_types for child in children], TYPES)
    kind = np.array([TYPES.index(home.placement_type) for home in homes], dtype=np.int64)
    registered = np.array([home.registered for home in homes], dtype=bool)
    shut: Bools = ~(accepted[:, kind] & registered[None, :])
    return shut


@encodes("regulated_under_16")
def _regulated_under_16(block: Block) -> Bools:
    supported = np.array(
        [home.placement_type == "supported_accommodation" for home in block.columns.homes], dtype=bool
    )
    shut: Bools = (block.columns.age[block.rows] < 16)[:, None] & supported[None, :]
    return shut


@encodes("need")
def _need(block: Block) -> Bools:
    children = block.children
    codes = sorted({code for child in children for code in (child.need, *child.also_needs)})
    number = {code: at for at, code in enumerate(codes)}
    unmet = ~holds([home.needs_met for home in block.columns.homes], codes).T
    shut: Bools = unmet[[number[child.need] for child in children]]
    for row, child in enumerate(children):
        for code in child.also_needs:
            shut[row] |= unmet[number[code]]
    return shut


@encodes("age")
def _age(block: Block) -> Bools:
    age = block.columns.age[block.rows, None]
    low, high = block.columns.home_column("min_age"), block.columns.home_column("max_age")
    return (age < low[None, :]) | (age > high[None, :])


@encodes("gender")
def _gender(block: Block) -> Bools:
    names = ("female", "male", "non_binary")
    taken = holds([home.genders for home in block.columns.homes], names)
    kind = [names.index(child.gender) for child in block.children]
    shut: Bools = ~taken.T[np.array(kind, dtype=np.int64)]
    for row, child in enumerate(block.children):
        if "gender" in child.unknown:
            shut[row] = ~taken.all(axis=1)
    return shut


@encodes("step_free")
def _step_free(block: Block) -> Bools:
    needs = block.columns.child_column("step_free")[block.rows] == 1
    shut: Bools = needs[:, None] & (block.columns.home_column("step_free") == 0)[None, :]
    return shut


@encodes("judgement")
def _judgement(block: Block) -> Bools:
    barred = block.columns.case.policy.barred_judgements
    mask = np.array([home.judgement in barred for home in block.columns.homes], dtype=bool)
    return np.broadcast_to(mask[None, :], block.shape)


@encodes("capacity")
def _capacity(block: Block) -> Bools:
    return np.broadcast_to((block.columns.beds < 1)[None, :], block.shape)
