"""The statutes behind approvals, notices and deadlines: one name each."""

from __future__ import annotations

from matcher.rules.register import Source

_LAW = "https://www.legislation.gov.uk/"
_CARE_PLANNING = "Care Planning, Placement and Case Review (England) Regulations 2010"


def _care_planning(regulation: str, words: str) -> Source:
    number = regulation.partition("(")[0].partition(" ")[0]
    link = f"{_LAW}uksi/2010/959/regulation/{number}"
    return Source(f"{_CARE_PLANNING} reg.{regulation} ({words})", link, statute=True)


REG_9_PLAN = _care_planning("9(1)(a) and (2)", "placement plan")
REG_9_WISHES = _care_planning("9(1)(b)(i)", "the child's wishes and feelings")
REG_10_KEY_STAGE_4 = _care_planning("10(1)-(3)", "disruption of education in Key Stage 4")
REG_10_SCHOOLING = _care_planning("10(3)-(4)", "education when a placement changes")
REG_11_OUTSIDE = _care_planning("11(1)(a)", "placement outside the area")
REG_11_DISTANCE = _care_planning("11(1)(b) and (5)", "placement at a distance")
REG_11_NOTIFIED = _care_planning("11(2)(d)(i) and (3)", "the area authority is notified")
REG_11_CONSULTED = _care_planning("11(2)(d)(ii) and (3)", "the area authority is consulted")
REG_11_RELATIVES = _care_planning("11(2)(c), (e) and (3)", "relatives and the reviewing officer")
REG_13_PERSONS = _care_planning("13(1)-(3)", "notification of placement")
REG_13_AREA = _care_planning("13(4)", "notification of the area authority")
REG_14_REVIEW = _care_planning("14(1)", "a placement ends after a review")
REG_14_NOTICE = _care_planning("14(2)(c) and (4)", "notification that a placement ends")
REG_27_SUITABLE = _care_planning("27 and Schedule 6", "suitability of other arrangements")
REG_28_VISIT = _care_planning("28(2)(a)", "the first visit")
REG_48_SHORT_BREAKS = _care_planning("48", "short breaks")
REG_27C = Source(
    f"{_CARE_PLANNING} reg.27C, inserted by SI 2023/416 reg.36 (registered supported accommodation)",
    f"{_LAW}uksi/2023/416/regulation/36",
    statute=True,
)
CA_1989_S22C_NEAR = Source(
    "Children Act 1989 s.22C(8)(a) (near home)", f"{_LAW}ukpga/1989/41/section/22C", statute=True
)
CA_1989_S22C_SIBLINGS = Source(
    "Children Act 1989 s.22C(8)(c) (living with a sibling)", f"{_LAW}ukpga/1989/41/section/22C", statute=True
)
CA_1989_S22C_AREA = Source(
    "Children Act 1989 s.22C(9) (within the authority's area)",
    f"{_LAW}ukpga/1989/41/section/22C",
    statute=True,
)
CA_1989_S25 = Source(
    "Children Act 1989 s.25; Children (Secure Accommodation) Regulations 1991 reg.10 "
    "(72 hours in 28 days without a court order)",
    f"{_LAW}ukpga/1989/41/section/25",
    statute=True,
)
SECURE_UNDER_13 = Source(
    "Children (Secure Accommodation) Regulations 1991 reg.4 (a child under 13)",
    f"{_LAW}uksi/1991/1505/regulation/4",
    statute=True,
)
SECURE_REVIEW = Source(
    "Children (Secure Accommodation) Regulations 1991 reg.15 (review within one month)",
    f"{_LAW}uksi/1991/1505/regulation/15",
    statute=True,
)
LIBERTY = Source(
    "inherent jurisdiction of the High Court, with leave under Children Act 1989 s.100 "
    "(deprivation of liberty outside secure accommodation)",
    f"{_LAW}ukpga/1989/41/section/100",
    statute=True,
)
LIBERTY_RETURN = Source(
    "children looked after return (SSDA903) 2026-27, rule 710 (an order may not overlap with secure or "
    "supported accommodation)",
    "https://www.gov.uk/guidance/children-looked-after-return",
)
