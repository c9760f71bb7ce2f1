"""What deciding should do, in a page of plain Python: sets and sums, no rows and no locks."""

from __future__ import annotations

from dataclasses import dataclass, field

PRICES = {"H0": 300_000, "H1": 300_000, "H2": 800_000}
BEDS = {"H0": 1, "H1": 2, "H2": 2}
CHILDREN = ("A", "B", "C", "D")
LIMIT_PENCE = 1_400_000
TWO_PEOPLE_ABOVE = 700_000
HOLD_MINUTES = 120
MOST_HOLDS = 3


@dataclass
class Kept:
    """A bed kept for a child; `by`: the officer; `awaited`: for a decision."""

    bed: int
    child: str
    by: str
    until: int
    awaited: bool = False


@dataclass
class Model:
    """The council as it should be. A bed is its number; `homes` says which home's it is. Time in minutes."""

    homes: dict[int, str]
    now: int = 0
    holds: list[Kept] = field(default_factory=list)
    placed: dict[str, int] = field(default_factory=dict)
    awaiting: dict[str, int] = field(default_factory=dict)
    declined: set[tuple[str, str]] = field(default_factory=set)
    said_no: set[tuple[str, str]] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)

    @property
    def committed_pence(self) -> int:
        """What the placed children cost."""
        return sum(PRICES[self.homes[bed]] for bed in self.placed.values())

    def live(self) -> list[Kept]:
        """Holds that are not over."""
        return [kept for kept in self.holds if kept.until > self.now]

    def is_free(self, bed: int, child: str) -> bool:
        """Whether this child could have this bed now."""
        others = any(kept.bed == bed and kept.child != child for kept in self.live())
        return bed not in self.blocked and bed not in self.placed.values() and not others

    def bed_for(self, child: str, home: str) -> int | None:
        """The bed that the child would get: its own held one first."""
        own = {kept.bed for kept in self.live() if kept.child == child}
        beds = [bed for bed in self.homes if self.homes[bed] == home and self.is_free(bed, child)]
        return min(beds, key=lambda bed: (bed not in own, bed), default=None)

    def hold(self, officer: str, child: str, home: str) -> str:
        """An officer keeps a bed."""
        theirs = [kept for kept in self.live() if kept.by == officer and not kept.awaited]
        if len(theirs) >= MOST_HOLDS:
            return "too_many_holds"
        if child in self.placed or child in self.awaiting:
            return "decided"
        if any(kept.child == child and self.homes[kept.bed] == home for kept in self.live()):
            return "held"
        bed = self.bed_for(child, home)
        if bed is None:
            return "bed_taken"
        self.holds.append(Kept(bed, child, officer, self.now + HOLD_MINUTES))
        return "done"

    def accept(self, officer: str, child: str, home: str) -> str:
        """An officer accepts a proposal."""
        if child in self.placed or child in self.awaiting:
            return "decided"
        bed = self.bed_for(child, home)
        if bed is None:
            return "bed_taken"
        if (child, home) in self.said_no:
            return "stale"
        if self.committed_pence + PRICES[home] > LIMIT_PENCE:
            return "budget"
        if PRICES[home] > TWO_PEOPLE_ABOVE:
            self.holds = [kept for kept in self.holds if (kept.child, kept.bed) != (child, bed)]
            self.holds.append(Kept(bed, child, officer, self.now + HOLD_MINUTES, awaited=True))
            self.awaiting[child] = bed
            return "done"
        self._place(child, bed)
        return "done"

    def decline(self, child: str, home: str) -> str:
        """An officer declines a proposal."""
        if child in self.placed or child in self.awaiting or (child, home) in self.declined:
            return "decided"
        self.declined.add((child, home))
        return "done"

    def approve(self, child: str) -> str:
        """A second person agrees."""
        bed = self.awaiting[child]
        if not self.is_free(bed, child):
            return "bed_taken"
        if self.committed_pence + PRICES[self.homes[bed]] > LIMIT_PENCE:
            return "budget"
        del self.awaiting[child]
        self._place(child, bed)
        return "done"

    def close(self, child: str) -> str:
        """A second person refuses, or an officer withdraws."""
        bed = self.awaiting.pop(child)
        self.holds = [kept for kept in self.holds if (kept.child, kept.bed) != (child, bed)]
        return "done"

    def reject(self, child: str, home: str) -> str:
        """A home says no."""
        if child in self.placed and self.homes[self.placed[child]] == home:
            return "decided"
        self.said_no.add((child, home))
        self.holds = [kept for kept in self.holds if kept.child != child or self.homes[kept.bed] != home]
        if child in self.awaiting and self.homes[self.awaiting[child]] == home:
            del self.awaiting[child]
        return "done"

    def _place(self, child: str, bed: int) -> None:
        self.placed[child] = bed
        self.holds = [kept for kept in self.holds if kept.child != child]
