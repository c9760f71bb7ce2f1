"""What a sure home may still not be able to do: pair rules ask about one child, a bed is for more than one.

A home without an admission left today, and one without the beds that brothers and sisters who must live
together need, stay in the list of emergency mode (no pair rule shuts them) and say so.
"""

from __future__ import annotations

from collections.abc import Iterator

from matcher.domain.emergency import Caveat
from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.rules.facts import Facts


def caveats(facts: Facts, child: Referral, home: Home) -> Iterator[Caveat]:
    """What stands in the way of this child at this home that is no rule of the pair."""
    if facts.stays(child, home):
        return
    if home.admissions_limit == 0:
        yield Caveat(code="no_admission_left")
    for group in facts.groups_of.get(child.id, ()):
        together = [member for member in group.members if member in facts.referrals]
        living = [one for one in facts.reviews_in.get(home.id, ()) if one not in together]
        free = max(0, home.beds - len(living))
        if group.rule == "together" and len(together) > free:
            yield Caveat(code="beds_for_group", group=group.id, needed=len(together), free=free)
