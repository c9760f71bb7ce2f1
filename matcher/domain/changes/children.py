"""Changes to children: who is referred, what is known of them, and who belongs or clashes with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from matcher.domain.case import Case, Relationship, SiblingGroup
from matcher.domain.changes.base import (
    Change,
    Changed,
    any_of,
    given,
    referral_of,
    refuse,
    replaced,
    with_fields,
)
from matcher.domain.referral import Referral
from matcher.domain.types import Id, RelationshipKind, SiblingRule

if TYPE_CHECKING:
    SomeReferral = Change
else:
    SomeReferral = any_of(Referral, [name for name in Referral.model_fields if name != "id"])


class SetReferral(SomeReferral):
    """Some fields of a referral; only those given are touched, and null is a value."""

    kind: Literal["set_referral"]
    referral_id: Id

    def effect(self, case: Case) -> Changed:
        """The case with that referral as it would then be."""
        fields = given(self, "referral_id")
        child = referral_of(case, self.referral_id, "referral_id")
        return Changed({"referrals": replaced(case.referrals, with_fields(child, fields))})


class AddReferral(Change):
    """A child whom the case does not hold yet."""

    kind: Literal["add_referral"]
    referral: Referral

    def effect(self, case: Case) -> Changed:
        """The case with the referral."""
        if any(child.id == self.referral.id for child in case.referrals):
            refuse("referral.id", "a referral of the case has this id: give another, or use set_referral")
        return Changed({"referrals": (*case.referrals, self.referral)})


class WithdrawReferral(Change):
    """A child who needs no home any more, or not from this council."""

    kind: Literal["withdraw_referral"]
    referral_id: Id

    def effect(self, case: Case) -> Changed:
        """The case without the child and all that is said of it; a group of one is no group."""
        gone = referral_of(case, self.referral_id, "referral_id").id
        fields = {
            "referrals": tuple(child for child in case.referrals if child.id != gone),
            "relationships": tuple(link for link in case.relationships if gone not in (link.a, link.b)),
            "sibling_groups": tuple(
                group.model_copy(update={"members": members})
                for group in case.sibling_groups
                if len(members := tuple(member for member in group.members if member != gone)) > 1
            ),
        }
        for name in ("offers", "pins", "forbids", "waivers"):
            fields[name] = tuple(entry for entry in getattr(case, name) if entry.referral != gone)
        return Changed(fields)


class Relate(Change):
    """What two children are to each other, in place of what they were; null: nothing.

    The specification calls the field `kind`, which is the change's own name already.
    """

    kind: Literal["relate"]
    a: Id
    b: Id
    relationship: RelationshipKind | None

    def effect(self, case: Case) -> Changed:
        """The case with this relationship between the two and no other."""
        children = {child.id for child in case.referrals}
        children |= {resident.id for home in case.homes for resident in home.residents}
        for field in ("a", "b"):
            if getattr(self, field) not in children:
                refuse(field, "no referral or resident has this id when this change is applied: correct it")
        both = {self.a, self.b}
        others = tuple(link for link in case.relationships if {link.a, link.b} != both)
        if self.relationship is None:
            return Changed({"relationships": others})
        links = [link for link in case.relationships if {link.a, link.b} == both]
        if [link.kind for link in links] == [self.relationship]:
            return Changed({})
        new = Relationship(a=self.a, b=self.b, kind=self.relationship)
        return Changed({"relationships": (*others, new)})


class SetGroup(Change):
    """A sibling group, new or in place of the one with this id; `rule` null removes it."""

    kind: Literal["set_group"]
    id: Id
    members: Annotated[tuple[Id, ...], Field(min_length=2, max_length=20)] | None = None
    rule: SiblingRule | None

    def effect(self, case: Case) -> Changed:
        """The case with the group as it would then be."""
        known = next((group for group in case.sibling_groups if group.id == self.id), None)
        if self.rule is None:
            if known is None:
                refuse("id", "no sibling group has this id when this change is applied: correct it")
            return Changed({"sibling_groups": tuple(g for g in case.sibling_groups if g.id != self.id)})
        members = self.members or (known.members if known else ())
        if not members:
            refuse("members", "is missing: give the group's members")
        for position, member in enumerate(self.members or ()):
            referral_of(case, member, f"members[{position}]")
        group = SiblingGroup(id=self.id, members=members, rule=self.rule)
        if known is None:
            return Changed({"sibling_groups": (*case.sibling_groups, group)})
        return Changed(
            {"sibling_groups": tuple(group if g.id == self.id else g for g in case.sibling_groups)}
        )
