"""What a person is shown of each option of a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from matcher.errors import ProposalRejected

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.proposal import OptionTable, Proposal
    from matcher.domain.shown import Choices


def choices(case: Case, table: OptionTable, plan: Proposal | None = None) -> Choices:
    """Every option of a table that `options` gave, with its figures and its route; verified.

    With `plan`, the same plan as the table's, also each child whom it leaves waiting, and why.
    """
    from matcher.answers.shown import choices as told
    from matcher.verify.shown import verify_shown

    answer = told(case, table, plan)
    options = [json.loads(option.model_dump_json(by_alias=True)) for option in answer.options]
    breaches = verify_shown(case, json.loads(table.model_dump_json(by_alias=True)), options)
    if breaches:
        raise ProposalRejected([str(breach) for breach in breaches])
    return answer
