"""The table by which an impact assessment is drafted: which risk meets which vulnerability, and how much."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from matcher.domain.types import READABLE, Code, Model, Years

RiskLevel = Literal["high", "medium", "low"]
LEVELS: tuple[RiskLevel, ...] = ("high", "medium", "low")
"""Worst first."""

CARRIER, VULNERABLE = "{carrier}", "{vulnerable}"
"""Where a row's words take the two children's ids."""

PROTECTED = re.compile(
    r"(^|[_-])(age|gender|sex|female|male|girl|boy|binary|trans|transgender"
    r"|gay|lesbian|bisexual|lgbtq?|orientation"
    r"|race|racial|ethnic|ethnicity|black|white|asian|roma|gypsy|traveller|nationality|asylum|refugee|migrant"
    r"|religion|religious|faith|muslim|christian|jewish|hindu|sikh"
    r"|disability|disabled|autism|autistic|adhd|deaf|blind|pregnant|pregnancy|maternity|marriage)($|[_-])"
)
"""Words of the Equality Act 2010 s.4: a net for mistakes, not a proof that none was made."""


def _of_conduct(code: str) -> str:
    """Refuse a flag that says who a child is rather than what may happen."""
    if PROTECTED.search(code):
        raise PydanticCustomError(
            "protected_characteristic",
            "names a protected characteristic, which may never raise a risk: name what a child does, or what "
            "a child needs protecting from",
        )
    return code


def _of_both(words: str) -> str:
    if CARRIER not in words or VULNERABLE not in words:
        raise PydanticCustomError("without_children", "must hold {carrier} and {vulnerable}")
    return words


Sentence = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=READABLE)]
Flag = Annotated[Code, AfterValidator(_of_conduct)]


class TableSource(Model):
    """What a row rests on: words that a person can cite, and a link where there is one."""

    code: Code
    words: Sentence
    link: Annotated[str, StringConstraints(pattern=r"^https://\S{1,300}$")] | None = None


class TableRisk(Model):
    """A child with the flag `risk` may harm one with the flag `vulnerability`; null: any child.

    A row for any child is told only where no row of the same risk names what the other is vulnerable to.
    """

    risk: Flag
    vulnerability: Flag | None = None
    level: RiskLevel
    words: Annotated[Sentence, AfterValidator(_of_both)]
    reduced_by: Annotated[tuple[Sentence, ...], Field(max_length=10)] = ()
    source: Code


class TableStrength(Model):
    """A flag that speaks for a child in any company."""

    flag: Code
    words: Sentence
    source: Code


class ImpactTable(Model):
    """A council's own judgement of who may harm whom, on one page; it excludes nobody.

    Raises pydantic.ValidationError for a row given twice, or one whose source is not listed.
    """

    schema_: Literal["placement-impact-table/1"] = Field(alias="schema")
    name: Sentence
    as_of: date
    close_in_age_years: Years = 2
    sources: Annotated[tuple[TableSource, ...], Field(max_length=100)]
    risks: Annotated[tuple[TableRisk, ...], Field(max_length=500)]
    strengths: Annotated[tuple[TableStrength, ...], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> ImpactTable:
        known = {source.code for source in self.sources}
        cited = {"risks": [row.source for row in self.risks], "strengths": [s.source for s in self.strengths]}
        for kind, sources in cited.items():
            for position, source in enumerate(sources):
                if source not in known:
                    raise _fault("unknown_source", kind, position, "has a source that sources does not list")
        _refuse_twice("risks", [(row.risk, row.vulnerability) for row in self.risks])
        _refuse_twice("strengths", [row.flag for row in self.strengths])
        _refuse_twice("sources", [source.code for source in self.sources])
        return self


def _refuse_twice(kind: str, keys: Sequence[object]) -> None:
    for position, key in enumerate(keys):
        if key in keys[:position]:
            said = f"says again what {kind}[{keys.index(key)}] says: take one out"
            raise _fault("given_twice", kind, position, said)


def _fault(code: str, kind: str, position: int, said: str) -> PydanticCustomError:
    """Positions alone: pydantic names the table, and nothing in it is repeated."""
    where = f"{kind}[{position}]"
    return PydanticCustomError(code, "{where} {said}", {"where": where, "said": said})
