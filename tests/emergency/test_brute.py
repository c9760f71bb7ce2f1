"""Sure, possible and shut are what trying every answer gives, by rules read from the specification alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matcher.answers.emergency import emergency
from matcher.domain.absent import UNKNOWN_FIELDS
from matcher.verify import verify
from tests.builders import sent
from tests.differential.draws import chunks, read, span
from tests.differential.plain import World
from tests.emergency.completions import DOMAINS, Doc, completions, holds, unfinished


@pytest.mark.parametrize("seeds", chunks(20), ids=span)
def test_every_home_stands_where_trying_every_answer_puts_it(seeds: range) -> None:
    assert [wrong for seed in seeds for wrong in _disagreements(seed)] == []


def test_every_field_that_may_be_unknown_is_tried() -> None:
    assert tuple(DOMAINS) == UNKNOWN_FIELDS


def _disagreements(seed: int) -> Iterator[str]:
    doc, child_id = unfinished(seed)
    case, world = read(doc), World(doc)
    answer = sent(emergency(case, child_id))
    yield from (f"{seed}: {breach}" for breach in verify(case, answer))
    whole = list(completions(doc, world.children[child_id]))
    options = {option["home"]: option for option in answer["sure"] + answer["possible"]}
    for home in doc["homes"]:
        opens = [not world.shut_by(child, home) for child in whole]
        right = "sure" if all(opens) else "possible" if any(opens) else "shut"
        if right != _told(answer, home["id"]):
            yield f"{seed}: {home['id']} is {right}, told {_told(answer, home['id'])}"
        elif right != "shut":
            said = [_said(options[home["id"]], world, child, home) for child in whole]
            yield from (f"{seed}: {home['id']} hangs on other things" for _ in range(said != opens))


def _told(answer: Doc, home: str) -> str:
    listed = {part: [option["home"] for option in answer[part]] for part in ("sure", "possible")}
    return next(part for part, homes in (listed | {"shut": answer["shut"]}).items() if home in homes)


def _said(option: Doc, world: World, child: Doc, home: Doc) -> bool:
    """Whether the answer says that the home is open to this finished child."""
    lives_here = option["if_lives_here"] and child.get("current_home") == home["id"]
    return lives_here or all(holds(must, world, child, home) for must in option["hangs_on"])
