"""The sources that the rules cite: one name each, so that a citation cannot drift."""

from __future__ import annotations

from matcher.rules.register import Source

CSA_2000_S11 = Source(
    "Care Standards Act 2000 s.11 (a home must be registered)",
    "https://www.legislation.gov.uk/ukpga/2000/14/section/11",
    statute=True,
)
CPPCR_REG_27A = Source(
    "Care Planning, Placement and Case Review (England) Regulations 2010 reg.27A, "
    "inserted by SI 2021/161 reg.4",
    "https://www.legislation.gov.uk/uksi/2021/161/regulation/4",
    statute=True,
)
CHR_2015_SCHEDULE_1 = Source(
    "Children's Homes (England) Regulations 2015 Schedule 1 (statement of purpose)",
    "https://www.legislation.gov.uk/uksi/2015/541/schedule/1",
    statute=True,
)
CHR_2015_AGE = Source(
    "Children's Homes (England) Regulations 2015 Schedule 1 (age range in the statement of purpose); "
    "the registered person has the power to vary the statement (reg.16)",
    "https://www.legislation.gov.uk/uksi/2015/541/schedule/1",
    statute=True,
)
CHR_2015_REG_14 = Source(
    "Children's Homes (England) Regulations 2015 reg.14 "
    "(care planning: impact on the children who live there)",
    "https://www.legislation.gov.uk/uksi/2015/541/regulation/14",
    statute=True,
)
CA_1989_S22C = Source(
    "Children Act 1989 s.22C(5)-(9) (the most appropriate placement, near home, with siblings)",
    "https://www.legislation.gov.uk/ukpga/1989/41/section/22C",
    statute=True,
)
CA_1989_NEAR_HOME = Source(
    "Children Act 1989 s.22C(8)(a) (near home so far as reasonably practicable); "
    "the limit is the care plan's and the panel has the power to set it aside",
    "https://www.legislation.gov.uk/ukpga/1989/41/section/22C",
    statute=True,
)
CARE_PLAN = Source("the child's care plan", "docs/rules.md#care-plan")
COUNCIL_POLICY = Source("the council's own policy page", "docs/rules.md#council-policy")
CONTRACT = Source("the home's offer and contract", "docs/rules.md#contract")
PANEL = Source("a decision of the panel recorded in the case", "docs/rules.md#panel")
